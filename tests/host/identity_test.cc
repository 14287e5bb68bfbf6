#include "host/identity/identity.h"

#include <gtest/gtest.h>

namespace nta::host {
namespace {

TEST(Identity, ComputerNameIsTheUpperCaseShortHostNameCutTo15) {
  EXPECT_EQ(computer_name_of("web-7.example.org"), "WEB-7");
  EXPECT_EQ(computer_name_of("a-host-name-that-is-long"), "A-HOST-NAME-THA");
  EXPECT_FALSE(computer_name().empty());
}

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

TEST(Identity, RootIsSystemAndAUnixUserIsInTheUnixAuthority) {
  EXPECT_EQ(sid_of(0).text(), "S-1-5-18");
  EXPECT_EQ(sid_of(1000).text(), "S-1-22-1-1000");
}

}  // namespace
}  // namespace nta::host
