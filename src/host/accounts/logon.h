// Network logons against the account database: who may, the token of who did, and what is remembered of it.
#pragma once

#include "auth/ntlm/ntlm_context.h"
#include "host/accounts/store.h"

namespace nta::accounts {

/** What stands against a logon whose password was right, by the account alone: account_disabled, account_expired,
 *  invalid_logon_hours, invalid_workstation, password_must_change, password_expired. */
Result<void> check_logon(const User& user, std::string_view workstation, FileTime now);

/** The user, its groups, the local groups of this machine that it is in, and what every network logon is in. */
Result<auth::AccessToken> make_token(const AccountStore& store, const User& user);

/** NTLM's view of the store. An account's state shows only to who knows its password, except that it is locked. Its
 *  functions block. `target_names` is the Authority's. */
std::shared_ptr<const auth::ntlm::Authority> make_authority(std::shared_ptr<AccountStore> store,
                                                            std::vector<std::u16string> target_names = {});

}  // namespace nta::accounts
