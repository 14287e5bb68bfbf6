// Paths and names by their form, as the Net interfaces tell kinds of them apart ([MS-SRVS] 2.2.2.8, 2.2.2.9, 3.1.1.9).
// Nothing here looks at a file system.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace nta::host {

/** How long a path may be, and its parts: 260 characters, or what MS-DOS took. */
enum class PathRules { long_names, eight_and_three };

/** ITYPE_*, or invalid_name. */
Result<uint32_t> path_type(std::u16string_view path, PathRules rules);

/** Slashes turned into backslashes, "." and ".." resolved, devices in upper case without a colon. Case is kept. */
std::u16string canonical_path(std::u16string_view path);

/** Those of today, and those of LAN Manager 2. */
enum class NameRules { current, old };

/** `type` is NAMETYPE_USER (1) to NAMETYPE_WORKGROUP (13). */
bool is_name_type(uint32_t type);

/** invalid_parameter for an unknown type, invalid_name for a name of the wrong length or with a character that its type
 *  does not have. */
Result<void> check_name(std::u16string_view name, uint32_t type, NameRules rules);

/** Of a name that check_name took. */
std::u16string canonical_name(std::u16string_view name, uint32_t type, NameRules rules);
size_t longest_name(uint32_t type, NameRules rules);
/** Types whose names differ by case under the old rules. */
bool keeps_case(uint32_t type);

}  // namespace nta::host
