// The system's tools that make, change and remove Unix users: useradd, usermod, userdel. In a child of the monitor, as
// root, after may_change_unix_user.
#pragma once

#include "base/types.h"
#include "daemon/monitor/messages.h"
#include "daemon/monitor/rules.h"

namespace nta::daemon::monitor {

/** Checks that the user is whom the request takes it for, runs the tool, and writes an Answer to `report`. The exit
 *  status of the child, which leads a process group: who ends that ends the tool too. */
int run_user_tool(const ChangeUnixUser& request, const Rules& rules, UniqueFd report);

}  // namespace nta::daemon::monitor
