#include "describe/convert.h"

#include "base/utf16.h"
#include "describe/memory.h"

namespace nta::describe {
namespace {

std::u16string wide_text(const Type& type, const void* source) {
  size_t length = text_length(source, type.target->size, type.count);
  if (type.target->size == 1) return to_utf16({static_cast<const char*>(source), length});
  return {static_cast<const char16_t*>(source), length};
}

/** The longest beginning of `text` that has at most `most` bytes and ends with a character. */
std::string_view whole_characters(std::string_view text, size_t most) {
  size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void convert_text(const Type& from, const void* source, const Type& to, void* target) {
  std::u16string text = wide_text(from, source);
  std::memset(target, 0, to.size);
  if (to.target->size == 2) return copy_cut(static_cast<char16_t*>(target), to.count, text);
  std::string narrow = to_utf8(text);
  auto fitting = whole_characters(narrow, to.count - 1);
  std::memcpy(target, fitting.data(), fitting.size());
}

}  // namespace

void convert(const Type& from, const void* source, const Type& to, void* target) {
  if (from.form == Form::text) return convert_text(from, source, to, target);
  if (from.form != Form::structure) return static_cast<void>(std::memcpy(target, source, from.size));
  for (uint32_t i = 0; i < from.field_count; ++i)
    convert(*from.fields[i].type, at(source, from.fields[i].offset), *to.fields[i].type,
            at(target, to.fields[i].offset));
}

}  // namespace nta::describe
