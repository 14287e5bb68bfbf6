// The first account of a host that can administer it over the network.
#pragma once

#include "host/accounts/store.h"

namespace nta::accounts {

/** The name of an account that can administer and has a password; none: the host is not set up. */
Result<std::optional<std::string>> who_administers(const AccountStore& store);

/** Makes `name` an administrator with this password; the account may be there already, without a password.
 *  already_exists: somebody administers already, or the account has a password. The password's errors: set_password. */
Result<void> set_up(AccountStore& store, const std::string& name, const std::u16string& password);

}  // namespace nta::accounts
