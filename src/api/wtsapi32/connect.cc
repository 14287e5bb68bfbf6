// WTSConnectSession: TermSrvSession's RpcConnect. It always waits.
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/server.h"
#include "base/utf16.h"
#include "protocols/termsrv_session.h"

namespace nta::api {
namespace {

using namespace protocols;

constexpr ULONG own_logon = 0xFFFFFFFF;  // LOGONID_CURRENT

Result<void> connect(ULONG logon, ULONG target, std::u16string password) {
  if (logon == own_logon && target == own_logon)
    return fail(Win32::invalid_parameter, "one of the two sessions can be the caller's own, not both");
  auto server = client::Server::local();
  NTA_TRY(auto opened, server->call<RpcOpenSession>(termsrv_session, {static_cast<int32_t>(logon)}));
  ContextHandle session = opened->phSession;
  auto connected = server->call<RpcConnect>(termsrv_session, {session, static_cast<int32_t>(target), password.data()},
                                            client::Patience::endless);
  [[maybe_unused]] auto closed = server->call<RpcCloseSession>(termsrv_session, {session});  // a handle less
  if (!connected) return std::move(connected).error();
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSConnectSessionA(ULONG LogonId, ULONG TargetLogonId, PSTR pPassword, BOOL) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!pPassword) return nta::fail(nta::Win32::invalid_parameter, "null password");
    return connect(LogonId, TargetLogonId, nta::to_utf16(pPassword));
  });
}

BOOL WTSConnectSessionW(ULONG LogonId, ULONG TargetLogonId, PWSTR pPassword, BOOL) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!pPassword) return nta::fail(nta::Win32::invalid_parameter, "null password");
    return connect(LogonId, TargetLogonId, std::u16string(nta::view_or_empty(pPassword)));
  });
}
