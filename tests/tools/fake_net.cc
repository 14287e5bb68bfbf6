// The Net functions over fake_net.h. Rows point at texts of the test.
#include "fake_net.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "base/utf16.h"

namespace nta::tools::fake {

NetServer& net_server() {
  static NetServer the_server;
  return the_server;
}

std::string text(LPCWSTR given) { return to_utf8(view_or_empty(given)); }

NET_API_STATUS act(std::string what) {
  net_server().actions.push_back(std::move(what));
  return net_server().failure;
}

NET_API_STATUS none(LPBYTE* rows, LPDWORD count, LPDWORD total) {
  *rows = nullptr;
  *count = *total = 0;
  return net_server().failure;
}

namespace {

/** Notes who was asked; the failure that the test set. */
NET_API_STATUS ask(LPCWSTR server) {
  static std::mutex mutex;  // a fleet is asked by threads
  std::lock_guard lock(mutex);
  net_server().asked = view_or_empty(server);
  return net_server().failure;
}

template <class Row>
void hand_out(const Row* rows, size_t count, LPBYTE* out) {
  *out = static_cast<LPBYTE>(std::malloc(count * sizeof(Row) + 1));
  if (count) std::memcpy(*out, rows, count * sizeof(Row));
}

/** A page of the rows, as servers cut long lists. */
template <class Row, class Position>
NET_API_STATUS page_of(LPCWSTR server, const std::vector<Row>& rows, LPBYTE* out, LPDWORD count, LPDWORD total,
                       Position* position) {
  if (NET_API_STATUS failure = ask(server)) return failure;
  size_t from = std::min<size_t>(*position, rows.size());
  size_t here = std::min<size_t>(net_server().page, rows.size() - from);
  hand_out(rows.data() + from, here, out);
  *count = static_cast<DWORD>(here);
  *total = static_cast<DWORD>(rows.size() - from);
  *position = static_cast<Position>(from + here);
  return from + here < rows.size() ? ERROR_MORE_DATA : NERR_Success;
}

NET_API_STATUS act(LPCWSTR server, std::string what) {
  if (NET_API_STATUS failure = ask(server)) return failure;
  net_server().actions.push_back(std::move(what));
  return NERR_Success;
}

template <class Info>
NET_API_STATUS one(LPCWSTR server, const Info& info, LPBYTE* out) {
  if (NET_API_STATUS failure = ask(server)) return failure;
  hand_out(&info, 1, out);
  return NERR_Success;
}

WCHAR host_name[] = u"HOST";
WCHAR comment[] = u"build host";
WCHAR group[] = u"WORKGROUP";

}  // namespace
}  // namespace nta::tools::fake

using namespace nta::tools::fake;  // the functions below are C

extern "C" {

NET_API_STATUS NetApiBufferFree(LPVOID block) {
  std::free(block);
  return NERR_Success;
}

NET_API_STATUS NetSessionEnum(LPWSTR server, LPWSTR, LPWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total,
                              LPDWORD position) {
  return page_of(server, net_server().sessions, rows, count, total, position);
}

NET_API_STATUS NetSessionDel(LPWSTR server, LPWSTR client, LPWSTR user) {
  return act(server, "delete session " + text(client) + " of " + text(user));
}

NET_API_STATUS NetFileEnum(LPWSTR server, LPWSTR, LPWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total,
                           PDWORD_PTR position) {
  return page_of(server, net_server().files, rows, count, total, position);
}

NET_API_STATUS NetFileGetInfo(LPWSTR server, DWORD id, DWORD, LPBYTE* out) {
  for (const auto& file : net_server().files)
    if (file.fi3_id == id) return one(server, file, out);
  return ERROR_FILE_NOT_FOUND;
}

NET_API_STATUS NetFileClose(LPWSTR server, DWORD id) { return act(server, "close " + std::to_string(id)); }

NET_API_STATUS NetShareEnum(LPWSTR server, DWORD level, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total,
                            LPDWORD position) {
  if (level == 2) return page_of(server, net_server().shares, rows, count, total, position);
  std::vector<SHARE_INFO_1> brief;
  for (const auto& share : net_server().shares)
    brief.push_back({share.shi2_netname, share.shi2_type, share.shi2_remark});
  return page_of(server, brief, rows, count, total, position);
}

NET_API_STATUS NetShareGetInfo(LPWSTR server, LPWSTR name, DWORD, LPBYTE* out) {
  for (const auto& share : net_server().shares)
    if (text(share.shi2_netname) == text(name)) return one(server, share, out);
  return NERR_NetNameNotFound;
}

NET_API_STATUS NetShareAdd(LPWSTR server, DWORD, LPBYTE info, LPDWORD) {
  const auto& share = *reinterpret_cast<SHARE_INFO_2*>(info);
  return act(server, "share " + text(share.shi2_netname) + "=" + text(share.shi2_path));
}

NET_API_STATUS NetShareSetInfo(LPWSTR server, LPWSTR name, DWORD level, LPBYTE, LPDWORD) {
  return act(server, "change share " + text(name) + " level " + std::to_string(level));
}

NET_API_STATUS NetUseEnum(LPWSTR server, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total, LPDWORD position) {
  return page_of(server, net_server().uses, rows, count, total, position);
}

NET_API_STATUS NetUseAdd(LPWSTR server, DWORD, LPBYTE info, LPDWORD) {
  return act(server, "use " + text(reinterpret_cast<USE_INFO_2*>(info)->ui2_remote));
}

NET_API_STATUS NetUseDel(LPWSTR server, LPWSTR name, DWORD force) {
  return act(server, "use no longer " + text(name) + " force " + std::to_string(force));
}

NET_API_STATUS NetShareDel(LPWSTR server, LPWSTR name, DWORD) { return act(server, "delete share " + text(name)); }

NET_API_STATUS NetServerEnum(LPCWSTR server, DWORD, LPBYTE*, DWORD, LPDWORD, LPDWORD, DWORD, LPCWSTR, LPDWORD) {
  ask(server);
  return ERROR_NO_BROWSER_SERVERS_FOUND;
}

NET_API_STATUS NetServerGetInfo(LPWSTR server, DWORD, LPBYTE* out) {
  SERVER_INFO_102 info{.sv102_name = host_name,
                       .sv102_version_major = 10,
                       .sv102_type = SV_TYPE_WORKSTATION | SV_TYPE_SERVER | SV_TYPE_SERVER_NT,
                       .sv102_comment = comment,
                       .sv102_users = 0xFFFFFFFF,
                       .sv102_disc = 15};
  return one(server, info, out);
}

NET_API_STATUS NetServerSetInfo(LPWSTR server, DWORD level, LPBYTE, LPDWORD) {
  return act(server, "set server " + std::to_string(level));
}

NET_API_STATUS NetWkstaGetInfo(LPWSTR server, DWORD, LPBYTE* out) {
  return one(server, WKSTA_INFO_100{.wki100_computername = host_name, .wki100_langroup = group, .wki100_ver_major = 10},
             out);
}

NET_API_STATUS NetStatisticsGet(LPWSTR server, LPWSTR service, DWORD, DWORD, LPBYTE* out) {
  if (text(service) == "LanmanWorkstation") return one(server, STAT_WORKSTATION_0{}, out);
  return one(server, STAT_SERVER_0{.sts0_start = 1711368060, .sts0_sopens = 3, .sts0_bytessent_high = 1}, out);
}

NET_API_STATUS NetRemoteTOD(LPCWSTR server, LPBYTE* out) {
  return one(server, TIME_OF_DAY_INFO{.tod_elapsedt = 1711368060, .tod_timezone = -60}, out);
}

}  // extern "C"
