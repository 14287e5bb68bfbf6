// Passwords: set under the policy, kept as sealed NT hashes with those before them.
#include "auth/ntlm/keys.h"
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

struct StoredPassword {
  std::optional<auth::Key> hash;
  FileTime set = 0;
};

Result<StoredPassword> stored_password(Database& database, const SecretBox& box, Rid rid) {
  Statement row = database.query("SELECT nt_hash, password_last_set FROM user WHERE rid = ?", int64_t{rid.value});
  NTA_TRY(bool there, row.step());
  if (!there) return no_such(Kind::user, std::to_string(rid.value));
  StoredPassword stored;
  stored.set = row.number(1);
  if (row.is_null(0)) return stored;
  NTA_TRY(stored.hash, box.open_hash(rid, row.bytes(0)));
  return stored;
}

Error is_old(const Policy& policy, const User& user) {
  return fail(Win32::password_history_conflict, "the password is one of the last {} of '{}'", policy.history_length,
              user.name);
}

// The current password counts as the last of the history, also when it was set while none was kept.
Result<void> check_history(Database& database, const SecretBox& box, const Policy& policy, const User& user,
                           const std::optional<auth::Key>& current, const auth::Key& hash) {
  if (policy.history_length > 0 && current == hash) return is_old(policy, user);
  Statement row = database.query("SELECT nt_hash FROM password_history WHERE rid = ? ORDER BY number DESC LIMIT ?",
                                 int64_t{user.rid.value}, int64_t{policy.history_length});
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return {};
    NTA_TRY(auth::Key old, box.open_hash(user.rid, row.bytes(0)));
    if (old == hash) return is_old(policy, user);
  }
}

Result<void> check_age(const Policy& policy, const User& user, FileTime set, FileTime now) {
  if (set == 0 || policy.minimum_age == 0 || now >= set + policy.minimum_age) return {};
  return fail(Win32::password_too_recent, "the password of '{}' was changed too recently", user.name);
}

}  // namespace

Result<void> remember_password(Database& database, const Policy& policy, Rid rid, ByteView sealed_hash) {
  constexpr std::string_view last = "SELECT coalesce(max(number), 0) FROM password_history WHERE rid = ?";
  NTA_TRY(int64_t number, database.number(0, last, int64_t{rid.value}));
  ++number;
  if (policy.history_length > 0)
    NTA_CHECK(database
                  .query("INSERT INTO password_history (rid, number, nt_hash) VALUES (?, ?, ?)", int64_t{rid.value},
                         number, sealed_hash)
                  .run());
  NTA_CHECK(database
                .query("DELETE FROM password_history WHERE rid = ? AND number <= ?", int64_t{rid.value},
                       number - int64_t{policy.history_length})
                .run());
  return {};
}

Result<AccountStore::Impl::SealedPassword> AccountStore::Impl::seal_password(Transaction& change, const User& user,
                                                                             const Password& password, SetBy by) const {
  Policy policy = this->policy();
  const auto* text = std::get_if<std::u16string>(&password.secret);
  if (text && by != SetBy::import) NTA_CHECK(check_password(policy, user, *text));
  auth::Key hash = text ? auth::ntlm::nt_hash(*text) : std::get<auth::Key>(password.secret);
  // Of a hash that is all that can be said, and has to be ([MS-SAMR] 3.1.1.7.1).
  bool is_empty_hash = !text && by == SetBy::owner && hash == auth::ntlm::nt_hash(u"");
  if (is_empty_hash) NTA_CHECK(check_password(policy, user, u""));
  if (by == SetBy::owner) {
    NTA_TRY(StoredPassword stored, stored_password(change.database, box_, user.rid));
    NTA_CHECK(check_age(policy, user, stored.set, now()));
    NTA_CHECK(check_history(change.database, box_, policy, user, stored.hash, hash));
  }
  FileTime set = by == SetBy::import && password.set ? password.set : now();
  return SealedPassword{box_.seal_hash(user.rid, hash), password.must_change ? FileTime{0} : set};
}

Result<void> AccountStore::Impl::set_password(Transaction& change, Rid rid, const Password& password, SetBy by) const {
  NTA_TRY(User user, this->user(change.database, rid));
  NTA_TRY(SealedPassword sealed, seal_password(change, user, password, by));
  NTA_CHECK(remember_password(change.database, policy(), rid, sealed.hash));
  NTA_CHECK(change.database
                .query("UPDATE user SET nt_hash = ?, password_last_set = ?, bad_password_count = 0 WHERE rid = ?",
                       ByteView(sealed.hash), sealed.set, int64_t{rid.value})
                .run());
  forget_unwritten(change, rid);
  change.note(Change::What::user, rid);
  return {};
}

// The old ones, too: nobody is to learn from a refusal what they were.
Result<void> AccountStore::Impl::forget_passwords(Transaction& change, Rid rid) const {
  NTA_CHECK(change.database.query("DELETE FROM password_history WHERE rid = ?", int64_t{rid.value}).run());
  NTA_CHECK(change.database
                .query("UPDATE user SET nt_hash = NULL, password_last_set = 0, bad_password_count = 0 WHERE rid = ?",
                       int64_t{rid.value})
                .run());
  forget_unwritten(change, rid);
  change.note(Change::What::user, rid);
  return {};
}

Result<void> AccountStore::set_password(Rid rid, const Password& password, SetBy by) {
  return impl_->change([&](Transaction& change) { return impl_->set_password(change, rid, password, by); });
}

Result<std::optional<auth::Key>> AccountStore::nt_hash(Rid rid) const {
  using Hash = std::optional<auth::Key>;
  return impl_->read<Hash>([&](Database& database) -> Result<Hash> {
    NTA_TRY(StoredPassword stored, stored_password(database, impl_->box_, rid));
    return stored.hash;
  });
}

}  // namespace nta::accounts
