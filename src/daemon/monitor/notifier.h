// The process that shows one message on a user's desktop, or writes it to a terminal of theirs: a child of the
// monitor's that has become this user, since the bus of a desktop lets nobody else in, and the terminal is the user's.
#pragma once

#include "base/types.h"
#include "daemon/monitor/messages.h"

namespace nta::daemon::monitor {

/** Where the bus of a user's desktop is, below `runtime_root` (/run/user). */
std::string desktop_bus_path(const std::string& runtime_root, uid_t uid);

/** The whole life of that process; its exit status. The answer goes to `report` as an Answer, NDR. The monitor has
 *  checked `request` (monitor/rules.h). */
int show_notice(const ShowNotice& request, const std::string& runtime_root, const std::string& dev_root,
                UniqueFd report);

}  // namespace nta::daemon::monitor
