#include "base/printable.h"

#include "base/utf16.h"

namespace nta {
namespace {

bool is_control(char16_t unit) { return unit < 0x20 || (unit >= 0x7F && unit < 0xA0); }

}  // namespace

std::string printable(std::string_view utf8) {
  std::u16string text = to_utf16(utf8);
  for (char16_t& unit : text)
    if (is_control(unit)) unit = u'?';
  return to_utf8(text);
}

std::string printable_lines(std::string_view utf8) {
  std::string out;
  for (;;) {
    size_t end = utf8.find('\n');
    out += printable(utf8.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    utf8.remove_prefix(end + 1);
  }
}

}  // namespace nta
