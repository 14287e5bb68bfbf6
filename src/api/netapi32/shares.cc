// Shares.
#include "api/netapi32/net.h"
#include "api/netapi32/share_info.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc.h"

namespace nta::api {
namespace {

using namespace protocols;

Result<void> add(const WCHAR* server_name, DWORD level, const void* info, LPDWORD parm_err) {
  NTA_CHECK(check_info<ShareLevels>(level, info));
  NTA_TRY(ShareInfo share, ShareInfo::copy(level, info));
  return set_info<NetrShareAdd>(srvsvc, server_name, {.Level = level, .Info = share.get()}, parm_err);
}

Result<void> set(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* info, LPDWORD parm_err) {
  NTA_CHECK(check_info<ShareLevels>(level, info));
  NTA_CHECK(need_name(name));
  NTA_TRY(ShareInfo share, ShareInfo::copy(level, info));
  NetrShareSetInfo::In in{.NetName = sent(name), .Level = level, .ShareInfo = share.get()};
  return set_info<NetrShareSetInfo>(srvsvc, server_name, in, parm_err);
}

Result<void> get(const WCHAR* server_name, const WCHAR* name, DWORD level, LPBYTE* bufptr) {
  if (bufptr) *bufptr = nullptr;
  NTA_CHECK(row_of<ShareLevels>(level));
  NTA_CHECK(need_name(name));
  return get_info<NetrShareGetInfo>(srvsvc, server_name, {.NetName = sent(name), .Level = level}, bufptr);
}

template <class M>
Result<void> remove(const WCHAR* server_name, const WCHAR* name) {
  NTA_CHECK(need_name(name));
  return net_act<M>(srvsvc, server_name, {.NetName = sent(name)});
}

// [MS-SRVS] 3.1.4.15: by name and server name, which level 503 alone has.
Result<void> remove_scoped(const WCHAR* server_name, DWORD level, const void* info) {
  if (level != 503) return fail(Win32::invalid_level, "level {}", level);
  NTA_CHECK(check_info<ShareLevels>(level, info));
  NTA_TRY(ShareInfo share, ShareInfo::copy(level, info));
  return net_act<NetrShareDelEx>(srvsvc, server_name, {.Level = level, .Info = share.get()});
}

Result<void> check(const WCHAR* server_name, const WCHAR* device, LPDWORD type) {
  if (!type) return fail(Win32::invalid_parameter, "no room for the type");
  NTA_CHECK(need_name(device));
  NTA_TRY(auto out, net_call<NetrShareCheck>(srvsvc, server_name, {.Device = sent(device)}));
  *type = out->Type;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetShareAdd(LPWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return add(servername, level, buf, parm_err); });
}

NET_API_STATUS NetShareEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                            LPDWORD totalentries, LPDWORD resume_handle) {
  return c_status([&] {
    return enumerate<NetrShareEnum>(srvsvc, servername, {}, level, prefmaxlen, {bufptr, entriesread, totalentries},
                                    resume_handle);
  });
}

NET_API_STATUS NetShareEnumSticky(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                  LPDWORD totalentries, LPDWORD resume_handle) {
  return c_status([&] {
    return enumerate<NetrShareEnumSticky>(srvsvc, servername, {}, level, prefmaxlen,
                                          {bufptr, entriesread, totalentries}, resume_handle);
  });
}

NET_API_STATUS NetShareGetInfo(LPWSTR servername, LPWSTR netname, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get(servername, netname, level, bufptr); });
}

NET_API_STATUS NetShareSetInfo(LPWSTR servername, LPWSTR netname, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return set(servername, netname, level, buf, parm_err); });
}

NET_API_STATUS NetShareDel(LPWSTR servername, LPWSTR netname, DWORD) {
  return c_status([&] { return remove<NetrShareDel>(servername, netname); });
}

NET_API_STATUS NetShareDelSticky(LPWSTR servername, LPWSTR netname, DWORD) {
  return c_status([&] { return remove<NetrShareDelSticky>(servername, netname); });
}

NET_API_STATUS NetShareDelEx(LPWSTR servername, DWORD level, LPBYTE buf) {
  return c_status([&] { return remove_scoped(servername, level, buf); });
}

NET_API_STATUS NetShareCheck(LPWSTR servername, LPWSTR device, LPDWORD type) {
  return c_status([&] { return check(servername, device, type); });
}
