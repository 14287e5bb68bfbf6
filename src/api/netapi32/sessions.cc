// Network sessions, the files opened in them, and connections to shares.
#include "api/netapi32/net.h"
#include "api/ntadmin/blocks.h"
#include "base/utf16.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc.h"

namespace nta::api {
namespace {

using namespace protocols;

// There is no method for one session: the first of those that the filters leave is it.
Result<void> session(const WCHAR* server_name, const WCHAR* client, const WCHAR* user, DWORD level, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  if (level == 502) return fail(Win32::invalid_level, "level 502 is for enumerations");
  NTA_TRY(auto* row, row_of<SessionLevels>(level));
  NTA_CHECK(need_name(client));
  NTA_CHECK(need_name(user));
  NetrSessionEnum::In in{.Filter = sent(client), .UserName = sent(user)};
  LPBYTE rows = nullptr;
  DWORD count = 0, total = 0, resume = 0;
  auto listed = enumerate<NetrSessionEnum>(srvsvc, server_name, in, level, MAX_PREFERRED_LENGTH,
                                           {&rows, &count, &total}, &resume);
  std::unique_ptr<BYTE, decltype(&free_block)> block(rows, free_block);  // there are rows with error 234, too
  NTA_CHECK(std::move(listed));
  if (count == 0) return fail(Win32::client_name_not_found, "no session of '{}'", to_utf8(view_or_empty(client)));
  return hand_out(*row, rows, 1, bufptr);
}

Result<void> connections(const WCHAR* server_name, const WCHAR* qualifier, DWORD level, DWORD prefmaxlen,
                         const EnumOutputs& outputs, LPDWORD resume) {
  NTA_CHECK(outputs.clear());
  NTA_CHECK(check_info<ConnectionLevels>(level, &outputs));
  NTA_CHECK(need_name(qualifier));
  NetrConnectionEnum::In in{.Qualifier = sent(qualifier)};
  return enumerate<NetrConnectionEnum>(srvsvc, server_name, in, level, prefmaxlen, outputs, resume);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetSessionEnum(LPWSTR servername, LPWSTR UncClientName, LPWSTR username, DWORD level, LPBYTE* bufptr,
                              DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle) {
  return c_status([&] {
    return enumerate<NetrSessionEnum>(srvsvc, servername, {.Filter = sent(UncClientName), .UserName = sent(username)},
                                      level, prefmaxlen, {bufptr, entriesread, totalentries}, resume_handle);
  });
}

NET_API_STATUS NetSessionGetInfo(LPWSTR servername, LPWSTR UncClientName, LPWSTR username, DWORD level,
                                 LPBYTE* bufptr) {
  return c_status([&] { return session(servername, UncClientName, username, level, bufptr); });
}

NET_API_STATUS NetSessionDel(LPWSTR servername, LPWSTR UncClientName, LPWSTR username) {
  return c_status([&] {
    return net_act<NetrSessionDel>(srvsvc, servername, {.ClientName = sent(UncClientName), .UserName = sent(username)});
  });
}

NET_API_STATUS NetFileEnum(LPWSTR servername, LPWSTR basepath, LPWSTR username, DWORD level, LPBYTE* bufptr,
                           DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries, PDWORD_PTR resume_handle) {
  return c_status([&] {
    return enumerate<NetrFileEnum>(srvsvc, servername, {.Filter = sent(basepath), .UserName = sent(username)}, level,
                                   prefmaxlen, {bufptr, entriesread, totalentries}, resume_handle);
  });
}

NET_API_STATUS NetFileGetInfo(LPWSTR servername, DWORD fileid, DWORD level, LPBYTE* bufptr) {
  return c_status(
      [&] { return get_info<NetrFileGetInfo>(srvsvc, servername, {.FileId = fileid, .Level = level}, bufptr); });
}

NET_API_STATUS NetFileClose(LPWSTR servername, DWORD fileid) {
  return c_status([&] { return net_act<NetrFileClose>(srvsvc, servername, {.FileId = fileid}); });
}

NET_API_STATUS NetConnectionEnum(LPWSTR servername, LPWSTR qualifier, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                 LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle) {
  return c_status([&] {
    return connections(servername, qualifier, level, prefmaxlen, {bufptr, entriesread, totalentries}, resume_handle);
  });
}
