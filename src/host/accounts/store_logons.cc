// What logons leave in accounts: wrong passwords are counted, also while the database cannot be written; good ones are
// stamped.
#include "host/accounts/store_impl.h"

namespace nta::accounts {

FileTime AccountStore::now() const { return impl_->now(); }

// ---- wrong passwords

// [MS-SAMR] 3.1.1.8.9 and [MS-ADTS] lockoutTime: a count older than the window starts again; at the threshold it locks.
uint32_t AccountStore::Impl::wrong_passwords(const User& row, FileTime now) const {
  bool start_again = row.lockout_time != 0 || now - row.last_bad_password > policy().lockout_window;
  return start_again ? 0 : row.bad_password_count;
}

bool AccountStore::Impl::locks(Rid rid, uint32_t count) const {
  Policy policy = this->policy();
  bool may_lock = rid != rid_administrator || (policy.other_properties & Policy::lockout_administrators);
  return may_lock && policy.lockout_threshold != 0 && count >= policy.lockout_threshold;
}

AccountStore::Impl::Unwritten AccountStore::Impl::unwritten(Rid rid) const {
  std::lock_guard lock(unwritten_mutex_);
  auto found = unwritten_.find(rid);
  return found == unwritten_.end() ? Unwritten() : found->second;
}

bool AccountStore::Impl::is_locked_by_unwritten(const User& row) const {
  Unwritten more = unwritten(row.rid);
  if (more.count == 0 || !locks(row.rid, wrong_passwords(row, more.last) + more.count)) return false;
  int64_t duration = policy().lockout_duration;
  return duration == never || now() < more.last + duration;
}

void AccountStore::Impl::count_unwritten(Rid rid) const {
  FileTime time = now();
  int64_t window = policy().lockout_window;
  std::lock_guard lock(unwritten_mutex_);
  Unwritten& more = unwritten_[rid];
  more = {time - more.last > window ? 1 : more.count + 1, time};
}

void AccountStore::Impl::forget_unwritten(Transaction& change, Rid rid) const {
  change.then.emplace_back([this, rid] {
    std::lock_guard lock(unwritten_mutex_);
    unwritten_.erase(rid);
  });
}

Result<void> AccountStore::Impl::record_wrong_password(Transaction& change, Rid rid) const {
  NTA_TRY(User row, user(change.database, rid));
  if (row.control & control::locked) return {};
  FileTime time = now();
  Unwritten more = unwritten(rid);
  bool more_count = time - more.last <= policy().lockout_window;
  uint32_t count = wrong_passwords(row, time) + (more_count ? more.count : 0) + 1;
  bool locked = locks(rid, count);
  if (locked) change.note(Change::What::user, rid);
  forget_unwritten(change, rid);
  NTA_CHECK(change.database
                .query("UPDATE user SET bad_password_count = ?, last_bad_password = ?, lockout_time = ? WHERE rid = ?",
                       int64_t{count}, time, locked ? time : FileTime{0}, int64_t{rid.value})
                .run());
  return {};
}

Result<void> AccountStore::record_wrong_password(Rid rid) {
  auto written = impl_->change([&](Transaction& change) { return impl_->record_wrong_password(change, rid); });
  if (!written && written.error().code != Win32::user_not_found) impl_->count_unwritten(rid);
  return written;
}

// ---- good ones

Result<void> AccountStore::record_logon(Rid rid, LogonBy by) {
  constexpr std::string_view stamp =
      "UPDATE user SET last_logon = ?, logon_count = min(logon_count + 1, 65535) WHERE rid = ?";
  constexpr std::string_view forget_wrong_passwords =
      "UPDATE user SET bad_password_count = 0, lockout_time = 0 WHERE rid = ?";
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_CHECK(change.database.query(stamp, impl_->now(), int64_t{rid.value}).run());
    if (by != LogonBy::password) return {};
    impl_->forget_unwritten(change, rid);
    NTA_CHECK(change.database.query(forget_wrong_passwords, int64_t{rid.value}).run());
    return {};
  });
}

Result<void> AccountStore::record_logoff(Rid rid) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_CHECK(
        change.database.query("UPDATE user SET last_logoff = ? WHERE rid = ?", impl_->now(), int64_t{rid.value}).run());
    return {};
  });
}

}  // namespace nta::accounts
