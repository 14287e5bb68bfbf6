// A backup put back in place of the account database.
#pragma once

#include <string>

#include "base/result.h"

namespace nta::accounts {

/** Checks `backup` (made by AccountStore::backup), then puts its database and key into `directory`, which no daemon may
 *  be using. Until the last step what is there stays. invalid_data: `backup` is damaged, or no backup. */
Result<void> restore(const std::string& backup, const std::string& directory);

}  // namespace nta::accounts
