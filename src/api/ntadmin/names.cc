// GetUserName, GetComputerName: who the program runs as, and what the machine is called.
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "api/ntadmin/boundary.h"
#include "base/utf16.h"

namespace nta::api {
namespace {

constexpr auto buffer_overflow = static_cast<Win32>(111);  // ERROR_BUFFER_OVERFLOW

Result<std::string> user_name() {
  std::vector<char> memory(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, memory.data(), memory.size(), &found) != 0 || !found)
    return fail(Win32::none_mapped, "user {} has no name", geteuid());
  return std::string(entry.pw_name);
}

Result<std::string> computer_name() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) return std::string("LOCALHOST");
  std::string name(host.data());
  name.resize(std::min({name.size(), name.find('.'), size_t{MAX_COMPUTERNAME_LENGTH}}));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  return name;
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
  NTA_TRY(std::string name, computer_name());
  NTA_CHECK(hand_out(name, buffer, size, buffer_overflow));
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
