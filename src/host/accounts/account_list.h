// Made accounts of a disposable host, from a small file.
#pragma once

#include "host/accounts/store.h"

namespace nta::accounts {

/** `name:password:local group,local group` lines, '#' comments. A local group that there is not is made; the password
 * is held against no policy. The error names the line. */
Result<void> add_listed_accounts(AccountStore& store, std::string_view text);

}  // namespace nta::accounts
