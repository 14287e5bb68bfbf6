// The Net functions of groups over fake_net.h: they note what is changed, and have no groups to list.
#include "fake_net.h"

using namespace nta::tools::fake;

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
  return none(rows, count, total);
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
NET_API_STATUS NetLocalGroupAddMember(LPCWSTR, LPCWSTR group, PSID) { return act(text(group) + " gets a SID"); }
NET_API_STATUS NetLocalGroupDelMember(LPCWSTR, LPCWSTR group, PSID) { return act(text(group) + " loses a SID"); }
NET_API_STATUS NetLocalGroupAddMembers(LPCWSTR, LPCWSTR group, DWORD, LPBYTE members, DWORD) {
  return act(text(group) + " gets " +
             text(reinterpret_cast<LOCALGROUP_MEMBERS_INFO_3*>(members)->lgrmi3_domainandname));
}
NET_API_STATUS NetLocalGroupDelMembers(LPCWSTR, LPCWSTR group, DWORD, LPBYTE members, DWORD) {
  return act(text(group) + " loses " +
             text(reinterpret_cast<LOCALGROUP_MEMBERS_INFO_3*>(members)->lgrmi3_domainandname));
}

}  // extern "C"
