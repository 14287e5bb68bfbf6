// Entries of the system's user database, of any size and none.
#include "base/nss.h"

#include <gtest/gtest.h>

#include <string>

namespace nta {
namespace {

/** A database with one user, whose entry takes so many bytes. */
auto entry_of(size_t bytes) {
  return [bytes](passwd* entry, char*, size_t room, passwd** found) {
    if (room < bytes) return ERANGE;
    entry->pw_uid = 7;
    *found = entry;
    return 0;
  };
}

auto uid = [](passwd& entry) { return entry.pw_uid; };

TEST(Nss, ALargeEntryIsFoundAndOneWithoutBoundsIsNot) {
  EXPECT_EQ(look_up(entry_of(1), uid)->value(), 7u);
  EXPECT_EQ(look_up(entry_of(500'000), uid)->value(), 7u);
  EXPECT_FALSE(look_up(entry_of(100'000'000), uid));
}

TEST(Nss, NobodyIsNoErrorAndADatabaseThatCannotBeReadIsOne) {
  auto nobody = [](int error) { return [error](passwd*, char*, size_t, passwd**) { return error; }; };
  for (int none : {0, ENOENT, ESRCH}) {
    auto found = look_up(nobody(none), uid);
    ASSERT_TRUE(found) << none;
    EXPECT_FALSE(found->has_value()) << none;
  }
  EXPECT_FALSE(look_up(nobody(EIO), uid));
}

}  // namespace
}  // namespace nta
