// Users: added, changed, deleted.
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr uint32_t computed_flags = control::locked | control::password_expired;

// The name of a Unix user is what it is there.
Result<void> check_name_of(const User& user) {
  return user.uid ? check_unix_name(user.name) : check_name(Kind::user, user.name);
}

// What an administrator's edit may not touch stays as it was; clearing `locked` unlocks.
void keep_what_is_computed(const User& was, FileTime now, User& user) {
  user.rid = was.rid;
  user.uid = was.uid;
  user.unix_state = was.unix_state;
  user.lockout_time = was.lockout_time;
  user.bad_password_count = was.bad_password_count;
  bool unlocked = (was.control & control::locked) && !(user.control & control::locked);
  if (unlocked) user.lockout_time = user.bad_password_count = 0;
  if (user.password_last_set != 0) user.password_last_set = was.password_last_set == 0 ? now : was.password_last_set;
  user.control &= ~computed_flags;
}

Result<void> check_primary_group(Database& database, const User& user) {
  NTA_TRY(int64_t is_member,
          database.number(0, "SELECT count(*) FROM group_member WHERE group_rid = ? AND user_rid = ?",
                          int64_t{user.primary_group.value}, int64_t{user.rid.value}));
  if (is_member) return {};
  return fail(Win32::user_not_in_group, "user '{}' is not in group {}, which cannot be its primary group", user.name,
              user.primary_group.value);
}

}  // namespace

Result<Rid> AccountStore::add_user(const User& user) {
  return impl_->change_for<Rid>([&](Transaction& change) { return impl_->add_user(change, user); });
}

Result<Rid> AccountStore::add_user(const User& user, const Password& password, SetBy by) {
  return impl_->change_for<Rid>([&](Transaction& change) { return impl_->add_user(change, user, &password, by); });
}

// Nearly always all are in order: then they are one change, of which nothing is kept for taking back one. Else none has
// been made, and each is made by itself. Unix users that are made with them cannot be taken back like that.
std::vector<Result<Rid>> AccountStore::add_users(std::span<const NewUser> users, SetBy by) {
  std::vector<Result<Rid>> added(users.size(), Rid());
  auto add = [&](Transaction& change, size_t i) -> Result<void> {
    const auto& [user, password] = users[i];
    added[i] = impl_->add_user(change, user, password ? &*password : nullptr, by);
    return added[i] ? Result<void>() : added[i].error();
  };
  auto add_all = [&](Transaction& change) -> Result<void> {
    for (size_t i = 0; i < users.size(); ++i) NTA_CHECK(add(change, i));
    return {};
  };
  bool makes_unix_users = impl_->unix_ && impl_->unix_->makes();
  if (users.size() > 1 && !makes_unix_users && impl_->change(add_all)) return added;
  std::vector<Work> works;
  for (size_t i = 0; i < users.size(); ++i) works.emplace_back([&, i](Transaction& change) { return add(change, i); });
  auto results = impl_->change_each(works);
  for (size_t i = 0; i < users.size(); ++i)
    if (!results[i]) added[i] = std::move(results[i]).error();
  return added;
}

Result<Rid> AccountStore::Impl::add_user(Transaction& change, const User& user, const Password* password,
                                         SetBy by) const {
  NTA_CHECK(check_name_of(user));
  NTA_CHECK(check_user(user));
  if (user.rid != Rid() && user.rid < first_free_rid)
    return fail(Win32::invalid_parameter, "RID {} is kept for built-in accounts", user.rid.value);
  User row = user;
  row.control &= ~computed_flags;
  row.lockout_time = row.bad_password_count = 0;
  row.unix_state = UnixState::there;
  Principal principal;
  principal.kind = Kind::user;
  principal.rid = user.rid;
  principal.name = user.name;
  principal.comment = user.comment;
  NTA_TRY(row.rid, insert_principal(change, principal));
  SealedPassword sealed;
  if (password) {
    NTA_TRY(sealed, seal_password(change, row, *password, by));
    row.password_last_set = sealed.set;
  }
  NTA_CHECK(insert_user(change.database, row, sealed.hash));
  Policy policy = this->policy();
  if (password && policy.history_length > 0)
    NTA_CHECK(remember_password(change.database, policy, row.rid, sealed.hash));
  NTA_CHECK(change.database
                .query("INSERT INTO group_member (group_rid, user_rid) VALUES (?, ?)", int64_t{rid_none.value},
                       int64_t{row.rid.value})
                .run());
  if (row.primary_group != rid_none) NTA_CHECK(check_primary_group(change.database, row));
  if (!row.uid) make_unix_user(change, row);
  change.note(row.uid ? Change::What::unix_user : Change::What::user, row.rid);
  return row.rid;
}

Result<void> AccountStore::Impl::change_user(Transaction& change, Rid rid, const UserEdit& edit) const {
  NTA_TRY(User was, user(change.database, rid));
  User edited = was;
  NTA_CHECK(edit(edited));
  if (was.control & ~edited.control & control::locked) forget_unwritten(change, rid);
  keep_what_is_computed(was, now(), edited);
  NTA_CHECK(check_user(edited));
  if ((edited.control ^ was.control) & control::account_types)
    return fail(Win32::invalid_parameter, "the type of account '{}' cannot change", was.name);
  if (edited.primary_group != was.primary_group) NTA_CHECK(check_primary_group(change.database, edited));
  Principal principal;
  principal.kind = Kind::user;
  principal.rid = rid;
  principal.name = was.name;
  principal.comment = was.comment;
  if (edited.name != was.name) NTA_CHECK(check_name_of(edited));
  NTA_CHECK(rename(change, principal, edited.name, edited.comment));
  auto store = [&](Transaction& part) { return update_user(part.database, edited); };
  NTA_CHECK(edited.is_disabled() && !was.is_disabled() ? keeping_an_administrator(change, store) : store(change));
  change_unix_user(change, was, edited);
  change.note(edited.uid ? Change::What::unix_user : Change::What::user, rid);
  return {};
}

Result<void> AccountStore::change_user(Rid rid, const UserEdit& edit) {
  return impl_->change([&](Transaction& change) { return impl_->change_user(change, rid, edit); });
}

Result<void> AccountStore::change_user(Rid rid, const UserEdit& edit, const Password& password, SetBy by) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_CHECK(impl_->change_user(change, rid, edit));
    return impl_->set_password(change, rid, password, by);
  });
}

Result<void> AccountStore::delete_user(Rid rid) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_TRY(User user, impl_->user(change.database, rid));
    if (rid < first_free_rid) return fail(Win32::special_account, "'{}' is built in and cannot be deleted", user.name);
    NTA_CHECK(impl_->delete_user(change, user));
    impl_->remove_unix_user(change, user);
    return {};
  });
}

Result<void> AccountStore::Impl::delete_user(Transaction& change, const User& user) const {
  change.note(user.uid ? Change::What::unix_user : Change::What::user, user.rid);
  return keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
    NTA_CHECK(part.database.query("DELETE FROM alias_member WHERE sid = ?", sid_of(Home::account, user.rid)).run());
    NTA_CHECK(part.database.query("DELETE FROM principal WHERE rid = ?", int64_t{user.rid.value}).run());
    return {};
  });
}

}  // namespace nta::accounts
