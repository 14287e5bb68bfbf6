// Becoming another user for good.
#pragma once

#include <sys/types.h>

#include <optional>

#include "daemon/unix_account.h"
#include "host/identity/power.h"

namespace nta::daemon {

using host::administrators_group;

/** Its gid; nothing where there is none. Blocks. */
std::optional<gid_t> administrators_gid();

/** Takes the account's groups, group and user, all three of each, and makes sure there is no way back. Capabilities go
 *  with the user. Safe between fork and exec of a process with threads; errno on failure, 0 on success. */
int become(const Account& account);

/** The rest that a process without rights does not need: nothing it executes can gain any. errno, or 0. */
int gain_nothing_more();

}  // namespace nta::daemon
