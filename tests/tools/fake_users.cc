// The Net functions of users over fake_net.h.
#include <cstdlib>
#include <cstring>

#include "base/utf16.h"
#include "fake_net.h"

using namespace nta::tools::fake;

namespace {

std::string text(LPCWSTR given) { return nta::to_utf8(nta::view_or_empty(given)); }

NET_API_STATUS act(std::string what) {
  net_server().actions.push_back(std::move(what));
  return net_server().failure;
}

template <class Row>
NET_API_STATUS hand_out(const Row& row, LPBYTE* out) {
  *out = static_cast<LPBYTE>(std::malloc(sizeof row));
  std::memcpy(*out, &row, sizeof row);
  return net_server().failure;
}

NET_API_STATUS none(LPBYTE* rows, LPDWORD count, LPDWORD total) {
  *rows = nullptr;
  *count = *total = 0;
  return net_server().failure;
}

WCHAR bob[] = u"bob";

}  // namespace

extern "C" {

NET_API_STATUS NetUserEnum(LPCWSTR, DWORD, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total, LPDWORD) {
  *count = *total = 1;
  return hand_out(USER_INFO_20{.usri20_name = bob}, rows);
}

NET_API_STATUS NetUserGetInfo(LPCWSTR, LPCWSTR, DWORD, LPBYTE* out) {
  return hand_out(
      USER_INFO_3{.usri3_name = bob, .usri3_flags = UF_SCRIPT | UF_NORMAL_ACCOUNT, .usri3_acct_expires = TIMEQ_FOREVER},
      out);
}

NET_API_STATUS NetUserAdd(LPCWSTR, DWORD, LPBYTE info, LPDWORD) {
  const auto& user = *reinterpret_cast<USER_INFO_3*>(info);
  return act("add " + text(user.usri3_name) + " '" + text(user.usri3_full_name) + "' flags " +
             std::to_string(user.usri3_flags));
}

NET_API_STATUS NetUserSetInfo(LPCWSTR, LPCWSTR name, DWORD level, LPBYTE, LPDWORD) {
  return act("change " + text(name) + " level " + std::to_string(level));
}

NET_API_STATUS NetUserDel(LPCWSTR, LPCWSTR name) { return act("delete " + text(name)); }

NET_API_STATUS NetUserGetGroups(LPCWSTR, LPCWSTR, DWORD, LPBYTE* rows, DWORD, LPDWORD count, LPDWORD total) {
  return none(rows, count, total);
}

NET_API_STATUS NetUserGetLocalGroups(LPCWSTR, LPCWSTR, DWORD, DWORD, LPBYTE* rows, DWORD, LPDWORD count,
                                     LPDWORD total) {
  return none(rows, count, total);
}

NET_API_STATUS NetUserModalsGet(LPCWSTR, DWORD, LPBYTE* out) {
  return hand_out(USER_MODALS_INFO_0{.usrmod0_max_passwd_age = TIMEQ_FOREVER}, out);
}

NET_API_STATUS NetUserModalsSet(LPCWSTR, DWORD level, LPBYTE, LPDWORD) {
  return act("rules level " + std::to_string(level));
}

}  // extern "C"
