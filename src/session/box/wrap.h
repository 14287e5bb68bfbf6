// Text in lines that fit a number of columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nta::session {

/** UTF-8 as code points; what is no character of a text (controls but line ends and tabs) is left out. */
std::u32string code_points(std::string_view utf8);

/** Columns that the text takes; combining marks take none. */
int columns_of(std::u32string_view text);

/** Lines of at most `columns` columns, broken at spaces, within a word only where it is longer than a line. */
std::vector<std::u32string> wrap(std::u32string_view text, int columns);

}  // namespace nta::session
