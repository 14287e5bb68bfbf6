// The socket of a session directory: listening and connecting, however long the directory's path is.
#pragma once

#include <string>

#include "base/result.h"
#include "base/types.h"

namespace nta::session {

/** Binds and listens at `directory`/session.sock; a socket file left by a process that is gone is replaced. */
Result<UniqueFd> listen_at(const std::string& directory);

enum class Blocking { yes, no };

/** Connects to the session of `directory`; a close-on-exec socket. file_not_found (2) when there is none. One that must
 *  not block is not made to wait for a session that accepts nobody either: no_system_resources (1450). */
Result<UniqueFd> connect_to(const std::string& directory, Blocking blocking = Blocking::yes);

}  // namespace nta::session
