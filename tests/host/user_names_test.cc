#include "host/identity/user_names.h"

#include <gtest/gtest.h>

#include "temporary_dir.h"

namespace nta::host {
namespace {

TEST(UserNames, AreForgottenWhenTheListOfUsersChanges) {
  nta::test::TemporaryDir directory;
  directory.write("passwd", "eve:x:1004:\n");
  UserNames names(directory.path() + "/passwd");
  EXPECT_EQ(names.find(1004), nullptr);
  names.put(1004, "eve");
  ASSERT_NE(names.find(1004), nullptr);
  EXPECT_EQ(*names.find(1004), "eve");
  directory.write("passwd", "frank:x:1004:\n");
  EXPECT_EQ(names.find(1004), nullptr);
}

TEST(UserNames, AreForgottenAfterAWhile) {
  UserNames names("/no/such/file", std::chrono::seconds(0));
  names.put(1004, "eve");
  EXPECT_EQ(names.find(1004), nullptr);
}

TEST(UserNames, AreOfUsersAlsoWhereThereIsNoList) {
  UserNames names("/no/such/file");
  names.put(1004, "eve");
  names.put(1005, "frank");
  names.put(1004, "grace");
  EXPECT_EQ(*names.find(1004), "grace");
  EXPECT_EQ(*names.find(1005), "frank");
}

}  // namespace
}  // namespace nta::host
