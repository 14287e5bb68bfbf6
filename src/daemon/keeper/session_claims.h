// What a session process says of itself, as far as the kernel bears it out: it runs as its user, with whatever
// environment and libraries the user gave it, and root acts on what it says.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"
#include "base/types.h"

namespace nta::daemon::keeper {

/** A pidfd of process `pid`, which is below this one and of user `uid`; access_denied for any other. */
Result<UniqueFd> own_process(pid_t pid, uid_t uid);

/** `tty` ("pts/3") if that is a terminal of this user's; else nothing. */
std::string own_terminal(const std::string& tty, uid_t uid);

}  // namespace nta::daemon::keeper
