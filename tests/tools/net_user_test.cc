// `net user`, `net group`, `net localgroup`: what they take and refuse, and which calls they make.
#include <gtest/gtest.h>

#include "fake_host.h"
#include "fake_net.h"
#include "outcome.h"
#include "tools/net_user_values.h"

namespace nta::tools {
namespace {

std::string hours(const std::string& text) {
  auto parsed = parse_logon_hours(text);
  return parsed ? logon_hours_text(*parsed) : "refused";
}

TEST(LogonHours, AreDaysAndWholeHours) {
  EXPECT_EQ(hours("M-F,9-18"), "M-F,09:00-18:00");
  EXPECT_EQ(hours("M-F,8am-6pm;Sa,08:00-12:00"), "M-F,08:00-18:00;Sa,08:00-12:00");
  EXPECT_EQ(hours("Monday,W,22-24"), "M,22:00-24:00;W,22:00-24:00");
  EXPECT_EQ(hours("Sa-M,12am-1am"), "Su-M,00:00-01:00;Sa,00:00-01:00");
  EXPECT_EQ(hours("T"), "T,00:00-24:00");
  EXPECT_EQ(hours("all"), "All");
  EXPECT_EQ(hours(""), "None");
}

TEST(LogonHours, RefuseWhatTheyAreNot) {
  for (const char* text : {"9-18", "M-X,9-18", "M,18-9", "M,9:30-10", "M,25", "M,9-", "M-F,", ";", "M,13pm", "M,24"})
    EXPECT_EQ(hours(text), "refused") << text;
}

TEST(LogonHours, MoveAroundTheWeekWithTheClock) {
  auto late = parse_logon_hours("Sa,23-24");
  EXPECT_EQ(logon_hours_text(hours_later(*late, 1)), "Su,00:00-01:00");
  EXPECT_EQ(hours_later(hours_later(*late, 5), -5), *late);
}

TEST(Expiry, IsADayOrNever) {
  EXPECT_EQ(*parse_expiry("never"), TIMEQ_FOREVER);
  EXPECT_EQ(moment_text(*parse_expiry("2027-01-31")), "2027-01-31 00:00:00");
  EXPECT_EQ(*parse_expiry("01/31/2027"), *parse_expiry("2027-01-31"));
  for (const char* text : {"2027-02-30", "tomorrow", "", "2027-01-31x", "1960-01-01"})
    EXPECT_FALSE(parse_expiry(text)) << text;
}

Outcome net_user(std::vector<std::string> words) {
  words.insert(words.begin(), "user");
  return net(std::move(words));
}

class NetUser : public testing::Test {
 protected:
  void SetUp() override {
    fake::net_server() = {};
    fake::host() = {.accounts = {{make_sid(5, 21, 1, 2, 3, 1000), u"HOST\\bob"}}};
  }
  static std::vector<std::string>& actions() { return fake::net_server().actions; }
};

TEST_F(NetUser, RefusesAPasswordOnTheCommandLineWithoutRepeatingIt) {
  auto outcome = net_user({"bob", "Secret.1", "/add"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("--password-fd"), std::string::npos);
  EXPECT_EQ(outcome.err.find("Secret.1"), std::string::npos);
  EXPECT_TRUE(actions().empty());
}

TEST_F(NetUser, AddsWithOneCall) {
  EXPECT_EQ(net_user({"bob", "/add", "/fullname:Bob B", "/active:no", "/passwordreq:no"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"add bob 'Bob B' flags 547"});
}

TEST_F(NetUser, PutsWhomItAddsIntoUsersWhereThatIsThere) {
  fake::host().accounts = {{make_sid(5, 21, 1, 2, 3, 1000), u"bob"}, {sid_users, u"Benutzer"}};
  EXPECT_EQ(net_user({"bob", "/add"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"add bob '' flags 513", "Benutzer gets S-1-5-21-1-2-3-1000"}));
  actions().clear();
  fake::net_server().controller = u"\\\\dc";
  EXPECT_EQ(net_user({"bob", "/add", "/domain"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"add bob '' flags 513"});
}

TEST_F(NetUser, RefusesAUserWithoutAName) {
  EXPECT_EQ(net_user({"", "/add"}).status, 2);
  EXPECT_TRUE(actions().empty());
}

TEST_F(NetUser, ChangesNothingWhereOneValueIsWrong) {
  for (const char* wrong : {"/active:perhaps", "/expires:soon", "/times:noon", "/countrycode:65536"}) {
    EXPECT_EQ(net_user({"bob", "/comment:x", wrong}).status, 2) << wrong;
    EXPECT_TRUE(actions().empty()) << wrong;
  }
}

TEST_F(NetUser, ChangesOneThingByItsOwnLevel) {
  for (const char* one : {"/comment:x", "/active:no", "/times:all"}) EXPECT_EQ(net_user({"bob", one}).status, 0);
  EXPECT_EQ(actions(),
            (std::vector<std::string>{"change bob level 1007 'x'", "change bob level 1008", "change bob level 1020"}));
}

TEST_F(NetUser, ChangesSeveralThingsTogetherAndNothingElse) {
  EXPECT_EQ(net_user({"bob", "/comment:x", "/active:no", "/times:all"}).status, 0);
  EXPECT_EQ(net_user({"bob", "/random", "/logonpasswordchg:yes"}).status, 0);
  EXPECT_EQ(net_user({"bob", "/logonpasswordchg:yes"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"change bob level 2 flags 515 comment 'x' hours",
                                                 "change bob level 3 flags 513 password expired",
                                                 "change bob level 3 flags 513 expired"}));
}

TEST_F(NetUser, AStarIsAllWorkstationsAndOtherwiseAText) {
  EXPECT_EQ(net_user({"bob", "/comment:*", "/workstations:*"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"change bob level 2 flags 513 comment '*' workstations ''"});
}

TEST_F(NetUser, ARandomPasswordIsSetAndTold) {
  auto outcome = net_user({"bob", "/random"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"change bob level 1003"});
  EXPECT_EQ(outcome.out.find("Password for bob is: "), 0u);
  EXPECT_EQ(outcome.out.size(), std::string("Password for bob is: ").size() + 17);
  EXPECT_NE(outcome.out, net_user({"bob", "/random"}).out);
  EXPECT_EQ(net_user({"bob", "*", "/random"}).status, 2);
}

TEST_F(NetUser, ACountryIsANumber) {
  EXPECT_EQ(net_user({"bob", "/countrycode:49"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"change bob level 1024"});
  EXPECT_EQ(net_user({"bob", "/countrycode:de"}).status, 2);
}

TEST_F(NetUser, ShowsWhatItMayOfThePolicy) {
  EXPECT_NE(net_user({"bob"}).out.find("Password changeable       2"), std::string::npos);
  fake::net_server().rules_are_hidden = true;
  auto outcome = net_user({"bob"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_NE(outcome.out.find("Password changeable       Unknown"), std::string::npos);
}

TEST_F(NetUser, OfADomainAreThoseOfItsController) {
  EXPECT_NE(net_user({"/domain"}).err.find("2453"), std::string::npos);
  fake::net_server().controller = u"\\\\DC1";
  EXPECT_EQ(net_user({"/domain"}).status, 0);
  EXPECT_EQ(fake::net_server().asked, u"\\\\DC1");
  EXPECT_EQ(net_user({"\\\\other", "/domain"}).status, 2);
  EXPECT_EQ(net({"users", "/domain"}).status, 0) << "Windows' net takes the plural, too";
}

TEST_F(NetUser, IsNotDeletedAndChangedAtOnce) {
  for (const char* other : {"/add", "/comment:x", "*"})
    EXPECT_EQ(net_user({"bob", "/delete", other}).status, 2) << other;
  EXPECT_TRUE(actions().empty());
}

TEST_F(NetUser, ListsShowsAndDeletes) {
  EXPECT_NE(net_user({}).out.find("User accounts for this host"), std::string::npos);
  EXPECT_NE(net_user({"bob"}).out.find("Account expires           Never\n"), std::string::npos);
  EXPECT_EQ(net_user({"bob", "/delete"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"delete bob"});
}

using NetAccounts = NetUser;

TEST_F(NetAccounts, ShowsTheRules) {
  std::string out = net({"accounts"}).out;
  EXPECT_NE(out.find("Minimum password length"), std::string::npos);
  EXPECT_NE(out.find("Unlimited"), std::string::npos);
  EXPECT_NE(out.find("Lockout threshold"), std::string::npos);
}

TEST_F(NetAccounts, TellsWhatKindOfMachineItIs) {
  EXPECT_NE(net({"accounts"}).out.find("Computer role                                   SERVER\n"), std::string::npos)
      << net({"accounts"}).out;
}

TEST_F(NetAccounts, RulesThatAreRefusedAreNamed) {
  fake::net_server().failure = ERROR_INVALID_PARAMETER;
  fake::net_server().member_at_fault = MODALS_MIN_PASSWD_AGE_PARMNUM;
  std::string err = net({"accounts", "/minpwage:11"}).err;
  EXPECT_NE(err.find("/minpwage:11"), std::string::npos) << err;
  EXPECT_NE(err.find("the least age is at most the greatest one"), std::string::npos) << err;
}

TEST_F(NetAccounts, OneRuleIsWrittenAlone) {
  EXPECT_EQ(net({"accounts", "/minpwlen:8"}).status, 0);
  EXPECT_EQ(net({"accounts", "/maxpwage:unlimited"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"rules level 1001: 8", "rules level 1002: 4294967295"}));
}

TEST_F(NetAccounts, SeveralAreWrittenTogether) {
  EXPECT_EQ(net({"accounts", "/minpwage:3", "/maxpwage:30"}).status, 0);
  EXPECT_EQ(net({"accounts", "/lockoutthreshold:never"}).status, 0);
  EXPECT_EQ(actions(),
            (std::vector<std::string>{"rules level 0: 6 2592000 259200 4294967295 5", "rules level 3: 600 300 0"}));
}

TEST_F(NetAccounts, WhatIsSetIsTakenBackWhereTheOtherKindIsRefused) {
  fake::net_server().refused_rules = 3;
  auto outcome = net({"accounts", "/minpwlen:8", "/lockoutthreshold:3"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("cannot set /lockoutthreshold:3"), std::string::npos) << outcome.err;
  EXPECT_EQ(actions(),
            (std::vector<std::string>{"rules level 1001: 8", "rules level 0: 6 4294967295 86400 4294967295 5"}));
}

TEST_F(NetAccounts, NothingIsWrittenWhereOneIsWrong) {
  EXPECT_EQ(net({"accounts", "/minpwlen:8", "/uniquepw:many"}).status, 2);
  EXPECT_TRUE(actions().empty());
}

using NetGroup = NetUser;

TEST_F(NetGroup, MembersOfALocalGroupAreChangedByOneCall) {
  EXPECT_EQ(net({"localgroup", "staff", "HOST\\bob", "S-1-5-11", "/delete"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"staff loses S-1-5-11 S-1-5-21-1-2-3-1000"});
}

TEST_F(NetGroup, UsersOfAGroupAreAddedOneAfterTheOther) {
  EXPECT_EQ(net({"group", "staff", "bob", "eve", "/add"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"staff gets bob", "staff gets eve"}));
}

TEST_F(NetGroup, NothingOfAListIsAppliedWhereOneNameIsUnknown) {
  for (const char* kind : {"group", "localgroup"})
    for (const char* change : {"/add", "/delete"}) {
      auto outcome = net({kind, "staff", "HOST\\bob", "nosuch", change});
      EXPECT_EQ(outcome.status, 1);
      EXPECT_NE(outcome.err.find("'nosuch'"), std::string::npos) << outcome.err;
    }
  EXPECT_TRUE(actions().empty());
}

TEST_F(NetGroup, NothingOfAListIsAppliedWhereOneIsAMemberAlreadyOrIsNone) {
  fake::net_server().members = {"bob"};
  auto outcome = net({"group", "staff", "eve", "BOB", "/add"});
  EXPECT_NE(outcome.err.find("'BOB'"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("2236"), std::string::npos) << outcome.err;
  EXPECT_NE(net({"group", "staff", "bob", "eve", "/delete"}).err.find("2237"), std::string::npos);
  EXPECT_TRUE(actions().empty());
}

TEST_F(NetGroup, WhatToDoWithMembersMustBeSaid) {
  EXPECT_EQ(net({"group", "staff", "bob"}).status, 2);
  EXPECT_EQ(net({"localgroup", "staff", "/add", "/delete"}).status, 2);
  EXPECT_EQ(net({"localgroup", "staff", "/comment:x", "/delete"}).status, 2);
  EXPECT_EQ(net({"localgroup", "staff", "S-1-5-11", "/comment:x", "/add"}).status, 2);
  EXPECT_TRUE(actions().empty());
}

}  // namespace
}  // namespace nta::tools
