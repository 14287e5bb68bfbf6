#include "session/terminal/sgr.h"

#include <fmt/format.h>

#include <iterator>

namespace nta::terminal {
namespace {

using namespace attribute;

struct Switch {
  uint8_t code;
  uint32_t set;
  uint32_t cleared;
};

constexpr Switch switches[] = {
    {1, bold, 0},
    {2, faint, 0},
    {3, italic, 0},
    {4, 1u << underline_shift, underline_mask},
    {5, blink, 0},
    {6, blink, 0},
    {7, inverse, 0},
    {8, invisible, 0},
    {9, strike, 0},
    {21, 2u << underline_shift, underline_mask},
    {22, 0, bold | faint},
    {23, 0, italic},
    {24, 0, underline_mask},
    {25, 0, blink},
    {27, 0, inverse},
    {28, 0, invisible},
    {29, 0, strike},
    {53, overline, 0},
    {55, 0, overline},
};

/** Reads the colour after 38, 48 or 58 at `at`, as "5;n", "2;r;g;b" or joined by colons; returns the last index used.
 */
int read_color(const ControlSequence& sequence, int at, Color& color) {
  int joined = 0;
  while (at + 1 + joined < sequence.count && sequence.joined[at + 1 + joined]) ++joined;
  int kind = sequence.value(at + 1, 0), first = at + 2;
  if (kind == 5) {
    color = Color::indexed(static_cast<uint32_t>(sequence.value(first, 0)));
  } else if (kind == 2) {
    if (joined >= 5) ++first;  // 38:2:<colour space>:r:g:b
    auto part = [&](int i) { return static_cast<uint32_t>(sequence.value(first + i, 0)); };
    color = Color::rgb(part(0), part(1), part(2));
  }
  if (joined) return at + joined;
  return kind == 5 ? at + 2 : kind == 2 ? at + 4 : at + 1;
}

bool apply_color(int code, Style& style) {
  auto index = static_cast<uint32_t>(code % 10);
  if (code >= 30 && code <= 37)
    style.foreground = Color::indexed(index);
  else if (code >= 40 && code <= 47)
    style.background = Color::indexed(index);
  else if (code >= 90 && code <= 97)
    style.foreground = Color::indexed(index + 8);
  else if (code >= 100 && code <= 107)
    style.background = Color::indexed(index + 8);
  else if (code == 39)
    style.foreground = {};
  else if (code == 49)
    style.background = {};
  else
    return false;
  return true;
}

void append_color(std::string& out, Color color, int base) {
  if (color.is_own()) return;
  auto to = std::back_inserter(out);
  uint32_t value = color.value();
  if (!color.is_indexed())
    fmt::format_to(to, ";{};2;{};{};{}", base + 8, value >> 16, value >> 8 & 0xFF, value & 0xFF);
  else if (value < 8)
    fmt::format_to(to, ";{}", base + static_cast<int>(value));
  else if (value < 16)
    fmt::format_to(to, ";{}", base + 60 + static_cast<int>(value) - 8);
  else
    fmt::format_to(to, ";{};5;{}", base + 8, value);
}

}  // namespace

void apply_graphic_rendition(const ControlSequence& sequence, Style& style) {
  for (int i = 0; i < sequence.count; ++i) {
    int code = sequence.value(i, 0);
    if (code == 0) {
      style = {};
    } else if (code == 38) {
      i = read_color(sequence, i, style.foreground);
    } else if (code == 48) {
      i = read_color(sequence, i, style.background);
    } else if (code == 58) {
      Color of_the_underline;
      i = read_color(sequence, i, of_the_underline);
    } else if (code == 4 && i + 1 < sequence.count && sequence.joined[i + 1]) {
      auto kind = static_cast<uint32_t>(sequence.value(++i, 0));
      style.attributes = (style.attributes & ~underline_mask) | (kind <= 5 ? kind : 1) << underline_shift;
    } else if (!apply_color(code, style)) {
      for (const Switch& row : switches)
        if (row.code == code) style.attributes = (style.attributes & ~row.cleared) | row.set;
    }
    while (i + 1 < sequence.count && sequence.joined[i + 1]) ++i;  // parts of one that is not known
  }
}

void append_graphic_rendition(std::string& out, const Style& style) {
  if (style == Style{}) {
    out += "\x1b[m";
    return;
  }
  out += "\x1b[0";
  uint32_t underline = (style.attributes & underline_mask) >> underline_shift;
  for (const Switch& row : switches) {
    if (row.code == 6 || row.code == 4 || row.code == 21 || !(style.attributes & row.set)) continue;
    fmt::format_to(std::back_inserter(out), ";{}", row.code);
  }
  if (underline == 1) out += ";4";
  if (underline == 2) out += ";21";
  if (underline > 2) fmt::format_to(std::back_inserter(out), ";4:{}", underline);
  append_color(out, style.foreground, 30);
  append_color(out, style.background, 40);
  out += 'm';
}

}  // namespace nta::terminal
