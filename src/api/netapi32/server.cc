// What a server is, its settings and disks, and servers of the network.
#include "api/netapi32/net.h"
#include "ntadmin/win/lmremutl.h"
#include "ntadmin/win/lmserver.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc.h"

namespace nta::api {
namespace {

using namespace protocols;

// The list on the wire ends in an empty entry that TotalEntries does not count ([MS-SRVS] 2.2.4.91).
Result<void> disks(const WCHAR* server_name, DWORD level, DWORD prefmaxlen, const EnumOutputs& outputs) {
  static constexpr Type letter = fixed<wchar, 3>;
  NTA_CHECK(outputs.clear());
  if (level != 0) return fail(Win32::invalid_level, "level {}", level);
  NTA_TRY(auto out, net_call<NetrServerDiskEnum>(srvsvc, server_name, {.PreferedMaximumLength = prefmaxlen}));
  std::u16string letters;
  const auto& list = out->DiskInfoStruct;
  for (const auto& disk : rows_in(list.Buffer, list.EntriesRead)) {
    if (disk.Disk[0] == u'\0') break;
    letters.append({disk.Disk[0], u':', u'\0'});
  }
  auto count = static_cast<uint32_t>(letters.size() / 3);
  return outputs.fill(letter, letters.data(), count, count, Win32::success);
}

// There is no browser service that collects servers' announcements, as on any Windows of today.
Result<void> servers(DWORD level, const EnumOutputs& outputs, const DWORD* resume) {
  NTA_CHECK(outputs.clear());
  if (level != 100 && level != 101) return fail(Win32::invalid_level, "level {}", level);
  if (resume && *resume != 0) return fail(Win32::invalid_parameter, "a list of servers cannot be taken up again");
  return fail(Win32::no_browser_servers_found, "no browser service on this network");
}

// What a server of the protocols that are used today supports is known from its being one.
Result<void> supports(const WCHAR* server_name, DWORD wanted, LPDWORD supported) {
  constexpr DWORD everywhere = SUPPORTS_REMOTE_ADMIN_PROTOCOL | SUPPORTS_RPC | SUPPORTS_SAM_PROTOCOL | SUPPORTS_UNICODE;
  if (!supported) return fail(Win32::invalid_parameter, "no room for the answer");
  *supported = 0;
  NTA_TRY(NetServer server, net_server(server_name));
  NTA_TRY(auto out, net_ask<NetrServerGetInfo>(srvsvc, server, {.Level = 101}));
  NTA_CHECK(net_status(status_of(out.value), srvsvc.name));
  *supported = wanted & (everywhere | (server.name.empty() ? SUPPORTS_LOCAL : 0));
  return {};
}

Result<void> add_alias(const WCHAR* server_name, DWORD level, void* info) {
  NTA_CHECK(check_info<AliasLevels>(level, info));
  return net_act<NetrServerAliasAdd>(srvsvc, server_name, {.Level = level, .Info = info});
}

Result<void> delete_alias(const WCHAR* server_name, DWORD level, void* info) {
  NTA_CHECK(check_info<AliasLevels>(level, info));
  return net_act<NetrServerAliasDel>(srvsvc, server_name, {.Level = level, .Info = info});
}

Result<void> set_server(const WCHAR* server_name, DWORD level, void* info, LPDWORD parm_err) {
  NTA_CHECK(check_info<ServerLevels>(level, info));
  return set_info<NetrServerSetInfo>(srvsvc, server_name, {.Level = level, .Info = info}, parm_err);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetServerGetInfo(LPWSTR servername, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get_info<NetrServerGetInfo>(srvsvc, servername, {.Level = level}, bufptr); });
}

NET_API_STATUS NetServerSetInfo(LPWSTR servername, DWORD level, LPBYTE buf, LPDWORD ParmError) {
  return c_status([&] { return set_server(servername, level, buf, ParmError); });
}

NET_API_STATUS NetRemoteComputerSupports(LPCWSTR UncServerName, DWORD OptionsWanted, LPDWORD OptionsSupported) {
  return c_status([&] { return supports(UncServerName, OptionsWanted, OptionsSupported); });
}

NET_API_STATUS NetServerAliasAdd(LPWSTR servername, DWORD level, LPBYTE buf) {
  return c_status([&] { return add_alias(servername, level, buf); });
}

NET_API_STATUS NetServerAliasDel(LPWSTR servername, DWORD level, LPBYTE buf) {
  return c_status([&] { return delete_alias(servername, level, buf); });
}

NET_API_STATUS NetServerAliasEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                  LPDWORD totalentries, LPDWORD resumehandle) {
  return c_status([&] {
    return enumerate<NetrServerAliasEnum>(srvsvc, servername, {}, level, prefmaxlen,
                                          {bufptr, entriesread, totalentries}, resumehandle);
  });
}

NET_API_STATUS NetServerDiskEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                 LPDWORD totalentries, LPDWORD) {
  return c_status([&] { return disks(servername, level, prefmaxlen, {bufptr, entriesread, totalentries}); });
}

NET_API_STATUS NetServerEnum(LPCWSTR, DWORD level, LPBYTE* bufptr, DWORD, LPDWORD entriesread, LPDWORD totalentries,
                             DWORD, LPCWSTR, LPDWORD resume_handle) {
  return c_status([&] { return servers(level, {bufptr, entriesread, totalentries}, resume_handle); });
}
