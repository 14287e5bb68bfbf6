#include "api/netapi32/user_fields.h"

#include <algorithm>

#include "base/filetime.h"
#include "base/utf16.h"
#include "describe/memory.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/samr_user_bits.h"

namespace nta::api {
namespace {

using namespace protocols;
using All = SAMPR_USER_ALL_INFORMATION;

struct BitPair {
  uint32_t flag;
  uint32_t control;
};
constexpr BitPair bit_pairs[] = {
    {UF_ACCOUNTDISABLE, user_control::disabled},
    {UF_HOMEDIR_REQUIRED, user_control::home_directory_required},
    {UF_PASSWD_NOTREQD, user_control::password_not_required},
    {UF_TEMP_DUPLICATE_ACCOUNT, user_control::temporary_duplicate},
    {UF_NORMAL_ACCOUNT, user_control::normal},
    {UF_MNS_LOGON_ACCOUNT, user_control::mns_logon},
    {UF_INTERDOMAIN_TRUST_ACCOUNT, user_control::interdomain_trust},
    {UF_WORKSTATION_TRUST_ACCOUNT, user_control::workstation_trust},
    {UF_SERVER_TRUST_ACCOUNT, user_control::server_trust},
    {UF_DONT_EXPIRE_PASSWD, user_control::password_never_expires},
    {UF_LOCKOUT, user_control::locked},
    {UF_ENCRYPTED_TEXT_PASSWORD_ALLOWED, user_control::encrypted_text_password_allowed},
    {UF_SMARTCARD_REQUIRED, user_control::smartcard_required},
    {UF_TRUSTED_FOR_DELEGATION, user_control::trusted_for_delegation},
    {UF_NOT_DELEGATED, user_control::not_delegated},
    {UF_USE_DES_KEY_ONLY, user_control::des_key_only},
    {UF_DONT_REQUIRE_PREAUTH, user_control::no_preauthentication},
    {UF_PASSWORD_EXPIRED, user_control::password_expired},
};

// Seconds since 1970, 0 for a time that never was.
uint32_t seconds_from(int64_t time) {
  if (time <= 0 || time == INT64_MAX) return 0;
  int64_t seconds = unix_from_filetime(time);
  return seconds < 0 ? 0 : static_cast<uint32_t>(std::min<int64_t>(seconds, UINT32_MAX));
}

uint32_t expiry_from(int64_t time) { return time == 0 || time == INT64_MAX ? TIMEQ_FOREVER : seconds_from(time); }

uint32_t password_age(const All& all) {
  int64_t now = filetime_now();
  bool unknown = all.PasswordLastSet <= 0 || all.PasswordLastSet > now;
  return unknown ? 0 : static_cast<uint32_t>((now - all.PasswordLastSet) / filetime_second);
}

uint32_t flags_of(const UserFacts& facts) {
  uint32_t flags = flags_from_control(facts.all->UserAccountControl);
  if (facts.all->PasswordExpired) flags |= UF_PASSWORD_EXPIRED;
  if (facts.may_not_change) flags |= UF_PASSWD_CANT_CHANGE;
  return flags;
}

using Target = UserFiller::Target;

void put(const Target& to, uint32_t number) { describe::store(to.member, number); }
void put(const Target& to, const RPC_UNICODE_STRING& text) {
  describe::store(to.member, to.memory.text(text_of(text)));
}
void put(const Target& to, std::u16string_view text) { describe::store(to.member, to.memory.text(text)); }
void put(const Target& to, const Sid& sid) {
  Bytes bytes = sid.bytes();
  describe::store(to.member, to.memory.copy(std::span<const std::byte>(bytes)));
}

void put_hours(const Target& to, const SAMPR_LOGON_HOURS& hours) {
  constexpr size_t size = UNITS_PER_WEEK / 8;
  auto* bits = to.memory.make<uint8_t>(size);
  std::memset(bits, 0xFF, size);
  if (hours.LogonHours && hours.UnitsPerWeek == UNITS_PER_WEEK) std::memcpy(bits, hours.LogonHours, size);
  describe::store(to.member, bits);
}

using Put = UserFiller::Put;
using Take = Result<void> (*)(UserWish&, const void*, Purpose);

/** One member, whichever levels have it. No Take: what is given for it is passed over. */
struct Member {
  std::string_view name;
  DWORD number;  // of the member, for parm_err
  Put put;
  Take take;
};

std::u16string_view text_at(const void* member) { return view_or_empty(describe::load<const char16_t*>(member)); }

// A null text is an empty one for a new user, and keeps what there is of an old one.
template <auto Field, uint32_t Bit>
Result<void> take_text(UserWish& wish, const void* member, Purpose) {
  if (!describe::load<const char16_t*>(member)) return {};
  wish.all.*Field = counted(text_at(member));
  wish.all.WhichFields |= Bit;
  return {};
}
template <auto Field, uint32_t Bit>
Result<void> take_number(UserWish& wish, const void* member, Purpose) {
  using Number = std::remove_reference_t<decltype(wish.all.*Field)>;
  auto value = describe::load<uint32_t>(member);
  if (value > std::numeric_limits<Number>::max()) return fail(Win32::invalid_parameter, "{} is too large", value);
  wish.all.*Field = static_cast<Number>(value);
  wish.all.WhichFields |= Bit;
  return {};
}
template <auto Field>
void put_text(const Target& to, const UserFacts& facts) {
  put(to, facts.all->*Field);
}
template <auto Field>
void put_number(const Target& to, const UserFacts& facts) {
  put(to, static_cast<uint32_t>(facts.all->*Field));
}

Result<void> take_workstations(UserWish& wish, const void* member, Purpose purpose) {
  constexpr auto most = 8;
  std::u16string_view names = text_at(member);
  if (std::count(names.begin(), names.end(), u',') >= most)
    return fail(Win32::invalid_parameter, "more than {} workstations", most);
  return take_text<&All::WorkStations, user_field::workstations>(wish, member, purpose);
}

Result<void> take_drive(UserWish& wish, const void* member, Purpose purpose) {
  std::u16string_view drive = text_at(member);
  auto letter = drive.empty() ? u'A' : drive[0] & ~0x20;
  bool is_drive = drive.empty() || (drive.size() == 2 && letter >= u'A' && letter <= u'Z' && drive[1] == u':');
  if (!is_drive) return fail(Win32::invalid_parameter, "'{}' is no drive like 'H:'", to_utf8(drive));
  return take_text<&All::HomeDirectoryDrive, user_field::home_drive>(wish, member, purpose);
}

Result<void> take_name(UserWish& wish, const void* member, Purpose) {
  if (text_at(member).empty()) return fail(Win32::invalid_parameter, "a user has a name");
  wish.all.UserName = counted(text_at(member));
  wish.all.WhichFields |= user_field::user_name;
  return {};
}

Result<void> take_password(UserWish& wish, const void* member, Purpose purpose) {
  const auto* text = describe::load<const char16_t*>(member);
  bool kept = purpose == Purpose::set && (!text || std::u16string_view(text) == std::u16string(14, u' '));
  if (!kept) wish.password = std::u16string(view_or_empty(text));
  return {};
}

Result<void> take_hash(UserWish& wish, const void* member, Purpose) {
  wish.lm_hash = auth::Key(ByteView(static_cast<const std::byte*>(member), auth::Key::size));
  return {};
}

Result<void> take_flags(UserWish& wish, const void* member, Purpose purpose) {
  auto flags = describe::load<uint32_t>(member);
  if (flags & ~uint32_t{UF_SETTABLE_BITS}) return fail(Win32::invalid_parameter, "flags {:#x}", flags);
  wish.all.UserAccountControl = control_from_flags(flags);
  bool tells_type = flags & UF_ACCOUNT_TYPE_MASK;
  if (!tells_type && purpose == Purpose::add) wish.all.UserAccountControl |= control_from_flags(UF_NORMAL_ACCOUNT);
  wish.keeps_type = !tells_type && purpose == Purpose::set;
  wish.all.WhichFields |= user_field::control;
  wish.may_not_change = (flags & UF_PASSWD_CANT_CHANGE) != 0;
  return {};
}

// The only choice is an ordinary user, or what is so already: what somebody may do, groups say.
Result<void> take_privilege(UserWish& wish, const void* member, Purpose purpose) {
  auto privilege = describe::load<uint32_t>(member);
  if (purpose == Purpose::set) wish.privilege = privilege;
  if (purpose == Purpose::set || privilege == USER_PRIV_USER) return {};
  return fail(Win32::invalid_parameter, "a new user is an ordinary one, not {}", privilege);
}

Result<void> take_expiry(UserWish& wish, const void* member, Purpose) {
  auto seconds = describe::load<uint32_t>(member);
  wish.all.AccountExpires = seconds == TIMEQ_FOREVER ? INT64_MAX : filetime_from_unix(seconds);
  wish.all.WhichFields |= user_field::expires;
  return {};
}

Result<void> take_units(UserWish&, const void* member, Purpose) {
  auto units = describe::load<uint32_t>(member);
  if (units == UNITS_PER_WEEK) return {};
  return fail(Win32::invalid_parameter, "{} units a week: they are hours, {} of them", units, UNITS_PER_WEEK);
}

Result<void> take_hours(UserWish& wish, const void* member, Purpose) {
  auto* bits = describe::load<uint8_t*>(member);
  if (!bits) return {};
  wish.all.LogonHours = {UNITS_PER_WEEK, 1260, bits};
  wish.all.WhichFields |= user_field::logon_hours;
  return {};
}

Result<void> take_expired(UserWish& wish, const void* member, Purpose) {
  wish.all.PasswordExpired = describe::load<uint32_t>(member) != 0;
  wish.all.WhichFields |= user_field::password_expired;
  return {};
}

void put_nothing(const Target&, const UserFacts&) {}

constexpr Member members[] = {
    {"name", USER_NAME_PARMNUM, put_text<&All::UserName>, take_name},
    {"password", USER_PASSWORD_PARMNUM, put_nothing, take_password},
    {"password_age", USER_PASSWORD_AGE_PARMNUM, [](auto& to, auto& facts) { put(to, password_age(*facts.all)); },
     nullptr},
    {"priv", USER_PRIV_PARMNUM, [](auto& to, auto& facts) { put(to, facts.privilege); }, take_privilege},
    {"home_dir", USER_HOME_DIR_PARMNUM, put_text<&All::HomeDirectory>,
     take_text<&All::HomeDirectory, user_field::home_directory>},
    {"comment", USER_COMMENT_PARMNUM, put_text<&All::AdminComment>,
     take_text<&All::AdminComment, user_field::admin_comment>},
    {"flags", USER_FLAGS_PARMNUM, [](auto& to, auto& facts) { put(to, flags_of(facts)); }, take_flags},
    {"script_path", USER_SCRIPT_PATH_PARMNUM, put_text<&All::ScriptPath>,
     take_text<&All::ScriptPath, user_field::script>},
    {"auth_flags", USER_AUTH_FLAGS_PARMNUM, [](auto& to, auto& facts) { put(to, facts.operator_of); }, nullptr},
    {"full_name", USER_FULL_NAME_PARMNUM, put_text<&All::FullName>, take_text<&All::FullName, user_field::full_name>},
    {"usr_comment", USER_USR_COMMENT_PARMNUM, put_text<&All::UserComment>,
     take_text<&All::UserComment, user_field::user_comment>},
    {"parms", USER_PARMS_PARMNUM, put_text<&All::Parameters>, take_text<&All::Parameters, user_field::parameters>},
    {"workstations", USER_WORKSTATIONS_PARMNUM, put_text<&All::WorkStations>, take_workstations},
    {"last_logon", USER_LAST_LOGON_PARMNUM, [](auto& to, auto& facts) { put(to, seconds_from(facts.all->LastLogon)); },
     nullptr},
    {"last_logoff", USER_LAST_LOGOFF_PARMNUM, [](auto& to, auto&) { put(to, 0u); }, nullptr},
    {"acct_expires", USER_ACCT_EXPIRES_PARMNUM,
     [](auto& to, auto& facts) { put(to, expiry_from(facts.all->AccountExpires)); }, take_expiry},
    {"max_storage", USER_MAX_STORAGE_PARMNUM, [](auto& to, auto&) { put(to, uint32_t{USER_MAXSTORAGE_UNLIMITED}); },
     nullptr},
    {"units_per_week", USER_UNITS_PER_WEEK_PARMNUM, [](auto& to, auto&) { put(to, uint32_t{UNITS_PER_WEEK}); },
     take_units},
    {"logon_hours", USER_LOGON_HOURS_PARMNUM, [](auto& to, auto& facts) { put_hours(to, facts.all->LogonHours); },
     take_hours},
    {"bad_pw_count", USER_PAD_PW_COUNT_PARMNUM, put_number<&All::BadPasswordCount>, nullptr},
    {"num_logons", USER_NUM_LOGONS_PARMNUM, put_number<&All::LogonCount>, nullptr},
    {"logon_server", USER_LOGON_SERVER_PARMNUM, [](auto& to, auto&) { put(to, std::u16string_view(u"\\\\*")); },
     nullptr},
    {"country_code", USER_COUNTRY_CODE_PARMNUM, put_number<&All::CountryCode>,
     take_number<&All::CountryCode, user_field::country>},
    {"code_page", USER_CODE_PAGE_PARMNUM, put_number<&All::CodePage>,
     take_number<&All::CodePage, user_field::code_page>},
    {"user_id", 0, put_number<&All::UserId>, nullptr},
    {"internet_identity", 0, [](auto& to, auto&) { put(to, 0u); }, nullptr},  // level 24: for accounts of Windows Live
    {"internet_provider_name", 0, [](auto& to, auto&) { put(to, std::u16string_view()); }, nullptr},
    {"internet_principal_name", 0, [](auto& to, auto&) { put(to, std::u16string_view()); }, nullptr},
    {"user_sid", 0, [](auto& to, auto& facts) { put(to, facts.sid); }, nullptr},
    {"primary_group_id", USER_PRIMARY_GROUP_PARMNUM, put_number<&All::PrimaryGroupId>,
     take_number<&All::PrimaryGroupId, user_field::primary_group>},
    {"profile", USER_PROFILE_PARMNUM, put_text<&All::ProfilePath>, take_text<&All::ProfilePath, user_field::profile>},
    {"home_dir_drive", USER_HOME_DIR_DRIVE_PARMNUM, put_text<&All::HomeDirectoryDrive>, take_drive},
    {"password_expired", 0, [](auto& to, auto& facts) { put(to, uint32_t{facts.all->PasswordExpired != 0}); },
     take_expired},
};

constexpr Member password_hash{"password", USER_PASSWORD_PARMNUM, put_nothing, take_hash};

// The levels from 3 on leave rights to the groups, and only the level of hours alone can have others than those of a
// week.
bool is_ignored(const describe::Type& level, const Member& member) {
  constexpr uint32_t hours_alone = 2;  // members
  return (member.number == USER_PRIV_PARMNUM && has_member(level, "primary_group_id")) ||
         (member.number == USER_UNITS_PER_WEEK_PARMNUM && level.field_count != hours_alone);
}

// Where a hash is one member of many, zeros stand for none, as a null password does.
bool is_no_hash(const describe::Type& level, const Member& member, const std::byte* value) {
  return &member == &password_hash && level.field_count > 1 &&
         std::all_of(value, value + auth::Key::size, [](std::byte each) { return each == std::byte{}; });
}

const Member* find_member(const describe::Field& field) {
  if (field.name == password_hash.name && field.type->form == describe::Form::fixed_array) return &password_hash;
  for (const Member& each : members)
    if (each.name == field.name) return &each;
  return nullptr;
}

}  // namespace

uint32_t flags_from_control(uint32_t control) {
  uint32_t flags = UF_SCRIPT;
  for (const BitPair& pair : bit_pairs)
    if (control & pair.control) flags |= pair.flag;
  return flags;
}

uint32_t control_from_flags(uint32_t flags) {
  uint32_t control = 0;
  for (const BitPair& pair : bit_pairs)
    if (flags & pair.flag) control |= pair.control;
  return control;
}

bool has_member(const describe::Type& level, std::string_view name) {
  for (const describe::Field& field : level)
    if (field.name == name) return true;
  return false;
}

UserFiller::UserFiller(const describe::Type& level) {
  for (const describe::Field& field : level)
    if (const Member* member = find_member(field)) steps_.push_back({member->put, field.offset});
}

void UserFiller::fill(void* row, const UserFacts& facts, Arena& memory) const {
  for (const Step& step : steps_) step.put({describe::at(row, step.offset), memory}, facts);
}

Result<void> read_user(const describe::Type& level, const void* row, Purpose purpose, UserWish& wish, DWORD& at_fault) {
  for (const describe::Field& field : level) {
    const Member* member = find_member(field);
    if (!member || !member->take || is_ignored(level, *member)) continue;
    if (is_no_hash(level, *member, describe::at(row, field.offset))) continue;
    at_fault = member->number;
    NTA_CHECK(member->take(wish, describe::at(row, field.offset), purpose));
  }
  at_fault = 0;
  return {};
}

DWORD member_refused(const describe::Type& level, const void* row) {
  constexpr size_t taken_everywhere = MAXCOMMENTSZ;
  DWORD given = 0, too_long = 0, last = 0;
  for (const describe::Field& field : level) {
    const Member* member = find_member(field);
    if (!member || !member->take || is_ignored(level, *member)) continue;
    ++given;
    last = member->number;
    bool is_text = field.type->form == describe::Form::pointer && field.type->target->form == describe::Form::string;
    if (is_text && too_long == 0 && text_at(describe::at(row, field.offset)).size() > taken_everywhere)
      too_long = member->number;
  }
  if (given == 1) return last;
  return too_long ? too_long : PARM_ERROR_UNKNOWN;
}

}  // namespace nta::api
