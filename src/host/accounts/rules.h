// Rules that need no database: which names, passwords and policies are allowed.
#pragma once

#include "base/result.h"
#include "host/accounts/account.h"

namespace nta::accounts {

/** By which two names are one: upper case, whatever the locale. */
std::string name_key(std::string_view name);

/** bad_username. Users have up to 20 characters, machines (ending in $) too; groups and aliases 256. */
Result<void> check_name(Kind kind, std::string_view name);

/** The same of a name that a Unix user has already: it may be longer, and no machine's. */
Result<void> check_unix_name(std::string_view name);

/** invalid_parameter, naming the value: too long, or not what the field can hold. Names are check_name's affair. */
Result<void> check_user(const User& user);

/** The same of a group or local group. */
Result<void> check_comment(std::string_view group, std::string_view comment);

/** invalid_parameter: what contradicts itself. */
Result<void> check_policy(const Policy& policy);

/** Length and complexity of a clear-text password: password_too_short, _too_long, _not_complex_enough. */
Result<void> check_password(const Policy& policy, const User& user, std::u16string_view password);

}  // namespace nta::accounts
