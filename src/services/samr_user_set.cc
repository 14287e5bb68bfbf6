// samr: SetInformationUser by class, the internal ones with passwords among them ([MS-SAMR] 3.1.5.6.4).
#include "auth/password_cipher.h"
#include "base/utf16.h"
#include "services/samr_user_fields.h"

namespace nta::services {
namespace {

using namespace protocols;
using namespace user_field;
using accounts::Password;
using accounts::User;
using All = SAMPR_USER_ALL_INFORMATION;

struct TextClass {
  uint32_t level;
  uint32_t field;
  RPC_UNICODE_STRING All::*member;
};
constexpr TextClass text_classes[] = {
    {7, user_name, &All::UserName},     {8, full_name, &All::FullName},          {11, script, &All::ScriptPath},
    {12, profile, &All::ProfilePath},   {13, admin_comment, &All::AdminComment}, {14, workstations, &All::WorkStations},
    {20, parameters, &All::Parameters},
};

bool take_text_class(UserWish& wish, uint32_t level, const SAMPR_USER_INFO_BUFFER& from) {
  for (const TextClass& row : text_classes) {
    if (row.level != level) continue;
    wish.fields = row.field;
    wish.values.*row.member = from.Text.Text;
    return true;
  }
  return false;
}

Result<void> take_fields(UserWish& wish, const All& from) {
  wish.values = from;
  wish.fields = from.WhichFields;
  if (wish.fields == 0 || wish.fields & read_only)
    return fail(Win32::invalid_parameter, "fields {:#x} cannot be set", wish.fields);
  if (wish.fields & password_expired) wish.must_change = from.PasswordExpired != 0;
  return {};
}

// With any key a hash comes out: where there are two, nobody can tell which of the hashes was meant.
Result<auth::Key> opened_hash(const Desk& desk, ByteView encrypted) {
  NTA_TRY(auto keys, sam_session_keys(desk));
  if (keys.size() > 1) return fail(Win32::no_user_session_key, "a hash, and two keys that it may be encrypted with");
  return auth::decrypt_hash(encrypted, auth::Key(keys.front()));
}

// [MS-SAMR] 3.1.5.6.4.5: hashes under the session key. LM hashes are not kept.
Result<void> take_hashes(const Desk& desk, UserWish& wish, const SAMPR_USER_INTERNAL1_INFORMATION& from) {
  if (!from.NtPasswordPresent)
    return fail(Win32::invalid_parameter, "a password of which only the LM hash is sent is not taken");
  NTA_TRY(auth::Key hash, opened_hash(desk, std::as_bytes(std::span(from.EncryptedNtOwfPassword))));
  wish.password = Password{hash, from.PasswordExpired != 0};
  return {};
}

// [MS-SAMR] 3.1.5.6.4.2: level 21 may carry hashes, too.
Result<void> take_hash_of_all(const Desk& desk, UserWish& wish) {
  if (!(wish.fields & (nt_password | lm_password))) return {};
  const RPC_UNICODE_STRING& sent = wish.values.NtOwfPassword;
  if (!(wish.fields & nt_password) || !wish.values.NtPasswordPresent)
    return fail(Win32::invalid_parameter, "a password of which only the LM hash is sent is not taken");
  if (!sent.Buffer || sent.Length != auth::Key::size)
    return fail(Win32::invalid_parameter, "an NT hash of {} bytes", sent.Length);
  NTA_TRY(auth::Key hash, opened_hash(desk, std::as_bytes(std::span(sent.Buffer, auth::Key::size / 2))));
  wish.password = Password{hash, wish.must_change.value_or(false)};
  return {};
}

/** With the key that it was encrypted with: of another no password comes out. */
template <class Open>
Result<std::u16string> open_with_its_key(const Desk& desk, Open open) {
  NTA_TRY(auto keys, sam_session_keys(desk));
  auto opened = open(keys.front());
  for (size_t i = 1; i < keys.size() && !opened; ++i) opened = open(keys[i]);
  return opened;
}

Result<void> take_password(UserWish& wish, Result<std::u16string> opened, bool must_change) {
  if (!opened) return std::move(opened).error();
  wish.password = Password{*std::move(opened), must_change};
  return {};
}

Result<std::u16string> open_aes(const Desk& desk, const SAMPR_ENCRYPTED_PASSWORD_AES& from) {
  ByteView cipher = from.Cipher ? std::as_bytes(std::span(from.Cipher, from.cbCipher)) : ByteView();
  return open_with_its_key(
      desk, [&](ByteView key) { return auth::open_password_aes(from.AuthData, from.Salt, cipher, key); });
}

Result<std::u16string> open_plain(const Desk& desk, const uint8_t (&sealed)[516]) {
  return open_with_its_key(desk, [&](ByteView key) { return auth::open_password(sealed, key); });
}

Result<std::u16string> open_salted(const Desk& desk, const uint8_t (&sealed)[532]) {
  return open_with_its_key(desk, [&](ByteView key) { return auth::open_password_salted(sealed, key); });
}

/** Fields, and a password beside them where the caller says so ([MS-SAMR] 3.1.5.6.4.6). */
Result<void> take_fields_and_password(UserWish& wish, const All& fields,
                                      const std::function<Result<std::u16string>()>& open) {
  NTA_CHECK(take_fields(wish, fields));
  if (!(wish.fields & (nt_password | lm_password))) return {};
  return take_password(wish, open(), wish.must_change.value_or(false));
}

Result<void> take_password_class(const Desk& desk, UserWish& wish, uint32_t level, const SAMPR_USER_INFO_BUFFER& from) {
  switch (level) {
    case 18:
      return take_hashes(desk, wish, from.Internal1);
    case 23:
      return take_fields_and_password(wish, from.Internal4.I1,
                                      [&] { return open_plain(desk, from.Internal4.UserPassword); });
    case 24:
      return take_password(wish, open_plain(desk, from.Internal5.UserPassword), from.Internal5.PasswordExpired != 0);
    case 25:
      return take_fields_and_password(wish, from.Internal4New.I1,
                                      [&] { return open_salted(desk, from.Internal4New.UserPassword); });
    case 26:
      return take_password(wish, open_salted(desk, from.Internal5New.UserPassword),
                           from.Internal5New.PasswordExpired != 0);
    case 31:
      return take_password(wish, open_aes(desk, from.Internal7.UserPassword), from.Internal7.PasswordExpired != 0);
    case 32:
      return take_fields_and_password(wish, from.Internal8.I1,
                                      [&] { return open_aes(desk, from.Internal8.UserPassword); });
    default:
      return fail(Win32::invalid_level, "class {} of user information cannot be set", level);
  }
}

Result<void> take(const Desk& desk, UserWish& wish, uint32_t level, const SAMPR_USER_INFO_BUFFER& from) {
  All& to = wish.values;
  if (take_text_class(wish, level, from)) return {};
  switch (level) {
    case 2:
      wish.fields = user_comment | country | code_page;
      to.UserComment = from.Preferences.UserComment;
      to.CountryCode = from.Preferences.CountryCode;
      to.CodePage = from.Preferences.CodePage;
      return {};
    case 4:
      wish.fields = logon_hours;
      to.LogonHours = from.LogonHours;
      return {};
    case 6:
      wish.fields = user_name | full_name;
      to.UserName = from.Name.UserName;
      to.FullName = from.Name.FullName;
      return {};
    case 9:
      wish.fields = primary_group;
      to.PrimaryGroupId = from.Number.Number;
      return {};
    case 10:
      wish.fields = home_directory | home_drive;
      to.HomeDirectory = from.Home.HomeDirectory;
      to.HomeDirectoryDrive = from.Home.HomeDirectoryDrive;
      return {};
    case 16:
      wish.fields = control;
      to.UserAccountControl = from.Number.Number;
      return {};
    case 17:
      wish.fields = expires;
      to.AccountExpires = from.Expires.AccountExpires;
      return {};
    case 21:
      NTA_CHECK(take_fields(wish, from.All));
      return take_hash_of_all(desk, wish);
    default:
      return take_password_class(desk, wish, level, from);
  }
}

uint32_t rights_for(const UserWish& wish) {
  return rights_to_set(wish.fields) | (wish.password || wish.must_change ? user_set_password : 0);
}

void set_must_change(User& user, bool must_change) {
  if (must_change)
    user.password_last_set = 0;
  else if (user.password_last_set == 0)
    user.password_last_set = filetime_now();
}

}  // namespace

Result<UserWish> read_wish(const Desk& desk, uint32_t level, const SAMPR_USER_INFO_BUFFER& from) {
  UserWish wish;
  NTA_CHECK(take(desk, wish, level, from));
  return wish;
}

Result<void> apply_wish(User& user, const UserWish& wish) {
  NTA_CHECK(apply_fields(user, wish.values, wish.fields));
  if (!wish.password && wish.must_change) set_must_change(user, *wish.must_change);
  return {};
}

namespace {

// What a user may change of his own account makes nobody its operator.
bool is_operators(const Desk& desk, const UserWish& wish) {
  return !desk.caller().is_administrator() && (rights_for(wish) & (user_write_account | user_set_password));
}

Result<void> carry_out(Desk& desk, const UserWish& wish) {
  auto edit = [&](User& user) -> Result<void> {
    NTA_CHECK(apply_wish(user, wish));
    if (is_operators(desk, wish)) user.by_operator = true;
    return {};
  };
  if (!wish.password) return desk.store.change_user(desk.object.rid, edit);
  return desk.store.change_user(desk.object.rid, edit, *wish.password, accounts::SetBy::administrator);
}

Result<void> set(Desk& desk, uint32_t level, const SAMPR_USER_INFO_BUFFER& from) {
  NTA_TRY(UserWish wish, read_wish(desk, level, from));
  NTA_CHECK(sam_require(desk, rights_for(wish), "user.set"));
  auto target = fmt::format("user {}, class {}", desk.object.rid.value, level);
  return told(desk, wish.password ? "user.set-password" : "user.set", target, carry_out(desk, wish));
}

}  // namespace

Result<void> sam_set_user(Desk& desk, Call<SamrSetInformationUser>& call) {
  return set(desk, call.in().Class, call.in().Buffer);
}
Result<void> sam_set_user2(Desk& desk, Call<SamrSetInformationUser2>& call) {
  return set(desk, call.in().Class, call.in().Buffer);
}

}  // namespace nta::services
