// Aliases, which the API calls local groups, and their members: users, groups and SIDs from elsewhere.
#include <algorithm>
#include <set>

#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr Rid rid_administrators{544};  // of the built-in ones: no account has so low a number

constexpr std::string_view insert_member = "INSERT INTO alias_member (alias_rid, sid) VALUES (?, ?)";
constexpr std::string_view delete_member = "DELETE FROM alias_member WHERE alias_rid = ? AND sid = ?";
constexpr std::string_view delete_member_of_all =
    "DELETE FROM alias_member WHERE sid = ? AND alias_rid IN (SELECT rid FROM principal WHERE kind = 4 AND home = ?)";
constexpr std::string_view select_members = "SELECT sid FROM alias_member WHERE alias_rid = ? ORDER BY sid";
constexpr std::string_view select_aliases_of =
    "SELECT p.rid, p.home FROM alias_member m JOIN principal p ON p.rid = m.alias_rid WHERE m.sid = ? ORDER BY p.rid";

Result<std::vector<Sid>> members(Database& database, Rid alias) {
  Statement row = database.query(select_members, int64_t{alias.value});
  std::vector<Sid> all;
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return all;
    NTA_TRY(Sid sid, row.sid(0));
    all.push_back(sid);
  }
}

Alias alias_of(const Principal& principal) {
  return Alias{principal.home, principal.rid, principal.name, principal.comment};
}

Result<Principal> require(const AccountStore::Impl& impl, Database& database, Home home, Rid rid) {
  NTA_TRY(auto found, impl.principal(database, Kind::alias, home, rid));
  if (!found) return no_such(Kind::alias, std::to_string(rid.value));
  return *std::move(found);
}

// [MS-SAMR] 3.1.5.8.3: a SID of this machine must be somebody's; aliases are in no alias.
Result<void> check_member(const AccountStore::Impl& impl, Database& database, const Sid& sid) {
  NTA_TRY(auto member, impl.principal(database, sid));
  if (member && member->kind == Kind::alias)
    return fail(Win32::invalid_member, "'{}' is a local group, which cannot be in another", member->name);
  bool ours = sid.count > 1 && impl.sid_of(Home::account, Rid(sid.sub[sid.count - 1])) == sid;
  bool builtin = sid.count > 1 && impl.sid_of(Home::builtin, Rid(sid.sub[sid.count - 1])) == sid;
  if (!member && (ours || builtin || sid == impl.domain_.sid || sid.count == 0))
    return fail(Win32::no_such_member, "{} is no account of this computer", sid.text());
  return {};
}

Result<void> add_member(const AccountStore::Impl& impl, Transaction& change, Rid alias, const Sid& sid) {
  NTA_CHECK(check_member(impl, change.database, sid));
  auto added = change.database.query(insert_member, int64_t{alias.value}, sid).run();
  if (!added && added.error().code == Win32::already_exists)
    return fail(Win32::member_in_alias, "{} is in local group {} already", sid.text(), alias.value);
  if (!added) return added.error();
  return {};
}

// Who sets a server up can always come back to it: the built-in administrator stays one.
Result<void> check_may_leave(const AccountStore::Impl& impl, Rid alias, const Sid& sid) {
  if (alias != rid_administrators || sid != impl.sid_of(Home::account, rid_administrator)) return {};
  return fail(Win32::special_account, "the built-in administrator stays in the local group of administrators");
}

Result<void> remove_member(const AccountStore::Impl& impl, Transaction& change, Rid alias, const Sid& sid) {
  NTA_CHECK(check_may_leave(impl, alias, sid));
  NTA_TRY(int removed, change.database.query(delete_member, int64_t{alias.value}, sid).run());
  if (removed == 0) return fail(Win32::member_not_in_alias, "{} is not in local group {}", sid.text(), alias.value);
  return {};
}

Result<void> collect_aliases(Database& database, const Sid& member, std::set<std::pair<Home, Rid>>& into) {
  Statement row = database.query(select_aliases_of, member);
  for (;;) {
    NTA_TRY(bool there, row.step());
    if (!there) return {};
    into.emplace(static_cast<Home>(row.number(1)), Rid(row.u32(0)));
  }
}

}  // namespace

Result<Alias> AccountStore::alias(Home home, Rid rid) const {
  return impl_->read<Alias>([&](Database& database) -> Result<Alias> {
    NTA_TRY(Principal found, require(*impl_, database, home, rid));
    return alias_of(found);
  });
}

Result<Alias> AccountStore::alias(std::string_view name) const {
  return impl_->read<Alias>([&](Database& database) -> Result<Alias> {
    NTA_TRY(auto found, impl_->principal(database, name));
    if (!found || found->kind != Kind::alias) return no_such(Kind::alias, name);
    return alias_of(*found);
  });
}

Result<Rid> AccountStore::add_alias(const Alias& alias) {
  return impl_->change_for<Rid>([&](Transaction& change) -> Result<Rid> {
    if (alias.home == Home::builtin)
      return fail(Win32::access_denied, "no local group can be added to the built-in ones");
    if (alias.rid != Rid() && alias.rid < first_free_rid)
      return fail(Win32::invalid_parameter, "RID {} is kept for built-in groups", alias.rid.value);
    NTA_CHECK(check_name(Kind::alias, alias.name));
    NTA_CHECK(check_comment(alias.name, alias.comment));
    Principal row;
    row.kind = Kind::alias;
    row.rid = alias.rid;
    row.name = alias.name;
    row.comment = alias.comment;
    NTA_TRY(Rid rid, impl_->insert_principal(change, row));
    change.note(Change::What::alias, rid);
    return rid;
  });
}

Result<void> AccountStore::change_alias(Home home, Rid rid, const AliasEdit& edit) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_TRY(Principal was, require(*impl_, change.database, home, rid));
    Alias edited = alias_of(was);
    NTA_CHECK(edit(edited));
    if (home == Home::builtin && edited.name != was.name)
      return fail(Win32::special_group, "'{}' is built in and cannot be renamed", was.name);
    if (edited.name != was.name) NTA_CHECK(check_name(Kind::alias, edited.name));
    if (edited.comment != was.comment) NTA_CHECK(check_comment(was.name, edited.comment));
    NTA_CHECK(impl_->rename(change, was, edited.name, edited.comment));
    change.note(Change::What::alias, rid);
    return {};
  });
}

Result<void> AccountStore::delete_alias(Home home, Rid rid) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_TRY(Principal found, require(*impl_, change.database, home, rid));
    if (rid < first_free_rid || home == Home::builtin)
      return fail(Win32::special_group, "'{}' is built in and cannot be deleted", found.name);
    NTA_CHECK(change.database.query("DELETE FROM principal WHERE rid = ?", int64_t{rid.value}).run());
    change.note(Change::What::alias, rid);
    return {};
  });
}

// ---- members

Result<std::vector<Sid>> AccountStore::alias_members(Home home, Rid alias) const {
  return impl_->read<std::vector<Sid>>([&](Database& database) -> Result<std::vector<Sid>> {
    NTA_CHECK(require(*impl_, database, home, alias));
    return members(database, alias);
  });
}

Result<void> AccountStore::add_to_alias(Home home, Rid alias, std::span<const Sid> sids) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_CHECK(require(*impl_, change.database, home, alias));
    for (const Sid& sid : sids) NTA_CHECK(add_member(*impl_, change, alias, sid));
    change.note(Change::What::membership, alias);
    return {};
  });
}

Result<void> AccountStore::remove_from_alias(Home home, Rid alias, std::span<const Sid> sids) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_CHECK(require(*impl_, change.database, home, alias));
    change.note(Change::What::membership, alias);
    return impl_->keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
      for (const Sid& sid : sids) NTA_CHECK(remove_member(*impl_, part, alias, sid));
      return {};
    });
  });
}

Result<void> AccountStore::set_alias_members(Home home, Rid alias, std::span<const Sid> sids) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    NTA_CHECK(require(*impl_, change.database, home, alias));
    change.note(Change::What::membership, alias);
    return impl_->keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
      NTA_TRY(std::vector<Sid> list, members(part.database, alias));
      std::set<Sid> before(list.begin(), list.end());
      std::set<Sid> after(sids.begin(), sids.end());
      for (const Sid& sid : before)
        if (!after.count(sid)) NTA_CHECK(remove_member(*impl_, part, alias, sid));
      for (const Sid& sid : after)
        if (!before.count(sid)) NTA_CHECK(add_member(*impl_, part, alias, sid));
      return {};
    });
  });
}

Result<std::vector<Rid>> AccountStore::aliases_of(Home home, std::span<const Sid> sids) const {
  return impl_->read<std::vector<Rid>>([&](Database& database) -> Result<std::vector<Rid>> {
    std::set<std::pair<Home, Rid>> found;
    for (const Sid& sid : sids) NTA_CHECK(collect_aliases(database, sid, found));
    std::vector<Rid> rids;
    for (const auto& [where, rid] : found)
      if (where == home) rids.push_back(rid);
    return rids;
  });
}

Result<void> AccountStore::forget_member(Home home, const Sid& sid) {
  return impl_->change([&](Transaction& change) -> Result<void> {
    return impl_->keeping_an_administrator(change, [&](Transaction& part) -> Result<void> {
      if (home == Home::builtin) NTA_CHECK(check_may_leave(*impl_, rid_administrators, sid));
      NTA_TRY(int removed, part.database.query(delete_member_of_all, sid, int64_t(home)).run());
      if (removed) part.note(Change::What::membership);
      return {};
    });
  });
}

Result<std::vector<Sid>> AccountStore::memberships_of(Rid user, std::span<const Sid> also) const {
  return impl_->read<std::vector<Sid>>([&](Database& database) -> Result<std::vector<Sid>> {
    NTA_CHECK(impl_->user(database, user));
    std::vector<Sid> sids;
    Statement row =
        database.query("SELECT group_rid FROM group_member WHERE user_rid = ? ORDER BY group_rid", int64_t{user.value});
    for (;;) {
      NTA_TRY(bool there, row.step());
      if (!there) break;
      sids.push_back(impl_->sid_of(Home::account, Rid(row.u32(0))));
    }
    std::set<std::pair<Home, Rid>> aliases;
    NTA_CHECK(collect_aliases(database, impl_->sid_of(Home::account, user), aliases));
    for (const Sid& sid : sids) NTA_CHECK(collect_aliases(database, sid, aliases));
    for (const Sid& sid : also) NTA_CHECK(collect_aliases(database, sid, aliases));
    for (const auto& [home, rid] : aliases) sids.push_back(impl_->sid_of(home, rid));
    return sids;
  });
}

Result<bool> AccountStore::is_administrator(const User& user) const {
  auto holds_it = [](const std::vector<Sid>& sids) {
    return std::find(sids.begin(), sids.end(), sid_administrators) != sids.end();
  };
  std::vector<Sid> of_unix_user;
  if (user.uid) of_unix_user = impl_->options_.sids_of_unix_user(*user.uid);
  if (holds_it(of_unix_user)) return true;
  NTA_TRY(auto memberships, memberships_of(user.rid, of_unix_user));
  return holds_it(memberships);
}

}  // namespace nta::accounts
