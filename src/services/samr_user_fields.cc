#include "services/samr_user_fields.h"

#include "base/utf16.h"

namespace nta::services {
namespace {

using namespace protocols;
using namespace user_field;
using accounts::Policy;
using accounts::User;

constexpr uint16_t hours_of_week = 168;
constexpr uint32_t most_hours_bytes = 1260;  // the room that every message claims

int64_t can_change_at(const User& user, const Policy& policy) {
  if (user.password_last_set == 0) return 0;
  return user.password_last_set + (policy.minimum_age == accounts::never ? 0 : policy.minimum_age);
}

int64_t must_change_at(const User& user, const Policy& policy) {
  bool never = !user.password_expires() || policy.maximum_age == accounts::never || policy.maximum_age == 0;
  if (user.password_last_set == 0) return never ? accounts::never : 0;
  return never ? accounts::never : user.password_last_set + policy.maximum_age;
}

SAMPR_LOGON_HOURS hours_image(const User& user, Arena& memory) {
  auto* bits = memory.make<uint8_t>(accounts::logon_hours_size);
  std::memset(bits, 0xFF, accounts::logon_hours_size);
  if (user.logon_hours.size() == accounts::logon_hours_size)
    std::memcpy(bits, user.logon_hours.data(), accounts::logon_hours_size);
  return {hours_of_week, most_hours_bytes, bits};
}

// Units of a day or a week are no hours: what is set in them cannot be kept.
Result<void> set_hours(User& user, const SAMPR_LOGON_HOURS& from) {
  user.logon_hours.clear();
  if (!from.LogonHours || from.UnitsPerWeek == 0) return {};
  if (from.UnitsPerWeek != hours_of_week)
    return fail(Win32::invalid_parameter, "logon hours in {} units: a week has {}", from.UnitsPerWeek, hours_of_week);
  ByteView bits = std::as_bytes(std::span(from.LogonHours, accounts::logon_hours_size));
  user.logon_hours.assign(bits.begin(), bits.end());
  return {};
}

RPC_UNICODE_STRING parameters_image(const User& user, Arena& memory) {
  std::u16string units(user.parameters.size() / 2, u'\0');
  std::memcpy(units.data(), user.parameters.data(), 2 * units.size());
  return counted_text(memory, units);
}

Result<void> set_parameters(User& user, const SAMPR_USER_ALL_INFORMATION& from) {
  ByteView bytes = std::as_bytes(std::span(text_of(from.Parameters)));
  user.parameters.assign(bytes.begin(), bytes.end());
  return {};
}

// Bits that tell a state are not set; that an account is one of a person cannot be taken from it.
Result<void> set_control(User& user, uint32_t control) {
  namespace bits = accounts::control;
  constexpr uint32_t told = bits::password_expired;
  uint32_t type = control & bits::account_types;
  if (type != 0 && type != (user.control & bits::account_types))
    return fail(Win32::invalid_parameter, "an account of type {:#x} stays that, and does not become {:#x}",
                user.control & bits::account_types, type);
  user.control = (control & ~(bits::account_types | told)) | (user.control & bits::account_types);
  return {};
}

struct FieldRow {
  uint32_t bit;
  uint32_t write;  // the right to set it
  Result<void> (*set)(User&, const SAMPR_USER_ALL_INFORMATION&);
};

template <auto Member, auto From>
Result<void> set_text(User& user, const SAMPR_USER_ALL_INFORMATION& from) {
  user.*Member = to_utf8(text_of(from.*From));
  return {};
}
template <auto Member, auto From>
Result<void> set_number(User& user, const SAMPR_USER_ALL_INFORMATION& from) {
  user.*Member = from.*From;
  return {};
}

using All = SAMPR_USER_ALL_INFORMATION;
constexpr FieldRow table[] = {
    {user_name, user_write_account, set_text<&User::name, &All::UserName>},
    {full_name, user_write_account, set_text<&User::full_name, &All::FullName>},
    {primary_group, user_write_account,
     [](User& user, const All& from) -> Result<void> {
       user.primary_group = accounts::Rid(from.PrimaryGroupId);
       return {};
     }},
    {admin_comment, user_write_account, set_text<&User::comment, &All::AdminComment>},
    {user_comment, user_write_preferences, set_text<&User::user_comment, &All::UserComment>},
    {home_directory, user_write_account, set_text<&User::home_directory, &All::HomeDirectory>},
    {home_drive, user_write_account, set_text<&User::home_drive, &All::HomeDirectoryDrive>},
    {script, user_write_account, set_text<&User::script_path, &All::ScriptPath>},
    {profile, user_write_account, set_text<&User::profile_path, &All::ProfilePath>},
    {workstations, user_write_account, set_text<&User::workstations, &All::WorkStations>},
    {logon_hours, user_write_account, [](User& user, const All& from) { return set_hours(user, from.LogonHours); }},
    {expires, user_write_account,
     [](User& user, const All& from) -> Result<void> {
       user.account_expires = from.AccountExpires == 0 ? accounts::never : from.AccountExpires;
       return {};
     }},
    {control, user_write_account,
     [](User& user, const All& from) { return set_control(user, from.UserAccountControl); }},
    {parameters, user_write_account, set_parameters},
    {country, user_write_preferences, set_number<&User::country_code, &All::CountryCode>},
    {code_page, user_write_preferences, set_number<&User::code_page, &All::CodePage>},
};

/** [MS-SAMR] 3.1.5.5.5.1: which fields each right shows. */
uint32_t readable(uint32_t granted) {
  uint32_t fields = 0;
  if (granted & user_read_general)
    fields |= user_name | full_name | user_id | primary_group | admin_comment | user_comment;
  if (granted & user_read_logon)
    fields |= home_directory | home_drive | script | profile | workstations | last_logon | last_logoff | logon_hours |
              bad_password_count | logon_count | can_change | must_change;
  if (granted & user_read_account) fields |= last_set | expires | control | parameters | password_expired | nt_password;
  if (granted & user_read_preferences) fields |= country | code_page;
  return fields;
}

// [MS-ADTS] 3.1.1.4.5.17: a password that never was set is one that has expired; not so where passwords do not expire.
bool is_expired(const User& user) {
  if (user.control & accounts::control::password_expired) return true;
  return user.password_last_set == 0 && user.password_expires();
}

}  // namespace

All user_image(const User& user, const Policy& policy, uint32_t granted, Arena& memory) {
  auto text = [&](const std::string& from) { return counted_utf8(memory, from); };
  All image{};
  image.WhichFields = readable(granted);
  uint32_t shown = image.WhichFields;
  if (shown & user_name) {
    image.UserName = text(user.name);
    image.FullName = text(user.full_name);
    image.AdminComment = text(user.comment);
    image.UserComment = text(user.user_comment);
    image.UserId = user.rid.value;
    image.PrimaryGroupId = user.primary_group.value;
  }
  if (shown & home_directory) {
    image.HomeDirectory = text(user.home_directory);
    image.HomeDirectoryDrive = text(user.home_drive);
    image.ScriptPath = text(user.script_path);
    image.ProfilePath = text(user.profile_path);
    image.WorkStations = text(user.workstations);
    image.LastLogon = user.last_logon;
    image.LastLogoff = user.last_logoff;
    image.LogonHours = hours_image(user, memory);
    image.BadPasswordCount = static_cast<uint16_t>(std::min(user.bad_password_count, 0xFFFFu));
    image.LogonCount = static_cast<uint16_t>(std::min(user.logon_count, 0xFFFFu));
    image.PasswordCanChange = can_change_at(user, policy);
    image.PasswordMustChange = must_change_at(user, policy);
  }
  if (shown & control) {
    image.PasswordLastSet = user.password_last_set;
    image.AccountExpires = user.account_expires;
    image.PasswordExpired = is_expired(user);
    image.UserAccountControl = user.control | (is_expired(user) ? accounts::control::password_expired : 0);
    image.Parameters = parameters_image(user, memory);
    image.NtPasswordPresent = 0;  // hashes are never told
  }
  if (shown & country) {
    image.CountryCode = static_cast<uint16_t>(user.country_code);
    image.CodePage = static_cast<uint16_t>(user.code_page);
  }
  return image;
}

uint32_t rights_to_set(uint32_t fields) {
  uint32_t rights = 0;
  for (const FieldRow& row : table)
    if (fields & row.bit) rights |= row.write;
  if (fields & (nt_password | lm_password | password_expired)) rights |= user_set_password;
  return rights;
}

Result<void> apply_fields(User& user, const All& from, uint32_t fields) {
  for (const FieldRow& row : table)
    if (fields & row.bit) NTA_CHECK(row.set(user, from));
  return {};
}

}  // namespace nta::services
