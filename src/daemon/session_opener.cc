#include "daemon/session_opener.h"

#include "base/log.h"

namespace nta::daemon {
namespace {

// Sessions of ours have a socket to attach to; a login that the system made has its own terminal.
bool can_be_attached(const host::Session& session) { return session.provider == "pty"; }

Error not_found(const std::string& what) {
  return fail(Win32::ctx_winstation_not_found, "no session {} on this host", what);
}

Result<void> check_owner(const auth::AccessToken& caller, const host::Session& session) {
  if (caller.is_administrator() || (caller.uid && session.uid == caller.uid)) return {};
  std::string target = fmt::format("session {} ({})", session.id.value, session.user);
  log::audit({.who = caller.name,
              .from = fmt::format("pid {}", caller.pid),
              .action = "session.attach",
              .target = target,
              .result = code(Win32::access_denied)});
  return fail(Win32::access_denied, "{} is not yours to attach to", target);
}

}  // namespace

void SessionOpener::open(const auth::AccessToken& caller, host::OpenRequest request,
                         std::function<void(Result<host::OpenedSession>)> done) {
  auto chosen = choose(caller, request);
  if (!chosen) return done(std::move(chosen).error());
  if (!*chosen) return open_new(caller, request, std::move(done));
  const host::Session& session = **chosen;
  std::string socket = session_socket(session_directory(settings_, session.id));
  done(host::OpenedSession{
      .id = session.id, .created = false, .socket_path = socket, .detach_key = settings_.detach_key});
}

host::SessionPlace SessionOpener::place(SessionId id) const {
  return {.socket_path = session_socket(session_directory(settings_, id)),
          .detach_key = settings_.detach_key,
          .shadow = settings_.shadow};
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
      return found && can_be_attached(*found) ? found : nullptr;
    case Wanted::by_id:
      found = sessions_.find(request.id);
      if (!found || found->state == host::State::listen) return not_found(std::to_string(request.id.value));
      break;
    case Wanted::by_name:
      found = find_by_name(request.name);
      if (!found) return not_found("'" + request.name + "'");
      break;
  }
  NTA_CHECK(check_owner(caller, *found));
  if (!can_be_attached(*found))
    return fail(Win32::not_supported, "session {} is a login of the system's: only its own terminal shows it",
                found->id.value);
  return found;
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

void SessionOpener::open_new(const auth::AccessToken& caller, const host::OpenRequest& request,
                             std::function<void(Result<host::OpenedSession>)> done) {
  if (refuses_new_)
    return done(fail(Win32::ctx_winstations_disabled, "this host takes no new sessions until it is started again"));
  auto id = sessions_.new_id();
  if (!id) return done(std::move(id).error());
  auto told = [this, id = *id, who = caller.name, pid = caller.pid, done = std::move(done)](Result<void> launched) {
    log::audit({.who = who,
                .from = fmt::format("pid {}", pid),
                .action = "session.logon",
                .target = fmt::format("session {}", id.value),
                .result = launched ? 0 : code(launched.error().code)});
    if (!launched) return done(std::move(launched).error());
    std::string socket = session_socket(session_directory(settings_, id));
    done(host::OpenedSession{.id = id, .created = true, .socket_path = socket, .detach_key = settings_.detach_key});
  };
  // Whoever opened it may at once ask for it.
  auto started = [this, id = *id, told = std::move(told)](Result<void> launched) {
    if (!launched) return told(std::move(launched));
    started_.expect(id, told);
  };
  launcher_.launch(*id, caller, request, std::move(started));
}

}  // namespace nta::daemon
