// Whether a session may be opened, or gone back to: by the logon mode, the listener, and what is set for the user.
#pragma once

#include "auth/access_token.h"
#include "host/sessions/session_settings.h"
#include "host/sessions/session_table.h"

namespace nta::host {

/** For a new session. 7060: logging on is turned off, here or at the listener; 1450: the listener has all the
 *  connections it may have; 7037: not this user; 5: the listener's descriptor does not grant Logon. */
Result<void> check_logon(const auth::AccessToken& caller, const SessionPolicy& policy, const SessionSettings& settings,
                         const SessionTable& sessions);

/** For a session that is there. 7060 as above, while it is turned off altogether. */
Result<void> check_reconnect(const SessionSettings& settings);

/** Whether a disconnected session may be shown at a client with this address (empty: this machine). */
bool may_be_shown_at(const Session& session, const std::string& client_address, const SessionPolicy& policy);

}  // namespace nta::host
