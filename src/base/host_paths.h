// Where a session host keeps its state and listens: one rule for the daemon and for those who look for it.
#pragma once

#include <string>

#include "base/result.h"

namespace nta {

/** The machine's own host ("system mode"). */
inline constexpr const char* system_state_dir = "/var/lib/ntadmin";
inline constexpr const char* system_runtime_dir = "/run/ntadmin";
inline constexpr const char* system_socket = "/run/ntadmin/ntadmind.sock";

/** An XDG base directory from the environment; empty when unset or relative (which is to be ignored). */
std::string xdg_directory(const char* variable);

/** The user's home directory; empty when none is known. */
std::string home_directory();

/** State of the calling user's own host: $XDG_STATE_HOME/ntadmin, or ~/.local/state/ntadmin. */
Result<std::string> user_state_dir();

/** The socket of a user's host with this state directory: in it, or, where that path is too long for a socket address,
 *  under a name made from it in $XDG_RUNTIME_DIR. */
std::string user_socket_path(const std::string& state_dir);

/** Whether a path is short enough to bind or connect a unix socket to. */
bool fits_a_socket_address(const std::string& path);

}  // namespace nta
