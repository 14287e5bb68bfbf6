// The Net functions of users over fake_net.h.
#include <cstdlib>
#include <cstring>
#include <string>

#include "fake_net.h"

using namespace nta::tools::fake;

namespace {

template <class Row>
NET_API_STATUS hand_out(const Row& row, LPBYTE* out) {
  *out = static_cast<LPBYTE>(std::malloc(sizeof row));
  std::memcpy(*out, &row, sizeof row);
  return net_server().failure;
}

WCHAR bob[] = u"bob";

/** What is given of a user's members; of those of level 3 alone whether the password is to be changed. */
std::string members_of(const USER_INFO_3& user, DWORD level) {
  std::string what = " flags " + std::to_string(user.usri3_flags);
  if (user.usri3_comment) what += " comment '" + text(user.usri3_comment) + "'";
  if (user.usri3_workstations) what += " workstations '" + text(user.usri3_workstations) + "'";
  if (user.usri3_password) what += " password";
  if (user.usri3_logon_hours) what += " hours";
  if (level == 3 && user.usri3_password_expired) what += " expired";
  return what;
}

}  // namespace

extern "C" {

NET_API_STATUS NetUserEnum(LPCWSTR server, DWORD, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total, LPDWORD) {
  net_server().asked = server ? server : u"";
  *count = *total = 1;
  return hand_out(USER_INFO_20{.usri20_name = bob}, rows);
}

NET_API_STATUS NetUserGetInfo(LPCWSTR, LPCWSTR name, DWORD level, LPBYTE* out) {
  if (text(name) == "nosuch") return NERR_UserNotFound;
  static std::u16string asked;  // the row points at it
  asked = name;
  if (level == 0) return hand_out(USER_INFO_0{.usri0_name = asked.data()}, out);
  return hand_out(
      USER_INFO_3{.usri3_name = bob, .usri3_flags = UF_SCRIPT | UF_NORMAL_ACCOUNT, .usri3_acct_expires = TIMEQ_FOREVER},
      out);
}

NET_API_STATUS NetUserAdd(LPCWSTR, DWORD, LPBYTE info, LPDWORD) {
  const auto& user = *reinterpret_cast<USER_INFO_3*>(info);
  return act("add " + text(user.usri3_name) + " '" + text(user.usri3_full_name) + "' flags " +
             std::to_string(user.usri3_flags));
}

NET_API_STATUS NetUserSetInfo(LPCWSTR, LPCWSTR name, DWORD level, LPBYTE info, LPDWORD) {
  constexpr DWORD comment = 1007, workstations = 1014;
  std::string what = "change " + text(name) + " level " + std::to_string(level);
  if (level == comment || level == workstations) what += " '" + text(*reinterpret_cast<LPWSTR*>(info)) + "'";
  if (level <= 3) what += members_of(*reinterpret_cast<USER_INFO_3*>(info), level);
  return act(what);
}

NET_API_STATUS NetUserDel(LPCWSTR, LPCWSTR name) { return act("delete " + text(name)); }

NET_API_STATUS NetUserGetGroups(LPCWSTR, LPCWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total) {
  return none(rows, count, total);
}

NET_API_STATUS NetUserGetLocalGroups(LPCWSTR, LPCWSTR, DWORD, DWORD, LPBYTE* rows, DWORD, LPDWORD count,
                                     LPDWORD total) {
  return none(rows, count, total);
}

NET_API_STATUS NetUserModalsGet(LPCWSTR, DWORD level, LPBYTE* out) {
  if (net_server().rules_are_hidden) return ERROR_ACCESS_DENIED;
  if (level == 0) return hand_out(USER_MODALS_INFO_0{6, TIMEQ_FOREVER, 86400, TIMEQ_FOREVER, 5}, out);
  if (level == 3) return hand_out(USER_MODALS_INFO_3{600, 300, 10}, out);
  return ERROR_INVALID_LEVEL;
}

NET_API_STATUS NetUserModalsSet(LPCWSTR, DWORD level, LPBYTE info, LPDWORD parm_err) {
  *parm_err = net_server().member_at_fault;
  if (level == net_server().refused_rules) return ERROR_INVALID_PARAMETER;
  constexpr DWORD most_numbers = 5;
  std::string what = "rules level " + std::to_string(level) + ":";
  DWORD count = level == 0 ? most_numbers : level == 3 ? 3 : 1;
  for (DWORD i = 0; i < count; ++i) what += " " + std::to_string(reinterpret_cast<DWORD*>(info)[i]);
  return act(what);
}

NET_API_STATUS NetGetDCName(LPCWSTR, LPCWSTR, LPBYTE* out) {
  if (net_server().controller.empty()) return NERR_DCNotFound;
  size_t bytes = (net_server().controller.size() + 1) * sizeof(WCHAR);
  *out = static_cast<LPBYTE>(std::malloc(bytes));
  std::memcpy(*out, net_server().controller.c_str(), bytes);
  return NERR_Success;
}

}  // extern "C"
