// Names and SIDs of this host's users, and its own name.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sid.h"

namespace nta::host {

/** NetBIOS name: the host name up to its first dot, upper-case, cut to 15 (docs/rulings.md 15). */
std::string computer_name();
std::string computer_name_of(std::string_view host_name);

/** Account name of a uid. Blocks (NSS may ask the network): run it on the pool. Null when there is no such user. */
Result<std::optional<std::string>> account_name(uid_t uid);
Result<std::optional<uid_t>> account_uid(const std::string& name);

/** The same of groups. */
Result<std::optional<std::string>> group_name(gid_t gid);
Result<std::optional<gid_t>> group_gid(const std::string& name);

/** Every group of a user, the primary one first. Blocks, too. none_mapped when there is no such user. */
Result<std::vector<gid_t>> account_groups(uid_t uid);

/** SID of a Unix user (docs/identity.md): processes, sessions and LookupAccountSid agree by it. */
Sid sid_of(uid_t uid);

}  // namespace nta::host
