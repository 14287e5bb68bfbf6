#include "host/accounts/rules.h"

#include <algorithm>

#include "base/utf16.h"

namespace nta::accounts {
namespace {

constexpr size_t longest_user_name = 20;
constexpr size_t longest_group_name = 256;
constexpr size_t longest_unix_name = 32;  // what useradd takes
constexpr size_t longest_text = 1024;     // of an account's fields, in UTF-16 units; UNLEN and PATHLEN are below it
constexpr size_t longest_parameters = 32767;
constexpr int64_t longest_duration = 36525 * day_ticks;  // added to any time of today it is a time
constexpr size_t shortest_name_part = 3;                 // shorter parts of a name may be in the password

// Who has such a name would be taken for what everybody knows by it ([MS-DTYP] 2.4.2.4): names are looked up among the
// accounts first.
constexpr std::string_view reserved[] = {"Everyone",
                                         "SYSTEM",
                                         "LOCAL SERVICE",
                                         "NETWORK SERVICE",
                                         "Authenticated Users",
                                         "ANONYMOUS LOGON",
                                         "INTERACTIVE",
                                         "NETWORK",
                                         "BATCH",
                                         "SERVICE",
                                         "DIALUP",
                                         "PROXY",
                                         "SELF",
                                         "RESTRICTED",
                                         "CONSOLE LOGON",
                                         "NULL SID",
                                         "CREATOR OWNER",
                                         "CREATOR GROUP",
                                         "OWNER RIGHTS",
                                         "TERMINAL SERVER USER",
                                         "REMOTE INTERACTIVE LOGON",
                                         "This Organization",
                                         "ENTERPRISE DOMAIN CONTROLLERS",
                                         "BUILTIN",
                                         "NT AUTHORITY"};

constexpr std::u16string_view forbidden = u"\"/\\[]:|<>+=;,?*";
constexpr std::u16string_view punctuation = u"()`~!@#$%^&*_-+=|\\{}[]:;\"'<>,.?/";
constexpr std::u16string_view name_separators = u" ,.-_#\t";

Error bad_name(std::string_view name, std::string_view why) {
  return fail(Win32::bad_username, "'{}' cannot be a name: {}", name, why);
}

bool contains(std::u16string_view text, char16_t unit) { return text.find(unit) != std::u16string_view::npos; }

// [MS-SAMR] 3.1.1.7.1: three of the five kinds of characters. Letters beyond A-Z and a-z are the fifth.
int kinds_of_characters(std::u16string_view password) {
  bool upper = false, lower = false, digit = false, mark = false, letter = false;
  for (char16_t unit : password) {
    if (unit >= u'A' && unit <= u'Z')
      upper = true;
    else if (unit >= u'a' && unit <= u'z')
      lower = true;
    else if (unit >= u'0' && unit <= u'9')
      digit = true;
    else if (contains(punctuation, unit))
      mark = true;
    else if (unit >= 0xAA)
      letter = true;
  }
  return upper + lower + digit + mark + letter;
}

bool holds_part_of(std::u16string_view password, std::u16string_view part) {
  return part.size() >= shortest_name_part && password.find(part) != std::u16string_view::npos;
}

bool holds_name(std::u16string_view password, const User& user) {
  std::u16string upper = upper_case(password);
  if (holds_part_of(upper, upper_case(to_utf16(user.name)))) return true;
  std::u16string rest = upper_case(to_utf16(user.full_name));
  std::u16string_view left = rest;
  while (!left.empty()) {
    size_t end = std::min(left.find_first_of(name_separators), left.size());
    if (holds_part_of(upper, left.substr(0, end))) return true;
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return false;
}

}  // namespace

std::string name_key(std::string_view name) { return to_utf8(upper_case(to_utf16(name))); }

namespace {

Result<void> check_name(std::string_view name, size_t longest) {
  std::u16string text = to_utf16(name);
  if (text.empty()) return bad_name(name, "it is empty");
  if (text.size() > longest)
    return fail(Win32::bad_username, "a name of {} characters is longer than {}", text.size(), longest);
  for (char16_t unit : text)
    if (unit < u' ' || contains(forbidden, unit))
      return bad_name(name, "control characters and \" / \\ [ ] : | < > + = ; , ? * are not allowed");
  if (text.find_first_not_of(u" .") == std::u16string::npos) return bad_name(name, "it is only spaces and periods");
  for (std::string_view each : reserved)
    if (equal_ignoring_case(each, name)) return bad_name(name, "it stands for something of the system's");
  if (text.back() == u'.') return bad_name(name, "it ends in a period");
  if (text.back() == u' ' || text.front() == u' ') return bad_name(name, "it starts or ends with a space");
  return {};
}

}  // namespace

Result<void> check_name(Kind kind, std::string_view name) {
  return check_name(name, kind == Kind::user ? longest_user_name : longest_group_name);
}

Result<void> check_unix_name(std::string_view name) {
  if (name.ends_with('$')) return bad_name(name, "it is a machine's");
  return check_name(name, longest_unix_name);
}

Result<void> check_user(const User& user) {
  for (const std::string* text : {&user.full_name, &user.comment, &user.user_comment, &user.home_directory,
                                  &user.home_drive, &user.script_path, &user.profile_path, &user.workstations})
    if (to_utf16(*text).size() > longest_text)
      return fail(Win32::invalid_parameter, "a text of user '{}' is longer than {} characters", user.name,
                  longest_text);
  if (!user.logon_hours.empty() && user.logon_hours.size() != logon_hours_size)
    return fail(Win32::invalid_parameter, "logon hours of {} bytes, not {}", user.logon_hours.size(), logon_hours_size);
  if (user.parameters.size() > longest_parameters)
    return fail(Win32::invalid_parameter, "parameters of {} bytes", user.parameters.size());
  uint32_t type = user.control & control::account_types;
  if (type == 0 || (type & (type - 1)) != 0)
    return fail(Win32::invalid_parameter, "account control {:#x} names not exactly one account type", user.control);
  if (user.account_expires < 0)
    return fail(Win32::invalid_parameter, "an account cannot expire at {}", user.account_expires);
  return {};
}

Result<void> check_comment(std::string_view group, std::string_view comment) {
  if (to_utf16(comment).size() <= longest_text) return {};
  return fail(Win32::invalid_parameter, "the comment of group '{}' is longer than {} characters", group, longest_text);
}

// [MS-SAMR] 3.1.1.6, and what the API says of each member (a greatest age of at least a day).
Result<void> check_policy(const Policy& policy) {
  auto wrong = [](std::string_view what) { return fail(Win32::invalid_parameter, "{}", what); };
  if (policy.minimum_length > longest_password) return wrong("the least password length is above 256");
  if (policy.history_length > longest_history) return wrong("the password history is longer than 1024");
  for (int64_t duration :
       {policy.maximum_age, policy.minimum_age, policy.force_logoff, policy.lockout_window, policy.lockout_duration})
    if (duration < 0 || (duration > longest_duration && duration != never))
      return wrong("a duration is negative or above 100 years");
  if (policy.maximum_age < day_ticks) return wrong("the greatest password age is below one day");
  if (policy.minimum_age > policy.maximum_age) return wrong("the least password age is above the greatest");
  if (policy.lockout_duration < policy.lockout_window)
    return wrong("the lock-out is shorter than the window in which wrong passwords are counted");
  if (policy.lockout_threshold > 0xFFFF) return wrong("the lock-out threshold is above 65535");
  return {};
}

Result<void> check_password(const Policy& policy, const User& user, std::u16string_view password) {
  if (password.size() > longest_password)
    return fail(Win32::password_too_long, "the password is longer than {} characters", longest_password);
  if (user.control & control::password_not_required) return {};
  if (password.size() < policy.minimum_length)
    return fail(Win32::password_too_short, "the password is shorter than {} characters", policy.minimum_length);
  if (!policy.complexity) return {};
  if (holds_name(password, user))
    return fail(Win32::password_not_complex_enough, "the password contains the user's name");
  if (kinds_of_characters(password) < 3)
    return fail(Win32::password_not_complex_enough,
                "the password needs three of: capitals, small letters, digits, punctuation, other letters");
  return {};
}

}  // namespace nta::accounts
