#include "base/printable.h"

#include <gtest/gtest.h>

namespace nta {
namespace {

TEST(Printable, ShowsEachControlCharacterAsAQuestionMark) {
  EXPECT_EQ(printable("a\x1b[31mb\x7f\r\n\tc"), "a?[31mb????c");
  EXPECT_EQ(printable("\u0080\u009b21t\u009f"), "??21t?") << "C1, which is two bytes in UTF-8";
}

TEST(Printable, LeavesTextAsItIs) {
  std::string_view text = "r\u00e9sum\u00e9 \u00a0\u4e2d\u6587 \U0001f600 \u06db";
  EXPECT_EQ(printable(text), text);
}

TEST(Printable, LeavesNoLoneByteThatATerminalCouldTakeForAControl) {
  EXPECT_EQ(printable("a\x9b"
                      "b"),
            "a\ufffdb");
}

TEST(Printable, KeepsTheLinesOfATextOfSeveral) {
  EXPECT_EQ(printable_lines("one\ntwo\x1b\n\n"), "one\ntwo?\n\n");
  EXPECT_EQ(printable_lines(""), "");
}

}  // namespace
}  // namespace nta
