// WTSDisconnectSession, WTSLogoffSession: LegacyApi, whose calls carry bWait.
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/server.h"
#include "protocols/legacy_api.h"

namespace nta::api {
namespace {

using namespace protocols;

/** `M` is a call on one session that may wait until it is done. */
template <class M>
Result<void> act(HANDLE handle, DWORD session, BOOL wait) {
  NTA_TRY(auto server, server_of(handle));
  EndSession request{.hServer = {}, .LogonId = session, .bWait = static_cast<uint8_t>(wait != FALSE)};
  auto answer = server->call_legacy<M>(request, wait ? client::Patience::endless : client::Patience::bounded);
  if (answer) return {};
  // Servers differ in how they say that there is no such session; callers are told one thing.
  if (answer.error().code == Win32::file_not_found)
    return fail(Win32::ctx_winstation_not_found, "there is no session {}", session);
  return std::move(answer).error();
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSDisconnectSession(HANDLE hServer, DWORD SessionId, BOOL bWait) {
  return c_boundary([&] { return act<RpcWinStationDisconnect>(hServer, SessionId, bWait); });
}

BOOL WTSLogoffSession(HANDLE hServer, DWORD SessionId, BOOL bWait) {
  return c_boundary([&] { return act<RpcWinStationReset>(hServer, SessionId, bWait); });
}
