// The name of the account that a SID stands for.
#pragma once

#include <sys/types.h>

#include <string>

#include "ntadmin/win/winnt.h"
#include "tools/server.h"

namespace nta::tools {

/** The user behind a process' SID: this machine's Unix user for S-1-22-1-uid (and root for S-1-5-18), "SYSTEM" on
 *  another host; "(unknown)" for a SID that is hidden from the caller or of an account that only that host knows. */
std::string account_name(const Server& server, PSID sid);

/** The name of a Unix user of this machine, or the number where nobody has it. */
std::string user_name(uid_t uid);

}  // namespace nta::tools
