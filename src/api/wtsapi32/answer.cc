// Answers that are no structure: text and numbers.
#include "api/wtsapi32/answer.h"

#include <cstring>

#include "api/wtsapi32/query.h"
#include "base/utf16.h"

namespace nta::api {

Result<Answer> bytes_answer(const void* bytes, size_t size) {
  void* block = new_block(size);
  if (!block) return fail(Win32::not_enough_memory, "no memory for an answer of {} bytes", size);
  std::memcpy(block, bytes, size);
  return Answer{block, static_cast<DWORD>(size)};
}

// The terminator counts, as was seen on Windows.
Result<Answer> text_answer(const Query& query, std::u16string_view text) {
  if (query.text == Text::narrow) {
    std::string narrow = to_utf8(text);
    return bytes_answer(narrow.c_str(), narrow.size() + 1);
  }
  std::u16string wide(text);
  return bytes_answer(wide.c_str(), (wide.size() + 1) * sizeof(char16_t));
}

}  // namespace nta::api
