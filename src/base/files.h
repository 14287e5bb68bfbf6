// Whole small files: read with a bound, replaced so that a reader sees the old text or the new one, never half.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace nta
