#include "host/identity/user_names.h"

#include <gtest/gtest.h>

#include <atomic>

#include "host/poll_loop.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

using Name = UserNames::Name;

class UserNamesTest : public testing::Test {
 protected:
  UserNames::Options options(std::string list = "/no/such/file") {
    return {.list = std::move(list), .look_up = [this](uid_t) {
              ++look_ups;
              return answer;
            }};
  }
  /** What is answered in the end. */
  Result<Name> asked(UserNames& names, uid_t uid) {
    std::optional<Result<Name>> told;
    names.ask(uid, [&](const Result<Name>& name) { told = name; });
    if (!loop.run_until([&] { return told.has_value(); })) return fail(Win32::timeout, "nothing was answered");
    return *std::move(told);
  }

  test::PollLoop loop;
  Result<Name> answer = Name("eve");
  std::atomic<int> look_ups = 0;
};

TEST_F(UserNamesTest, AreKnownOnceTheyWereAskedFor) {
  UserNames names(loop, options());
  EXPECT_EQ(names.find(1004), nullptr);
  EXPECT_EQ(names.name_or_number(1004), "uid 1004");
  EXPECT_EQ(*asked(names, 1004), "eve");
  ASSERT_NE(names.find(1004), nullptr);
  EXPECT_EQ(names.name_or_number(1004), "eve");
  EXPECT_EQ(*asked(names, 1004), "eve");
  EXPECT_EQ(look_ups, 1);
}

TEST_F(UserNamesTest, AreLookedUpOnceForAllWhoWait) {
  UserNames names(loop, options());
  int told = 0;
  for (int i = 0; i < 3; ++i)
    names.ask(1004, [&](const Result<Name>& name) {
      EXPECT_EQ(*name, "eve");
      ++told;
    });
  EXPECT_EQ(told, 0);
  EXPECT_TRUE(loop.run_until([&] { return told == 3; }));
  EXPECT_EQ(look_ups, 1);
}

TEST_F(UserNamesTest, AreForgottenWhenTheListOfUsersChanges) {
  nta::test::TemporaryDir directory;
  directory.write("passwd", "eve:x:1004:\n");
  UserNames names(loop, options(directory.path() + "/passwd"));
  EXPECT_EQ(*asked(names, 1004), "eve");
  ASSERT_NE(names.find(1004), nullptr);
  directory.write("passwd", "frank:x:1004:\n");
  EXPECT_EQ(names.find(1004), nullptr);
}

TEST_F(UserNamesTest, AreForgottenAfterAWhile) {
  auto short_lived = options();
  short_lived.lifetime = std::chrono::seconds(0);
  UserNames names(loop, short_lived);
  EXPECT_EQ(*asked(names, 1004), "eve");
  EXPECT_EQ(names.find(1004), nullptr);
}

TEST_F(UserNamesTest, ThatNobodyHasOrCouldBeToldAreAskedForAgain) {
  UserNames names(loop, options());
  answer = Name();
  EXPECT_EQ(*asked(names, 1004), std::nullopt);
  answer = fail(Win32::timeout, "no directory");
  EXPECT_EQ(asked(names, 1004).error().code, Win32::timeout);
  answer = Name("eve");
  EXPECT_EQ(*asked(names, 1004), "eve");
  EXPECT_EQ(look_ups, 3);
}

TEST_F(UserNamesTest, OfWhomNobodyWaitsForAnyMoreAreDropped) {
  bool told = false;
  {
    UserNames names(loop, options());
    names.ask(1004, [&](const Result<Name>&) { told = true; });
  }
  EXPECT_TRUE(loop.run_until([&] { return look_ups == 1; }));
  EXPECT_FALSE(loop.run_until([&] { return told; }, std::chrono::milliseconds(50)));
}

}  // namespace
}  // namespace nta::host
