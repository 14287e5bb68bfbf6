// Where the daemon's log goes, and whose file that is.
#pragma once

#include "daemon/options.h"
#include "daemon/privileges.h"

namespace nta::daemon {

/** What the settings say, else stderr in the foreground and a file in the background. Empty: stderr. */
std::string log_destination(const Options& options, const Settings& settings);

Result<void> open_log(const Options& options, const Settings& settings);

/** The same for the monitor: the file is made by root and given to `writer`, as whom the other half goes on with it.
 *  Its directory must be root's alone, or whoever has it could point root elsewhere. */
Result<void> open_log(const Options& options, const Settings& settings, const Account& writer);

}  // namespace nta::daemon
