// Whole small files: read with a bound, replaced so that a reader sees the old text or the new one, never half. And
// the names of directories and paths, without the exceptions of std::filesystem.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nta {

/** The file's bytes; file_not_found (2) when there is none, invalid_data (13) when it is larger than `most`. */
Result<std::string> read_file(const std::string& path, size_t most = 1u << 20);

enum class Durability {
  as_the_system_does,  // what a power failure may take back is worth nothing then
  on_disk,             // when this returns, the new text survives a power failure
};

/** Writes `path`.new with mode 0600 and renames it over `path`. On failure `path` is as it was. */
Result<void> replace_file(const std::string& path, std::string_view text, Durability durability);

/** The names in a directory, sorted, other than "." and "..". One that cannot be read to its end is an error. */
Result<std::vector<std::string>> entries_of(const std::string& directory);

/** Of those that have the suffix and more than it, what stands before it. */
Result<std::vector<std::string>> entries_of(const std::string& directory, std::string_view suffix);

/** The path from the root; invalid_name (123) for an empty one. */
Result<std::string> absolute_path(const std::string& path);

/** A file name that stands for any text and nothing else: letters, digits, '-' and '_' as they are, other bytes as %XX.
 *  So it has no slash, no leading dot, and text_of_file_name gives the text back. */
std::string file_name_of(std::string_view text);

/** The text a name of file_name_of stands for; invalid_name (123) for other names. */
Result<std::string> text_of_file_name(std::string_view name);

}  // namespace nta
