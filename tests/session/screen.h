// Reading a terminal's screen as text, for tests.
#pragma once

#include <string>

#include "session/terminal/terminal.h"

namespace nta::terminal::test {

/** One row, blanks at its end left out. */
inline std::string row_text(const Terminal& terminal, int row) {
  LineText line;
  line.assign(terminal.shown(), row, terminal.marks());
  return line.text;
}

/** What stands for the nth of many combining marks. */
inline std::string nth_mark(int n) {
  std::string out;
  append_utf8(out, U'\u0300' + static_cast<char32_t>(n));
  return out;
}

inline std::string screen_text(const Terminal& terminal) {
  std::string out;
  for (int row = 0; row < terminal.size().rows; ++row) (out += row_text(terminal, row)) += '\n';
  return out;
}

inline std::vector<std::string> scrollback_lines(const Terminal& terminal) {
  std::vector<std::string> lines;
  terminal.scrollback().visit(0, [&](const LineText& line) { lines.push_back(line.text); });
  return lines;
}

}  // namespace nta::terminal::test
