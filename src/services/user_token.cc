#include "services/user_token.h"

#include "host/identity/identity.h"
#include "services/target.h"

namespace nta::services {
namespace {

using protocols::HostQueryUserToken;
using TokenCall = CallPtr<HostQueryUserToken>;

constexpr std::chrono::seconds longest_look{20};  // NSS may ask the network

// Windows wants SeTcbPrivilege, which LocalSystem has. On a user's own host that is its owner, who is every session's
// user there.
bool may_have_tokens(const Host& host, const auth::AccessToken& caller) {
  return caller.uid == uid_t{0} || (host.mode == Mode::user && caller.is_administrator());
}

Result<host::Session> session_with_user(const Host& host, const TokenCall& call) {
  if (!may_have_tokens(host, call->token()))
    return fail(Win32::privilege_not_held, "{} may not have tokens of others", call->token().name);
  NTA_TRY(const host::Session* session,
          find_session(host, *call->client, SessionId(call->in().SessionId), Win32::ctx_winstation_not_found));
  if (!session->has_user() || !session->uid)
    return fail(Win32::no_token, "nobody is logged on to session {}", session->id.value);
  if (host.mode == Mode::user && session->uid != call->token().uid && call->token().uid != uid_t{0})
    return fail(Win32::privilege_not_held, "session {} is another user's", session->id.value);
  return *session;
}

char* copy_text(const std::string& text, Arena& memory) {
  return memory.copy(std::span<const char>(text.c_str(), text.size() + 1));
}

void answer(Host& host, const TokenCall& call, const host::Session& session, const std::vector<gid_t>& groups) {
  auto token = host.token_of({.uid = *session.uid, .gid = groups.front(), .groups = groups});
  Arena& memory = call->memory;
  call->out.SessionId = session.id.value;
  call->out.User = copy_text(token.user.text(), memory);
  call->out.PrimaryGroup = copy_text(auth::sid_of_gid(groups.front()).text(), memory);
  call->out.GroupCount = static_cast<uint32_t>(token.groups.size());
  call->out.Groups = memory.make<char*>(token.groups.size());
  for (size_t i = 0; i < token.groups.size(); ++i) call->out.Groups[i] = copy_text(token.groups[i].text(), memory);
  // A login that the system made has no socket: its token tells who the user is, and runs nothing.
  if (session.provider == "pty") call->out.SocketPath = copy_text(host.opener.place(session.id).socket_path, memory);
  call->finish({});
}

}  // namespace

void query_user_token(Host& host, TokenCall call) {
  auto session = session_with_user(host, call);
  audit(*call->client, "session.token", fmt::format("session {}", call->in().SessionId),
        session ? Win32::success : session.error().code);
  if (!session) return call->finish(std::move(session).error());
  host.executor.run_for<std::vector<gid_t>>(
      call->token().user, longest_look, [uid = *session->uid] { return host::account_groups(uid); },
      [&host, call, session = *session](Result<std::vector<gid_t>> groups) {
        if (!groups) return call->finish(std::move(groups).error());
        answer(host, call, session, *groups);
      });
}

}  // namespace nta::services
