// Log and audit lines. One line an event, to stderr (journald adds the rest) or to a file.
//
// A line starts with a stable id, so that it can be searched for: log::warning("session-orphan", "…"). What a stranger
// on the network can trigger is debug level. Secrets never reach this file.
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace nta::log {

enum class Level { debug, info, warning, error };

/** Where lines go: stderr until told otherwise. `path` empty means stderr. Opening a path again follows it to a new
 * file (log rotation). When a file cannot be opened, lines go on where they went. Other threads may be writing. */
Result<void> open(Level least, const std::string& path);

void write(Level level, std::string_view id, std::string_view text);

template <class... Args>
void debug(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::debug, id, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::info, id, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::warning, id, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::error, id, fmt::format(format, std::forward<Args>(args)...));
}

/** One audit line: who did what to what, from where, with which result. Never filtered by level. */
struct Audit {
  std::string_view who;     // DOMAIN\user (SID)
  std::string_view from;    // "pid 123" or an address
  std::string_view action;  // "session.logoff"
  std::string_view target;  // "session 3 (alice)"
  uint32_t result;          // Win32 code
};
void audit(const Audit& line);

}  // namespace nta::log
