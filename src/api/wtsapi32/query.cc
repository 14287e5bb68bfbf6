// WTSQuerySessionInformation: one row a class, one call each.
#include "api/wtsapi32/query.h"

#include "api/ntadmin/boundary.h"

namespace nta::api {
namespace {

struct Row {
  WTS_INFO_CLASS info_class;
  Result<Answer> (*answer)(const Query& query);
};

/** Bytes and frames of a session are only told by WTSSessionInfo, licensing by nobody, and a session here has no
 *  network address of its own. */
Result<Answer> not_served(const Query&) { return fail(Win32::not_supported, "a class that is not served"); }

constexpr Row rows[] = {
    {WTSInitialProgram, initial_program},
    {WTSApplicationName, application_name},
    {WTSWorkingDirectory, working_directory},
    {WTSOEMId, oem_id},
    {WTSSessionId, session_id},
    {WTSUserName, user_name},
    {WTSWinStationName, win_station_name},
    {WTSDomainName, domain_name},
    {WTSConnectState, connect_state},
    {WTSClientBuildNumber, client_build_number},
    {WTSClientName, client_name},
    {WTSClientDirectory, client_directory},
    {WTSClientProductId, client_product_id},
    {WTSClientHardwareId, client_hardware_id},
    {WTSClientAddress, client_address},
    {WTSClientDisplay, client_display},
    {WTSClientProtocolType, client_protocol_type},
    {WTSIdleTime, not_served},
    {WTSLogonTime, not_served},
    {WTSIncomingBytes, not_served},
    {WTSOutgoingBytes, not_served},
    {WTSIncomingFrames, not_served},
    {WTSOutgoingFrames, not_served},
    {WTSClientInfo, client_info},
    {WTSSessionInfo, session_info},
    {WTSSessionInfoEx, session_info_ex},
    {WTSConfigInfo, config_info},
    {WTSValidationInfo, not_served},
    {WTSSessionAddressV4, not_served},
    {WTSIsRemoteSession, is_remote_session},
};

Result<Answer> answer(HANDLE handle, DWORD session, WTS_INFO_CLASS info_class, Text text) {
  for (const Row& row : rows) {
    if (row.info_class != info_class) continue;
    NTA_TRY(auto server, server_of(handle));
    auto result = row.answer({*server, session, text});
    // A session that is gone is 2 here and 7022 elsewhere, as was seen of Windows.
    if (!result && result.error().code == Win32::ctx_winstation_not_found)
      return fail(Win32::file_not_found, "there is no session {}", session);
    return result;
  }
  return fail(Win32::invalid_parameter, "information class {} is not known", static_cast<int>(info_class));
}

template <class Char>
Result<void> query(HANDLE handle, DWORD session, WTS_INFO_CLASS info_class, Text text, Char** buffer, DWORD* bytes) {
  if (!buffer || !bytes) return fail(Win32::invalid_user_buffer, "null output");
  NTA_TRY(Answer found, answer(handle, session, info_class, text));
  *buffer = static_cast<Char*>(found.block);
  *bytes = found.bytes;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSQuerySessionInformationW(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass, LPWSTR* ppBuffer,
                                 DWORD* pBytesReturned) {
  return c_boundary([&] { return query(hServer, SessionId, WTSInfoClass, Text::wide, ppBuffer, pBytesReturned); });
}

BOOL WTSQuerySessionInformationA(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass, LPSTR* ppBuffer,
                                 DWORD* pBytesReturned) {
  return c_boundary([&] { return query(hServer, SessionId, WTSInfoClass, Text::narrow, ppBuffer, pBytesReturned); });
}
