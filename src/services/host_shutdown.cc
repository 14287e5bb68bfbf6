#include "services/host_shutdown.h"

#include "host/sessions/session_settings.h"
#include "services/target.h"

namespace nta::services {
namespace {

/** A user's own host ends what it made itself; logins of the system, shown beside its sessions, are not its own. */
bool is_to_end(const Host& host, const host::Session& session, SessionId spared) {
  if (session.kind == host::Kind::listener || session.kind == host::Kind::services || session.id == spared)
    return false;
  return host.mode == Mode::system || session.provider == "pty";
}

/** Logs off every session but `spared`; `done` when all are gone, with the first failure if there was one. */
void end_sessions(Host& host, const std::shared_ptr<Client>& client, SessionId spared, host::Completion done) {
  std::vector<host::Session> sessions = sessions_to_end(host, spared);
  if (sessions.empty()) return done({});
  struct Progress {
    size_t left;
    Result<void> outcome;
    host::Completion done;
  };
  auto progress = std::make_shared<Progress>(Progress{sessions.size(), {}, std::move(done)});
  std::string why = fmt::format("was logged off: {} ends every session", client->token->name);
  for (const host::Session& session : sessions) {
    host.sessions.logoff(session.id, why, [client, progress, session](Result<void> ended) {
      bool is_gone = ended || ended.error().code == Win32::ctx_winstation_not_found;
      audit_outcome(*client, "shutdown.logoff", session, is_gone ? Result<void>() : ended);
      if (!is_gone && progress->outcome) progress->outcome = std::move(ended).error();
      if (--progress->left == 0) progress->done(std::move(progress->outcome));
    });
  }
}

// What `change logon` shows and takes back; a restart of the service does too, as Windows documents it.
void drain(Host& host) {
  if (host.settings && host.settings->logons.mode() == host::LogonMode::enabled)
    host.settings->logons.drain_to_the_end();
}

// The answer leaves before the host does.
void end_host(Host& host, const std::shared_ptr<Client>& client, host::Completion done) {
  if (host.settings) host.settings->logons.drain_to_the_end();
  end_sessions(host, client, host::no_console, [&host, done = std::move(done)](Result<void> ended) {
    bool is_done = ended.has_value();
    done(std::move(ended));
    if (is_done) host.end();
  });
}

PowerAction action_of(uint32_t flags) {
  if (flags & wsd::reboot) return PowerAction::reboot;
  return flags & wsd::power_off ? PowerAction::power_off : PowerAction::halt;
}

}  // namespace

std::vector<host::Session> sessions_to_end(const Host& host, SessionId spared) {
  std::vector<host::Session> sessions;
  for (const auto& [id, session] : host.sessions.rows())
    if (is_to_end(host, session, spared)) sessions.push_back(session);
  return sessions;
}

Result<void> check_shutdown_flags(const Host& host, uint32_t flags) {
  constexpr uint32_t known = wsd::logoff | wsd::shutdown | wsd::reboot | wsd::power_off;
  if (flags & wsd::fast_reboot) return fail(Win32::not_supported, "there is no fast reboot");
  if (flags == 0 || (flags & ~known)) return fail(Win32::invalid_parameter, "shutdown flags {:#x}", flags);
  if (host.mode == Mode::user && (flags & (wsd::reboot | wsd::power_off)))
    return fail(Win32::not_supported, "the machine is not a user's own host's to turn off");
  return {};
}

void shut_down(Host& host, const std::shared_ptr<Client>& client, uint32_t flags, host::Completion done) {
  if (flags == wsd::logoff) {
    drain(host);
    return end_sessions(host, client, client->token->session, std::move(done));
  }
  if (host.mode == Mode::user) return end_host(host, client, std::move(done));
  host.power(*client->token, action_of(flags), std::move(done));
}

}  // namespace nta::services
