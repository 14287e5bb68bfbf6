// The Net functions of groups over fake_net.h: they note what is changed, and have no groups to list.
#include <cstdlib>

#include "base/sid.h"
#include "base/utf16.h"
#include "fake_net.h"

using namespace nta::tools::fake;

namespace {

std::string sids(LPBYTE members, DWORD count) {
  std::string text;
  for (DWORD i = 0; i < count; ++i) {
    const auto* sid =
        static_cast<const std::byte*>(reinterpret_cast<LOCALGROUP_MEMBERS_INFO_0*>(members)[i].lgrmi0_sid);
    text += " " + nta::Sid::from_bytes({sid, 8 + 4 * static_cast<size_t>(sid[1])})->text();
  }
  return text;
}

}  // namespace

extern "C" {

NET_API_STATUS NetGroupEnum(LPCWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total, PDWORD_PTR) {
  return none(rows, count, total);
}
NET_API_STATUS NetGroupGetInfo(LPCWSTR, LPCWSTR, DWORD, LPBYTE*) { return NERR_GroupNotFound; }
NET_API_STATUS NetGroupSetInfo(LPCWSTR, LPCWSTR group, DWORD level, LPBYTE, LPDWORD) {
  return act("change " + text(group) + " level " + std::to_string(level));
}
NET_API_STATUS NetGroupAdd(LPCWSTR, DWORD, LPBYTE info, LPDWORD) {
  return act("add " + text(reinterpret_cast<GROUP_INFO_1*>(info)->grpi1_name));
}
NET_API_STATUS NetGroupDel(LPCWSTR, LPCWSTR group) { return act("delete " + text(group)); }
NET_API_STATUS NetGroupGetUsers(LPCWSTR, LPCWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total,
                                PDWORD_PTR) {
  static std::vector<std::u16string> names;  // the rows point at them
  names.clear();
  for (const auto& member : net_server().members) names.push_back(nta::to_utf16(member));
  auto* users = static_cast<GROUP_USERS_INFO_0*>(std::calloc(names.size() + 1, sizeof(GROUP_USERS_INFO_0)));
  for (size_t i = 0; i < names.size(); ++i) users[i].grui0_name = names[i].data();
  *rows = reinterpret_cast<LPBYTE>(users);
  *count = *total = static_cast<DWORD>(names.size());
  return net_server().failure;
}
NET_API_STATUS NetGroupAddUser(LPCWSTR, LPCWSTR group, LPCWSTR user) {
  return act(text(group) + " gets " + text(user));
}
NET_API_STATUS NetGroupDelUser(LPCWSTR, LPCWSTR group, LPCWSTR user) {
  return act(text(group) + " loses " + text(user));
}

NET_API_STATUS NetLocalGroupEnum(LPCWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total, PDWORD_PTR) {
  return none(rows, count, total);
}
NET_API_STATUS NetLocalGroupGetInfo(LPCWSTR, LPCWSTR, DWORD, LPBYTE*) { return NERR_GroupNotFound; }
NET_API_STATUS NetLocalGroupSetInfo(LPCWSTR, LPCWSTR group, DWORD level, LPBYTE, LPDWORD) {
  return act("change local " + text(group) + " level " + std::to_string(level));
}
NET_API_STATUS NetLocalGroupAdd(LPCWSTR, DWORD, LPBYTE info, LPDWORD) {
  return act("add local " + text(reinterpret_cast<LOCALGROUP_INFO_1*>(info)->lgrpi1_name));
}
NET_API_STATUS NetLocalGroupDel(LPCWSTR, LPCWSTR group) { return act("delete local " + text(group)); }
NET_API_STATUS NetLocalGroupGetMembers(LPCWSTR, LPCWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total,
                                       PDWORD_PTR) {
  return none(rows, count, total);
}
NET_API_STATUS NetLocalGroupAddMembers(LPCWSTR, LPCWSTR group, DWORD, LPBYTE members, DWORD count) {
  return act(text(group) + " gets" + sids(members, count));
}
NET_API_STATUS NetLocalGroupDelMembers(LPCWSTR, LPCWSTR group, DWORD, LPBYTE members, DWORD count) {
  return act(text(group) + " loses" + sids(members, count));
}

}  // extern "C"
