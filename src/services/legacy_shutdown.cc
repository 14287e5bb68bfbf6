#include "services/legacy_shutdown.h"

#include "services/target.h"

namespace nta::services {
namespace {

using protocols::RpcWinStationShutdownSystem;
using ShutdownCall = CallPtr<RpcWinStationShutdownSystem>;

/** WTS_WSD_* of wtsapi32.h. */
enum Flag : uint32_t { flag_logoff = 1, flag_shutdown = 2, flag_reboot = 4, flag_power_off = 8, flag_fast_reboot = 16 };

Result<void> check(const Host& host, const ShutdownCall& call) {
  NTA_CHECK(call->client->contexts->find<ServerHandle>(call->in().hServer));
  constexpr uint32_t known = flag_logoff | flag_shutdown | flag_reboot | flag_power_off;
  uint32_t flags = call->in().ShutdownFlags;
  if (!call->token().is_administrator())
    return fail(Win32::privilege_not_held, "{} may not shut this host down", call->token().name);
  if (flags & flag_fast_reboot) return fail(Win32::not_supported, "there is no fast reboot");
  if (flags == 0 || (flags & ~known)) return fail(Win32::invalid_parameter, "shutdown flags {:#x}", flags);
  // Design ruling 16.
  if (host.mode == Mode::user && (flags & (flag_reboot | flag_power_off)))
    return fail(Win32::not_supported, "the machine is not a user's own host's to turn off");
  return {};
}

/** A user's own host ends what it made itself; logins of the system, shown beside its sessions, are not its own. */
bool is_to_end(const Host& host, const host::Session& session, SessionId spared) {
  if (session.kind == host::Kind::listener || session.kind == host::Kind::services || session.id == spared)
    return false;
  return host.mode == Mode::system || session.provider == "pty";
}

/** Logs off every session but `spared`; `done` when all are gone, with the first failure if there was one. */
void end_sessions(Host& host, const ShutdownCall& call, SessionId spared, host::Completion done) {
  std::vector<host::Session> sessions;
  for (const auto& [id, session] : host.sessions.rows())
    if (is_to_end(host, session, spared)) sessions.push_back(session);
  if (sessions.empty()) return done({});
  struct Progress {
    size_t left;
    Result<void> outcome;
    host::Completion done;
  };
  auto progress = std::make_shared<Progress>(Progress{sessions.size(), {}, std::move(done)});
  for (const host::Session& session : sessions) {
    host.sessions.logoff(session.id, [call, progress, session](Result<void> ended) {
      bool is_gone = ended || ended.error().code == Win32::ctx_winstation_not_found;
      audit_outcome(*call->client, "shutdown.logoff", session, is_gone ? Result<void>() : ended);
      if (!is_gone && progress->outcome) progress->outcome = std::move(ended).error();
      if (--progress->left == 0) progress->done(std::move(progress->outcome));
    });
  }
}

// What `change logon` shows, and takes back.
Result<void> drain(Host& host) {
  if (!host.settings) return {};
  auto& logons = host.settings->logons;
  return logons.mode() == host::LogonMode::enabled ? logons.set(host::LogonMode::drain_until_restart) : Result<void>();
}

// The answer leaves before the host does.
void end_host(Host& host, const ShutdownCall& call) {
  if (host.settings) host.settings->logons.drain_to_the_end();
  end_sessions(host, call, host::no_console, [&host, call](Result<void> ended) {
    bool is_done = ended.has_value();
    call->finish(std::move(ended));
    if (is_done) host.end();
  });
}

PowerAction action_of(uint32_t flags) {
  if (flags & flag_reboot) return PowerAction::reboot;
  return flags & flag_power_off ? PowerAction::power_off : PowerAction::halt;
}

}  // namespace

void shutdown_system(Host& host, ShutdownCall call) {
  auto allowed = check(host, call);
  auto who = fmt::format("{} ({})", call->token().name, call->token().user.text());
  log::audit({who, call->client->from, "shutdown", fmt::format("host, flags {:#x}", call->in().ShutdownFlags),
              allowed ? 0 : code(allowed.error().code)});
  if (!allowed) return call->finish(std::move(allowed));
  uint32_t flags = call->in().ShutdownFlags;
  if (flags == flag_logoff) {
    if (auto drained = drain(host); !drained) return call->finish(std::move(drained));
    return end_sessions(host, call, call->token().session,
                        [call](Result<void> ended) { call->finish(std::move(ended)); });
  }
  if (host.mode == Mode::user) return end_host(host, call);
  host.power(call->token(), action_of(flags), [call](Result<void> asked) { call->finish(std::move(asked)); });
}

}  // namespace nta::services
