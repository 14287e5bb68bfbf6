#include "base/sid.h"

#include <gtest/gtest.h>

namespace nta {
namespace {

TEST(SidTest, TextAndBytesGoBothWays) {
  for (const char* text : {"S-1-5-18", "S-1-5-32-544", "S-1-22-1-4294967295", "S-1-0"}) {
    auto sid = Sid::parse(text);
    ASSERT_TRUE(sid) << text;
    EXPECT_EQ(sid->text(), text);
    EXPECT_EQ(*Sid::from_bytes(sid->bytes()), *sid);
  }
}

TEST(SidTest, MalformedTextIsNone) {
  for (const char* text : {"", "S-1-", "S-2-5", "S-1-5-", "S-1-5-x", "S-1-5-4294967296", "S-1-281474976710656",
                           "S-1-5-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"})
    EXPECT_FALSE(Sid::parse(text)) << text;
}

TEST(SidTest, TruncatedBytesAreAnErrorAtEveryLength) {
  Bytes bytes = sid_administrators.bytes();
  for (size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(Sid::from_bytes(ByteView(bytes).first(length)));
}

TEST(SidTest, UnixUsersHaveTheirOwnAuthority) {
  EXPECT_EQ(sid_of_uid(0).text(), "S-1-5-18");
  EXPECT_EQ(sid_of_uid(1000).text(), "S-1-22-1-1000");
}

}  // namespace
}  // namespace nta
