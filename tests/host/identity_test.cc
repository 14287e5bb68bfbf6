#include "host/identity/identity.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "host/identity/power.h"

namespace nta::host {
namespace {

TEST(Identity, RootIsKnownByNameAndNumber) {
  EXPECT_EQ(account_name(0)->value(), "root");
  EXPECT_EQ(account_uid("root")->value(), 0u);
}

TEST(Identity, AUserThatDoesNotExistIsNoError) {
  auto name = account_name(3'999'999'999u);
  ASSERT_TRUE(name);
  EXPECT_FALSE(name->has_value());
  auto uid = account_uid("no-such-user-here");
  ASSERT_TRUE(uid);
  EXPECT_FALSE(uid->has_value());
}

TEST(Identity, RootsGroupComesWithPower) {
  EXPECT_EQ(powerful_group(std::vector<gid_t>{3'999'999'999u, 0})->value(), "root");
  EXPECT_FALSE(powerful_group(std::vector<gid_t>{3'999'999'999u})->has_value());
}

TEST(Identity, RootAndWhoRunsThisAdministerTheMachine) {
  auto administers = [](uid_t uid) {
    auto sids = sids_of_unix_user(uid);
    return std::find(sids.begin(), sids.end(), sid_administrators) != sids.end();
  };
  EXPECT_TRUE(administers(0));
  EXPECT_TRUE(administers(geteuid()));
  EXPECT_EQ(sids_of_unix_user(3'999'999'999u), std::vector{sid_of_uid(3'999'999'999u)});  // nobody
}

TEST(Identity, TheGroupsOfANameHoldThePrimaryOneAlsoWhereThereIsNoSuchUser) {
  EXPECT_EQ(*groups_of("no-such-user-here", 4711), std::vector<gid_t>{4711});
  EXPECT_EQ(account_groups(0)->front(), 0u);
}

}  // namespace
}  // namespace nta::host
