// UTF-8 (everything inside a Linux host) and UTF-16 (the API and the wire).
#pragma once

#include <string>
#include <string_view>

namespace nta {

/** Malformed input becomes U+FFFD; never fails. */
std::u16string to_utf16(std::string_view utf8);
std::string to_utf8(std::u16string_view utf16);

/** The text up to the terminator; empty for null. */
inline std::u16string_view view_or_empty(const char16_t* text) {
  return text ? std::u16string_view(text) : std::u16string_view();
}

/** Copies into a fixed NUL-terminated buffer, cutting at whole characters. */
void copy_cut(char16_t* to, size_t size, std::u16string_view from);
template <size_t Size>
void copy_cut(char16_t (&to)[Size], std::u16string_view from) {
  copy_cut(to, Size, from);
}

/** The same of UTF-8. */
void copy_cut(char16_t* to, size_t size, std::string_view utf8);
template <size_t Size>
void copy_cut(char16_t (&to)[Size], std::string_view utf8) {
  copy_cut(to, Size, utf8);
}

/** By Unicode's simple one-to-one mappings, whatever the program's locale is. */
std::u16string upper_case(std::u16string_view text);

/** Equal without regard to case, by the same mappings. */
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace nta
