// Tables of the public structures of wtsapi32.h: what packing, W to A, Python, JSON and table columns walk.
// The names are those that Python shows. One table serves the W and the A form: a member's own type says how its text
// is kept.
#pragma once

#include "describe/natural.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::describe {

// ---- sessions -------------------------------------------------------------------------------------------------------

template <class T>
consteval auto session_info_fields() {
  return joined(NTA_FIELDS(T, SessionId), NTA_MEMBERS(T, p, WinStationName), NTA_FIELDS(T, State));
}
template <>
inline constexpr auto fields_of<WTS_SESSION_INFOW> = session_info_fields<WTS_SESSION_INFOW>();
template <>
inline constexpr auto fields_of<WTS_SESSION_INFOA> = session_info_fields<WTS_SESSION_INFOA>();

template <class T>
consteval auto server_info_fields() {
  return NTA_MEMBERS(T, p, ServerName);
}
template <>
inline constexpr auto fields_of<WTS_SERVER_INFOW> = server_info_fields<WTS_SERVER_INFOW>();
template <>
inline constexpr auto fields_of<WTS_SERVER_INFOA> = server_info_fields<WTS_SERVER_INFOA>();

template <class T>
consteval auto session_info_1_fields() {
  return joined(NTA_FIELDS(T, ExecEnvId, State, SessionId),
                NTA_MEMBERS(T, p, SessionName, HostName, UserName, DomainName, FarmName));
}
template <>
inline constexpr auto fields_of<WTS_SESSION_INFO_1W> = session_info_1_fields<WTS_SESSION_INFO_1W>();
template <>
inline constexpr auto fields_of<WTS_SESSION_INFO_1A> = session_info_1_fields<WTS_SESSION_INFO_1A>();

// ---- processes ------------------------------------------------------------------------------------------------------

template <class T>
consteval auto process_info_fields() {
  return joined(NTA_FIELDS(T, SessionId, ProcessId), NTA_MEMBERS(T, p, ProcessName),
                NTA_FIELD(T, pUserSid, "UserSid", unique<sid>));
}
template <>
inline constexpr auto fields_of<WTS_PROCESS_INFOW> = process_info_fields<WTS_PROCESS_INFOW>();
template <>
inline constexpr auto fields_of<WTS_PROCESS_INFOA> = process_info_fields<WTS_PROCESS_INFOA>();

template <class T>
consteval auto process_info_ex_fields() {
  return joined(
      NTA_FIELDS(T, SessionId, ProcessId), NTA_MEMBERS(T, p, ProcessName),
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
                outgoing_compressed, NTA_FIELDS(T, WinStationName, Domain, UserName),
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
  return joined(NTA_FIELDS(T, SessionId, SessionState, SessionFlags, WinStationName, UserName, DomainName),
                NTA_FIELD(T, LogonTime, "LogonTime", time_hyper), NTA_FIELD(T, ConnectTime, "ConnectTime", time_hyper),
                NTA_FIELD(T, DisconnectTime, "DisconnectTime", time_hyper),
                NTA_FIELD(T, LastInputTime, "LastInputTime", time_hyper),
                NTA_FIELD(T, CurrentTime, "CurrentTime", time_hyper),
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
  return joined(NTA_FIELDS(T, Level), NTA_FIELD(T, Data, "Data", type_of<Level1>));
}
template <>
inline constexpr auto fields_of<WTSINFOEXW> = info_ex_fields<WTSINFOEXW, WTSINFOEX_LEVEL1_W>();
template <>
inline constexpr auto fields_of<WTSINFOEXA> = info_ex_fields<WTSINFOEXA, WTSINFOEX_LEVEL1_A>();

template <class T>
consteval auto client_fields() {
  return NTA_FIELDS(T, ClientName, Domain, UserName, WorkDirectory, InitialProgram, EncryptionLevel,
                    ClientAddressFamily, ClientAddress, HRes, VRes, ColorDepth, ClientDirectory, ClientBuildNumber,
                    ClientHardwareId, ClientProductId, OutBufCountHost, OutBufCountClient, OutBufLength, DeviceId);
}
template <>
inline constexpr auto fields_of<WTSCLIENTW> = client_fields<WTSCLIENTW>();
template <>
inline constexpr auto fields_of<WTSCLIENTA> = client_fields<WTSCLIENTA>();

template <class T>
consteval auto config_info_fields() {
  return NTA_FIELDS(T, version, fConnectClientDrivesAtLogon, fConnectPrinterAtLogon, fDisablePrinterRedirection,
                    fDisableDefaultMainClientPrinter, ShadowSettings, LogonUserName, LogonDomain, WorkDirectory,
                    InitialProgram, ApplicationName);
}
template <>
inline constexpr auto fields_of<WTSCONFIGINFOW> = config_info_fields<WTSCONFIGINFOW>();
template <>
inline constexpr auto fields_of<WTSCONFIGINFOA> = config_info_fields<WTSCONFIGINFOA>();

template <>
inline constexpr auto fields_of<WTS_CLIENT_ADDRESS> = NTA_FIELDS(WTS_CLIENT_ADDRESS, AddressFamily, Address);

template <>
inline constexpr auto fields_of<WTS_CLIENT_DISPLAY> = NTA_FIELDS(WTS_CLIENT_DISPLAY, HorizontalResolution,
                                                                 VerticalResolution, ColorDepth);

}  // namespace nta::describe
