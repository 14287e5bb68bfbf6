// Finding sessions by what a person typed.
#include "tools/find_session.h"

#include "base/utf16.h"

namespace nta::tools {

bool is_meant(const WTS_SESSION_INFO_1W& session, const std::string& wanted, ByUser by_user) {
  if (auto id = parse_number(wanted)) return session.SessionId == *id;
  auto same = [&](const WCHAR* name) { return name && *name && equal_ignoring_case(to_utf8(name), wanted); };
  return same(session.pSessionName) || (by_user == ByUser::yes && same(session.pUserName));
}

Result<DWORD> session_to_act_on(const Server& server, const Arguments& arguments) {
  std::string wanted = arguments.operand();
  if (wanted.empty()) {
    if (auto own = own_session(server)) return *own;
    return misuse("which session of {}? Give its id or name", server.place());
  }
  return find_session(server, wanted);
}

namespace {

Error no_session_but_listener(const Server& server, const std::string& wanted) {
  return fail(Win32::ctx_winstation_not_found,
              "'{}' of {} is a listener, which nobody is logged on to; 'ntadmin query session' lists the sessions",
              wanted, server.place());
}

}  // namespace

Result<DWORD> find_session(const Server& server, const std::string& wanted) {
  if (auto id = parse_number(wanted)) return *id;
  NTA_TRY(auto sessions, list_sessions(server));
  for (const auto& session : sessions.all()) {
    if (!is_meant(session, wanted, ByUser::no)) continue;
    if (session.State == WTSListen) return no_session_but_listener(server, wanted);
    return session.SessionId;
  }
  return no_such_session(server, wanted);
}

Error no_such_session(const Server& server, const std::string& wanted) {
  if (parse_number(wanted)) return fail(Win32::ctx_winstation_not_found, "no session {} on {}", wanted, server.place());
  return fail(Win32::ctx_winstation_not_found, "no session '{}' on {}", wanted, server.place());
}

}  // namespace nta::tools
