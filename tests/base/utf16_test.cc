#include "base/utf16.h"

#include <gtest/gtest.h>

namespace nta {
namespace {

TEST(Utf16, EveryPlaneGoesBothWays) {
  std::string text = "a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80";
  EXPECT_EQ(to_utf16(text), u"a\u00e9\u4e2d\U0001F600");
  EXPECT_EQ(to_utf8(to_utf16(text)), text);
}

TEST(Utf16, MalformedInputBecomesTheReplacementCharacter) {
  EXPECT_EQ(to_utf16("\xC0\x80"), u"\uFFFD\uFFFD");   // overlong
  EXPECT_EQ(to_utf16("\xED\xA0\x80")[0], u'\uFFFD');  // a surrogate
  EXPECT_EQ(to_utf16("\xE4\xB8"), u"\uFFFD");         // cut short
  EXPECT_EQ(to_utf8(std::u16string(1, 0xD800)), "\xEF\xBF\xBD");
}

TEST(Utf16, CutTextEndsAtAWholeCharacter) {
  char16_t buffer[3];
  copy_cut(buffer, u"a\U0001F600");
  EXPECT_EQ(std::u16string(buffer), u"a");
}

TEST(Utf16, CaseIsFoldedBeyondAscii) {
  EXPECT_EQ(upper_case(u"zo\u00eb"), u"ZO\u00cb");
  EXPECT_TRUE(equal_ignoring_case("Zo\xC3\x8B", "zo\xC3\xAB"));
  EXPECT_FALSE(equal_ignoring_case("zoe", "zo"));
}

}  // namespace
}  // namespace nta
