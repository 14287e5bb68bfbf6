// Text that others wrote, on its way to a terminal.
#pragma once

#include <string>
#include <string_view>

namespace nta {

/** The text with '?' for each control character: C0, DEL and C1 (U+0080 to U+009F, which terminals obey in UTF-8 too).
 *  What such a character does is for the terminal to know: it could make it type, or say what is not so. Malformed
 *  UTF-8 becomes U+FFFD. */
std::string printable(std::string_view utf8);

/** The same for texts of several lines: '\n' stays. */
std::string printable_lines(std::string_view utf8);

}  // namespace nta
