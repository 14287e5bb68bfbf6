// A Unix account, read once: NSS may be slow, and must not be asked between fork and exec.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace nta::daemon {

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

}  // namespace nta::daemon
