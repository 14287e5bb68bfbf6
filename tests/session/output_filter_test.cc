#include "session/client/output_filter.h"

#include <gtest/gtest.h>

#include "session/terminal/renderer.h"

namespace nta::session {
namespace {

TEST(OutputFilter, LetsThroughAllThatTheRendererWrites) {
  terminal::Terminal terminal({6, 20});
  terminal::Renderer renderer;
  OutputFilter filter;
  for (std::string_view written :
       {"\x1b[1;2;3;5;7;8;9;53;4:3;38;2;1;2;3;48;5;200mred\x1b[m \u4e2d\u6587 e\u0301\r\n\x1b[7minverse\x1b[91;104mx",
        "\x1b[?1;5;1002;1004;1006;1007;2004h\x1b=\x1b[5 q\x1b[?25l\x1b]2;title \u4e2d\x07\x07",
        "\x1b[?1049halternate\x1b[2;3H", "\x1b[?1003;1015h\x1b]0;\x07", "\x1b]2;again\x07\x1b[?1049l\x1b[3J",
        "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n", "\x1b[H\x1b[2J12345678901234567890",
        "\x1b[2;5Hx\x1b[2;15Hy\x1b[?5l\x1b>"}) {
    std::string out;
    terminal.feed(written);
    renderer.render(terminal, out);
    EXPECT_EQ(filter.pass(out), out);
  }
  EXPECT_TRUE(filter.ending(renderer.restoration()).starts_with(renderer.restoration()));
}

TEST(OutputFilter, LetsNothingThroughThatMakesTheTerminalTypeOrTouchesMoreThanTheScreen) {
  for (std::string_view hostile : {"\x1b]52;c;bHM=\x07",
                                   "\x1b]52;c;?\x1b\\",
                                   "\x1b]0;title\x07",
                                   "\x1b]4;1;?\x07",
                                   "\x1b]8;;http://a\x07",
                                   "\x1b[21t",
                                   "\x1b[20t",
                                   "\x1b[18t",
                                   "\x1b[8;5;5t",
                                   "\x1b[22;0t",
                                   "\x1b[6n",
                                   "\x1b[?6n",
                                   "\x1b[5n",
                                   "\x1b[c",
                                   "\x1b[>c",
                                   "\x1b[=c",
                                   "\x1b[0x",
                                   "\x1b[?1$p",
                                   "\x1b[?1049$p",
                                   "\x1b[>q",
                                   "\x1b[?u",
                                   "\x1b[>1u",
                                   "\x1b[5i",
                                   "\x1b[?2026h",
                                   "\x1b[?3h",
                                   "\x1b[12h",
                                   "\x1b[20h",
                                   "\x1b[4h",
                                   "\x1b[!p",
                                   "\x1b[1;5r",
                                   "\x1b[2J",
                                   "\x1b[1J",
                                   "\x1b[10L",
                                   "\x1b[?7l",
                                   "\x1b[7 q",
                                   "\x1b[?1;1000h",
                                   "\x1b[99999999C",
                                   "\x1b[1;2;3H",
                                   "\x1b[?25;h",
                                   "\x1b[h",
                                   "\x1b[?h",
                                   "\x1b"
                                   "c",
                                   "\x1bZ",
                                   "\x1b"
                                   "7",
                                   "\x1bP",
                                   "\x1b_",
                                   "\x1b^",
                                   "\x1bX",
                                   "\x1b\\",
                                   "\x05",
                                   "\x0e",
                                   "\x18",
                                   "\x08",
                                   "\x7f",
                                   "\u009b",
                                   "\u009d",
                                   "\u0090",
                                   "\x9b",
                                   "\xc2\x80",
                                   "\xe0\x80\x9b",
                                   "\xc0\x9b",
                                   "\xed\xa0\x80",
                                   "\xf8",
                                   "\xff"}) {
    EXPECT_EQ(OutputFilter().pass(hostile), "") << testing::PrintToString(hostile);
  }
}

TEST(OutputFilter, TextBehindWhatIsRefusedIsShown) {
  EXPECT_EQ(OutputFilter().pass("a\x1b[6nb\x1b]52;c;x\x07"
                                "c\xe4\xb8"
                                "d\x1b[1\x1b[md\x1b]\x1b[Ke"),
            "abcd\x1b[md\x1b[Ke");
  EXPECT_EQ(OutputFilter().pass("\x1b[" + std::string(5000, '1') + "m").size(),
            5000 + 1 - OutputFilter::longest_sequence);
}

TEST(OutputFilter, ASequenceInPiecesIsOne) {
  std::string_view bytes = "\x1b[1;31m\u4e2d\x1b[22;2t\x1b]2;t\x07\x1b[6n\x1b[?25l.";
  OutputFilter filter;
  std::string out;
  for (char c : bytes) out += filter.pass({&c, 1});
  EXPECT_EQ(out, OutputFilter().pass(bytes));
  EXPECT_EQ(out, "\x1b[1;31m\u4e2d\x1b[22;2t\x1b]2;t\x07\x1b[?25l.");
}

TEST(OutputFilter, ATitleIsTextAndOneThatIsKept) {
  OutputFilter filter;
  EXPECT_EQ(filter.pass("\x1b]2;lost\x07"), "") << "nothing would bring the one before back";
  EXPECT_EQ(filter.pass("\x1b[22;2t\x1b[22;2t\x1b]2;a\u009b21t\x07"), "\x1b[22;2t\x1b]2;a?21t\x07");
  EXPECT_EQ(filter.pass("\x1b[23;2t\x1b[23;2t"), "\x1b[23;2t");
}

TEST(OutputFilter, TheEndingTakesBackWhatTheSessionDoesNot) {
  OutputFilter filter;
  filter.pass("\x1b[?1003h\x1b[?1006h\x1b[?25l\x1b[?1049h\x1b=\x1b[3 q\x1b[22;2t\x1b[31m half a \x1b]2;");
  EXPECT_EQ(filter.ending("\x1b[?1003l\x1b[6n"),
            "\x1b[?1003l\x1b[?25h\x1b[?1006l\x1b[?1049l\x1b>\x1b[0 q\x1b[23;2t\x1b[m");
  EXPECT_EQ(filter.ending(""), "") << "all of it is back";
}

}  // namespace
}  // namespace nta::session
