// AccountStore: the account database. Users, groups, aliases, who is in which, the policy, and passwords.
//
// Every function may block (SQLite) and may be called from any thread: run them on the pool, never on the loop. A
// change is all or nothing, and on disk when the call returns. Rights are the caller's affair: whoever calls has
// checked them.
//
// Errors that all may give: invalid_data (13), the database is damaged; disk_full (112); and what each says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <variant>

#include "auth/crypto.h"
#include "base/result.h"
#include "host/accounts/account.h"
#include "host/identity/power.h"
#include "host/identity/unix_users.h"

namespace nta::accounts {

/** What a change was to, told after it is on disk. */
struct Change {
  enum class What { user, unix_user, group, alias, membership, policy, domain };  // unix_user: one that has a uid
  What what;
  Rid rid;  // of the account; of the group or alias for a membership; 0 for policy and domain
};

/** A part of a list that is sorted by RID. */
struct Page {
  Rid after;             // 0: from the first
  uint32_t most = 1000;  // rows
};

/** Of an account no more than that. */
struct Named {
  Rid rid;
  std::string name;
};

struct UserInGroups {
  User user;
  std::vector<Rid> groups;
};

/** What NetQueryDisplayInformation lists, by name. */
enum class Display { users, machines, groups };

struct DisplayRow {
  uint32_t index = 0;  // place in the list, from 1
  Rid rid;
  uint32_t control = 0;  // a group's attributes
  std::string name;
  std::string comment;
  std::string full_name;
};

struct Password {
  /** Clear text, or its NT hash where that is all there is: then length and complexity cannot be held against it. */
  std::variant<std::u16string, auth::Key> secret;
  /** password_expired on SetInfo: must be changed at the next logon. */
  bool must_change = false;
  /** Of an import: when it was set; 0: now. */
  FileTime set = 0;
};

enum class SetBy {
  administrator,  // length and complexity count
  owner,          // history and minimum age, too
  import,         // nothing does: the password was accepted elsewhere
};

/** One of many users that are added together. */
struct NewUser {
  User user;
  std::optional<Password> password;
};

/** A right password ends the count of wrong ones; the kernel's or PAM's word for who somebody is does not. */
enum class LogonBy { password, the_system };

/** What becomes of the Unix user when its account is changed. Asked last, in mid-change: an error undoes all of it. The
 *  functions block, and all other changes with them. */
class UnixUsers {
 public:
  virtual ~UnixUsers() = default;
  /** The uid of the Unix user that was made for a new account; none where none is made. */
  virtual Result<std::optional<uid_t>> add(const User& user) = 0;
  /** Whether one ever is: remove() takes that back, but a home and a number may be gone with it. */
  virtual bool makes() const { return true; }
  virtual Result<void> rename(const User& user, const std::string& to) = 0;
  virtual Result<void> set_full_name(const User& user, const std::string& to) = 0;
  virtual Result<void> set_disabled(const User& user, bool disabled) = 0;
  virtual Result<void> remove(const User& user) = 0;
};

/** An account that is a Unix user's, as its sessions, processes and calls need it. */
struct UnixAccount {
  uid_t uid = 0;
  Rid rid;
  std::string name;
  UnixState state = UnixState::there;
  std::vector<Sid> groups;  // and local groups, direct and indirect; none of one who is gone or disabled
  Bytes logon_hours;
  Bytes parameters;
  FileTime account_expires = never;
};

struct StoreOptions {
  std::string directory;      // accounts.db and accounts.key are in it; empty: in memory only
  std::string computer_name;  // names the domain
  /** The clock, for tests. */
  std::function<FileTime()> now = [] { return filetime_now(); };
  /** What a Unix user is on this machine beside its account; another for tests. Blocks. */
  std::function<std::vector<Sid>(uid_t)> sids_of_unix_user = host::sids_of_unix_user;
};

/** Changes a row that is as it is now; an error leaves everything as it was. */
using UserEdit = std::function<Result<void>(User&)>;
using GroupEdit = std::function<Result<void>(Group&)>;
using AliasEdit = std::function<Result<void>(Alias&)>;
using PolicyEdit = std::function<Result<void>(Policy&)>;

class AccountStore {
 public:
  class Impl;  // of src/host/accounts alone

  enum class Missing { create, is_an_error };

  /** Opens the database, or makes it with its built-in accounts, or brings an older one to today's form. Refused with
   *  invalid_data: a file that is no account database, is damaged, is of a newer release, or does not belong to the key
   *  file beside it. file_not_found: there is none and `missing` says so. */
  static Result<std::unique_ptr<AccountStore>> open(StoreOptions options, Missing missing = Missing::create);
  ~AccountStore();

  // ---- the domain

  /** SID and name, from memory. Never changes while the store is open. */
  const Sid& domain_sid() const;
  const std::string& domain_name() const;
  Result<Domain> domain() const;
  Result<Totals> totals() const;
  Sid sid_of(Home home, Rid rid) const;
  Sid sid_of(Rid rid) const { return sid_of(Home::account, rid); }

  Result<Policy> policy() const;
  /** `edit` gets the policy as it is. invalid_parameter: the outcome contradicts itself. */
  Result<void> change_policy(const PolicyEdit& edit);

  // ---- by name, RID and SID; null when there is no such

  Result<std::optional<Principal>> find(std::string_view name) const;
  Result<std::optional<Principal>> find(const Sid& sid) const;
  /** In the order asked. */
  Result<std::vector<std::optional<Principal>>> find_all(std::span<const Sid> sids) const;
  Result<std::vector<std::optional<Principal>>> find_all(std::span<const std::string> names) const;

  /** user_not_found, group_not_found, no_such_alias. */
  Result<User> user(Rid rid) const;
  Result<User> user(std::string_view name) const;
  Result<User> user_of(uid_t uid) const;
  Result<Group> group(Rid rid) const;
  Result<Group> group(std::string_view name) const;
  Result<Alias> alias(Home home, Rid rid) const;
  Result<Alias> alias(std::string_view name) const;

  // ---- lists; fewer than page.most rows: that was the end

  /** Users with one of these account types and flags (control::*); 0: all. */
  Result<std::vector<User>> users(Page page, uint32_t control_mask = 0) const;
  /** The same, each with its groups. */
  Result<std::vector<UserInGroups>> users_in_groups(Page page, uint32_t control_mask = 0) const;
  Result<std::vector<Group>> groups(Page page) const;
  Result<std::vector<Alias>> aliases(Home home, Page page) const;
  Result<std::vector<Named>> names(Kind kind, Home home, Page page) const;
  /** The same of users with one of these flags. */
  Result<std::vector<Named>> user_names(Page page, uint32_t control_mask) const;

  /** Sorted by name, what follows row `after`. */
  Result<std::vector<DisplayRow>> display(Display what, uint32_t after, uint32_t most) const;
  /** The row at `index` is the last that was handed out: a list that goes on there goes on behind that name, whatever
   *  comes and goes meanwhile. */
  void left_off(Display what, uint32_t index, const std::string& name) const;
  /** The index of the first row whose name is `prefix` or sorts behind it; no_more_items. */
  Result<uint32_t> display_index(Display what, std::string_view prefix) const;

  // ---- users

  /** A new user in group None, disabled by nothing, without password. `user.rid` 0 takes the next free one.
   *  user_exists, group_exists, alias_exists: the name is taken, in whatever case. bad_username. */
  Result<Rid> add_user(const User& user);
  /** The same with its password, both or neither. */
  Result<Rid> add_user(const User& user, const Password& password, SetBy by);
  /** The same for many, each of them alone: in their order, what became of it. All that were added are on disk when it
   *  returns, after as few waits for the disk as there can be. */
  std::vector<Result<Rid>> add_users(std::span<const NewUser> users, SetBy by);
  /** `edit` gets the row as it is; what it leaves is checked and stored, all of it or nothing. Renames, too. Two
   *  administrators at once: the last write wins in each field. user_exists and the like; user_not_in_group: the
   *  primary group; last_admin: nobody would be left to administer; invalid_parameter. */
  Result<void> change_user(Rid rid, const UserEdit& edit);
  /** The same with a password, both or neither. */
  Result<void> change_user(Rid rid, const UserEdit& edit, const Password& password, SetBy by);
  /** special_account: built in. last_admin. Its memberships go with it. */
  Result<void> delete_user(Rid rid);

  /** password_too_short, _too_long, _not_complex_enough, _history_conflict, _too_recent. Ends a lock-out by count. */
  Result<void> set_password(Rid rid, const Password& password, SetBy by);
  /** Null: no password is set, and nobody can log on with one. */
  Result<std::optional<auth::Key>> nt_hash(Rid rid) const;

  // ---- groups and aliases

  Result<Rid> add_group(const Group& group);
  Result<void> change_group(Rid rid, const GroupEdit& edit);
  /** special_group: built in. members_primary_group: it is somebody's. */
  Result<void> delete_group(Rid rid);
  Result<std::vector<Rid>> group_members(Rid group) const;
  Result<std::vector<Rid>> groups_of(Rid user) const;
  /** user_in_group, user_not_in_group, members_primary_group, user_not_found. */
  Result<void> add_to_group(Rid group, Rid user);
  Result<void> remove_from_group(Rid group, Rid user);
  /** The whole list at once: exactly these are members afterwards. */
  Result<void> set_group_members(Rid group, std::span<const Rid> users);
  Result<void> set_groups_of(Rid user, std::span<const Rid> groups);

  Result<Rid> add_alias(const Alias& alias);
  Result<void> change_alias(Home home, Rid rid, const AliasEdit& edit);
  Result<void> delete_alias(Home home, Rid rid);
  Result<std::vector<Sid>> alias_members(Home home, Rid alias) const;
  /** All or none of them. member_in_alias, member_not_in_alias, no_such_member (a SID of this machine that is
   *  nobody's), invalid_member (an alias), last_admin. */
  Result<void> add_to_alias(Home home, Rid alias, std::span<const Sid> members);
  Result<void> remove_from_alias(Home home, Rid alias, std::span<const Sid> members);
  Result<void> set_alias_members(Home home, Rid alias, std::span<const Sid> members);
  /** Every alias of `home` that one of the SIDs is in: direct membership with a user's SID, indirect with its groups'.
   */
  Result<std::vector<Rid>> aliases_of(Home home, std::span<const Sid> sids) const;
  /** The SID leaves all aliases of `home`, if it is in any (SamrRemoveMemberFromForeignDomain). last_admin. */
  Result<void> forget_member(Home home, const Sid& sid);
  /** The user's groups, and every alias of both homes that it is in: directly, through a group, or as one of `also`
   *  (Everyone and the like). */
  Result<std::vector<Sid>> memberships_of(Rid user, std::span<const Sid> also = {}) const;
  /** In Administrators, directly, through a group, or as the Unix user that it is; or with root's power, or nearly, as
   *  that. */
  Result<bool> is_administrator(const User& user) const;

  // ---- Unix users (docs/accounts.md)

  /** Set before the store is shared; null: accounts are the database's alone. */
  void set_unix_users(std::shared_ptr<UnixUsers> users);
  /** Who is in which local group, but for this machine's own users and groups: one row for each. */
  Result<std::multimap<Sid, Sid>> aliases_of_others() const;
  /** Those that were ever seen, by uid. */
  Result<std::vector<UnixAccount>> unix_accounts() const;
  /** Gives an account to each of `there` that has none yet, and the names that those have now; disables those of `gone`
   *  until they come back. A uid that is somebody else's now is taken from the account that had it. What cannot have an
   * account is told in sentences, and the others have theirs. */
  Result<std::vector<std::string>> see_unix_users(std::span<const host::UnixUser> there, std::span<const uid_t> gone);

  // ---- logons (logon.h has the rules)

  FileTime now() const;
  /** Where it cannot be written it counts all the same, from memory, and the error is told. */
  Result<void> record_wrong_password(Rid rid);
  Result<void> record_logon(Rid rid, LogonBy by);
  Result<void> record_logoff(Rid rid);

  // ---- the database itself

  /** Called after each change, on the thread that made it. Set before the store is shared. */
  void on_change(std::function<void(const Change&)> listener);
  /** A copy of the database as it is now, with its key, in one file of mode 0600; taken while others go on. */
  Result<void> backup(const std::string& path) const;

 private:
  explicit AccountStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace nta::accounts
