// Groups and who is in them; and the rule that somebody who can administer is left.
#include <algorithm>

#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr std::string_view insert_member = "INSERT INTO group_member (group_rid, user_rid) VALUES (?, ?)";
constexpr std::string_view delete_member = "DELETE FROM group_member WHERE group_rid = ? AND user_rid = ?";
constexpr std::string_view select_member = "SELECT count(*) FROM group_member WHERE group_rid = ? AND user_rid = ?";
constexpr std::string_view select_members = "SELECT user_rid FROM group_member WHERE group_rid = ? ORDER BY user_rid";
constexpr std::string_view select_groups_of =
    "SELECT group_rid FROM group_member WHERE user_rid = ? ORDER BY group_rid";
constexpr std::string_view select_group =
    "SELECT p.name, p.comment, g.attributes FROM principal p JOIN group_attributes g ON g.rid = p.rid WHERE p.rid = ?";
constexpr std::string_view select_administrators = "SELECT sid FROM alias_member WHERE alias_rid = 544";
// 0: disabled, or nobody; 1: enabled; 2: and can log on, by a password or as a Unix user.
constexpr std::string_view standing_of_user =
    "SELECT 1 + (nt_hash IS NOT NULL OR (uid IS NOT NULL AND unix_state = 0)) FROM user WHERE rid = ? AND NOT control "
    "& 1";
constexpr std::string_view standing_of_group =
    "SELECT EXISTS (SELECT 1 FROM group_member m JOIN user u ON u.rid = m.user_rid "
    "WHERE m.group_rid = ?1 AND NOT u.control & 1) + "
    "EXISTS (SELECT 1 FROM group_member m JOIN user u ON u.rid = m.user_rid "
    "WHERE m.group_rid = ?1 AND NOT u.control & 1 AND (u.nt_hash IS NOT NULL OR (u.uid IS NOT NULL AND u.unix_state = "
    "0)))";
constexpr int64_t can_log_on = 2;

Result<std::vector<Rid>> rids(Statement row) {
  std::vector<Rid> all;
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return all;
    all.push_back(Rid(row.u32(0)));
  }
}

Result<Group> read_group(Database& database, Rid rid) {
  Statement row = database.query(select_group, int64_t{rid.value});
  NTA_TRY(bool there, row.step());
  if (!there) return no_such(Kind::group, std::to_string(rid.value));
  return Group{rid, row.text(0), row.text(1), row.u32(2)};
}

Principal principal_of(const Group& group) {
  Principal row;
  row.kind = Kind::group;
  row.rid = group.rid;
  row.name = group.name;
  row.comment = group.comment;
  return row;
}

Result<bool> is_member(Database& database, Rid group, Rid user) {
  NTA_TRY(int64_t count, database.number(0, select_member, int64_t{group.value}, int64_t{user.value}));
  return count != 0;
}

Result<void> check_not_primary(const User& user, Rid group) {
  if (user.primary_group != group) return {};
  return fail(Win32::members_primary_group, "group {} is the primary group of '{}'", group.value, user.name);
}

// What has to go from `before`, and what has to come, to make it `after`.
struct Difference {
  std::vector<Rid> leaving;
  std::vector<Rid> joining;
};

Difference difference(const std::vector<Rid>& before, std::span<const Rid> wanted) {
  std::vector<Rid> after(wanted.begin(), wanted.end());
  std::sort(after.begin(), after.end());
  after.erase(std::unique(after.begin(), after.end()), after.end());
  Difference out;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(out.leaving));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(out.joining));
  return out;
}

}  // namespace

// ---- who can administer

Result<int64_t> AccountStore::Impl::best_administrator(Database& database) const {
  Statement row = database.query(select_administrators);
  for (int64_t best = 0;;) {
    NTA_TRY(bool there, row.step());
    if (!there || best == can_log_on) return best;
    NTA_TRY(Sid sid, row.sid(0));
    NTA_TRY(auto member, principal(database, sid));
    if (!member) continue;
    std::string_view sql = member->kind == Kind::group ? standing_of_group : standing_of_user;
    NTA_TRY(int64_t standing, database.number(0, sql, int64_t{member->rid.value}));
    best = std::max(best, standing);
  }
}

Result<void> AccountStore::Impl::keeping_an_administrator(Transaction& change, const Work& work) const {
  NTA_TRY(int64_t before, best_administrator(change.database));
  NTA_CHECK(work(change));
  NTA_TRY(int64_t after, best_administrator(change.database));
  if (after >= before) return {};
  return fail(Win32::last_admin, "no account that can {}administer would be left",
              before == can_log_on ? "log on and " : "");
}

// ---- groups

Result<Group> AccountStore::group(Rid rid) const {
  return impl_->read<Group>([&](Database& database) { return read_group(database, rid); });
}

Result<Group> AccountStore::group(std::string_view name) const {
  return impl_->read<Group>([&](Database& database) -> Result<Group> {
    NTA_TRY(auto found, impl_->principal(database, name));
    if (!found || found->kind != Kind::group) return no_such(Kind::group, name);
    return read_group(database, found->rid);
  });
}

Result<Rid> AccountStore::add_group(const Group& group) {
  return impl_->change_for<Rid>([&](Transaction& change) -> Result<Rid> {
    if (group.rid != Rid() && group.rid < first_free_rid)
      return fail(Win32::invalid_parameter, "RID {} is kept for built-in groups", group.rid.value);
    NTA_CHECK(check_name(Kind::group, group.name));
    NTA_CHECK(check_comment(group.name, group.comment));
    NTA_TRY(Rid rid, impl_->insert_principal(change, principal_of(group)));
    NTA_CHECK(change.database
                  .query("INSERT INTO group_attributes (rid, attributes) VALUES (?, ?)", int64_t{rid.value},
                         int64_t{group.attributes})
                  .run());
    change.note(Change::What::group, rid);
    return rid;
  });
}

Result<void> AccountStore::change_group(Rid rid, const GroupEdit& edit) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_TRY(Group was, read_group(change.database, rid));
    Group edited = was;
    NTA_CHECK(edit(edited));
    if (edited.name != was.name) NTA_CHECK(check_name(Kind::group, edited.name));
    if (edited.comment != was.comment) NTA_CHECK(check_comment(was.name, edited.comment));
    NTA_CHECK(impl_->rename(change, principal_of(was), edited.name, edited.comment));
    NTA_CHECK(change.database
                  .query("UPDATE group_attributes SET attributes = ? WHERE rid = ?", int64_t{edited.attributes},
                         int64_t{rid.value})
                  .run());
    change.note(Change::What::group, rid);
    return {};
  });
}

Result<void> AccountStore::delete_group(Rid rid) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_TRY(Group group, read_group(change.database, rid));
    if (rid < first_free_rid) return fail(Win32::special_group, "'{}' is built in and cannot be deleted", group.name);
    constexpr std::string_view of_whom =
        "SELECT count(*) FROM group_member m JOIN user u ON u.rid = m.user_rid "
        "WHERE m.group_rid = ?1 AND u.primary_group = ?1";
    NTA_TRY(int64_t primary_of, change.database.number(0, of_whom, int64_t{rid.value}));
    if (primary_of)
      return fail(Win32::members_primary_group, "'{}' is the primary group of {} users", group.name, primary_of);
    change.note(Change::What::group, rid);
    return impl_->keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
      NTA_CHECK(part.database.query("DELETE FROM alias_member WHERE sid = ?", impl_->sid_of(Home::account, rid)).run());
      NTA_CHECK(part.database.query("DELETE FROM principal WHERE rid = ?", int64_t{rid.value}).run());
      return {};
    });
  });
}

// ---- members

Result<std::vector<Rid>> AccountStore::group_members(Rid group) const {
  return impl_->read<std::vector<Rid>>([&](Database& database) -> Result<std::vector<Rid>> {
    NTA_CHECK(read_group(database, group));
    return rids(database.query(select_members, int64_t{group.value}));
  });
}

Result<std::vector<Rid>> AccountStore::groups_of(Rid user) const {
  return impl_->read<std::vector<Rid>>([&](Database& database) -> Result<std::vector<Rid>> {
    NTA_CHECK(impl_->user(database, user));
    return rids(database.query(select_groups_of, int64_t{user.value}));
  });
}

Result<void> AccountStore::Impl::join_group(Transaction& change, Rid group, Rid user) const {
  NTA_CHECK(read_group(change.database, group));
  NTA_CHECK(this->user(change.database, user));
  NTA_TRY(bool in, is_member(change.database, group, user));
  if (in) return fail(Win32::user_in_group, "user {} is in group {} already", user.value, group.value);
  NTA_CHECK(change.database.query(insert_member, int64_t{group.value}, int64_t{user.value}).run());
  change.note(Change::What::membership, group);
  return {};
}

Result<void> AccountStore::Impl::leave_group(Transaction& change, Rid group, Rid user) const {
  NTA_CHECK(read_group(change.database, group));
  NTA_TRY(User who, this->user(change.database, user));
  NTA_TRY(bool in, is_member(change.database, group, user));
  if (!in) return fail(Win32::user_not_in_group, "user '{}' is not in group {}", who.name, group.value);
  NTA_CHECK(check_not_primary(who, group));
  NTA_CHECK(change.database.query(delete_member, int64_t{group.value}, int64_t{user.value}).run());
  change.note(Change::What::membership, group);
  return {};
}

Result<void> AccountStore::add_to_group(Rid group, Rid user) {
  return impl_->change([&](Transaction& change) { return impl_->join_group(change, group, user); });
}

Result<void> AccountStore::remove_from_group(Rid group, Rid user) {
  return impl_->change([&](Transaction& change) {
    return impl_->keeping_an_administrator(change,
                                           [&](Transaction& part) { return impl_->leave_group(part, group, user); });
  });
}

Result<void> AccountStore::set_group_members(Rid group, std::span<const Rid> users) {
  return impl_->change([&](Transaction& change) {
    return impl_->keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
      NTA_CHECK(read_group(part.database, group));
      NTA_TRY(auto before, rids(part.database.query(select_members, int64_t{group.value})));
      Difference change_of = difference(before, users);
      for (Rid user : change_of.leaving) NTA_CHECK(impl_->leave_group(part, group, user));
      for (Rid user : change_of.joining) NTA_CHECK(impl_->join_group(part, group, user));
      return {};
    });
  });
}

Result<void> AccountStore::set_groups_of(Rid user, std::span<const Rid> groups) {
  return impl_->change([&](Transaction& change) {
    return impl_->keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
      NTA_CHECK(impl_->user(part.database, user));
      NTA_TRY(auto before, rids(part.database.query(select_groups_of, int64_t{user.value})));
      Difference change_of = difference(before, groups);
      for (Rid group : change_of.leaving) NTA_CHECK(impl_->leave_group(part, group, user));
      for (Rid group : change_of.joining) NTA_CHECK(impl_->join_group(part, group, user));
      return {};
    });
  });
}

}  // namespace nta::accounts
