// Times and dates, and waiting.
#include <cerrno>
#include <chrono>
#include <ctime>

#include "api/ntadmin/boundary.h"
#include "base/filetime.h"

namespace nta::api {
namespace {

using namespace std::chrono;

constexpr uint16_t first_year = 1601, last_year = 30827;  // what a SYSTEMTIME can be
constexpr FileTime filetime_day = 24 * 60 * 60 * filetime_second;

FileTime number_of(const FILETIME& time) {
  return static_cast<FileTime>(uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime);
}

FILETIME filetime_of(FileTime number) {
  auto bits = static_cast<uint64_t>(number);
  return {static_cast<DWORD>(bits), static_cast<DWORD>(bits >> 32)};
}

Result<SYSTEMTIME> date_of(FileTime time) {
  if (time < 0) return fail(Win32::invalid_parameter, "a time beyond the year {}", last_year);
  sys_days day = sys_days(year(first_year) / 1 / 1) + days(time / filetime_day);
  year_month_day date(day);
  auto rest = static_cast<uint64_t>(time % filetime_day) / 10'000;  // milliseconds
  auto part = [&](uint64_t size) {
    auto value = static_cast<WORD>(rest % size);
    rest /= size;
    return value;
  };
  SYSTEMTIME made{};
  made.wYear = static_cast<WORD>(int{date.year()});
  made.wMonth = static_cast<WORD>(unsigned{date.month()});
  made.wDay = static_cast<WORD>(unsigned{date.day()});
  made.wDayOfWeek = static_cast<WORD>(weekday(day).c_encoding());
  made.wMilliseconds = part(1000);
  made.wSecond = part(60);
  made.wMinute = part(60);
  made.wHour = part(24);
  return made;
}

Result<FileTime> time_of(const SYSTEMTIME& date) {
  year_month_day day(year(date.wYear), month(date.wMonth), std::chrono::day(date.wDay));
  bool is_date = date.wYear >= first_year && date.wYear <= last_year && day.ok() && date.wHour < 24 &&
                 date.wMinute < 60 && date.wSecond < 60 && date.wMilliseconds < 1000;
  if (!is_date) return fail(Win32::invalid_parameter, "{}-{}-{} is no date", date.wYear, date.wMonth, date.wDay);
  FileTime since = (sys_days(day) - sys_days(year(first_year) / 1 / 1)).count() * filetime_day;
  int64_t seconds = (date.wHour * 60 + date.wMinute) * 60 + date.wSecond;
  return since + seconds * filetime_second + date.wMilliseconds * 10'000;
}

FileTime in_local_zone(FileTime time) {
  std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  return time + parts.tm_gmtoff * filetime_second;
}

uint64_t milliseconds_up() {
  timespec up{};
  clock_gettime(CLOCK_BOOTTIME, &up);
  return static_cast<uint64_t>(up.tv_sec) * 1000 + static_cast<uint64_t>(up.tv_nsec) / 1'000'000;
}

template <class Value, class Make>
BOOL hand_out(const void* from, Value* to, Make make) {
  return c_boundary([&]() -> Result<void> {
    if (!from || !to) return fail(Win32::invalid_parameter, "null argument");
    NTA_TRY(*to, make());
    return {};
  });
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

void Sleep(DWORD dwMilliseconds) {
  constexpr std::time_t for_ever = 1'000'000'000;
  timespec left{for_ever, 0};
  if (dwMilliseconds != INFINITE) left = {dwMilliseconds / 1000, static_cast<long>(dwMilliseconds % 1000) * 1'000'000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

DWORD GetTickCount() { return static_cast<DWORD>(milliseconds_up()); }

ULONGLONG GetTickCount64() { return milliseconds_up(); }

void GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime) {
  if (lpSystemTimeAsFileTime) *lpSystemTimeAsFileTime = filetime_of(nta::filetime_now());
}

void GetSystemTime(LPSYSTEMTIME lpSystemTime) {
  if (lpSystemTime) *lpSystemTime = *date_of(nta::filetime_now());
}

void GetLocalTime(LPSYSTEMTIME lpSystemTime) {
  if (lpSystemTime) *lpSystemTime = *date_of(in_local_zone(nta::filetime_now()));
}

BOOL FileTimeToSystemTime(const FILETIME* lpFileTime, LPSYSTEMTIME lpSystemTime) {
  return hand_out(lpFileTime, lpSystemTime, [&] { return date_of(number_of(*lpFileTime)); });
}

BOOL SystemTimeToFileTime(const SYSTEMTIME* lpSystemTime, LPFILETIME lpFileTime) {
  return hand_out(lpSystemTime, lpFileTime, [&]() -> nta::Result<FILETIME> {
    NTA_TRY(auto time, time_of(*lpSystemTime));
    return filetime_of(time);
  });
}

BOOL FileTimeToLocalFileTime(const FILETIME* lpFileTime, LPFILETIME lpLocalFileTime) {
  return hand_out(lpFileTime, lpLocalFileTime,
                  [&]() -> nta::Result<FILETIME> { return filetime_of(in_local_zone(number_of(*lpFileTime))); });
}
