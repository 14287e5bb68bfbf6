// Described values as lines of text, "Name = value": what is kept in files that an administrator may read.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "describe/type.h"

namespace nta::describe {

/** Every named member that is a number, a truth value or inline text, one a line. Line ends and backslashes in text are
 *  escaped as in C. */
std::string settings_text(const Type& type, const void* value);

/** What differs, for a log: "Name=value Name"; of texts the name alone, since a command line may hold a secret. */
std::string changed_settings(const Type& type, const void* before, const void* after);

/** Sets the members that `text` names, in whatever case, and leaves the others. A line without '=', an unknown name, a
 * number that does not fit and a text too long are errors (13) that name the line; `value` is then unchanged. Empty
 * lines and lines that start with '#' are skipped. */
Result<void> read_settings(const Type& type, std::string_view text, void* value);

}  // namespace nta::describe
