// Made accounts of a disposable host, from a small file.
#pragma once

#include "host/accounts/store.h"

namespace nta::accounts {

/** `name:password:local group,local group` lines, '#' comments; each name once, local groups that there are. The
 * password is held against no policy. The error names the line and what is wrong with it, never part of a password. */
Result<void> add_listed_accounts(AccountStore& store, std::string_view text);

}  // namespace nta::accounts
