// Texts of durations and times.
#include "tools/idle_time.h"

#include <fmt/format.h>

#include <ctime>

namespace nta::tools {

std::string idle_text(std::optional<int64_t> seconds) {
  // "none" ends one column before the numbers do, on Windows too.
  if (!seconds) return "none ";
  int64_t minutes = *seconds / 60;
  if (minutes < 1) return ".";
  int64_t hours = minutes / 60;
  if (hours < 1) return fmt::format("{}", minutes);
  if (hours < 24) return fmt::format("{}:{:02}", hours, minutes % 60);
  return fmt::format("{}+{:02}:{:02}", hours / 24, hours % 24, minutes % 60);
}

std::string logon_text(FileTime time) {
  if (!time) return "";
  auto seconds = static_cast<std::time_t>(unix_from_filetime(time));
  std::tm local{};
  localtime_r(&seconds, &local);
  int hour = local.tm_hour % 12 ? local.tm_hour % 12 : 12;
  return fmt::format("{}/{}/{} {}:{:02} {}", local.tm_mon + 1, local.tm_mday, local.tm_year + 1900, hour, local.tm_min,
                     local.tm_hour < 12 ? "AM" : "PM");
}

}  // namespace nta::tools
