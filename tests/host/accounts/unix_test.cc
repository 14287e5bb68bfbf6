// Unix users as accounts: their RIDs, their names, their coming and going, and both-or-neither with the system's tools.
#include <filesystem>
#include <fstream>

#include "host/accounts/stores.h"
#include "host/accounts/unix_map.h"

namespace nta::accounts {
namespace {

host::UnixUser person(uid_t uid, std::string name, std::string full_name = "") {
  return {uid, std::move(name), std::move(full_name), "/home/of"};
}

std::vector<std::string> see(TestStore& store, std::vector<host::UnixUser> there, std::vector<uid_t> gone = {}) {
  return must(store->see_unix_users(there, gone));
}

TEST(UnixUsers, GetAnAccountThatNobodyCanLogOnToOverTheNetworkYet) {
  TestStore store;
  EXPECT_TRUE(see(store, {person(1000, "alice", "Alice Liddell")}).empty());
  User alice = must(store->user_of(1000));
  EXPECT_EQ(alice.name, "alice");
  EXPECT_EQ(alice.full_name, "Alice Liddell");
  EXPECT_EQ(alice.home_directory, "/home/of");
  EXPECT_FALSE(alice.has_password);
  EXPECT_FALSE(alice.is_disabled());
  EXPECT_EQ(must(store->groups_of(alice.rid)), std::vector{rid_none});
}

TEST(UnixUsers, KeepTheirRidWhenTheyAreSeenAgainAndWhenTheyAreRenamed) {
  TestStore store;
  see(store, {person(1000, "alice")});
  Rid rid = must(store->user("alice")).rid;
  see(store, {person(1000, "alice")});
  EXPECT_EQ(must(store->user("alice")).rid, rid);
  see(store, {person(1000, "liddell")});
  EXPECT_EQ(must(store->user("liddell")).rid, rid);
  EXPECT_EQ(code_of(store->user("alice")), Win32::user_not_found);
}

TEST(UnixUsers, AnotherNameWithAnotherHomeDirectoryIsSomebodyElse) {
  TestStore store;
  see(store, {person(1000, "alice")});
  Rid alice = must(store->user("alice")).rid;
  must(store->set_password(alice, clear(u"secret"), SetBy::administrator));
  EXPECT_TRUE(see(store, {{1000, "bob", "", "/home/bob"}}).empty());
  EXPECT_EQ(must(store->user_of(1000)).name, "bob");
  EXPECT_NE(must(store->user_of(1000)).rid, alice);
  EXPECT_FALSE(must(store->user_of(1000)).has_password);
  EXPECT_TRUE(must(store->user(alice)).is_disabled());
  EXPECT_FALSE(must(store->user(alice)).uid);
}

TEST(UnixUsers, ANameWhoseNumberIsSomebodyElsesIsFreeWhateverTheOrder) {
  TestStore store;
  see(store, {person(1001, "alice")});
  EXPECT_TRUE(see(store, {person(1000, "alice"), {1001, "bob", "", "/home/bob"}}).empty());
  EXPECT_EQ(must(store->user_of(1000)).name, "alice");
  EXPECT_EQ(must(store->user_of(1001)).name, "bob");
}

TEST(UnixUsers, MayHaveNamesThatAreTooLongForWindows) {
  TestStore store;
  std::string name = "a-name-of-more-than-twenty-bytes";
  EXPECT_TRUE(see(store, {person(1000, name)}).empty());
  Rid rid = must(store->user(name)).rid;
  must(store->change_user(rid, [](User& user) -> Result<void> {
    user.comment = "can be changed all the same";
    return {};
  }));
}

TEST(UnixUsers, AnAccountOfTheSameNameIsTheirs) {
  TestStore store;
  Rid rid = must(store->add_user(named("alice"), clear(u"secret"), SetBy::administrator));
  EXPECT_TRUE(see(store, {person(1000, "alice")}).empty());
  User alice = must(store->user_of(1000));
  EXPECT_EQ(alice.rid, rid);
  EXPECT_TRUE(alice.has_password);
}

TEST(UnixUsers, WhatAnOperatorChoseOfAnAccountIsNotTheirs) {
  TestStore store;
  Rid group = must(store->add_group({.name = "staff"}));
  auto add = [&](const std::string& name, bool by_operator) {
    User user = named(name);
    user.by_operator = by_operator;
    user.parameters = Bytes(2, std::byte{'x'});
    Rid rid = must(store->add_user(user, clear(u"first"), SetBy::administrator));
    must(store->set_password(rid, clear(u"second"), SetBy::administrator));
    must(store->set_groups_of(rid, std::vector{rid_none, group}));
    return rid;
  };
  add("alice", false);
  Rid bob = add("bob", true);
  EXPECT_TRUE(see(store, {person(1000, "alice"), person(1001, "bob")}).empty());
  User alices = must(store->user_of(1000)), bobs = must(store->user_of(1001));
  EXPECT_TRUE(alices.has_password);
  EXPECT_FALSE(alices.parameters.empty());
  EXPECT_EQ(bobs.rid, bob);
  EXPECT_FALSE(bobs.has_password);
  EXPECT_TRUE(bobs.parameters.empty());
  EXPECT_EQ(bobs.password_last_set, 0);
  EXPECT_FALSE(must(store->nt_hash(bob)));
  EXPECT_FALSE(bobs.by_operator) << "from now on he is who may be touched or not";
  EXPECT_EQ(must(store->groups_of(bob)).size(), 2u) << "None, and staff";
  must(store->set_password(bob, clear(u"third"), SetBy::administrator));
  see(store, {person(1001, "bob")});
  EXPECT_TRUE(must(store->user_of(1001)).has_password);
}

TEST(UnixUsers, ThoseWhoseNameIsTakenAreToldOfAndTheOthersHaveTheirAccounts) {
  TestStore store;
  auto refused = see(store, {person(1000, "administrator"), person(1001, "Administrators"), person(1002, "bob"),
                             person(1003, "BOB"), person(1004, "pc$"), person(1005, "a+b")});
  EXPECT_EQ(refused.size(), 5u);
  EXPECT_EQ(must(store->user_of(1002)).name, "bob");
  EXPECT_EQ(must(store->unix_accounts()).size(), 1u);
}

TEST(UnixUsers, WhoIsGoneIsDisabledUntilHeComesBack) {
  TestStore store;
  see(store, {person(1000, "alice"), person(1001, "bob")});
  must(store->change_user(must(store->user("bob")).rid, [](User& user) -> Result<void> {
    user.control |= control::disabled;
    return {};
  }));
  see(store, {}, {1000, 1001});
  EXPECT_TRUE(must(store->user("alice")).is_disabled());
  EXPECT_EQ(must(store->user("alice")).unix_state, UnixState::gone);
  see(store, {person(1000, "alice"), person(1001, "bob")});
  EXPECT_FALSE(must(store->user("alice")).is_disabled());
  EXPECT_TRUE(must(store->user("bob")).is_disabled());  // as he was before
}

TEST(UnixUsers, SomebodyElseWithTheNumberOfOneWhoIsGoneHasNothingOfHis) {
  TestStore store;
  see(store, {person(1000, "alice")});
  Rid alice = must(store->user("alice")).rid;
  see(store, {}, {1000});
  see(store, {person(1000, "mallory")});
  EXPECT_NE(must(store->user_of(1000)).rid, alice);
  EXPECT_TRUE(must(store->user(alice)).is_disabled());
  EXPECT_FALSE(must(store->user(alice)).uid);
}

/** A Unix user of number 1000, who is the last administrator. */
Rid alone_administers(TestStore& store, const char* name) {
  see(store, {person(1000, name)});
  Rid rid = must(store->user(name)).rid;
  std::vector<Sid> sids{store->sid_of(rid)};
  must(store->add_to_alias(Home::builtin, Rid(544), sids));
  must(store->change_user(rid_administrator, [](User& user) -> Result<void> {
    user.control |= control::disabled;
    return {};
  }));
  return rid;
}

TEST(UnixUsers, SomebodyElseHasNothingOfTheLastAdministratorWhoIsGone) {
  TestStore store;
  Rid alice = alone_administers(store, "alice");
  EXPECT_TRUE(see(store, {}, {1000}).empty());
  EXPECT_NE(must(store->user(alice)).unix_state, UnixState::there);
  EXPECT_FALSE(must(store->user(alice)).is_disabled());
  EXPECT_TRUE(must(store->unix_accounts()).at(0).groups.empty());
  EXPECT_TRUE(see(store, {person(1000, "mallory")}).empty());
  EXPECT_NE(must(store->user_of(1000)).rid, alice);
  EXPECT_FALSE(must(store->user(alice)).is_disabled());
}

TEST(UnixUsers, WhoIsGoneStaysEnabledOnlyIfHeAloneCouldLogOn) {
  for (bool has_password : {false, true}) {
    TestStore store;  // with an Administrator who has no password
    see(store, {person(1000, "alice")});
    Rid alice = must(store->user("alice")).rid;
    if (has_password) must(store->set_password(alice, clear(u"secret"), SetBy::administrator));
    std::vector<Sid> sid{store->sid_of(alice)};
    must(store->add_to_alias(Home::builtin, Rid(544), sid));
    EXPECT_TRUE(see(store, {}, {1000}).empty());
    EXPECT_NE(must(store->user(alice)).unix_state, UnixState::there);
    EXPECT_EQ(must(store->user(alice)).is_disabled(), !has_password);
  }
}

TEST(UnixUsers, TheLastAdministratorComesBackAsHeWas) {
  TestStore store;
  Rid alice = alone_administers(store, "alice");
  see(store, {}, {1000});
  EXPECT_TRUE(see(store, {person(1000, "alice")}).empty());
  EXPECT_EQ(must(store->user_of(1000)).rid, alice);
  EXPECT_EQ(must(store->user(alice)).unix_state, UnixState::there);
  EXPECT_FALSE(must(store->user(alice)).is_disabled());
}

TEST(UnixUsers, SomebodyElseWhoCannotHaveAnAccountHasNothingOfTheOneBefore) {
  TestStore store;
  see(store, {person(1000, "alice")});
  Rid alice = must(store->user("alice")).rid;
  see(store, {}, {1000});
  EXPECT_EQ(see(store, {person(1000, "a+b")}).size(), 1u);
  EXPECT_FALSE(must(store->user(alice)).uid);
  EXPECT_TRUE(must(store->unix_accounts()).empty());
}

TEST(UnixUsers, ADisabledAccountHasNoGroupsHere) {
  TestStore store;
  see(store, {person(1000, "alice"), person(1001, "bob")});
  for (auto disable : {true, false}) {
    must(store->change_user(must(store->user("alice")).rid, [&](User& user) -> Result<void> {
      user.control = disable ? user.control | control::disabled : user.control & ~control::disabled;
      return {};
    }));
    auto accounts = must(store->unix_accounts());
    ASSERT_EQ(accounts.size(), 2u);
    EXPECT_EQ(accounts[0].groups.empty(), disable);
    EXPECT_FALSE(accounts[1].groups.empty());
  }
}

TEST(UnixUsers, SomebodyElseWithTheNameOfOneWhoIsGoneHasNothingOfHis) {
  TestStore store;
  see(store, {person(1000, "alice")});
  Rid first = must(store->user("alice")).rid;
  must(store->set_password(first, clear(u"secret"), SetBy::administrator));
  see(store, {}, {1000});
  EXPECT_TRUE(see(store, {person(1007, "alice")}).empty());
  User second = must(store->user("alice"));
  EXPECT_NE(second.rid, first);
  EXPECT_FALSE(second.has_password);
  EXPECT_EQ(code_of(store->user(first)), Win32::user_not_found);
}

TEST(UnixUsers, AreListedWithTheirGroupsDirectAndIndirect) {
  TestStore store;
  see(store, {person(1000, "alice")});
  Rid rid = must(store->user("alice")).rid;
  Rid group = must(store->add_group({{}, "staff", ""}));
  must(store->add_to_group(group, rid));
  std::vector<Sid> direct{store->sid_of(rid)}, indirect{store->sid_of(group)};
  must(store->add_to_alias(Home::builtin, Rid(551), direct));
  must(store->add_to_alias(Home::builtin, Rid(544), indirect));
  auto accounts = must(store->unix_accounts());
  ASSERT_EQ(accounts.size(), 1u);
  std::vector<Sid> groups = accounts[0].groups;
  for (const Sid& sid : {store->sid_of(rid_none), store->sid_of(group), sid_administrators, make_sid(5, 32, 551)})
    EXPECT_EQ(std::count(groups.begin(), groups.end(), sid), 1) << sid.text();
  EXPECT_EQ(groups.size(), 4u);
}

TEST(UnixUsers, MembersOfLocalGroupsWhomNoAccountStandsForAreToldApart) {
  TestStore store;
  see(store, {person(1000, "alice")});
  std::vector<Sid> members{store->sid_of(must(store->user("alice")).rid), make_sid(22, 2, 50), sid_everyone};
  must(store->add_to_alias(Home::builtin, Rid(551), members));
  std::erase(members, members[0]);
  auto others = must(store->aliases_of_others());
  for (const Sid& sid : members) {
    ASSERT_EQ(others.count(sid), 1u) << sid.text();
    EXPECT_EQ(others.find(sid)->second, make_sid(5, 32, 551));
  }
  EXPECT_FALSE(others.contains(store->sid_of(must(store->user("alice")).rid)));
}

TEST(UnixUsers, AdministerByTheDatabaseOrByWhatTheyAreOnTheMachine) {
  std::map<uid_t, std::vector<Sid>> sids = {{1001, {make_sid(22, 2, 50)}}, {1002, {sid_administrators}}};
  auto store = must(AccountStore::open(
      {.directory = "", .computer_name = "HOST", .sids_of_unix_user = [&](uid_t uid) { return sids[uid]; }}));
  std::vector<host::UnixUser> users = {person(1000, "a"), person(1001, "b"), person(1002, "c"), person(1003, "d")};
  must(store->see_unix_users(users, {}));
  std::vector<Sid> members = {make_sid(22, 2, 50), store->sid_of(must(store->user_of(1003)).rid)};
  must(store->add_to_alias(Home::builtin, Rid(544), members));
  for (uid_t uid : {1000, 1001, 1002, 1003})
    EXPECT_EQ(must(store->is_administrator(must(store->user_of(uid)))), uid != 1000) << uid;
}

TEST(UnixUsers, WhatIsTheSystemsToChangeIsRefusedWhereTheyAreOnlyMapped) {
  TestStore store;
  store->set_unix_users(kept_unix_users());
  see(store, {person(1000, "alice")});
  Rid rid = must(store->user("alice")).rid;
  auto rename = [](User& user) -> Result<void> {
    user.name = "liddell";
    return {};
  };
  EXPECT_EQ(code_of(store->change_user(rid, rename)), Win32::not_supported);
  EXPECT_EQ(code_of(store->delete_user(rid)), Win32::not_supported);
  EXPECT_EQ(must(store->user("alice")).rid, rid);
  Rid other = must(store->add_user(named("network-only")));
  must(store->change_user(other, rename));
  must(store->delete_user(other));
  see(store, {}, {1000});
  must(store->delete_user(rid));  // nobody's any more
}

/** The system's tools, as far as the store knows them; one of them may fail. */
class Tools final : public UnixUsers {
 public:
  Result<std::optional<uid_t>> add(const User& user) override {
    NTA_CHECK(run("add " + user.name));
    return std::optional<uid_t>(2000);
  }
  Result<void> rename(const User& user, const std::string& to) override {
    return run("rename " + user.name + " " + to);
  }
  Result<void> set_full_name(const User& user, const std::string& to) override {
    return run("call " + user.name + " " + to);
  }
  Result<void> set_disabled(const User& user, bool disabled) override {
    return run((disabled ? "disable " : "enable ") + user.name);
  }
  Result<void> remove(const User& user) override { return run("remove " + user.name); }

  std::vector<std::string> ran;
  std::string failing;

 private:
  Result<void> run(const std::string& what) {
    if (what == failing) return fail(Win32::no_system_resources, "{} fails", what);
    ran.push_back(what);
    return {};
  }
};

class CreatedUnixUsers : public testing::Test {
 protected:
  CreatedUnixUsers() { store_->set_unix_users(tools_); }
  TestStore store_;
  std::shared_ptr<Tools> tools_ = std::make_shared<Tools>();
};

TEST_F(CreatedUnixUsers, AreMadeRenamedDisabledAndDeletedWithTheirAccounts) {
  Rid rid = must(store_->add_user(named("alice")));
  EXPECT_EQ(must(store_->user_of(2000)).rid, rid);
  must(store_->change_user(rid, [](User& user) -> Result<void> {
    user.name = "liddell";
    user.control |= control::disabled;
    return {};
  }));
  must(store_->delete_user(rid));
  EXPECT_EQ(tools_->ran,
            (std::vector<std::string>{"add alice", "rename alice liddell", "disable liddell", "remove liddell"}));
}

TEST_F(CreatedUnixUsers, HaveTheFullNameOfTheirAccounts) {
  Rid rid = must(store_->add_user(named("alice")));
  auto change = [&](auto edit) {
    return code_of(store_->change_user(rid, [&](User& user) -> Result<void> {
      edit(user);
      return {};
    }));
  };
  EXPECT_EQ(change([](User& user) { user.comment = "no matter of Unix"; }), Win32::success);
  EXPECT_EQ(change([](User& user) {
              user.full_name = "Alice Liddell";
              user.name = "liddell";
            }),
            Win32::success);
  tools_->failing = "disable liddell";
  EXPECT_EQ(change([](User& user) {
              user.full_name = "Nobody";
              user.control |= control::disabled;
            }),
            Win32::no_system_resources);
  EXPECT_EQ(tools_->ran, (std::vector<std::string>{"add alice", "rename alice liddell", "call liddell Alice Liddell",
                                                   "call liddell Nobody", "call liddell Alice Liddell"}));
  EXPECT_EQ(must(store_->user("liddell")).full_name, "Alice Liddell");
}

TEST_F(CreatedUnixUsers, AnAccountIsNotMadeWhenTheUnixUserIsNot) {
  tools_->failing = "add alice";
  EXPECT_EQ(code_of(store_->add_user(named("alice"))), Win32::no_system_resources);
  EXPECT_EQ(code_of(store_->user("alice")), Win32::user_not_found);
}

TEST_F(CreatedUnixUsers, NoUnixUserIsMadeWhenThePasswordIsRefused) {
  must(store_->change_policy([](Policy& policy) -> Result<void> {
    policy.minimum_length = 8;
    return {};
  }));
  EXPECT_EQ(code_of(store_->add_user(named("alice"), clear(u"short"), SetBy::administrator)),
            Win32::password_too_short);
  EXPECT_TRUE(tools_->ran.empty());
  EXPECT_EQ(code_of(store_->user("alice")), Win32::user_not_found);
}

TEST_F(CreatedUnixUsers, ARenameIsTakenBackWhenTheRestFails) {
  Rid rid = must(store_->add_user(named("alice")));
  tools_->failing = "disable liddell";
  EXPECT_EQ(code_of(store_->change_user(rid,
                                        [](User& user) -> Result<void> {
                                          user.name = "liddell";
                                          user.control |= control::disabled;
                                          return {};
                                        })),
            Win32::no_system_resources);
  EXPECT_EQ(tools_->ran, (std::vector<std::string>{"add alice", "rename alice liddell", "rename liddell alice"}));
  EXPECT_FALSE(must(store_->user("alice")).is_disabled());
}

TEST_F(CreatedUnixUsers, AnAccountStaysWhenTheUnixUserCannotBeDeleted) {
  Rid rid = must(store_->add_user(named("alice")));
  tools_->failing = "remove alice";
  EXPECT_EQ(code_of(store_->delete_user(rid)), Win32::no_system_resources);
  EXPECT_EQ(must(store_->user("alice")).rid, rid);
}

TEST(UidRange, IsWhatLoginDefsSays) {
  std::string path = testing::TempDir() + fmt::format("login.defs.{}", getpid());
  auto range_of = [&](std::string_view text) {
    std::ofstream(path) << text;
    return host::uid_range(path);
  };
  auto range = range_of("# UID_MIN 5\nUID_MIN\t\t\t 2000\n UID_MAX 3000\nUID_MINIMUM 7\n");
  EXPECT_EQ(range.first, 2000u);
  EXPECT_EQ(range.last, 3000u);
  EXPECT_EQ(range_of("UID_MIN 5000\nUID_MAX 10\n").first, 1000u);  // a range that is none
  EXPECT_EQ(host::uid_range("/nonexistent").last, 60000u);
  std::filesystem::remove(path);
}

TEST(BaseOfHomes, IsWhatUseraddIsTold) {
  std::string path = testing::TempDir() + fmt::format("useradd.{}", getpid());
  auto base_of = [&](std::string_view text) {
    std::ofstream(path) << text;
    return host::base_of_homes(path);
  };
  EXPECT_EQ(base_of("# HOME=/tmp\nHOME=/srv/homes/\nSHELL=/bin/sh\n"), "/srv/homes");
  for (std::string_view none : {"HOME=\n", "HOME=/\n", "HOME=relative\n", ""}) EXPECT_EQ(base_of(none), "/home");
  EXPECT_EQ(host::base_of_homes("/nonexistent"), "/home");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace nta::accounts
