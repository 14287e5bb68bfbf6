#include "tools/net_user_values.h"

#include <algorithm>
#include <ctime>
#include <random>

#include "base/utf16.h"
#include "tools/arguments.h"

namespace nta::tools {
namespace {

constexpr int hours_of_day = UNITS_PER_DAY, days_of_week = 7;
constexpr std::array<std::string_view, days_of_week> short_days = {"Su", "M", "T", "W", "Th", "F", "Sa"};
constexpr std::array<std::string_view, days_of_week> long_days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                                  "Thursday", "Friday", "Saturday"};

bool has_hour(const LogonHours& hours, int hour) { return hours[hour / 8] >> (hour % 8) & 1; }
void add_hour(LogonHours& hours, int hour) { hours[hour / 8] |= static_cast<BYTE>(1 << (hour % 8)); }

std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t from = 0;;) {
    size_t to = text.find(separator, from);
    parts.emplace_back(text.substr(from, to - from));
    if (to == text.npos) return parts;
    from = to + 1;
  }
}

struct Range {
  int first;
  int last;
};

std::optional<int> day_of(std::string_view text) {
  for (int day = 0; day < days_of_week; ++day)
    if (equal_ignoring_case(text, short_days[day]) || equal_ignoring_case(text, long_days[day])) return day;
  return std::nullopt;
}

/** "9", "9:00", "09:00", "9am", "6PM"; whole hours, up to 24. */
std::optional<int> hour_of(std::string_view text) {
  std::optional<bool> afternoon;
  if (text.size() > 2 && equal_ignoring_case(text.substr(text.size() - 2), "am")) afternoon = false;
  if (text.size() > 2 && equal_ignoring_case(text.substr(text.size() - 2), "pm")) afternoon = true;
  if (afternoon) text.remove_suffix(2);
  if (text.ends_with(":00")) text.remove_suffix(3);
  auto number = parse_number(text);
  if (!number || *number > (afternoon ? 12u : 24u) || (afternoon && *number == 0)) return std::nullopt;
  int hour = static_cast<int>(*number);
  return afternoon ? hour % 12 + (*afternoon ? 12 : 0) : hour;
}

template <class One>
std::optional<Range> range_of(const std::string& text, One one) {
  size_t dash = text.find('-');
  auto first = one(std::string_view(text).substr(0, dash));
  auto last = dash == text.npos ? first : one(std::string_view(text).substr(dash + 1));
  if (!first || !last) return std::nullopt;
  return Range{*first, *last};
}

/** Hours of one day; up to midnight where the end is 0 or "12am". Without a dash: that one hour. */
bool add_hours(LogonHours& hours, const Range& days, const std::string& text) {
  auto range = range_of(text, hour_of);
  if (!range || range->first == hours_of_day) return false;
  bool one = text.find('-') == text.npos;
  int end = one ? range->first + 1 : range->last == 0 ? hours_of_day : range->last;
  if (end <= range->first) return false;
  for (int day = days.first;; day = (day + 1) % days_of_week) {
    for (int hour = range->first; hour < end; ++hour) add_hour(hours, day * hours_of_day + hour);
    if (day == days.last) return true;
  }
}

/** "M-F,9-12,13-18": days first, then hours; days without hours are whole ones. */
bool add_days(LogonHours& hours, const std::string& text) {
  bool has_hours = false;
  std::vector<Range> all_days;
  auto parts = parts_of(text, ',');
  for (const std::string& part : parts) {
    if (auto more = range_of(part, day_of); more && !has_hours) {
      all_days.push_back(*more);
      continue;
    }
    has_hours = true;
    for (const Range& each : all_days)
      if (!add_hours(hours, each, part)) return false;
  }
  if (!has_hours)
    for (const Range& each : all_days) add_hours(hours, each, "0-24");
  return !all_days.empty();
}

/** "09:00-18:00,20:00-22:00" of one day; empty for none. */
std::string day_text(const LogonHours& hours, int day) {
  std::string text;
  for (int hour = 0; hour < hours_of_day; ++hour) {
    if (!has_hour(hours, day * hours_of_day + hour)) continue;
    int from = hour;
    while (hour < hours_of_day && has_hour(hours, day * hours_of_day + hour)) ++hour;
    text += fmt::format("{}{:02}:00-{:02}:00", text.empty() ? "" : ",", from, hour);
  }
  return text;
}

std::optional<tm> day_from(const std::string& text) {
  for (const char* form : {"%Y-%m-%d", "%m/%d/%Y"}) {
    tm parts{};
    const char* end = strptime(text.c_str(), form, &parts);
    if (end && *end == '\0') return parts;
  }
  return std::nullopt;
}

}  // namespace

Result<LogonHours> parse_logon_hours(const std::string& text) {
  LogonHours hours{};
  if (text.empty()) return hours;
  if (equal_ignoring_case(text, "all")) {
    hours.fill(0xFF);
    return hours;
  }
  for (const std::string& part : parts_of(text, ';'))
    if (!add_days(hours, part))
      return misuse("'{}' is no time of a week: days and whole hours, as in 'M-F,9-18;Sa,8am-12pm', or 'all'", part);
  return hours;
}

std::string logon_hours_text(const LogonHours& hours) {
  std::string text;
  for (int day = 0; day < days_of_week; ++day) {
    std::string here = day_text(hours, day);
    if (here.empty()) continue;
    int last = day;
    while (last + 1 < days_of_week && day_text(hours, last + 1) == here) ++last;
    if (last - day == days_of_week - 1 && here == "00:00-24:00") return "All";
    std::string days(short_days[day]);
    if (last != day) days += fmt::format("-{}", short_days[last]);
    text += fmt::format("{}{},{}", text.empty() ? "" : ";", days, here);
    day = last;
  }
  return text.empty() ? "None" : text;
}

LogonHours hours_later(const LogonHours& hours, int ahead) {
  LogonHours later{};
  for (int hour = 0; hour < UNITS_PER_WEEK; ++hour)
    if (has_hour(hours, hour)) add_hour(later, ((hour + ahead) % UNITS_PER_WEEK + UNITS_PER_WEEK) % UNITS_PER_WEEK);
  return later;
}

int hours_ahead_of_utc() {
  time_t now = time(nullptr);
  tm here{};
  localtime_r(&now, &here);
  return static_cast<int>(here.tm_gmtoff / 3600);
}

Result<DWORD> parse_expiry(const std::string& text) {
  if (equal_ignoring_case(text, "never")) return DWORD{TIMEQ_FOREVER};
  auto day = day_from(text);
  if (!day) return misuse("'{}' is no day: write it as 2027-01-31, or 'never'", text);
  tm parts = *day;
  parts.tm_isdst = -1;
  time_t seconds = mktime(&parts);
  bool same = parts.tm_mday == day->tm_mday && parts.tm_mon == day->tm_mon;  // there is no 31st of February
  if (!same || seconds <= 0 || seconds >= time_t{TIMEQ_FOREVER})
    return misuse("'{}' is no day between 1970 and 2106", text);
  return static_cast<DWORD>(seconds);
}

std::string moment_text(DWORD seconds) {
  time_t moment = seconds;
  tm parts{};
  localtime_r(&moment, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

Result<bool> parse_yes_or_no(std::string_view option, const std::string& text) {
  if (equal_ignoring_case(text, "yes")) return true;
  if (equal_ignoring_case(text, "no")) return false;
  return misuse("/{}:{}: yes or no", option, text);
}

std::u16string random_password() {
  constexpr std::array<std::u16string_view, 4> kinds = {u"abcdefghijkmnpqrstuvwxyz", u"ABCDEFGHJKLMNPQRSTUVWXYZ",
                                                        u"23456789", u"#%+-=?@"};
  constexpr size_t length = 16;
  std::random_device kernel;
  std::u16string all, text;
  for (auto kind : kinds) all += kind;
  auto one_of = [&](std::u16string_view from) {
    return from[std::uniform_int_distribution<size_t>(0, from.size() - 1)(kernel)];
  };
  for (auto kind : kinds) text += one_of(kind);  // each of them, as rules of complexity want it
  while (text.size() < length) text += one_of(all);
  std::shuffle(text.begin(), text.end(), kernel);
  return text;
}

}  // namespace nta::tools
