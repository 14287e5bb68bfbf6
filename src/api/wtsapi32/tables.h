// Tables of the public structures of wtsapi32.h: what packing, W to A, Python, JSON and table columns walk.
// The names are those that Python shows. Flat structures of numbers and inline text need no table to be packed.
#pragma once

#include "describe/type.h"
#include "ntadmin/win/wtsapi32.h"

template <>
inline constexpr auto nta::describe::fields_of<WTS_SESSION_INFOW> =
    fields(NTA_FIELD(WTS_SESSION_INFOW, SessionId, "SessionId", u32),
           NTA_FIELD(WTS_SESSION_INFOW, pWinStationName, "WinStationName", unique<wstring>),
           NTA_FIELD(WTS_SESSION_INFOW, State, "State", u32));

template <>
inline constexpr auto nta::describe::fields_of<WTS_PROCESS_INFOW> =
    fields(NTA_FIELD(WTS_PROCESS_INFOW, SessionId, "SessionId", u32),
           NTA_FIELD(WTS_PROCESS_INFOW, ProcessId, "ProcessId", u32),
           NTA_FIELD(WTS_PROCESS_INFOW, pProcessName, "ProcessName", unique<wstring>),
           NTA_FIELD(WTS_PROCESS_INFOW, pUserSid, "UserSid", unique<sid>));

template <>
inline constexpr auto nta::describe::fields_of<WTS_CLIENT_ADDRESS> =
    fields(NTA_FIELD(WTS_CLIENT_ADDRESS, AddressFamily, "AddressFamily", u32),
           NTA_FIELD(WTS_CLIENT_ADDRESS, Address, "Address", fixed<byte, 20>));

template <>
inline constexpr auto nta::describe::fields_of<WTS_CLIENT_DISPLAY> =
    fields(NTA_FIELD(WTS_CLIENT_DISPLAY, HorizontalResolution, "HorizontalResolution", u32),
           NTA_FIELD(WTS_CLIENT_DISPLAY, VerticalResolution, "VerticalResolution", u32),
           NTA_FIELD(WTS_CLIENT_DISPLAY, ColorDepth, "ColorDepth", u32));
