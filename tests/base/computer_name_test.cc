// The machine's NetBIOS name.
#include "base/computer_name.h"

#include <gtest/gtest.h>

namespace nta {
namespace {

TEST(ComputerName, IsTheUpperCaseShortHostNameCutTo15) {
  EXPECT_EQ(computer_name_of("web-7.example.org"), "WEB-7");
  EXPECT_EQ(computer_name_of("a-host-name-that-is-long"), "A-HOST-NAME-THA");
  EXPECT_FALSE(computer_name().empty());
}

}  // namespace
}  // namespace nta
