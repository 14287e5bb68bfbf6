// What the kernel tells of a login's terminal, and of an address written as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/filetime.h"
#include "host/sessions/session.h"

namespace nta::host {

struct TerminalFacts {
  uint32_t device = 0;           // number of the terminal
  FileTime last_input_time = 0;  // when something was last read from it; the kernel keeps it to 8 s
};

/** `name` as in "pts/3" or "tty2"; null for what is not a terminal of this host. */
std::optional<TerminalFacts> look_at_terminal(const std::string& dev_root, std::string_view name);

/** The terminal that a process, or the nearest process below it, has: a login by sshd has none itself. Empty for none.
 */
std::string terminal_below(const std::string& proc_root, pid_t pid);

/** Numeric addresses only (a scope such as %eth0 is allowed); AF_UNSPEC for other text, and for none. */
Address address_of(std::string_view text);

}  // namespace nta::host
