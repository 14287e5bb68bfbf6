// Tables of the public structures of wtsapi32.h: what packing, W to A, Python, JSON and table columns walk.
// The names are those that Python shows. One table serves the W and the A form: a member's own type says how its text
// is kept.
#pragma once

#include <type_traits>

#include "describe/natural.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::api {

/** The form of a text member: a pointer to text, or text inline. */
template <class Member>
consteval const describe::Type& text_form() {
  using Char = std::remove_pointer_t<std::remove_extent_t<Member>>;
  if constexpr (std::is_pointer_v<Member>) {
    if constexpr (sizeof(Char) == 1) return describe::unique<describe::astring>;
    return describe::unique<describe::wstring>;
  } else {
    if constexpr (sizeof(Char) == 1) return describe::atext<std::extent_v<Member>>;
    return describe::wtext<std::extent_v<Member>>;
  }
}

}  // namespace nta::api

#define NTA_TEXT_FIELD(Struct, member, name) \
  NTA_FIELD(Struct, member, name, ::nta::api::text_form<decltype(Struct::member)>())

namespace nta::describe {

// ---- sessions -------------------------------------------------------------------------------------------------------

template <class T>
consteval auto session_info_fields() {
  return fields(NTA_FIELD(T, SessionId, "SessionId", u32), NTA_TEXT_FIELD(T, pWinStationName, "WinStationName"),
                NTA_FIELD(T, State, "State", u32));
}
template <>
inline constexpr auto fields_of<WTS_SESSION_INFOW> = session_info_fields<WTS_SESSION_INFOW>();
template <>
inline constexpr auto fields_of<WTS_SESSION_INFOA> = session_info_fields<WTS_SESSION_INFOA>();

template <class T>
consteval auto server_info_fields() {
  return fields(NTA_TEXT_FIELD(T, pServerName, "ServerName"));
}
template <>
inline constexpr auto fields_of<WTS_SERVER_INFOW> = server_info_fields<WTS_SERVER_INFOW>();
template <>
inline constexpr auto fields_of<WTS_SERVER_INFOA> = server_info_fields<WTS_SERVER_INFOA>();

template <class T>
consteval auto session_info_1_fields() {
  return joined(NTA_FIELDS(T, ExecEnvId, State, SessionId), NTA_TEXT_FIELD(T, pSessionName, "SessionName"),
                NTA_TEXT_FIELD(T, pHostName, "HostName"), NTA_TEXT_FIELD(T, pUserName, "UserName"),
                NTA_TEXT_FIELD(T, pDomainName, "DomainName"), NTA_TEXT_FIELD(T, pFarmName, "FarmName"));
}
template <>
inline constexpr auto fields_of<WTS_SESSION_INFO_1W> = session_info_1_fields<WTS_SESSION_INFO_1W>();
template <>
inline constexpr auto fields_of<WTS_SESSION_INFO_1A> = session_info_1_fields<WTS_SESSION_INFO_1A>();

// ---- processes ------------------------------------------------------------------------------------------------------

template <class T>
consteval auto process_info_fields() {
  return joined(NTA_FIELDS(T, SessionId, ProcessId), NTA_TEXT_FIELD(T, pProcessName, "ProcessName"),
                NTA_FIELD(T, pUserSid, "UserSid", unique<sid>));
}
template <>
inline constexpr auto fields_of<WTS_PROCESS_INFOW> = process_info_fields<WTS_PROCESS_INFOW>();
template <>
inline constexpr auto fields_of<WTS_PROCESS_INFOA> = process_info_fields<WTS_PROCESS_INFOA>();

template <class T>
consteval auto process_info_ex_fields() {
  return joined(
      NTA_FIELDS(T, SessionId, ProcessId), NTA_TEXT_FIELD(T, pProcessName, "ProcessName"),
      NTA_FIELD(T, pUserSid, "UserSid", unique<sid>),
      NTA_FIELDS(T, NumberOfThreads, HandleCount, PagefileUsage, PeakPagefileUsage, WorkingSetSize, PeakWorkingSetSize),
      NTA_FIELD(T, UserTime, "UserTime", i64), NTA_FIELD(T, KernelTime, "KernelTime", i64));
}
template <>
inline constexpr auto fields_of<WTS_PROCESS_INFO_EXW> = process_info_ex_fields<WTS_PROCESS_INFO_EXW>();
template <>
inline constexpr auto fields_of<WTS_PROCESS_INFO_EXA> = process_info_ex_fields<WTS_PROCESS_INFO_EXA>();

// ---- what WTSQuerySessionInformation tells --------------------------------------------------------------------------

/** The last counter has another name in the A form. */
template <class T>
consteval auto session_traffic_fields(Field outgoing_compressed) {
  return joined(NTA_FIELDS(T, State, SessionId, IncomingBytes, OutgoingBytes, IncomingFrames, OutgoingFrames,
                           IncomingCompressedBytes),
                outgoing_compressed, NTA_TEXT_FIELD(T, WinStationName, "WinStationName"),
                NTA_TEXT_FIELD(T, Domain, "Domain"), NTA_TEXT_FIELD(T, UserName, "UserName"),
                NTA_FIELD(T, ConnectTime, "ConnectTime", time_hyper),
                NTA_FIELD(T, DisconnectTime, "DisconnectTime", time_hyper),
                NTA_FIELD(T, LastInputTime, "LastInputTime", time_hyper),
                NTA_FIELD(T, LogonTime, "LogonTime", time_hyper), NTA_FIELD(T, CurrentTime, "CurrentTime", time_hyper));
}
template <>
inline constexpr auto fields_of<WTSINFOW> =
    session_traffic_fields<WTSINFOW>(NTA_FIELD(WTSINFOW, OutgoingCompressedBytes, "OutgoingCompressedBytes", u32));
template <>
inline constexpr auto fields_of<WTSINFOA> = session_traffic_fields<WTSINFOA>(NTA_FIELD(WTSINFOA, OutgoingCompressedBy,
                                                                                       "OutgoingCompressedBytes", u32));

template <class T>
consteval auto info_ex_level1_fields() {
  return joined(
      NTA_FIELDS(T, SessionId, SessionState), NTA_FIELD(T, SessionFlags, "SessionFlags", i32),
      NTA_TEXT_FIELD(T, WinStationName, "WinStationName"), NTA_TEXT_FIELD(T, UserName, "UserName"),
      NTA_TEXT_FIELD(T, DomainName, "DomainName"), NTA_FIELD(T, LogonTime, "LogonTime", time_hyper),
      NTA_FIELD(T, ConnectTime, "ConnectTime", time_hyper), NTA_FIELD(T, DisconnectTime, "DisconnectTime", time_hyper),
      NTA_FIELD(T, LastInputTime, "LastInputTime", time_hyper), NTA_FIELD(T, CurrentTime, "CurrentTime", time_hyper),
      NTA_FIELDS(T, IncomingBytes, OutgoingBytes, IncomingFrames, OutgoingFrames, IncomingCompressedBytes,
                 OutgoingCompressedBytes));
}
template <>
inline constexpr auto fields_of<WTSINFOEX_LEVEL1_W> = info_ex_level1_fields<WTSINFOEX_LEVEL1_W>();
template <>
inline constexpr auto fields_of<WTSINFOEX_LEVEL1_A> = info_ex_level1_fields<WTSINFOEX_LEVEL1_A>();

/** Level 1 is the only one, so the union is its one arm. */
template <class T, class Level1>
consteval auto info_ex_fields() {
  return fields(NTA_FIELD(T, Level, "Level", u32), NTA_FIELD(T, Data, "Data", type_of<Level1>));
}
template <>
inline constexpr auto fields_of<WTSINFOEXW> = info_ex_fields<WTSINFOEXW, WTSINFOEX_LEVEL1_W>();
template <>
inline constexpr auto fields_of<WTSINFOEXA> = info_ex_fields<WTSINFOEXA, WTSINFOEX_LEVEL1_A>();

template <class T>
consteval auto client_fields() {
  return joined(NTA_TEXT_FIELD(T, ClientName, "ClientName"), NTA_TEXT_FIELD(T, Domain, "Domain"),
                NTA_TEXT_FIELD(T, UserName, "UserName"), NTA_TEXT_FIELD(T, WorkDirectory, "WorkDirectory"),
                NTA_TEXT_FIELD(T, InitialProgram, "InitialProgram"),
                NTA_FIELDS(T, EncryptionLevel, ClientAddressFamily, ClientAddress, HRes, VRes, ColorDepth),
                NTA_TEXT_FIELD(T, ClientDirectory, "ClientDirectory"),
                NTA_FIELDS(T, ClientBuildNumber, ClientHardwareId, ClientProductId, OutBufCountHost, OutBufCountClient,
                           OutBufLength),
                NTA_TEXT_FIELD(T, DeviceId, "DeviceId"));
}
template <>
inline constexpr auto fields_of<WTSCLIENTW> = client_fields<WTSCLIENTW>();
template <>
inline constexpr auto fields_of<WTSCLIENTA> = client_fields<WTSCLIENTA>();

template <class T>
consteval auto config_info_fields() {
  return joined(NTA_FIELDS(T, version, fConnectClientDrivesAtLogon, fConnectPrinterAtLogon, fDisablePrinterRedirection,
                           fDisableDefaultMainClientPrinter, ShadowSettings),
                NTA_TEXT_FIELD(T, LogonUserName, "LogonUserName"), NTA_TEXT_FIELD(T, LogonDomain, "LogonDomain"),
                NTA_TEXT_FIELD(T, WorkDirectory, "WorkDirectory"), NTA_TEXT_FIELD(T, InitialProgram, "InitialProgram"),
                NTA_TEXT_FIELD(T, ApplicationName, "ApplicationName"));
}
template <>
inline constexpr auto fields_of<WTSCONFIGINFOW> = config_info_fields<WTSCONFIGINFOW>();
template <>
inline constexpr auto fields_of<WTSCONFIGINFOA> = config_info_fields<WTSCONFIGINFOA>();

template <>
inline constexpr auto fields_of<WTS_CLIENT_ADDRESS> =
    fields(NTA_FIELD(WTS_CLIENT_ADDRESS, AddressFamily, "AddressFamily", u32),
           NTA_FIELD(WTS_CLIENT_ADDRESS, Address, "Address", fixed<byte, 20>));

template <>
inline constexpr auto fields_of<WTS_CLIENT_DISPLAY> = NTA_FIELDS(WTS_CLIENT_DISPLAY, HorizontalResolution,
                                                                 VerticalResolution, ColorDepth);

}  // namespace nta::describe
