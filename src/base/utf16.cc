#include "base/utf16.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace nta {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_high(char16_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(char16_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// One character; moves `at` past it. Overlong forms, surrogates and values past U+10FFFF are malformed.
char32_t next_utf8(std::string_view text, size_t& at) {
  auto lead = static_cast<uint8_t>(text[at++]);
  if (lead < 0x80) return lead;
  int more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead >= 0xF5) return replacement;
  char32_t value = lead & (0x3F >> more);
  for (int i = 0; i < more; ++i, ++at) {
    if (at >= text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80) return replacement;
    value = (value << 6) | (static_cast<uint8_t>(text[at]) & 0x3F);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  bool surrogate = value >= 0xD800 && value < 0xE000;
  return value < least[more] || value > 0x10FFFF || surrogate ? replacement : value;
}

char32_t next_utf16(std::u16string_view text, size_t& at) {
  char16_t unit = text[at++];
  if (is_high(unit) && at < text.size() && is_low(text[at]))
    return 0x10000 + ((char32_t(unit) - 0xD800) << 10) + (text[at++] - 0xDC00);
  return is_high(unit) || is_low(unit) ? replacement : unit;
}

void put_utf8(std::string& out, char32_t value) {
  if (value < 0x80) {
    out += static_cast<char>(value);
    return;
  }
  int more = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
  constexpr uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(lead[more] | (value >> (6 * more)));
  while (more-- > 0) out += static_cast<char>(0x80 | ((value >> (6 * more)) & 0x3F));
}

// glibc has this locale built in or beside it; where it cannot be had, only ASCII has cases.
locale_t unicode_locale() {
  static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

char32_t upper(char32_t value) {
  if (value < 0x80) return value >= 'a' && value <= 'z' ? value - 32 : value;
  locale_t locale = unicode_locale();
  return locale ? static_cast<char32_t>(::towupper_l(static_cast<wint_t>(value), locale)) : value;
}

void put_utf16(std::u16string& out, char32_t value) {
  if (value < 0x10000) {
    out += static_cast<char16_t>(value);
    return;
  }
  out += static_cast<char16_t>(0xD800 + ((value - 0x10000) >> 10));
  out += static_cast<char16_t>(0xDC00 + ((value - 0x10000) & 0x3FF));
}

// Most text is ASCII, or begins with it: there each unit is a character.
template <class View>
View leading_ascii(View text) {
  auto is_other = [](auto unit) { return static_cast<std::make_unsigned_t<decltype(unit)>>(unit) >= 0x80; };
  return text.substr(0, static_cast<size_t>(std::find_if(text.begin(), text.end(), is_other) - text.begin()));
}

}  // namespace

std::u16string to_utf16(std::string_view utf8) {
  std::string_view ascii = leading_ascii(utf8);
  std::u16string out(ascii.begin(), ascii.end());
  if (ascii.size() == utf8.size()) return out;
  out.reserve(utf8.size());
  for (size_t at = ascii.size(); at < utf8.size();) put_utf16(out, next_utf8(utf8, at));
  return out;
}

std::string to_utf8(std::u16string_view utf16) {
  std::u16string_view ascii = leading_ascii(utf16);
  std::string out(ascii.begin(), ascii.end());
  if (ascii.size() == utf16.size()) return out;
  out.reserve(utf16.size());
  for (size_t at = ascii.size(); at < utf16.size();) put_utf8(out, next_utf16(utf16, at));
  return out;
}

void copy_cut(char16_t* to, size_t size, std::u16string_view from) {
  size_t count = std::min(from.size(), size - 1);
  if (count < from.size() && count > 0 && is_high(from[count - 1])) --count;
  std::memcpy(to, from.data(), count * sizeof(char16_t));
  std::memset(to + count, 0, (size - count) * sizeof(char16_t));
}

void copy_cut(char16_t* to, size_t size, std::string_view utf8) {
  size_t count = std::min(utf8.size(), size - 1);
  for (size_t i = 0; i < count; ++i) {
    auto unit = static_cast<unsigned char>(utf8[i]);
    if (unit >= 0x80) return copy_cut(to, size, to_utf16(utf8));
    to[i] = unit;
  }
  std::memset(to + count, 0, (size - count) * sizeof(char16_t));
}

std::u16string upper_case(std::u16string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) put_utf16(out, upper(next_utf16(text, at)));
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  while (i < a.size() && j < b.size())
    if (upper(next_utf8(a, i)) != upper(next_utf8(b, j))) return false;
  return i == a.size() && j == b.size();
}

}  // namespace nta
