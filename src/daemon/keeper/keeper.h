// The session keeper: root's process of one session of a system host. It opens the PAM session, starts the session
// process as the user, and when that has ended closes what it opened. It does nothing else, and outlives the monitor.
#pragma once

#include <chrono>

#include "base/types.h"
#include "daemon/monitor/messages.h"
#include "daemon/privileges.h"
#include "daemon/settings.h"

namespace nta::daemon::keeper {

/** From the beginning to the session's word that its program runs. The session process is its user's, who may have
 * stopped it: then the start is undone, before the monitor ends a keeper for which PAM takes too long. */
inline constexpr std::chrono::seconds longest_start{50};

/** The whole life of a keeper, in a process of its own; its exit status. How the start went goes to `report` as a
 *  monitor::Answer, NDR. The monitor has checked `request` (monitor/rules.h), but for what asks NSS: that the account
 *  exists and may log on. `daemon`: whom the unprivileged process
 *  runs as, which is to reach the session's socket and manage it. */
int keep_session(const monitor::StartSession& request, const Settings& settings, const Account& daemon, UniqueFd report,
                 std::chrono::milliseconds patience_with_session = longest_start);

/** access_denied for an account whose shell is not one of /etc/shells: it is not meant to log on. */
Result<void> may_log_on(const Account& account);

}  // namespace nta::daemon::keeper
