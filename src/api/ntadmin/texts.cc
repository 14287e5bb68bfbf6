// MultiByteToWideChar, WideCharToMultiByte, lstrlen: texts between UTF-8, which is every code page here, and UTF-16.
#include <cstring>
#include <string>

#include "api/ntadmin/boundary.h"
#include "base/utf16.h"
#include "ntadmin/win/winnls.h"

namespace nta::api {
namespace {

/** The characters of a text whose length is -1 for "with its terminator". */
template <class Char>
Result<std::basic_string_view<Char>> given(UINT page, const Char* text, int length) {
  if (page != CP_ACP && page != CP_OEMCP && page != CP_THREAD_ACP && page != CP_UTF8)
    return fail(Win32::invalid_parameter, "code page {}", page);
  if (!text || length == 0 || length < -1) return fail(Win32::invalid_parameter, "no text of {}", length);
  size_t size = length < 0 ? std::char_traits<Char>::length(text) + 1 : static_cast<size_t>(length);
  return std::basic_string_view<Char>(text, size);
}

template <class Char>
Result<int> hand_out(const std::basic_string<Char>& text, Char* to, int room) {
  if (room == 0) return static_cast<int>(text.size());
  if (!to || room < 0) return fail(Win32::invalid_parameter, "no room");
  if (text.size() > static_cast<size_t>(room)) return fail(Win32::insufficient_buffer, "{} are needed", text.size());
  std::memcpy(to, text.data(), text.size() * sizeof(Char));
  return static_cast<int>(text.size());
}

/** What is malformed does not come back as it was. */
Error not_unicode() { return fail(Win32::no_unicode_translation, "the text is malformed"); }

}  // namespace
}  // namespace nta::api

using namespace nta::api;

int MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpMultiByteStr, int cbMultiByte, LPWSTR lpWideCharStr,
                        int cchWideChar) {
  return c_boundary([&]() -> nta::Result<int> {
    NTA_TRY(auto text, given(CodePage, lpMultiByteStr, cbMultiByte));
    std::u16string converted = nta::to_utf16(text);
    if (dwFlags & MB_ERR_INVALID_CHARS && nta::to_utf8(converted) != text) return not_unicode();
    return hand_out(converted, lpWideCharStr, cchWideChar);
  });
}

int WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWideCharStr, int cchWideChar, LPSTR lpMultiByteStr,
                        int cbMultiByte, LPCSTR, BOOL* lpUsedDefaultChar) {
  return c_boundary([&]() -> nta::Result<int> {
    NTA_TRY(auto text, given(CodePage, lpWideCharStr, cchWideChar));
    if (lpUsedDefaultChar) *lpUsedDefaultChar = FALSE;
    std::string converted = nta::to_utf8(text);
    if (dwFlags & WC_ERR_INVALID_CHARS && nta::to_utf16(converted) != text) return not_unicode();
    return hand_out(converted, lpMultiByteStr, cbMultiByte);
  });
}

int lstrlenA(LPCSTR lpString) { return lpString ? static_cast<int>(std::strlen(lpString)) : 0; }

int lstrlenW(LPCWSTR lpString) { return static_cast<int>(nta::view_or_empty(lpString).size()); }
