#include "daemon/session_opener.h"

#include "base/computer_name.h"
#include "base/log.h"
#include "host/accounts/logon.h"
#include "host/identity/identity.h"
#include "host/sessions/logon_rules.h"
#include "services/audit.h"

namespace nta::daemon {
namespace {

constexpr host::Executor::Duration name_deadline = std::chrono::seconds(20);

// Sessions of ours have a socket to attach to; a login that the system made has its own terminal.
bool can_be_attached(const host::Session& session) { return session.provider == "pty"; }

Error not_found(const std::string& what) {
  return fail(Win32::ctx_winstation_not_found, "no session {} on this host", what);
}

std::string name_of(const host::Session& session) {
  return fmt::format("session {} ({})", session.id.value, session.user);
}

Result<void> check_owner(const auth::AccessToken& caller, const host::Session& session) {
  if (caller.is_administrator() || (caller.uid && session.uid == caller.uid)) return {};
  return fail(Win32::access_denied, "{} is not yours to attach to", name_of(session));
}

/** Where the person sits; where nobody knows, as the login's environment has it. */
std::string client_address_of(const host::OpenRequest& request) {
  constexpr std::string_view by_ssh = "SSH_CONNECTION=";
  if (!request.client_address.empty()) return request.client_address;
  for (std::string_view variable : request.environment)
    if (variable.starts_with(by_ssh))
      return std::string(variable.substr(by_ssh.size(), variable.find(' ') - by_ssh.size()));
  return {};
}

void audit(const auth::AccessToken& caller, std::string_view action, std::string_view target, Win32 result) {
  log::audit({.who = services::audit_name(caller),
              .from = fmt::format("pid {}", caller.pid),
              .action = action,
              .target = target,
              .result = code(result)});
}

/** What is set for the user takes the place of what the client did not, or may not, name. */
void apply(const host::SessionPolicy& policy, host::OpenRequest& request) {
  bool by_policy = policy.program_is_fixed || request.arguments.empty();
  if (!by_policy) return;
  request.arguments = host::words_of(policy.program);
  if (!policy.working_directory.empty()) request.working_directory = policy.working_directory;
}

}  // namespace

// By the sshd above the caller, else by the login that it runs in.
void SessionOpener::open(const auth::AccessToken& caller, host::OpenRequest request,
                         std::function<void(Result<host::OpenedSession>)> done) {
  auto found = [this, caller, request = std::move(request), done = std::move(done)](std::string address) mutable {
    const host::Session* login = sessions_.find(caller.session);
    if (address.empty() && login) address = login->client.address.text;
    request.client_address = std::move(address);
    open_from_there(caller, std::move(request), std::move(done));
  };
  login_peers_.find(caller.pid, std::move(found));
}

// Whoever has an account is held to it: logging on, and going back to a session, which is a log-on, too.
void SessionOpener::open_from_there(const auth::AccessToken& caller, host::OpenRequest request, Done done) {
  if (!caller.uid) return open_allowed(caller, std::move(request), {}, std::move(done));
  auto decide = [this, caller, request = std::move(request), done = std::move(done)](Result<Account> account) mutable {
    auto refuse = [&](Error error) {
      audit(caller, "session.logon", "by the account", error.code);
      done(std::move(error));
    };
    if (!account) return refuse(std::move(account).error());
    if (auto allowed = check_account(caller, request, *account); !allowed) return refuse(std::move(allowed).error());
    open_allowed(caller, std::move(request), *account, std::move(done));
  };
  unix_map_.account_of(caller.user, *caller.uid, std::move(decide));
}

// The workstation is the machine where the caller's login comes from; it is the system's word, not the caller's.
Result<void> SessionOpener::check_account(const auth::AccessToken& caller, const host::OpenRequest& request,
                                          const Account& account) const {
  if (!account) return {};
  std::string workstation = computer_name();
  if (!request.client_address.empty()) workstation = request.client_address;
  if (const host::Session* login = sessions_.find(caller.session); login && !login->client.name.empty())
    workstation = login->client.name;
  return accounts::check_session_logon(*account, workstation, store_->now());
}

// When it was, for the account, if it comes about.
SessionOpener::Done SessionOpener::recording(const Account& account, Done done) {
  if (!account) return done;
  return [this, rid = account->rid, done = std::move(done)](Result<host::OpenedSession> opened) {
    if (opened)
      executor_.run<int>(
          name_deadline,
          [store = store_, rid]() -> Result<int> {
            NTA_CHECK(store->record_logon(rid, accounts::LogonBy::the_system));
            return 0;
          },
          [](Result<int> recorded) {
            if (!recorded) log::error("logon-count", "a log-on is not counted: {}", recorded.error().text);
          });
    done(std::move(opened));
  };
}

void SessionOpener::open_allowed(const auth::AccessToken& caller, host::OpenRequest request, const Account& account,
                                 Done done) {
  auto chosen = choose(caller, request);
  if (!chosen) return done(std::move(chosen).error());
  if (!*chosen) return open_new(caller, request, recording(account, std::move(done)));
  const host::Session& session = **chosen;
  if (auto allowed = check_attach(caller, request, session); !allowed) {
    audit(caller, "session.attach", name_of(session), allowed.error().code);
    return done(std::move(allowed).error());
  }
  if (!session.has_client()) sessions_.promise(session.id);  // else it may be refused, and is not there to be found
  std::string socket = session_socket(session_directory(settings_, session.id));
  recording(account, std::move(done))(host::OpenedSession{
      .id = session.id, .created = false, .socket_path = socket, .detach_key = settings_.detach_key});
}

host::SessionPlace SessionOpener::place(SessionId id) const {
  return {.socket_path = session_socket(session_directory(settings_, id)),
          .detach_key = settings_.detach_key,
          .shadow = shadow_of(id)};
}

// The configuration file is the host's policy; without it the listener's settings and the user's decide.
host::ShadowPolicy SessionOpener::shadow_of(SessionId id) const {
  if (settings_.shadow) return *settings_.shadow;
  const host::Session* session = sessions_.find(id);
  if (!session) return host::ShadowPolicy::off;
  auto policy = session_settings_.policy_for(session->user);
  return policy ? policy->shadow : host::ShadowPolicy::off;
}

// Null: a new session is wanted.
Result<const host::Session*> SessionOpener::choose(const auth::AccessToken& caller,
                                                   const host::OpenRequest& request) const {
  using Wanted = host::OpenRequest::Wanted;
  const host::Session* found = nullptr;
  switch (request.wanted) {
    case Wanted::a_new_one:
      return nullptr;
    case Wanted::own:
      if (settings_.one_session_per_user && caller.uid) found = sessions_.find_disconnected(*caller.uid);
      if (!found || !can_be_attached(*found)) return nullptr;
      if (auto here = may_be_shown(request, *found); !here || !*here)
        return here ? Result<const host::Session*>(nullptr) : Result<const host::Session*>(std::move(here).error());
      return found;
    case Wanted::by_id:
      found = sessions_.find(request.id);
      if (!found || found->state == host::State::listen) return not_found(std::to_string(request.id.value));
      break;
    case Wanted::by_name:
      found = find_by_name(request.name);
      if (!found) return not_found("'" + request.name + "'");
      break;
  }
  return found;
}

Result<void> SessionOpener::check_attach(const auth::AccessToken& caller, const host::OpenRequest& request,
                                         const host::Session& session) const {
  NTA_CHECK(check_owner(caller, session));
  if (!can_be_attached(session))
    return fail(Win32::not_supported, "session {} is a login of the system's: only its own terminal shows it",
                session.id.value);
  NTA_TRY(bool here, may_be_shown(request, session));
  if (!here)
    return fail(Win32::access_denied, "session {} may only be gone back to from where it was left", session.id.value);
  return host::check_reconnect(session_settings_);
}

// A WinStation name; else a user's: the disconnected session first, of the others the newest.
const host::Session* SessionOpener::find_by_name(const std::string& name) const {
  if (const host::Session* station = sessions_.find_by_winstation(name)) return station;
  const host::Session* best = nullptr;
  for (const auto& [id, session] : sessions_.rows()) {
    if (session.user != name || !can_be_attached(session)) continue;
    bool better = !best || session.state == host::State::disconnected || best->state != host::State::disconnected;
    if (better) best = &session;
  }
  return best;
}

// ReconnectSettings counts for sessions that somebody left; one that is shown may be taken over.
Result<bool> SessionOpener::may_be_shown(const host::OpenRequest& request, const host::Session& session) const {
  if (session.has_client()) return true;
  NTA_TRY(host::SessionPolicy policy, session_settings_.policy_for(session.user));
  return host::may_be_shown_at(session, client_address_of(request), policy);
}

// The name, by which settings are kept, may have to be asked of a directory on the network.
void SessionOpener::open_new(const auth::AccessToken& caller, host::OpenRequest request, Done done) {
  if (!caller.uid) return done(fail(Win32::access_denied, "a session is opened for local callers only"));
  uid_t uid = *caller.uid;
  names_.ask(uid, [this, uid, caller = caller, request = std::move(request),
                   done = std::move(done)](const Result<host::UserNames::Name>& found) mutable {
    if (!found) return done(found.error());
    std::string name = found->value_or(fmt::format("uid {}", uid));
    caller.name = fmt::format("{}\\{}", computer_name(), name);  // it may not have been known when the caller came
    auto policy = session_settings_.policy_for(name);
    if (!policy) return done(std::move(policy).error());
    auto allowed = host::check_logon(caller, *policy, session_settings_, sessions_);
    if (!allowed) {
      audit(caller, "session.logon", "a new session", allowed.error().code);
      return done(std::move(allowed).error());
    }
    apply(*policy, request);
    launch(caller, name, request, std::move(done));
  });
}

void SessionOpener::launch(const auth::AccessToken& caller, const std::string& user, const host::OpenRequest& request,
                           Done done) {
  auto id = sessions_.new_id();
  if (!id) return done(std::move(id).error());
  auto told = [this, id = *id, caller, done = std::move(done)](Result<void> launched) {
    audit(caller, "session.logon", fmt::format("session {}", id.value),
          launched ? Win32::success : launched.error().code);
    if (!launched) return done(std::move(launched).error());
    std::string socket = session_socket(session_directory(settings_, id));
    done(host::OpenedSession{.id = id, .created = true, .socket_path = socket, .detach_key = settings_.detach_key});
  };
  // Whoever opened it may at once ask for it.
  auto started = [this, id = *id, told = std::move(told)](Result<void> launched) {
    if (!launched) started_.does_not_start(id);
    if (!launched) return told(std::move(launched));
    started_.expect(id, told);
  };
  started_.starts(*id, user);
  launcher_.launch(*id, caller, request, std::move(started));
}

}  // namespace nta::daemon
