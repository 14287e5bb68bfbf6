// A scope of the user's own service manager: what is in it outlives the login that started it.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace nta::daemon {

/** Moves a process of this user, and what it starts from then on, out of the scope of the login it was started in:
 * there it would keep the login from ending, or end with it (KillUserProcesses=). Only for a user whose service manager
 * stays when the last login ends ("lingering"): another one's would take its scopes along, and a process lives longer
 * where it is. Nothing to do is a success. Blocks. */
Result<void> outlive_login(pid_t pid);

}  // namespace nta::daemon
