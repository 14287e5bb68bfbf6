// What `net user` takes and shows for times: days that accounts end, and the hours of a week.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::tools {

/** A bit an hour, Sunday's first one first. */
using LogonHours = std::array<BYTE, UNITS_PER_WEEK / 8>;

/** "M-F,9-18;Sa,8:00-12:00", "M-F,8am-6pm", "all", or nothing for never: hours of some place's own clock. */
Result<LogonHours> parse_logon_hours(const std::string& text);
/** "M-F,09:00-18:00;Sa,08:00-12:00", "All" or "None". */
std::string logon_hours_text(const LogonHours& hours);
/** The same hours on a clock that is so many hours ahead. */
LogonHours hours_later(const LogonHours& hours, int ahead);
/** How many whole hours this machine's clock is ahead of UTC now. */
int hours_ahead_of_utc();

/** The beginning of a day here ("2027-01-31", "01/31/2027"), or TIMEQ_FOREVER for "never". */
Result<DWORD> parse_expiry(const std::string& text);
/** A moment on this machine's clock. */
std::string moment_text(DWORD seconds);

/** Letters of both cases, digits and signs, none that looks like another: about 90 bits that nobody guesses. */
std::u16string random_password();

/** "yes" or "no". */
Result<bool> parse_yes_or_no(std::string_view option, const std::string& text);

}  // namespace nta::tools
