// What a command says beside its data: on stderr.
#pragma once

#include <fmt/core.h>

#include <cstdio>

#include "base/printable.h"
#include "tools/server.h"

namespace nta::tools {

template <class... Args>
void talk(fmt::format_string<Args...> format, Args&&... args) {
  fmt::print(stderr, "{}\n", printable_lines(fmt::format(format, std::forward<Args>(args)...)));
}

/** Why `verb` ("log off") could not be done to a session. */
inline Error act_error(const Server& server, DWORD session, std::string_view verb) {
  auto reason = static_cast<Win32>(GetLastError());
  constexpr DWORD first_listener = 65536;
  if (reason == Win32::ctx_winstation_not_found && session >= first_listener)
    return fail(reason, "no session {} on {}; ids from {} on are those of listeners", session, server.place(),
                first_listener);
  if (reason == Win32::ctx_winstation_not_found) return fail(reason, "no session {} on {}", session, server.place());
  if (reason == Win32::access_denied && session == 0)
    return fail(reason, "cannot {} session 0 of {}; it is that of the system's services and stays", verb,
                server.place());
  return fail(reason, "cannot {} session {} of {}", verb, session, server.place());
}

}  // namespace nta::tools
