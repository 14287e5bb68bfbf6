// What a machine is as a client, who is logged on, and its transports as one.
#include <algorithm>

#include "api/netapi32/net.h"
#include "ntadmin/win/lmwksta.h"
#include "protocols/wkssvc.h"

namespace nta::api {
namespace {

using namespace protocols;

// Windows answers 87 to a level that cannot be set, unlike every other function.
Result<void> set(const WCHAR* server_name, DWORD level, void* info, LPDWORD parm_err) {
  if (!WkstaLevels::row(level)) return fail(Win32::invalid_parameter, "level {}", level);
  NTA_CHECK(check_info<WkstaLevels>(level, info));
  return set_info<NetrWkstaSetInfo>(wkssvc, server_name, {.Level = level, .Info = info}, parm_err);
}

// As seen on Windows, the place for the total is a reference pointer of RPC: its absence is an error of its own.
Result<void> transports(const WCHAR* server_name, DWORD level, DWORD prefmaxlen, const EnumOutputs& outputs,
                        LPDWORD resume) {
  if (!outputs.totalentries) return fail(Win32::rpc_null_ref_pointer, "no room for the total");
  auto listed = enumerate<NetrWkstaTransportEnum>(wkssvc, server_name, {}, level, prefmaxlen, outputs, resume);
  // Servers tell no total of this list ([MS-WKST] 3.2.4.4).
  if (outputs.entriesread) *outputs.totalentries = std::max(*outputs.totalentries, *outputs.entriesread);
  return listed;
}

Result<void> add_transport(const WCHAR* server_name, DWORD level, const void* info, LPDWORD parm_err) {
  NTA_CHECK(check_info<WkstaTransportLevels>(level, info));
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  return net_act<NetrWkstaTransportAdd>(
      wkssvc, server_name, {.Level = level, .TransportInfo = *static_cast<const WKSTA_TRANSPORT_INFO_0*>(info)});
}

Result<void> remove_transport(const WCHAR* server_name, const WCHAR* name, DWORD force) {
  NTA_CHECK(need_name(name));
  return net_act<NetrWkstaTransportDel>(wkssvc, server_name, {.TransportName = sent(name), .ForceLevel = force});
}

// The host knows the caller by its connection; there is nobody else's logon to ask for.
Result<void> own_logon(const WCHAR* reserved, DWORD level, LPBYTE* bufptr) {
  if (bufptr) *bufptr = nullptr;
  if (reserved) return fail(Win32::invalid_parameter, "only the caller's own logon can be asked for");
  return get_info<NetrWkstaUserGetInfo>(wkssvc, nullptr, {.Level = level}, bufptr);
}

// Only the other domains could change, and a host is in no domain but its own.
Result<void> set_own_logon(const WCHAR* reserved, DWORD level, const void* info, LPDWORD parm_err) {
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  if (reserved) return fail(Win32::invalid_parameter, "only the caller's own logon can be set");
  if (level != 1 && level != 1101) return fail(Win32::invalid_level, "level {}", level);
  if (!info) return fail(Win32::invalid_parameter, "no structure");
  const WCHAR* others = level == 1 ? static_cast<const WKSTA_USER_INFO_1*>(info)->wkui1_oth_domains
                                   : static_cast<const WKSTA_USER_INFO_1101*>(info)->wkui1101_oth_domains;
  if (!others || !*others) return {};
  if (parm_err) *parm_err = WKSTA_OTH_DOMAINS_PARMNUM;
  return fail(Win32::invalid_parameter, "no other domains are known here");
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetWkstaGetInfo(LPWSTR servername, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get_info<NetrWkstaGetInfo>(wkssvc, servername, {.Level = level}, bufptr); });
}

NET_API_STATUS NetWkstaSetInfo(LPWSTR servername, DWORD level, LPBYTE buffer, LPDWORD parm_err) {
  return c_status([&] { return set(servername, level, buffer, parm_err); });
}

NET_API_STATUS NetWkstaUserEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                LPDWORD totalentries, LPDWORD resumehandle) {
  return c_status([&] {
    return enumerate<NetrWkstaUserEnum>(wkssvc, servername, {}, level, prefmaxlen, {bufptr, entriesread, totalentries},
                                        resumehandle);
  });
}

NET_API_STATUS NetWkstaUserGetInfo(LPWSTR reserved, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return own_logon(reserved, level, bufptr); });
}

NET_API_STATUS NetWkstaUserSetInfo(LPWSTR reserved, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return set_own_logon(reserved, level, buf, parm_err); });
}

NET_API_STATUS NetWkstaTransportEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                     LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle) {
  return c_status([&] {
    return transports(servername, level, prefmaxlen, {bufptr, entriesread, totalentries}, resume_handle);
  });
}

NET_API_STATUS NetWkstaTransportAdd(LPWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return add_transport(servername, level, buf, parm_err); });
}

NET_API_STATUS NetWkstaTransportDel(LPWSTR servername, LPWSTR transportname, DWORD ucond) {
  return c_status([&] { return remove_transport(servername, transportname, ucond); });
}
