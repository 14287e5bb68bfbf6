// Calls about the host as a whole: WTSShutdownSystem, WTSEnumerateServers, child sessions, WTSActiveSessionExists,
// WTSSetRenderHint, and what is exported without a document.
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/answer.h"
#include "api/wtsapi32/server.h"
#include "base/utf16.h"
#include "ntadmin/win/winerror.h"
#include "protocols/legacy_api.h"
#include "protocols/local_host.h"
#include "protocols/termsrv_enumeration.h"

namespace nta::api {
namespace {

using namespace protocols;
using client::Patience;
using client::Server;

constexpr uint32_t own_logon = 0xFFFFFFFF;  // LOGONID_CURRENT

// Log-offs are waited for.
Result<void> shut_down(HANDLE handle, DWORD flags) {
  NTA_TRY(auto server, server_of(handle));
  NTA_CHECK(server->call_legacy<RpcWinStationShutdownSystem>(
      {.hServer = {}, .ClientLogonId = own_logon, .ShutdownFlags = flags}, Patience::endless));
  return {};
}

bool is_own_domain(std::string_view domain, std::string_view computer) {
  return domain.empty() || equal_ignoring_case(domain, computer) || equal_ignoring_case(domain, "WORKGROUP");
}

template <class Row>
Result<void> enumerate_servers(std::string_view domain, DWORD reserved, DWORD version, Row** rows, DWORD* count) {
  if (!rows || !count) return fail(Win32::invalid_parameter, "null output");
  if (reserved != 0 || version != 1)
    return fail(Win32::invalid_parameter, "Reserved {}, Version {}: 0 and 1 are known", reserved, version);
  NTA_TRY(auto host, Server::local()->call<HostGetInfo>(local_host, {}));
  WTS_SERVER_INFOW own{host->ComputerName};
  size_t found = is_own_domain(domain, to_utf8(view_or_empty(host->ComputerName))) ? 1 : 0;
  NTA_TRY(*rows, hand_out<Row>(std::span<const WTS_SERVER_INFOW>(&own, found), BlockKind::plain));
  *count = static_cast<DWORD>(found);
  return {};
}

Result<void> any_active(BOOL* exists) {
  if (!exists) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto sessions, Server::local()->call<RpcGetAllSessions>(termsrv_enumeration, {1}));
  const EXECENVDATA* first = sessions->ppSessionData;
  auto is_active = [](const EXECENVDATA& row) { return row.Data.Level1.State == WTSActive; };
  *exists = std::any_of(first, first + (first ? sessions->pcEntries : 0), is_active);
  return {};
}

BOOL refuse() {
  SetLastError(ERROR_NOT_SUPPORTED);
  return FALSE;
}

template <class T>
Result<void> give(T* output, T value) {
  if (!output) return fail(Win32::invalid_parameter, "null output");
  *output = value;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSShutdownSystem(HANDLE hServer, DWORD ShutdownFlag) {
  return c_boundary([&] { return shut_down(hServer, ShutdownFlag); });
}

BOOL WTSEnumerateServersW(LPWSTR pDomainName, DWORD Reserved, DWORD Version, PWTS_SERVER_INFOW* ppServerInfo,
                          DWORD* pCount) {
  return c_boundary([&] {
    return enumerate_servers(nta::to_utf8(nta::view_or_empty(pDomainName)), Reserved, Version, ppServerInfo, pCount);
  });
}

BOOL WTSEnumerateServersA(LPSTR pDomainName, DWORD Reserved, DWORD Version, PWTS_SERVER_INFOA* ppServerInfo,
                          DWORD* pCount) {
  return c_boundary(
      [&] { return enumerate_servers(pDomainName ? pDomainName : "", Reserved, Version, ppServerInfo, pCount); });
}

BOOL WTSEnableChildSessions(BOOL bEnable) {
  return c_boundary([&]() -> nta::Result<void> {
    nta::protocols::HostEnableChildSessions::In request{bEnable != FALSE};
    NTA_CHECK(Server::local()->call<nta::protocols::HostEnableChildSessions>(nta::protocols::local_host, request));
    return {};
  });
}

BOOL WTSIsChildSessionsEnabled(PBOOL pbEnabled) {
  return c_boundary([&] { return give<BOOL>(pbEnabled, FALSE); });
}

BOOL WTSGetChildSessionId(PULONG pSessionId) {
  return c_boundary([&] { return give<ULONG>(pSessionId, ~ULONG{0}); });
}

BOOL WTSActiveSessionExists(PBOOL pbActiveSessionExists) {
  return c_boundary([&] { return any_active(pbActiveSessionExists); });
}

HRESULT WTSSetRenderHint(UINT64* pRenderHintID, HWND, DWORD renderHintType, DWORD cbHintDataLength, BYTE* pHintData) {
  bool is_valid = pRenderHintID && renderHintType <= RENDER_HINT_MAPPEDWINDOW && (pHintData || cbHintDataLength == 0);
  return HRESULT_FROM_WIN32(is_valid ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER);
}

BOOL WTSSetSessionInformationA(HANDLE, DWORD, WTS_INFO_CLASS, LPSTR, DWORD) { return refuse(); }

BOOL WTSSetSessionInformationW(HANDLE, DWORD, WTS_INFO_CLASS, LPWSTR, DWORD) { return refuse(); }

BOOL QueryActiveSession(PULONG) { return refuse(); }

BOOL RegisterUsertokenForNoWinlogon() { return refuse(); }
