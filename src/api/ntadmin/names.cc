// GetUserName, GetComputerName: who the program runs as, and what the machine is called.
#include <unistd.h>

#include <algorithm>
#include <string>

#include "api/ntadmin/boundary.h"
#include "base/computer_name.h"
#include "base/nss.h"
#include "base/utf16.h"

namespace nta::api {
namespace {

Result<std::string> user_name() {
  uid_t uid = geteuid();
  NTA_TRY(auto name, look_up([uid](auto... rest) { return getpwuid_r(uid, rest...); },
                             [](passwd& entry) { return std::string(entry.pw_name); }));
  if (!name) return fail(Win32::none_mapped, "user {} has no name", uid);
  return *std::move(name);
}

std::string text_as(const std::string& text, const char*) { return text; }
std::u16string text_as(const std::string& text, const WCHAR*) { return to_utf16(text); }

/** Hands a name out; `shorter` is the code for too little room. */
template <class Char>
Result<void> hand_out(const std::string& name, Char* buffer, DWORD* size, Win32 shorter) {
  auto text = text_as(name, buffer);
  auto needed = static_cast<DWORD>(text.size() + 1);
  DWORD room = std::exchange(*size, needed);
  if (room < needed || !buffer) return fail(shorter, "{} characters are needed", needed);
  std::copy_n(text.c_str(), needed, buffer);
  return {};
}

template <class Char>
Result<void> get_user_name(Char* buffer, DWORD* size) {
  if (!size) return fail(Win32::invalid_parameter, "null size");
  NTA_TRY(std::string name, user_name());
  return hand_out(name, buffer, size, Win32::insufficient_buffer);
}

template <class Char>
Result<void> get_computer_name(Char* buffer, DWORD* size) {
  if (!size) return fail(Win32::invalid_parameter, "null size");
  NTA_CHECK(hand_out(computer_name(), buffer, size, Win32::buffer_overflow));
  --*size;  // the terminator is counted where there was no room only
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL GetUserNameA(LPSTR lpBuffer, LPDWORD pcbBuffer) {
  return c_boundary([&] { return get_user_name(lpBuffer, pcbBuffer); });
}

BOOL GetUserNameW(LPWSTR lpBuffer, LPDWORD pcbBuffer) {
  return c_boundary([&] { return get_user_name(lpBuffer, pcbBuffer); });
}

BOOL GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize) {
  return c_boundary([&] { return get_computer_name(lpBuffer, nSize); });
}

BOOL GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize) {
  return c_boundary([&] { return get_computer_name(lpBuffer, nSize); });
}
