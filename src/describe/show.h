// Described values for people and programs to read: JSON, and the cells of a table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "describe/type.h"

namespace nta::describe {

/** Appends `value` as JSON: an object of the members that have a name, in their order. Text is a string or null, a
 *  FILETIME "2026-01-31T12:00:00Z" or null for never, a SID and a GUID their text. */
void append_json(const Type& type, const void* value, std::string& out);

/** `rows` as a JSON array of objects, one a line, ending in a newline. */
std::string json_rows(const Type& row, const void* rows, size_t count);

/** Appends `text` as a JSON string, quotes included. */
void append_json_string(std::string_view text, std::string& out);

/** One member as a cell: text as it is, numbers in decimal, null and never empty. Empty when there is no such name. */
std::string cell(const Type& row, const void* value, std::string_view member);

/** A FILETIME in UTC, "2026-01-31T12:00:00Z". */
std::string utc_text(int64_t filetime);

}  // namespace nta::describe
