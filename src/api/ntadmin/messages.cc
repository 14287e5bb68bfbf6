// FormatMessage and the block it allocates.
#include "api/ntadmin/messages.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "api/ntadmin/boundary.h"
#include "base/win32.h"
#include "ntadmin/win/winbase.h"

namespace nta::api {
namespace {

struct Message {
  uint32_t code;
  const char* text;
};

constexpr Message messages[] = {
#include "api/ntadmin/message_table.inc"
};

constexpr bool ascending() {
  for (size_t i = 1; i < std::size(messages); ++i)
    if (messages[i - 1].code >= messages[i].code) return false;
  return true;
}
static_assert(ascending(), "the table is searched by halves");

std::string_view row_text(uint32_t wanted) {
  const auto* row = std::lower_bound(std::begin(messages), std::end(messages), wanted,
                                     [](const Message& message, uint32_t value) { return message.code < value; });
  return row != std::end(messages) && row->code == wanted ? std::string_view(row->text) : std::string_view();
}

// The characters to deliver, without terminator. Arguments are checked in the order Windows documents them.
Result<std::string> text_for(DWORD flags, DWORD id, const void* buffer) {
  if (!buffer) return fail(Win32::invalid_parameter, "no buffer");
  if (flags & FORMAT_MESSAGE_FROM_STRING) return fail(Win32::not_supported, "formatting of a given string");
  if (!(flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE)))
    return fail(Win32::invalid_parameter, "flags {:#x} name no source", flags);
  std::string_view sentence = message_text(id);
  if (sentence.empty()) return fail(Win32::mr_mid_not_found, "no text for {}", id);
  bool one_line = (flags & FORMAT_MESSAGE_MAX_WIDTH_MASK) == FORMAT_MESSAGE_MAX_WIDTH_MASK;
  return std::string(sentence) + (one_line ? " " : "\r\n");
}

template <class Char>
Result<DWORD> format(DWORD flags, DWORD id, Char* buffer, DWORD size) {
  NTA_TRY(std::string text, text_for(flags, id, buffer));
  if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
    size_t room = std::max<size_t>(size, text.size() + 1);
    auto* block = static_cast<Char*>(std::calloc(room, sizeof(Char)));
    if (!block) return fail(Win32::not_enough_memory, "{} characters", room);
    *reinterpret_cast<Char**>(buffer) = block;
    buffer = block;
  } else if (size <= text.size()) {
    return fail(Win32::insufficient_buffer, "{} characters do not fit in {}", text.size() + 1, size);
  }
  *std::copy(text.begin(), text.end(), buffer) = 0;
  return static_cast<DWORD>(text.size());
}

}  // namespace

std::string_view message_text(uint32_t id) {
  std::string_view text = row_text(id);
  bool failed_hresult = static_cast<int32_t>(id) < 0;
  return text.empty() && failed_hresult ? row_text(code(win32_from_hresult(id))) : text;
}

}  // namespace nta::api

using nta::api::c_boundary;

DWORD FormatMessageA(DWORD dwFlags, LPCVOID, DWORD dwMessageId, DWORD, LPSTR lpBuffer, DWORD nSize, va_list*) {
  return c_boundary([&] { return nta::api::format(dwFlags, dwMessageId, lpBuffer, nSize); });
}

DWORD FormatMessageW(DWORD dwFlags, LPCVOID, DWORD dwMessageId, DWORD, LPWSTR lpBuffer, DWORD nSize, va_list*) {
  return c_boundary([&] { return nta::api::format(dwFlags, dwMessageId, lpBuffer, nSize); });
}

HLOCAL LocalFree(HLOCAL hMem) {
  std::free(hMem);
  return nullptr;
}
