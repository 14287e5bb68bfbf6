// Becoming another user for good.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/identity/power.h"

namespace nta::daemon {

using host::administrators_group;

/** A Unix account, read once: NSS may be slow, and must not be asked between fork and exec. */
struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::string home;
  std::string shell;
  std::vector<gid_t> groups;  // with gid
};

/** user_not_found (2221) where there is no such account. Blocks. */
Result<Account> find_account(const std::string& name);
Result<Account> find_account(uid_t uid);

/** The gid of a group; nothing where there is none. Blocks. */
std::optional<gid_t> find_group(const std::string& name);

/** Takes the account's groups, group and user, all three of each, and makes sure there is no way back. Capabilities go
 *  with the user. Safe between fork and exec of a process with threads; errno on failure, 0 on success. */
int become(const Account& account);

/** The rest that a process without rights does not need: nothing it executes can gain any. errno, or 0. */
int gain_nothing_more();

}  // namespace nta::daemon
