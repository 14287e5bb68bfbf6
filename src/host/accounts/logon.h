// Network logons against the account database: who may, the token of who did, and what is remembered of it.
#pragma once

#include "auth/ntlm/ntlm_context.h"
#include "host/accounts/store.h"

namespace nta::accounts {

/** What stands against a logon whose password was right, by the account alone: account_disabled, account_expired,
 *  invalid_logon_hours, invalid_workstation, password_must_change, password_expired. */
Result<void> check_logon(const User& user, std::string_view workstation, FileTime now);

/** The same for a session at this machine, whose user the kernel or PAM has proved: account_locked_out, too. What is
 *  said of the password is said where one is set here. */
Result<void> check_session_logon(const User& user, std::string_view workstation, FileTime now);

/** When who is logged on at `now` has to be logged off: so long after the end of the logon hours, or of the account, as
 *  `force_logoff` says. It may be past. `never`: not at all. */
FileTime log_off_time(const Bytes& logon_hours, FileTime account_expires, int64_t force_logoff, FileTime now);

/** The user, its groups, the local groups of this machine that it is in, and what every network logon is in. */
Result<auth::AccessToken> make_token(const AccountStore& store, const User& user);

/** Of a null session: an SMB session that nobody has logged on to. */
auth::AccessToken null_session_token();

/** May an SMB session be nobody's? */
enum class NullSessions { refused, taken };

/** NTLM's view of the store. An account's state shows only to who knows its password, except that it is locked. Its
 *  functions block. `target_names` is the Authority's. */
std::shared_ptr<const auth::ntlm::Authority> make_authority(std::shared_ptr<AccountStore> store,
                                                            std::vector<std::u16string> target_names = {},
                                                            NullSessions null_sessions = NullSessions::refused);

}  // namespace nta::accounts
