// A Windows command line taken apart, as a program's own start-up code does there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nta::api {

/** The first word ends at its closing quote or at a space; in the others 2n backslashes before a quote are n, one more
 *  makes the quote part of the word, and two quotes within quotes are one. Empty for a line of spaces. */
std::vector<std::string> split_command_line(std::string_view line);

}  // namespace nta::api
