#include "services/user_additions.h"

#include <gtest/gtest.h>

#include "host/poll_loop.h"

namespace nta::services::test {
namespace {

class UserAdditionsTest : public testing::Test {
 protected:
  UserAdditionsTest() : store_(*accounts::AccountStore::open({.directory = "", .computer_name = "HOST"})) {}

  void add(const std::string& name) {
    accounts::NewUser wanted;
    wanted.user.name = name;
    additions_->add(loop_, store_, std::move(wanted), [this, name](Result<accounts::Rid> added) {
      ends_.emplace_back(name, added ? Win32::success : added.error().code);
    });
  }
  bool wait_for(size_t ends) {
    return loop_.run_until([&] { return ends_.size() >= ends; });
  }

  host::test::PollLoop loop_;
  std::shared_ptr<accounts::AccountStore> store_;
  std::shared_ptr<UserAdditions> additions_ = std::make_shared<UserAdditions>();
  std::vector<std::pair<std::string, Win32>> ends_;
};

using Ends = std::vector<std::pair<std::string, Win32>>;

TEST_F(UserAdditionsTest, ThoseWhoComeTogetherAreEachAddedOrRefused) {
  for (const char* name : {"anna", "bert", "ANNA", "carl", "a/b"}) add(name);
  ASSERT_TRUE(wait_for(5));
  EXPECT_EQ(ends_, (Ends{{"anna", Win32::success},
                         {"bert", Win32::success},
                         {"ANNA", Win32::user_exists},
                         {"carl", Win32::success},
                         {"a/b", Win32::bad_username}}));
  EXPECT_TRUE(store_->user("carl"));
}

TEST_F(UserAdditionsTest, OneIsAddedWithoutAnother) {
  add("anna");
  ASSERT_TRUE(wait_for(1));
  add("bert");
  ASSERT_TRUE(wait_for(2));
  EXPECT_EQ(ends_, (Ends{{"anna", Win32::success}, {"bert", Win32::success}}));
}

TEST_F(UserAdditionsTest, MoreThanAThousandDoNotWait) {
  constexpr size_t most = 1 + 1000;  // the first is on its way alone
  for (size_t i = 0; i < most; ++i) add(fmt::format("user{}", i));
  EXPECT_TRUE(ends_.empty());
  add("late");
  EXPECT_EQ(ends_, (Ends{{"late", Win32::no_system_resources}}));
  ASSERT_TRUE(wait_for(most + 1));
  EXPECT_EQ(ends_.back(), std::pair(std::string("user1000"), Win32::success));
}

}  // namespace
}  // namespace nta::services::test
