// FILETIME: 100 ns units since 1601-01-01 UTC; 0 means never.
#pragma once

#include <chrono>
#include <cstdint>

namespace nta {

using FileTime = int64_t;
inline constexpr FileTime filetime_second = 10'000'000;
inline constexpr FileTime filetime_unix_epoch = 11'644'473'600 * filetime_second;

constexpr FileTime filetime_from_unix(int64_t seconds, int64_t nanoseconds = 0) {
  return filetime_unix_epoch + seconds * filetime_second + nanoseconds / 100;
}
constexpr FileTime filetime_from_unix_usec(uint64_t microseconds) {
  return microseconds ? filetime_unix_epoch + static_cast<int64_t>(microseconds) * 10 : 0;
}
/** Seconds since 1970, rounded down; 0 for never. */
constexpr int64_t unix_from_filetime(FileTime time) {
  return time ? (time - filetime_unix_epoch) / filetime_second : 0;
}

inline FileTime filetime_now() {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return filetime_unix_epoch + std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() / 100;
}

}  // namespace nta
