// The account database as the commands that work on the file itself reach it: beside the daemon, or without one.
#pragma once

#include "host/accounts/store.h"
#include "tools/arguments.h"

namespace nta::tools {

inline constexpr Option state_dir_option{"state-dir", "DIR", "the host's state directory, where it is not the usual"};

/** The state directory meant, which belongs to who runs this, or who runs this is root. */
Result<std::string> find_state_dir(const Arguments& arguments);

/** service_already_running: a daemon has the directory. */
Result<void> check_not_running(const std::string& directory);

/** The database that is there; file_not_found. */
Result<std::unique_ptr<accounts::AccountStore>> open_accounts(const Arguments& arguments);

/** The same, made where there is none. Root acts as the directory's owner from here on: files that root made would be
 *  closed to the daemon. */
Result<std::unique_ptr<accounts::AccountStore>> make_accounts(const Arguments& arguments);

}  // namespace nta::tools
