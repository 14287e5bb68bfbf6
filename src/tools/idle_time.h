// The two time columns of `query user`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/filetime.h"

namespace nta::tools {

/** "." below a minute, "7" minutes, "1:05" hours, "2+03:15" days; "none" where there never was any input. */
std::string idle_text(std::optional<int64_t> seconds);

/** "3/25/2024 12:01 PM" in local time, as Windows writes it in English; empty for never. */
std::string logon_text(FileTime time);

}  // namespace nta::tools
