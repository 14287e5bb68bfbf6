// samr: users change their own password, which they prove to know ([MS-SAMR] 3.1.5.10).
#include <semaphore>

#include "auth/password_cipher.h"
#include "base/log.h"
#include "base/utf16.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Password;
using accounts::Rid;
using accounts::User;
using auth::Key;

Error wrong_password(std::string_view name) {
  return fail(Win32::invalid_password, "the old password given for {} is wrong", name);
}

struct Owner {
  User user;
  Key old_hash;
};

// An unknown name and an account without password look like a wrong password: who asks need not be logged on.
Result<Owner> owner_of(Desk& desk, std::string_view name) {
  auto user = desk.store.user(name);
  if (!user && user.error().code == Win32::user_not_found) return wrong_password(name);
  if (!user) return std::move(user).error();
  if (user->control & accounts::control::locked) return fail(Win32::account_locked_out, "{} is locked out", name);
  NTA_TRY(auto hash, desk.store.nt_hash(user->rid));
  if (!hash) return wrong_password(name);
  return Owner{*std::move(user), *hash};
}

/** After what was sent turned out not to come from who knows the old password. It counts as a wrong one. */
Error refuse(Desk& desk, const Owner& owner) {
  if (auto counted = desk.store.record_wrong_password(owner.user.rid); !counted)
    log::error("logon-count", "a wrong password of '{}' is counted in memory only: {}", owner.user.name,
               counted.error().text);
  return wrong_password(owner.user.name);
}

Result<void> change(Desk& desk, const Owner& owner, Password password) {
  if (owner.user.is_disabled()) return fail(Win32::account_disabled, "{} is disabled", owner.user.name);
  if (owner.user.may_not_change_password)
    return fail(Win32::access_denied, "{} may not change the password", owner.user.name);
  return desk.store.set_password(owner.user.rid, password, accounts::SetBy::owner);
}

template <size_t Size>
ByteView bytes(const uint8_t (&array)[Size]) {
  return std::as_bytes(std::span(array));
}

// [MS-SAMR] 3.1.5.10.3: the new password under the old hash, the old hash under the new one.
Result<void> change_by_rc4(Desk& desk, std::string_view name, const ENCRYPTED_USER_PASSWORD* sealed,
                           const ENCRYPTED_OWF* old) {
  if (!sealed || !old) return fail(Win32::invalid_parameter, "without the NT form no password is changed");
  NTA_TRY(Owner owner, owner_of(desk, name));
  auto password = auth::open_password(sealed->Buffer, owner.old_hash.view());
  if (!password) return refuse(desk, owner);
  ByteView clear = std::as_bytes(std::span(*password));
  if (!(auth::decrypt_hash(bytes(old->data), auth::md4(clear)) == owner.old_hash)) return refuse(desk, owner);
  return change(desk, owner, {*std::move(password)});
}

// The client says how many rounds: half a second at the most, of threads that serve everybody.
Result<Key> change_key(const Key& old_hash, const SAMPR_ENCRYPTED_PASSWORD_AES& sealed) {
  static std::counting_semaphore<2> places(2);
  if (!places.try_acquire()) return fail(Win32::no_system_resources, "other passwords are being changed");
  auto key = auth::change_key(old_hash, bytes(sealed.Salt), sealed.PBKDF2Iterations);
  places.release();
  return key;
}

/** [MS-SAMR] 3.1.5.10.4: the new password under a key of the old hash. */
Result<void> change_by_aes(Desk& desk, std::string_view name, const SAMPR_ENCRYPTED_PASSWORD_AES& sealed) {
  NTA_TRY(Owner owner, owner_of(desk, name));
  NTA_TRY(Key key, change_key(owner.old_hash, sealed));
  ByteView cipher = sealed.Cipher ? std::as_bytes(std::span(sealed.Cipher, sealed.cbCipher)) : ByteView();
  auto password = auth::open_password_aes(sealed.AuthData, sealed.Salt, cipher, key.view());
  if (!password) return refuse(desk, owner);
  return change(desk, owner, {*std::move(password)});
}

// SAM_PWD_CHANGE_* as Windows and Samba tell them.
uint32_t reason_of(Win32 refused) {
  switch (refused) {
    case Win32::password_too_short:
      return 1;
    case Win32::password_history_conflict:
      return 2;
    case Win32::password_not_complex_enough:
      return 5;
    case Win32::password_too_recent:
      return 6;
    default:
      return 0;
  }
}

Result<DOMAIN_PASSWORD_INFORMATION> rules(const Desk& desk) {
  NTA_TRY(auto policy, desk.store.policy());
  return DOMAIN_PASSWORD_INFORMATION{.MinPasswordLength = static_cast<uint16_t>(policy.minimum_length),
                                     .PasswordHistoryLength = static_cast<uint16_t>(policy.history_length),
                                     .PasswordProperties = policy.other_properties | (policy.complexity ? 1u : 0u),
                                     .MaxPasswordAge = delta_from(policy.maximum_age),
                                     .MinPasswordAge = delta_from(policy.minimum_age)};
}

}  // namespace

Result<void> sam_change_password(Desk& desk, Call<SamrChangePasswordUser>& call) {
  const auto& in = call.in();
  NTA_TRY(User user, desk.store.user(desk.object.rid));
  auto attempt = [&]() -> Result<void> {
    if (!in.NtPresent || !in.OldNtEncryptedWithNewNt || !in.NewNtEncryptedWithOldNt)
      return fail(Win32::invalid_parameter, "without the NT form no password is changed");
    NTA_TRY(Owner owner, owner_of(desk, user.name));
    Key new_hash = auth::decrypt_hash(bytes(in.NewNtEncryptedWithOldNt->data), owner.old_hash);
    if (!(auth::decrypt_hash(bytes(in.OldNtEncryptedWithNewNt->data), new_hash) == owner.old_hash))
      return refuse(desk, owner);
    return change(desk, owner, {new_hash});
  };
  return told(desk, "user.change-password", user.name, attempt());
}

// LM hashes are not kept: what is under one cannot be read.
Result<void> sam_change_password_oem(Desk&, Call<SamrOemChangePasswordUser2>&) {
  return fail(Win32::not_supported, "passwords are not changed by their LM hash");
}

Result<void> sam_change_password2(Desk& desk, Call<SamrUnicodeChangePasswordUser2>& call) {
  std::string name = to_utf8(text_of(call.in().UserName));
  return told(
      desk, "user.change-password", name,
      change_by_rc4(desk, name, call.in().NewPasswordEncryptedWithOldNt, call.in().OldNtOwfPasswordEncryptedWithNewNt));
}

Result<void> sam_change_password3(Desk& desk, Call<SamrUnicodeChangePasswordUser3>& call) {
  std::string name = to_utf8(text_of(call.in().UserName));
  auto result = told(
      desk, "user.change-password", name,
      change_by_rc4(desk, name, call.in().NewPasswordEncryptedWithOldNt, call.in().OldNtOwfPasswordEncryptedWithNewNt));
  if (result || ntstatus_from(result.error().code) != ntstatus_from(Win32::password_restriction)) return result;
  NTA_TRY(auto effective, rules(desk));
  call.out.EffectivePasswordPolicy = call.memory.make<DOMAIN_PASSWORD_INFORMATION>();
  *call.out.EffectivePasswordPolicy = effective;
  call.out.PasswordChangeFailureInfo = call.memory.make<USER_PWD_CHANGE_FAILURE_INFORMATION>();
  *call.out.PasswordChangeFailureInfo = {reason_of(result.error().code), {}};
  return result;
}

Result<void> sam_change_password4(Desk& desk, Call<SamrUnicodeChangePasswordUser4>& call) {
  std::string name = to_utf8(text_of(call.in().UserName));
  return told(desk, "user.change-password", name, change_by_aes(desk, name, call.in().EncryptedPassword));
}

}  // namespace nta::services
