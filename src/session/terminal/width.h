// Columns that a character takes on a terminal: 0 combining, 1, or 2 wide; -1 not printable.
#pragma once

namespace nta::terminal {

int column_width(char32_t character);

}  // namespace nta::terminal
