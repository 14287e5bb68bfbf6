// Names, numbers and groups of Unix users, as the system has them.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace nta::host {

/** Account name of a uid. Blocks (NSS may ask the network): run it on the pool. Null when there is no such user. */
Result<std::optional<std::string>> account_name(uid_t uid);
Result<std::optional<uid_t>> account_uid(const std::string& name);

/** The same of groups. */
Result<std::optional<std::string>> group_name(gid_t gid);
Result<std::optional<gid_t>> group_gid(const std::string& name);

/** Every group of a user, the primary one first. Blocks, too. none_mapped when there is no such user. */
Result<std::vector<gid_t>> account_groups(uid_t uid);

/** The groups that list this name, and that one. There need be no such user yet. */
Result<std::vector<gid_t>> groups_of(const std::string& name, gid_t primary);

}  // namespace nta::host
