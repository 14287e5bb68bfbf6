// Accounts of Unix users: which there are, how they are seen and missed, and what a change does to the Unix user.
#include <algorithm>
#include <map>

#include "base/log.h"
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr std::string_view select_unix_accounts =
    "SELECT u.uid, u.rid, p.name, u.unix_state, u.logon_hours, u.parameters, u.account_expires "
    "FROM user u JOIN principal p ON p.rid = u.rid WHERE u.uid IS NOT NULL ORDER BY u.uid";
constexpr std::string_view select_groups_of_all =
    "SELECT m.user_rid, m.group_rid FROM group_member m JOIN user u ON u.rid = m.user_rid "
    "WHERE u.uid IS NOT NULL AND u.unix_state = ? AND u.control & ? = 0 ORDER BY m.group_rid";
constexpr std::string_view select_all_alias_members =
    "SELECT m.sid, p.home, p.rid FROM alias_member m JOIN principal p ON p.rid = m.alias_rid ORDER BY p.rid";

Result<std::vector<UnixAccount>> read_accounts(Database& database) {
  Statement row = database.query(select_unix_accounts);
  std::vector<UnixAccount> all;
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return all;
    all.push_back({row.u32(0),
                   Rid(row.u32(1)),
                   row.text(2),
                   static_cast<UnixState>(row.number(3)),
                   {},
                   row.bytes(4),
                   row.bytes(5),
                   row.number(6)});
  }
}

using Members = std::multimap<Sid, Sid>;  // a member, and the local group that it is in

Result<Members> read_alias_members(const AccountStore::Impl& impl, Database& database) {
  Statement row = database.query(select_all_alias_members);
  Members all;
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return all;
    NTA_TRY(Sid member, row.sid(0));
    all.emplace(member, impl.sid_of(static_cast<Home>(row.number(1)), Rid(row.u32(2))));
  }
}

void add_aliases(const Members& members, const Sid& member, std::vector<Sid>& groups) {
  auto [first, last] = members.equal_range(member);
  for (auto each = first; each != last; ++each)
    if (std::find(groups.begin(), groups.end(), each->second) == groups.end()) groups.push_back(each->second);
}

/** One look at Unix users, in one change. */
class Sighting {
 public:
  Sighting(const AccountStore::Impl& impl, Transaction& change) : impl_(impl), change_(change) {}

  /** A number that was given to somebody else, who is not to have what the one before had: a step of its own, so that
   *  it holds when the newcomer cannot have an account. */
  Result<void> give_up(const host::UnixUser& user) {
    NTA_TRY(auto known, of_uid(user.uid));
    if (!known || is_of(*known, user)) return {};
    NTA_CHECK(miss(user.uid));
    NTA_TRY(known, of_uid(user.uid));
    return store(*known, [](User& row) { row.uid.reset(); });
  }

  Result<void> see(const host::UnixUser& user) {
    NTA_TRY(auto known, of_uid(user.uid));
    if (!known) return adopt(user);
    if (!is_of(*known, user)) return fail(Win32::user_exists, "uid {} is still that of '{}'", user.uid, known->name);
    if (known->unix_state != UnixState::there) return come_back(*known);
    return known->name == user.name ? Result<void>() : rename(*known, user);
  }

  // Whoever would be missed as the last administrator stays able to administer over the network; but he is gone, and
  // his uid is free for another. What goes with him is gone first, and then it is looked at what his account is worth.
  Result<void> miss(uid_t uid) {
    NTA_TRY(auto known, of_uid(uid));
    if (!known || known->unix_state != UnixState::there) return {};
    auto gone = [&] { return store(*known, [](User& row) { row.unix_state = UnixState::gone_disabled; }); };
    NTA_CHECK(gone());
    auto disable = [&](Transaction&) {
      return store(*known, [](User& row) {
        row.unix_state = row.is_disabled() ? UnixState::gone_disabled : UnixState::gone;
        row.control |= control::disabled;
      });
    };
    auto disabled = impl_.keeping_an_administrator(change_, disable);
    if (disabled || disabled.error().code != Win32::last_admin) return disabled;
    return gone();
  }

 private:
  // Nobody may have looked between userdel and a useradd that gave the number again. usermod -l keeps the home
  // directory, which two people do not share.
  static bool is_of(const User& known, const host::UnixUser& user) {
    if (known.name == user.name) return true;
    return known.unix_state == UnixState::there && !known.home_directory.empty() &&
           known.home_directory == user.home_directory;
  }

  Result<std::optional<User>> of_uid(uid_t uid) const {
    static const std::string sql = select_user + " WHERE u.uid = ?";
    return impl_.user_where(change_.database, sql, uid);
  }

  template <class Edit>
  Result<void> store(User row, Edit edit) {
    row.control &= ~(control::locked | control::password_expired);
    edit(row);
    change_.note(Change::What::unix_user, row.rid);
    return update_user(change_.database, row);
  }

  Result<void> come_back(const User& known) {
    return store(known, [](User& row) {
      if (row.unix_state == UnixState::gone) row.control &= ~control::disabled;
      row.unix_state = UnixState::there;
    });
  }

  Result<void> rename(const User& known, const host::UnixUser& user) {
    NTA_CHECK(check_unix_name(user.name));
    Principal principal;
    principal.kind = Kind::user;
    principal.rid = known.rid;
    principal.name = known.name;
    principal.comment = known.comment;
    change_.note(Change::What::unix_user, known.rid);
    return impl_.rename(change_, principal, user.name, known.comment);
  }

  // With a password, or a program for sessions, of theirs account operators would be whom they may not even touch.
  Result<void> take_over(User row, uid_t uid) {
    if (row.by_operator) {
      NTA_CHECK(impl_.forget_passwords(change_, row.rid));
      row.password_last_set = 0;
      row.parameters.clear();
      log::audit({.who = "ntadmind",
                  .from = "accounts",
                  .action = "user.forget-password",
                  .target = fmt::format("user {}, an operator's so far, is uid {}", row.name, uid),
                  .result = 0});
    }
    return store(std::move(row), [&](User& own) {
      own.uid = uid;
      own.by_operator = false;
    });
  }

  /** A name of the database's own is the Unix user's from now on; one of a Unix user that is gone is free. */
  Result<void> adopt(const host::UnixUser& user) {
    NTA_TRY(auto holder, impl_.principal(change_.database, user.name));
    if (!holder) return add(user);
    bool same = holder->kind == Kind::user && holder->rid >= first_free_rid && holder->name == user.name;
    if (!same) return fail(Win32::user_exists, "its name is that of '{}' here", holder->name);
    NTA_TRY(User row, impl_.user(change_.database, holder->rid));
    bool there = row.unix_state == UnixState::there;
    if (there && !row.uid) return take_over(std::move(row), user.uid);
    if (there) return fail(Win32::user_exists, "uid {} has the name", *row.uid);
    NTA_CHECK(impl_.delete_user(change_, row));
    return add(user);
  }

  Result<void> add(const host::UnixUser& user) {
    User row;
    row.name = user.name;
    row.full_name = user.full_name;
    row.home_directory = user.home_directory;
    row.uid = user.uid;
    NTA_CHECK(impl_.add_user(change_, row));
    return {};
  }

  const AccountStore::Impl& impl_;
  Transaction& change_;
};

// Each by itself: what one cannot have, the others still get.
template <class Step>
Result<void> alone(Transaction& change, Step step, Result<void>& outcome) {
  NTA_CHECK(change.database.query("SAVEPOINT sighting").run());
  outcome = step();
  if (!outcome) NTA_CHECK(change.database.query("ROLLBACK TO sighting").run());
  NTA_CHECK(change.database.query("RELEASE sighting").run());
  return {};
}

}  // namespace

Result<std::multimap<Sid, Sid>> AccountStore::aliases_of_others() const {
  return impl_->read<Members>([&](Database& database) -> Result<Members> {
    NTA_TRY(Members members, read_alias_members(*impl_, database));
    std::erase_if(members, [&](const auto& each) {
      const Sid& sid = each.first;
      return sid.count > 0 && sid == impl_->sid_of(Home::account, Rid(sid.sub[sid.count - 1]));
    });
    return members;
  });
}

Result<std::vector<UnixAccount>> AccountStore::unix_accounts() const {
  return impl_->read<std::vector<UnixAccount>>([&](Database& database) -> Result<std::vector<UnixAccount>> {
    NTA_TRY(auto all, read_accounts(database));
    if (all.empty()) return all;
    std::map<Rid, UnixAccount*> by_rid;
    for (UnixAccount& each : all) by_rid[each.rid] = &each;
    Statement row = database.query(select_groups_of_all, int64_t(UnixState::there), int64_t{control::disabled});
    for (;;) {
      NTA_TRY(bool there, row.step());
      if (!there) break;
      by_rid.at(Rid(row.u32(0)))->groups.push_back(impl_->sid_of(Home::account, Rid(row.u32(1))));
    }
    NTA_TRY(Members members, read_alias_members(*impl_, database));
    for (UnixAccount& each : all) {
      if (each.groups.empty()) continue;  // gone or disabled: everybody else is in a group
      std::vector<Sid> direct = each.groups;
      add_aliases(members, impl_->sid_of(Home::account, each.rid), each.groups);
      for (const Sid& group : direct) add_aliases(members, group, each.groups);
    }
    return all;
  });
}

Result<std::vector<std::string>> AccountStore::see_unix_users(std::span<const host::UnixUser> there,
                                                              std::span<const uid_t> gone) {
  using Sentences = std::vector<std::string>;
  return impl_->change_for<Sentences>([&](Transaction& change) -> Result<Sentences> {
    Sighting sighting(*impl_, change);
    Sentences refused;
    auto one = [&](std::string_view who, auto step) -> Result<void> {
      Result<void> outcome;
      NTA_CHECK(alone(change, step, outcome));
      if (!outcome) refused.push_back(fmt::format("{}: {}", who, outcome.error().text));
      return {};
    };
    // A name that is given up is free for whoever has it now.
    for (uid_t uid : gone) NTA_CHECK(one(fmt::format("uid {}", uid), [&] { return sighting.miss(uid); }));
    for (const host::UnixUser& user : there)
      NTA_CHECK(one(fmt::format("Unix user '{}'", user.name), [&] { return sighting.give_up(user); }));
    for (const host::UnixUser& user : there)
      NTA_CHECK(one(fmt::format("Unix user '{}'", user.name), [&] { return sighting.see(user); }));
    return refused;
  });
}

// ---- what a change of an account does

void AccountStore::Impl::make_unix_user(Transaction& change, const User& user) const {
  if (!unix_) return;
  change.last.emplace_back([this, user](Transaction& last) -> Result<void> {
    User made = user;
    NTA_TRY(made.uid, unix_->add(user));
    if (!made.uid) return {};
    last.undo.emplace_back([unix = unix_, made] { (void)unix->remove(made); });
    last.note(Change::What::unix_user, made.rid);
    return update_user(last.database, made);
  });
}

void AccountStore::Impl::change_unix_user(Transaction& change, const User& was, const User& user) const {
  if (!unix_ || !was.uid || was.unix_state != UnixState::there) return;
  if (user.name != was.name)
    change.last.emplace_back([this, was, user](Transaction& last) -> Result<void> {
      NTA_CHECK(unix_->rename(was, user.name));
      last.undo.emplace_back([unix = unix_, user, name = was.name] { (void)unix->rename(user, name); });
      return {};
    });
  if (user.full_name != was.full_name)
    change.last.emplace_back([this, user, before = was.full_name](Transaction& last) -> Result<void> {
      NTA_CHECK(unix_->set_full_name(user, user.full_name));
      last.undo.emplace_back([unix = unix_, user, before] { (void)unix->set_full_name(user, before); });
      return {};
    });
  if (user.is_disabled() != was.is_disabled())
    change.last.emplace_back([this, user](Transaction& last) -> Result<void> {
      NTA_CHECK(unix_->set_disabled(user, user.is_disabled()));
      last.undo.emplace_back([unix = unix_, user] { (void)unix->set_disabled(user, !user.is_disabled()); });
      return {};
    });
}

// It cannot be taken back: were the commit to fail, the account stays, and is disabled when its Unix user is missed.
void AccountStore::Impl::remove_unix_user(Transaction& change, const User& user) const {
  if (!unix_ || !user.uid || user.unix_state != UnixState::there) return;
  change.last.emplace_back([this, user](Transaction&) { return unix_->remove(user); });
}

}  // namespace nta::accounts
