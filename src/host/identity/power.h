// Who has root's power on this machine, or nearly, by the Unix user that he is.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sid.h"

namespace nta::host {

/** Members are Administrators of a host (docs/identity.md). */
inline constexpr const char* administrators_group = "ntadmin";

/** One of these groups with which root's power comes, or nearly; null: none of them. Blocks (NSS). */
Result<std::optional<std::string>> powerful_group(std::span<const gid_t> groups);

/** What a Unix user goes by: S-1-22-1-uid, S-1-22-2-gid of each of its groups; and Administrators where it has root's
 *  power, or nearly: as root, as the user of this process, or by a group. Who cannot be looked up may have it. Blocks.
 */
std::vector<Sid> sids_of_unix_user(uid_t uid);

}  // namespace nta::host
