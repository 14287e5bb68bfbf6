// Accounts in the store: names, lists, changes, members, policy.
#include "host/accounts/store.h"

#include <thread>

#include "host/accounts/stores.h"

namespace nta::accounts {
namespace {

TEST(AccountStoreTest, NewDatabaseHasTheBuiltInAccounts) {
  TestStore store;
  User administrator = must(store->user("administrator"));
  EXPECT_EQ(administrator.rid, rid_administrator);
  EXPECT_FALSE(administrator.has_password);
  EXPECT_TRUE(must(store->user("Guest")).is_disabled());
  EXPECT_EQ(must(store->group("None")).rid, rid_none);
  auto administrators = must(store->find("ADMINISTRATORS"));
  ASSERT_TRUE(administrators);
  EXPECT_EQ(administrators->sid, sid_administrators);
  auto members = must(store->alias_members(Home::builtin, Rid(544)));
  EXPECT_EQ(members, std::vector<Sid>{store->sid_of(rid_administrator)});
}

TEST(AccountStoreTest, MachineSidIsRandomAndStays) {
  TestStore a, b;
  EXPECT_NE(a->domain_sid(), b->domain_sid());
  EXPECT_EQ(a->domain_sid().count, 4);
  EXPECT_EQ(a->domain_name(), "TESTHOST");
}

TEST(AccountStoreTest, NameIsTakenInWhateverCaseAndByWhateverKind) {
  TestStore store;
  must(store->add_user(named("Zoë")));
  EXPECT_EQ(code_of(store->add_user(named("zOË"))), Win32::user_exists);
  EXPECT_EQ(code_of(store->add_group({{}, "ZOË", ""})), Win32::user_exists);
  EXPECT_EQ(code_of(store->add_user(named("none"))), Win32::group_exists);
  EXPECT_EQ(code_of(store->add_user(named("USERS"))), Win32::alias_exists);
  EXPECT_EQ(must(store->user("ZOË")).name, "Zoë");
}

TEST(AccountStoreTest, OfUsersAddedTogetherEachIsByItself) {
  TestStore store;
  std::vector<Rid> heard;
  store->on_change([&](const Change& change) { heard.push_back(change.rid); });
  std::vector<NewUser> users;
  for (const char* name : {"anna", "bert", "ANNA", "carl"}) users.push_back({named(name), clear(u"secret")});
  auto added = store->add_users(users, SetBy::administrator);
  ASSERT_EQ(added.size(), 4u);
  EXPECT_EQ(code_of(added[2]), Win32::user_exists);
  EXPECT_EQ(heard, (std::vector<Rid>{must(added[0]), must(added[1]), must(added[3])}));
  for (const char* name : {"anna", "bert", "carl"}) EXPECT_TRUE(must(store->user(name)).has_password) << name;
  users = {{named("dora"), {}}, {named("emil"), {}}};
  added = store->add_users(users, SetBy::administrator);
  EXPECT_EQ(must(added[1]).value, must(added[0]).value + 1);
  EXPECT_EQ(heard.size(), 5u);
}

TEST(AccountStoreTest, NamesThatCannotBeAreRefused) {
  TestStore store;
  for (const char* name : {"",
                           "a\"b",
                           "a/b",
                           "a\\b",
                           "a[b",
                           "a]b",
                           "a:b",
                           "a|b",
                           "a<b",
                           "a>b",
                           "a+b",
                           "a=b",
                           "a;b",
                           "a,b",
                           "a?b",
                           "a*b",
                           "a\x01"
                           "b",
                           "a.",
                           "...",
                           "System",
                           "everyone",
                           "testhost",
                           "   ",
                           " a",
                           "a ",
                           "abcdefghijklmnopqrstu"})
    EXPECT_EQ(code_of(store->add_user(named(name))), Win32::bad_username) << name;
  EXPECT_TRUE(store->add_user(named("abcdefghijklmnopqrst")));
  EXPECT_TRUE(store->add_group({{}, std::string(256, 'g'), ""}));
  EXPECT_EQ(code_of(store->add_group({{}, std::string(257, 'g'), ""})), Win32::bad_username);
}

TEST(AccountStoreTest, RidsAreNeverGivenTwice) {
  TestStore store;
  Rid first = must(store->add_user(named("first")));
  EXPECT_EQ(first, first_free_rid);
  must(store->delete_user(first));
  Rid second = must(store->add_user(named("first")));
  EXPECT_GT(second.value, first.value);
  User wanted = named("wanted");
  wanted.rid = Rid(5000);
  EXPECT_EQ(must(store->add_user(wanted)), Rid(5000));
  EXPECT_EQ(must(store->add_user(named("next"))), Rid(5001));
  wanted.name = "again";
  EXPECT_EQ(code_of(store->add_user(wanted)), Win32::already_exists);
}

TEST(AccountStoreTest, EveryFieldComesBackAsItWasSet) {
  TestStore store;
  User user = named("full");
  user.full_name = "Full Name";
  user.comment = "comment";
  user.user_comment = "user comment";
  user.home_directory = "\\\\server\\home";
  user.home_drive = "H:";
  user.script_path = "logon.cmd";
  user.profile_path = "\\\\server\\profile";
  user.workstations = "PC1,PC2";
  user.logon_hours = Bytes(logon_hours_size, std::byte{0x5A});
  user.parameters = Bytes{std::byte{1}, std::byte{0}, std::byte{0xD8}};
  user.control = control::normal | control::password_never_expires;
  user.may_not_change_password = true;
  user.country_code = 49;
  user.code_page = 850;
  user.account_expires = 1234567;
  user.uid = 1000;
  Rid rid = must(store->add_user(user));
  User read = must(store->user(rid));
  EXPECT_EQ(read.full_name, user.full_name);
  EXPECT_EQ(read.comment, user.comment);
  EXPECT_EQ(read.user_comment, user.user_comment);
  EXPECT_EQ(read.home_directory, user.home_directory);
  EXPECT_EQ(read.home_drive, user.home_drive);
  EXPECT_EQ(read.script_path, user.script_path);
  EXPECT_EQ(read.profile_path, user.profile_path);
  EXPECT_EQ(read.workstations, user.workstations);
  EXPECT_EQ(read.logon_hours, user.logon_hours);
  EXPECT_EQ(read.parameters, user.parameters);
  EXPECT_EQ(read.control, user.control);
  EXPECT_TRUE(read.may_not_change_password);
  EXPECT_EQ(read.country_code, 49u);
  EXPECT_EQ(read.code_page, 850u);
  EXPECT_EQ(read.account_expires, 1234567);
  EXPECT_EQ(must(store->user_of(1000)).rid, rid);
  EXPECT_EQ(must(store->groups_of(rid)), std::vector<Rid>{rid_none});
}

TEST(AccountStoreTest, FailedEditLeavesEverythingAsItWas) {
  TestStore store;
  Rid rid = must(store->add_user(named("alice")));
  EXPECT_EQ(code_of(store->change_user(rid,
                                       [](User& user) -> Result<void> {
                                         user.comment = "changed";
                                         user.name = "Guest";
                                         return {};
                                       })),
            Win32::user_exists);
  EXPECT_EQ(must(store->user(rid)).comment, "");
  EXPECT_EQ(code_of(store->change_user(
                rid,
                [](User& user) -> Result<void> {
                  user.name = "renamed";
                  return {};
                },
                clear(std::u16string(257, u'x')), SetBy::administrator)),
            Win32::password_too_long);
  EXPECT_EQ(must(store->user(rid)).name, "alice");
}

TEST(AccountStoreTest, RenameKeepsTheRidAndFreesTheName) {
  TestStore store;
  Rid rid = must(store->add_user(named("old")));
  must(store->change_user(rid, [](User& user) -> Result<void> {
    user.name = "OLD";
    return {};
  }));
  must(store->change_user(rid, [](User& user) -> Result<void> {
    user.name = "new";
    return {};
  }));
  EXPECT_EQ(must(store->user("NEW")).rid, rid);
  EXPECT_TRUE(store->add_user(named("old")));
}

TEST(AccountStoreTest, TwoAdministratorsChangingOneUserLoseNoField) {
  TestStore store;
  Rid rid = must(store->add_user(named("shared")));
  auto change = [&](std::string User::*field, char mark) {
    for (int i = 0; i < 200; ++i)
      must(store->change_user(rid, [&](User& user) -> Result<void> {
        user.*field += mark;
        return {};
      }));
  };
  std::thread one([&] { change(&User::comment, 'a'); });
  std::thread two([&] { change(&User::full_name, 'b'); });
  one.join();
  two.join();
  User user = must(store->user(rid));
  EXPECT_EQ(user.comment, std::string(200, 'a'));
  EXPECT_EQ(user.full_name, std::string(200, 'b'));
}

TEST(AccountStoreTest, BuiltInAccountsStay) {
  TestStore store;
  EXPECT_EQ(code_of(store->delete_user(rid_administrator)), Win32::special_account);
  EXPECT_EQ(code_of(store->delete_group(rid_none)), Win32::special_group);
  EXPECT_EQ(code_of(store->delete_alias(Home::builtin, Rid(545))), Win32::special_group);
}

TEST(AccountStoreTest, BuiltInAdministratorStaysInAdministratorsWhoeverElseIsThere) {
  TestStore store;
  std::vector<Sid> boss{store->sid_of(must(store->add_user(named("boss"), clear(u"secret"), SetBy::administrator)))};
  must(store->add_to_alias(Home::builtin, Rid(544), boss));
  std::vector<Sid> administrator{store->sid_of(rid_administrator)};
  EXPECT_EQ(code_of(store->remove_from_alias(Home::builtin, Rid(544), administrator)), Win32::special_account);
  EXPECT_EQ(code_of(store->set_alias_members(Home::builtin, Rid(544), boss)), Win32::special_account);
  EXPECT_EQ(code_of(store->forget_member(Home::builtin, administrator[0])), Win32::special_account);
  must(store->add_to_alias(Home::builtin, Rid(555), administrator));
  must(store->remove_from_alias(Home::builtin, Rid(555), administrator));  // another local group lets it go
}

TEST(AccountStoreTest, LastAdministratorCannotBeTakenAway) {
  TestStore store;
  auto disable = [](User& user) -> Result<void> {
    user.control |= control::disabled;
    return {};
  };
  EXPECT_EQ(code_of(store->change_user(rid_administrator, disable)), Win32::last_admin);

  Rid group = must(store->add_group({{}, "admins", ""}));
  Rid user = must(store->add_user(named("boss")));
  must(store->add_to_group(group, user));
  std::vector<Sid> sid{store->sid_of(group)};
  must(store->add_to_alias(Home::builtin, Rid(544), sid));
  EXPECT_TRUE(store->change_user(rid_administrator, disable));
  EXPECT_EQ(code_of(store->remove_from_group(group, user)), Win32::last_admin);
  EXPECT_EQ(code_of(store->delete_user(user)), Win32::last_admin);
  EXPECT_EQ(must(store->user(user)).name, "boss");
}

TEST(AccountStoreTest, LastAdministratorIsOneWhoCanLogOn) {
  TestStore store;
  Rid boss = must(store->add_user(named("boss"), clear(u"secret"), SetBy::administrator));
  std::vector<Sid> sid{store->sid_of(boss)};
  must(store->add_to_alias(Home::builtin, Rid(544), sid));
  EXPECT_EQ(code_of(store->delete_user(boss)), Win32::last_admin);  // Administrator has no password
  EXPECT_EQ(code_of(store->remove_from_alias(Home::builtin, Rid(544), sid)), Win32::last_admin);
  must(store->set_password(rid_administrator, clear(u"secret"), SetBy::administrator));
  must(store->delete_user(boss));

  User shell = named("shell");
  shell.uid = 4711;
  Rid unix_user = must(store->add_user(shell));
  sid = {store->sid_of(unix_user)};
  must(store->add_to_alias(Home::builtin, Rid(544), sid));
  auto disable = [](User& user) -> Result<void> {
    user.control |= control::disabled;
    return {};
  };
  must(store->change_user(rid_administrator, disable));
  EXPECT_EQ(code_of(store->change_user(unix_user, disable)), Win32::last_admin);
}

TEST(AccountStoreTest, MembershipErrorsAreDistinct) {
  TestStore store;
  Rid user = must(store->add_user(named("u")));
  Rid group = must(store->add_group({{}, "g", ""}));
  must(store->add_to_group(group, user));
  EXPECT_EQ(code_of(store->add_to_group(group, user)), Win32::user_in_group);
  EXPECT_EQ(code_of(store->add_to_group(group, Rid(9999))), Win32::user_not_found);
  EXPECT_EQ(code_of(store->add_to_group(Rid(9999), user)), Win32::group_not_found);
  EXPECT_EQ(code_of(store->remove_from_group(rid_none, user)), Win32::members_primary_group);
  must(store->remove_from_group(group, user));
  EXPECT_EQ(code_of(store->remove_from_group(group, user)), Win32::user_not_in_group);

  Rid alias = must(store->add_alias({Home::account, {}, "local", ""}));
  std::vector<Sid> sid{store->sid_of(user)};
  must(store->add_to_alias(Home::account, alias, sid));
  EXPECT_EQ(code_of(store->add_to_alias(Home::account, alias, sid)), Win32::member_in_alias);
  std::vector<Sid> other{sid_administrators};
  EXPECT_EQ(code_of(store->add_to_alias(Home::account, alias, other)), Win32::invalid_member);
  other = {store->sid_of(Rid(9999))};
  EXPECT_EQ(code_of(store->add_to_alias(Home::account, alias, other)), Win32::no_such_member);
  must(store->remove_from_alias(Home::account, alias, sid));
  EXPECT_EQ(code_of(store->remove_from_alias(Home::account, alias, sid)), Win32::member_not_in_alias);
  EXPECT_EQ(code_of(store->alias_members(Home::builtin, Rid(999))), Win32::no_such_alias);
}

TEST(AccountStoreTest, BadMemberOfAListAppliesNothingOfIt) {
  TestStore store;
  Rid user = must(store->add_user(named("u")));
  Rid alias = must(store->add_alias({Home::account, {}, "local", ""}));
  std::vector<Sid> list{store->sid_of(user), store->sid_of(Rid(9999))};
  EXPECT_EQ(code_of(store->add_to_alias(Home::account, alias, list)), Win32::no_such_member);
  EXPECT_TRUE(must(store->alias_members(Home::account, alias)).empty());
  Rid group = must(store->add_group({{}, "g", ""}));
  std::vector<Rid> rids{user, Rid(9999)};
  EXPECT_EQ(code_of(store->set_group_members(group, rids)), Win32::user_not_found);
  EXPECT_TRUE(must(store->group_members(group)).empty());
}

TEST(AccountStoreTest, MembershipsAreDirectAndThroughGroups) {
  TestStore store;
  Rid user = must(store->add_user(named("u")));
  Rid group = must(store->add_group({{}, "g", ""}));
  must(store->add_to_group(group, user));
  Rid alias = must(store->add_alias({Home::account, {}, "local", ""}));
  std::vector<Sid> group_sid{store->sid_of(group)};
  must(store->add_to_alias(Home::account, alias, group_sid));
  std::vector<Sid> also{sid_authenticated_users};
  auto sids = must(store->memberships_of(user, also));
  auto has = [&](const Sid& sid) { return std::find(sids.begin(), sids.end(), sid) != sids.end(); };
  EXPECT_TRUE(has(store->sid_of(rid_none)));
  EXPECT_TRUE(has(store->sid_of(group)));
  EXPECT_TRUE(has(store->sid_of(alias)));
  EXPECT_TRUE(has(sid_users));
  EXPECT_FALSE(has(sid_administrators));
  must(store->delete_user(user));
  EXPECT_TRUE(must(store->group_members(group)).empty());
}

TEST(AccountStoreTest, ListsGoOnBehindARid) {
  TestStore store;
  for (int i = 0; i < 25; ++i) must(store->add_user(named(fmt::format("user{:02}", i))));
  std::vector<std::string> seen;
  Page page{{}, 10};
  for (;;) {
    auto rows = must(store->users(page, control::normal));
    for (const User& user : rows) seen.push_back(user.name);
    if (rows.size() < page.most) break;
    page.after = rows.back().rid;
  }
  EXPECT_EQ(seen.size(), 27u);
  EXPECT_EQ(seen[0], "Administrator");
  EXPECT_EQ(must(store->totals()).users, 27u);
  EXPECT_TRUE(must(store->users({{}, 100}, control::workstation_trust)).empty());
  EXPECT_EQ(must(store->aliases(Home::builtin, {})).front().name, "Administrators");
}

TEST(AccountStoreTest, DisplayListIsSortedByNameWithoutCase) {
  TestStore store;
  for (const char* name : {"beta", "Alpha", "GAMMA"}) must(store->add_user(named(name)));
  auto first = must(store->display(Display::users, 0, 3));
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].name, "Administrator");
  EXPECT_EQ(first[1].name, "Alpha");
  EXPECT_EQ(first[2].name, "beta");
  EXPECT_EQ(first[2].index, 3u);
  auto by_index = must(store->display(Display::users, 3, 10));
  ASSERT_EQ(by_index.size(), 2u);
  EXPECT_EQ(by_index[0].name, "GAMMA");
  EXPECT_EQ(by_index[0].index, 4u);
  EXPECT_EQ(must(store->display_index(Display::users, "g")), 4u);
  EXPECT_EQ(code_of(store->display_index(Display::users, "zz")), Win32::no_more_items);
  auto groups = must(store->display(Display::groups, 0, 10));
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].control, 7u);
}

TEST(AccountStoreTest, DisplayListAtAnIndexIsTheSameWhateverWasReadBefore) {
  TestStore store;
  for (int i = 0; i < 300; ++i) must(store->add_user(named(fmt::format("u{:03}", i))));
  auto at = [&](uint32_t index, uint32_t most) {
    std::vector<std::string> names;
    for (const DisplayRow& row : must(store->display(Display::users, index, most))) {
      EXPECT_EQ(row.index, index + names.size() + 1);
      names.push_back(row.name);
    }
    return names;
  };
  std::vector<std::string> all = at(0, 1000);
  ASSERT_EQ(all.size(), 302u);
  auto expect_at = [&](std::initializer_list<uint32_t> indices) {
    for (uint32_t index : indices) {
      auto part = at(index, 37);
      EXPECT_EQ(part,
                std::vector<std::string>(all.begin() + index,
                                         all.begin() + std::min<long>(index + 37, static_cast<long>(all.size()))));
    }
  };
  expect_at({0, 37, 74, 40, 301, 150, 151, 149, 111});
  must(store->add_user(named("aaa")));  // what lies before an index that nobody was told is another number of rows now
  all = at(0, 1000);
  expect_at({5, 202, 30, 259});
  EXPECT_TRUE(at(303, 10).empty());
}

TEST(AccountStoreTest, DisplayListGoesOnBehindTheLastRowWhateverComesAndGoes) {
  TestStore store;
  for (char letter = 'a'; letter <= 'f'; ++letter) must(store->add_user(named(std::string("user-") + letter)));
  auto first = must(store->display(Display::users, 0, 4));  // Administrator, Guest, a, b
  ASSERT_EQ(first.back().name, "user-b");
  store->left_off(Display::users, first.back().index, first.back().name);
  must(store->delete_user(must(store->user("user-a")).rid));
  must(store->delete_user(must(store->user("user-b")).rid));
  auto second = must(store->display(Display::users, first.back().index, 2));
  ASSERT_EQ(second.size(), 2u);
  EXPECT_EQ(second[0].name, "user-c");
  EXPECT_EQ(second[0].index, first.back().index + 1);
  store->left_off(Display::users, second.back().index, second.back().name);
  must(store->add_user(named("a-new-one")));
  EXPECT_EQ(must(store->display(Display::users, second.back().index, 9)).front().name, "user-e");
  // A search says where the list is now.
  uint32_t found = must(store->display_index(Display::users, "user-d"));
  EXPECT_EQ(must(store->display(Display::users, found - 1, 1)).front().name, "user-d");
}

TEST(AccountStoreTest, PolicyThatContradictsItselfIsRefused) {
  TestStore store;
  auto set = [&](auto edit) {
    return code_of(store->change_policy([&](Policy& policy) -> Result<void> {
      edit(policy);
      return {};
    }));
  };
  EXPECT_EQ(set([](Policy& p) { p.minimum_age = 43 * day_ticks; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.lockout_duration = p.lockout_window - 1; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.minimum_length = 257; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.history_length = 1025; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.maximum_age = day_ticks - 1; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.maximum_age = never - 1; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.lockout_duration = 36525 * day_ticks + 1; }), Win32::invalid_parameter);
  EXPECT_EQ(set([](Policy& p) { p.maximum_age = p.lockout_duration = 36525 * day_ticks; }), Win32::success);
  EXPECT_EQ(set([](Policy& p) { p.maximum_age = p.lockout_duration = never; }), Win32::success);
  EXPECT_EQ(set([](Policy& p) { p.minimum_length = 12; }), Win32::success);
  EXPECT_EQ(must(store->policy()).minimum_length, 12u);
}

TEST(AccountStoreTest, ListenerHearsOfWhatChanged) {
  TestStore store;
  std::vector<Change> heard;
  store->on_change([&](const Change& change) { heard.push_back(change); });
  Rid rid = must(store->add_user(named("u")));
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.back().rid, rid);
  heard.clear();
  EXPECT_FALSE(store->add_user(named("u")));
  EXPECT_TRUE(heard.empty());
  uint64_t before = must(store->domain()).sequence;
  must(store->delete_user(rid));
  EXPECT_GT(must(store->domain()).sequence, before);
}

}  // namespace
}  // namespace nta::accounts
