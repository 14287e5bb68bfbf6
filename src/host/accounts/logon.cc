#include "host/accounts/logon.h"

#include "auth/ntlm/keys.h"
#include "base/log.h"
#include "base/utf16.h"

namespace nta::accounts {
namespace {

constexpr int64_t hour_ticks = 60 * minute_ticks;
constexpr int64_t hours_of_week = 7 * 24;
constexpr Sid sid_network = make_sid(5, 2);
constexpr Sid sid_this_organization = make_sid(5, 15);
constexpr Sid every_logon[] = {sid_everyone, sid_network, sid_authenticated_users, sid_this_organization};

Error refused(std::string_view user) {
  return fail(Win32::logon_failure, "unknown user or wrong password: '{}'", user);
}

// FILETIME begins on a Monday; the hours of the week on Sunday, at 0:00 UTC.
bool within_hours(const Bytes& hours, FileTime now) {
  if (hours.size() != logon_hours_size) return true;
  int64_t hour = (now / hour_ticks + 24) % hours_of_week;
  return (static_cast<unsigned>(hours[static_cast<size_t>(hour / 8)]) >> (hour % 8)) & 1;
}

// The first hour, from that of `now` on, in which nobody may be logged on; or when the one of `now` began to be such.
FileTime end_of_hours(const Bytes& hours, FileTime now) {
  FileTime hour = now - now % hour_ticks;
  bool allowed = within_hours(hours, now);
  int64_t step = allowed ? hour_ticks : -hour_ticks;
  for (int64_t count = 0; count < hours_of_week; ++count, hour += step)
    if (within_hours(hours, hour) != allowed) return allowed ? hour : hour + hour_ticks;
  return allowed ? never : hour;
}

// Names with commas between; a leading "\\" is the caller's habit.
bool names_workstation(std::string_view list, std::string_view workstation) {
  if (workstation.starts_with("\\\\")) workstation.remove_prefix(2);
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    std::string_view each = list.substr(0, end);
    while (each.starts_with(' ')) each.remove_prefix(1);
    while (each.ends_with(' ')) each.remove_suffix(1);
    if (!each.empty() && equal_ignoring_case(each, workstation)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

Result<void> check_not_locked(const User& user) {
  if (!(user.control & control::locked)) return {};
  return fail(Win32::account_locked_out, "'{}' is locked after too many wrong passwords", user.name);
}

// What the account says whoever proved who the user is.
Result<void> check_account(const User& user, FileTime now) {
  if (user.is_disabled()) return fail(Win32::account_disabled, "'{}' is disabled", user.name);
  // 0 means never, too ([MS-SAMR] 2.2.6.1).
  if (user.account_expires != 0 && now >= user.account_expires)
    return fail(Win32::account_expired, "'{}' has expired", user.name);
  if (!within_hours(user.logon_hours, now))
    return fail(Win32::invalid_logon_hours, "'{}' may not log on at this hour", user.name);
  return {};
}

class NetworkLogons : public std::enable_shared_from_this<NetworkLogons> {
 public:
  explicit NetworkLogons(std::shared_ptr<AccountStore> store) : store_(std::move(store)) {}

  Result<auth::ntlm::Account> find(std::string_view name) const {
    auto user = store_->user(name);
    if (!user && user.error().code == Win32::user_not_found) return refused(name);
    if (!user) return std::move(user).error();
    NTA_TRY(auto hash, store_->nt_hash(user->rid));
    if (!hash) return refused(name);
    NTA_CHECK(check_not_locked(*user));
    NTA_TRY(auth::AccessToken token, make_token(*store_, *user));
    auth::ntlm::Account account{*hash, std::make_shared<const auth::AccessToken>(std::move(token)), {}};
    account.admit = [self = shared_from_this(), rid = user->rid, hash = *hash](std::u16string_view workstation) {
      return self->admit(rid, hash, to_utf8(workstation));
    };
    return account;
  }

  // A domain controller has seen the password, and looks at its age and at where the user is: the one set here is
  // another.
  Result<std::shared_ptr<const auth::AccessToken>> admit_proved(std::string_view name) const {
    auto user = store_->user(name);
    if (!user && user.error().code == Win32::user_not_found) return refused(name);
    if (!user) return std::move(user).error();
    NTA_CHECK(check_not_locked(*user));
    NTA_CHECK(check_account(*user, store_->now()));
    NTA_CHECK(record(*user, LogonBy::the_system));
    NTA_TRY(auth::AccessToken token, make_token(*store_, *user));
    return std::make_shared<const auth::AccessToken>(std::move(token));
  }

  void wrong_password(std::string_view name) const {
    auto user = store_->user(name);
    if (!user) return;
    if (auto recorded = store_->record_wrong_password(user->rid); !recorded)
      log::error("logon-count", "a wrong password of '{}' is counted in memory only: {}", name, recorded.error().text);
    auto now = store_->user(user->rid);
    bool locked = now && (now->control & control::locked) && !(user->control & control::locked);
    if (locked) log::warning("account-locked", "'{}' is locked: too many wrong passwords", user->name);
  }

 private:
  // An empty password is for who sits at the machine, as on Windows: over the network it opens nothing.
  Result<void> admit(Rid rid, const auth::Key& hash, const std::string& workstation) const {
    NTA_TRY(User user, store_->user(rid));
    NTA_CHECK(check_not_locked(user));  // by others since find()
    if (hash == auth::ntlm::nt_hash(u""))
      return fail(Win32::account_restriction, "'{}' has an empty password, which opens nothing over the network",
                  user.name);
    NTA_CHECK(check_logon(user, workstation, store_->now()));
    return record(user, LogonBy::password);
  }

  // What could not be written is no answer: it would tell that the password was right.
  Result<void> record(const User& user, LogonBy by) const {
    auto recorded = store_->record_logon(user.rid, by);
    if (recorded) return {};
    log::error("logon-record", "'{}' is not logged on: {}", user.name, recorded.error().text);
    return refused(user.name);
  }

  std::shared_ptr<AccountStore> store_;
};

}  // namespace

Result<void> check_logon(const User& user, std::string_view workstation, FileTime now) {
  NTA_CHECK(check_account(user, now));
  if (!user.workstations.empty() && !names_workstation(user.workstations, workstation))
    return fail(Win32::invalid_workstation, "'{}' may not log on from '{}'", user.name, workstation);
  if (!(user.control & control::password_expired)) return {};
  if (user.password_last_set == 0)
    return fail(Win32::password_must_change, "the password of '{}' has to be changed first", user.name);
  return fail(Win32::password_expired, "the password of '{}' has expired", user.name);
}

Result<void> check_session_logon(const User& user, std::string_view workstation, FileTime now) {
  NTA_CHECK(check_not_locked(user));
  return check_logon(user, workstation, now);
}

FileTime log_off_time(const Bytes& logon_hours, FileTime account_expires, int64_t force_logoff, FileTime now) {
  if (force_logoff == never) return never;
  FileTime end = std::min(end_of_hours(logon_hours, now), account_expires == 0 ? never : account_expires);
  return end > never - force_logoff ? never : end + force_logoff;
}

Result<auth::AccessToken> make_token(const AccountStore& store, const User& user) {
  auth::AccessToken token;
  token.user = store.sid_of(user.rid);
  token.name = store.domain_name() + "\\" + user.name;
  token.uid = user.uid;
  token.origin = auth::Origin::smb_session;
  NTA_TRY(token.groups, store.memberships_of(user.rid, every_logon));
  token.groups.insert(token.groups.end(), std::begin(every_logon), std::end(every_logon));
  return token;
}

/** Everyone, but not an authenticated user: what is open to these is closed to it. */
auth::AccessToken null_session_token() {
  auth::AccessToken token = auth::anonymous_token();
  token.groups = {sid_everyone, sid_network};
  token.origin = auth::Origin::smb_session;
  return token;
}

std::shared_ptr<const auth::ntlm::Authority> make_authority(std::shared_ptr<AccountStore> store,
                                                            std::vector<std::u16string> target_names,
                                                            NullSessions null_sessions) {
  auto authority = std::make_shared<auth::ntlm::Authority>();
  authority->netbios_name = to_utf16(store->domain_name());
  auto logons = std::make_shared<NetworkLogons>(std::move(store));
  authority->dns_name = authority->netbios_name;
  authority->target_names = std::move(target_names);
  if (null_sessions == NullSessions::taken)
    authority->nobody = std::make_shared<const auth::AccessToken>(null_session_token());
  authority->find_account = [logons](std::u16string_view user, std::u16string_view) {
    return logons->find(to_utf8(user));
  };
  authority->admit_proved = [logons](std::u16string_view user) { return logons->admit_proved(to_utf8(user)); };
  authority->wrong_password = [logons](std::u16string_view user) { logons->wrong_password(to_utf8(user)); };
  return authority;
}

}  // namespace nta::accounts
