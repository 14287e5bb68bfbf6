// Passwords from where they belong: a terminal that does not show them, or a file descriptor. Never the command line.
#pragma once

#include "tools/arguments.h"

namespace nta::tools {

inline constexpr Option password_fd_option{"password-fd", "N", "read the password from file descriptor N, one line"};

/** From --password-fd where it is given, else asked twice at the terminal. */
Result<std::u16string> new_password(const Arguments& arguments, const std::string& account);

/** The same for a password that exists already: asked once. */
Result<std::u16string> password_for(const Arguments& arguments, const std::string& account);

void wipe(std::u16string& secret);

/** The first line of a descriptor. */
Result<std::u16string> read_password(int fd);

}  // namespace nta::tools
