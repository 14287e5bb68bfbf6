// What programs write, and what the screen shows then.
#include "session/terminal/terminal.h"

#include <gtest/gtest.h>

#include "screen.h"

namespace nta::terminal {
namespace {

using test::nth_mark;
using test::row_text;
using test::screen_text;
using test::scrollback_lines;

Terminal fed(Size size, std::string_view bytes) {
  Terminal terminal(size);
  terminal.feed(bytes);
  return terminal;
}

TEST(Terminal, TextStaysWhereItIsWritten) {
  Terminal terminal({3, 10});
  terminal.feed("one\r\ntwo\x1b[3;5Hx");
  EXPECT_EQ(screen_text(terminal), "one\ntwo\n    x\n");
  EXPECT_EQ(terminal.cursor(), (Cursor{2, 5, false}));
}

TEST(Terminal, BytesMayArriveOneByOne) {
  std::string_view bytes = "\x1b[1;31mr\u00E9d \u4E2D\x1b]2;a title\x1b\\\x1b[2;3H\x1bP$qm\x1b\\end";
  Terminal whole({3, 20}), single({3, 20});
  whole.feed(bytes);
  for (char c : bytes) single.feed({&c, 1});
  EXPECT_EQ(screen_text(whole), screen_text(single));
  EXPECT_EQ(single.title(), "a title");
  EXPECT_EQ(single.take_replies(), whole.take_replies());
  EXPECT_EQ(row_text(single, 0), "r\u00E9d \u4E2D");
}

TEST(Terminal, LastColumnWrapsOnlyWithTheNextCharacter) {
  Terminal terminal({3, 5});
  terminal.feed("12345");
  EXPECT_EQ(terminal.cursor(), (Cursor{0, 4, true}));
  terminal.feed("\r\n");
  EXPECT_EQ(terminal.cursor(), (Cursor{1, 0, false}));
  terminal.feed("abcdef");
  EXPECT_EQ(screen_text(terminal), "12345\nabcde\nf\n");
}

TEST(Terminal, WithoutAutowrapTheLastColumnIsOverwritten) {
  Terminal terminal({2, 5});
  terminal.feed("\x1b[?7labcdefgh");
  EXPECT_EQ(row_text(terminal, 0), "abcdh");
}

TEST(Terminal, WideCharacterAtTheLastColumnWraps) {
  Terminal terminal({2, 5});
  terminal.feed("abcd\u4E2D");
  EXPECT_EQ(screen_text(terminal), "abcd\n\u4E2D\n");
  EXPECT_EQ(terminal.cursor().column, 2);
}

TEST(Terminal, OverwritingHalfOfAWideCharacterBlanksTheOther) {
  Terminal terminal({1, 8});
  terminal.feed("\u4E2D\u6587\x1b[1;2Hx");
  EXPECT_EQ(row_text(terminal, 0), " x\u6587");
  terminal.feed("\x1b[1;3Hy");
  EXPECT_EQ(row_text(terminal, 0), " xy");
}

TEST(Terminal, CombiningMarksJoinTheCharacterBefore) {
  Terminal terminal({1, 8});
  terminal.feed("e\u0301\u4E2D\u0308x");
  EXPECT_EQ(row_text(terminal, 0), "e\u0301\u4E2D\u0308x");
  EXPECT_EQ(terminal.cursor().column, 4);
}

TEST(Terminal, MarksOfALetterAreBounded) {
  Terminal terminal({1, 8});
  terminal.feed("e");
  for (int i = 0; i < 100; ++i) terminal.feed("\u0301");
  EXPECT_EQ(row_text(terminal, 0).size(), 1 + 2 * MarkTable::longest);
}

TEST(Terminal, MarksGoOnAfterMoreCombinationsThanThereIsRoomFor) {
  Terminal terminal({5, 8});
  terminal.feed("e\u0323\u0301\x1b[2;5r\x1b[2;1H");
  for (int first = 0; first < 64; ++first)
    for (int second = 0; second < 64; ++second) terminal.feed("A" + nth_mark(first) + nth_mark(second) + "\r\n");
  EXPECT_EQ(row_text(terminal, 0), "e\u0323\u0301");
  for (int row = 1; row < 4; ++row) EXPECT_EQ(row_text(terminal, row), "A" + nth_mark(63) + nth_mark(60 + row)) << row;
  terminal.feed("x\u20DDy");
  EXPECT_EQ(row_text(terminal, 4), "x\u20DDy");
  EXPECT_EQ(scrollback_lines(terminal), std::vector<std::string>());
}

TEST(Terminal, MarksThatNoScreenHasRoomForComeBackWhenItIsCleared) {
  Terminal terminal({40, 80});
  auto fill = [&] {
    for (int first = 0; first < 64; ++first)
      for (int second = 0; second < 64; ++second) terminal.feed("A" + nth_mark(first) + nth_mark(second));
  };
  terminal.feed("\x1b[?1049h");
  fill();
  terminal.feed("\x1b[2J\x1b[H");
  fill();
  terminal.feed("\x1b[2J\x1b[H");
  for (int i = 0; i < 64; ++i) terminal.feed("A" + nth_mark(64) + nth_mark(i));
  terminal.feed("\x1b[Hx\u20DDy");
  EXPECT_EQ(row_text(terminal, 0).substr(0, 5), "x\u20DDy");
}

TEST(Terminal, MalformedUtf8BecomesReplacementCharacters) {
  EXPECT_EQ(row_text(fed({1, 10}, "a\xFFz"), 0), "a\uFFFDz");
  EXPECT_EQ(row_text(fed({1, 10}, "a\xE4\xB8z"), 0), "a\uFFFDz");
  EXPECT_EQ(row_text(fed({1, 10}, "\xC0\xAF"), 0), "\uFFFD\uFFFD");
  EXPECT_EQ(row_text(fed({2, 10}, "\xE4\xB8\r\nz"), 0), "\uFFFD");
}

TEST(Terminal, ScrollingRegionKeepsTheRowsAround) {
  Terminal terminal({5, 4});
  terminal.feed("top\r\na\r\nb\r\nc\r\nend\x1b[2;4r\x1b[4;1H\n\nz");
  EXPECT_EQ(screen_text(terminal), "top\nc\n\nz\nend\n");
  EXPECT_TRUE(scrollback_lines(terminal).empty());
}

TEST(Terminal, LinesAndCellsAreInsertedAndDeleted) {
  Terminal terminal({3, 6});
  terminal.feed("abcdef\r\nB\r\nC\x1b[1;2H\x1b[2@");
  EXPECT_EQ(row_text(terminal, 0), "a  bcd");
  terminal.feed("\x1b[3P");
  EXPECT_EQ(row_text(terminal, 0), "acd");
  terminal.feed("\x1b[L");
  EXPECT_EQ(screen_text(terminal), "\nacd\nB\n");
  terminal.feed("\x1b[2M");
  EXPECT_EQ(screen_text(terminal), "B\n\n\n");
}

TEST(Terminal, LinesThatLeaveTheTopBecomeScrollback) {
  Terminal terminal({2, 10});
  terminal.feed("1\r\n2\r\n\x1b[31m3\x1b[m\r\n4\r\n5");
  EXPECT_EQ(scrollback_lines(terminal), (std::vector<std::string>{"1", "2", "3"}));
}

TEST(Terminal, AlternateScreenHasNoScrollbackAndGivesThePrimaryBack) {
  Terminal terminal({2, 10});
  terminal.feed("shell\x1b[?1049h\x1b[Hone\r\ntwo\r\nthree");
  EXPECT_EQ(screen_text(terminal), "two\nthree\n");
  terminal.feed("\x1b[?1049l");
  EXPECT_EQ(screen_text(terminal), "shell\n\n");
  EXPECT_EQ(terminal.cursor().column, 5);
  EXPECT_TRUE(scrollback_lines(terminal).empty());
}

TEST(Terminal, ColoursInEveryForm) {
  Terminal terminal({1, 10});
  terminal.feed("\x1b[1;38;5;200ma\x1b[38:2::1:2:3mb\x1b[48;2;9;8;7mc\x1b[0;91;4:3md\x1b[58;5;1;7me");
  auto row = terminal.shown().row(0);
  EXPECT_EQ(row[0].style, (Style{Color::indexed(200), {}, attribute::bold}));
  EXPECT_EQ(row[1].style.foreground, Color::rgb(1, 2, 3));
  EXPECT_EQ(row[2].style.background, Color::rgb(9, 8, 7));
  EXPECT_EQ(row[3].style, (Style{Color::indexed(9), {}, 3u << attribute::underline_shift}));
  EXPECT_EQ(row[4].style.attributes, attribute::inverse | 3u << attribute::underline_shift);
}

TEST(Terminal, ErasingKeepsTheBackground) {
  Terminal terminal({1, 4});
  terminal.feed("\x1b[44m\x1b[K");
  EXPECT_EQ(terminal.shown().row(0)[3].style.background, Color::indexed(4));
}

TEST(Terminal, LineDrawingCharacterSet) {
  EXPECT_EQ(row_text(fed({1, 10}, "\x1b(0lqk\x1b(Bq"), 0), "┌─┐q");
  EXPECT_EQ(row_text(fed({1, 10}, "\x1b)0\x0Ex\x0Fx"), 0), "│x");
}

TEST(Terminal, ModesOfTheClientsKeyboardAndMouseAreKnown) {
  Terminal terminal({1, 4});
  terminal.feed("\x1b[?1h\x1b=\x1b[?2004;1002;1006;1004h\x1b[?25l\x1b[4 q");
  Modes wanted;
  wanted.application_cursor = wanted.application_keypad = wanted.bracketed_paste = wanted.focus_events = true;
  wanted.cursor_visible = false;
  wanted.cursor_shape = 4;
  wanted.mouse = MouseTracking::drag;
  wanted.mouse_encoding = MouseEncoding::sgr;
  EXPECT_EQ(terminal.modes(), wanted);
  terminal.feed(
      "\x1b"
      "c");
  EXPECT_EQ(terminal.modes(), Modes{});
}

TEST(Terminal, AnswersWhatProgramsAsk) {
  Terminal terminal({5, 10});
  terminal.feed("\x1b[3;4H\x1b[6n\x1b[5n\x1b[c\x1b[?2004$p\x1b[18t");
  EXPECT_EQ(terminal.take_replies(), "\x1b[3;4R\x1b[0n\x1b[?62;22c\x1b[?2004;2$y\x1b[8;5;10t");
  for (int i = 0; i < 10000; ++i) terminal.feed("\x1b[6n");
  EXPECT_LE(terminal.take_replies().size(), 4096u);
}

TEST(Terminal, SequencesWithTooManyOrHugeParametersDoNoHarm) {
  std::string many = "\x1b[";
  for (int i = 0; i < 100; ++i) many += "1;";
  Terminal terminal({2, 10});
  terminal.feed(many + "mab");
  terminal.feed("\x1b[99999999999999999999;99999999999999999999Hx");
  EXPECT_EQ(row_text(terminal, 0), "ab");
  EXPECT_EQ(row_text(terminal, 1), "         x");
  terminal.feed("\x1b[999999999b\x1b[99999L\x1b[99999P\x1b[99999X\x1b[99999@\x1b[99999S");
}

TEST(Terminal, StringsHaveABound) {
  Terminal terminal({1, 10});
  terminal.feed("\x1b]2;good\x07\x1b]2;" + std::string(100000, 'x') + "\x07ok");
  EXPECT_EQ(terminal.title(), "good");
  EXPECT_EQ(row_text(terminal, 0), "ok");
}

TEST(Terminal, ATitleHasNoControlCharacters) {
  Terminal terminal({1, 10});
  terminal.feed("\x1b]2;a\u009c\u009b21t\x9b\x01\x07");
  EXPECT_EQ(terminal.title(), "a??21t\ufffd?");
}

TEST(Terminal, NarrowerAndWiderAgainKeepsLongLines) {
  Terminal terminal({4, 12});
  terminal.feed("$ echo\r\nabcdefghijk\r\n$ ");
  terminal.resize({4, 6});
  EXPECT_EQ(screen_text(terminal), "$ echo\nabcdef\nghijk\n$\n");
  EXPECT_EQ(terminal.cursor(), (Cursor{3, 2, false}));
  terminal.resize({4, 12});
  EXPECT_EQ(screen_text(terminal), "$ echo\nabcdefghijk\n$\n\n");
  EXPECT_EQ(terminal.cursor(), (Cursor{2, 2, false}));
}

TEST(Terminal, FewerRowsPushTheTopIntoTheScrollback) {
  Terminal terminal({4, 8});
  terminal.feed("1\r\n2\r\n3\r\n$ ");
  terminal.resize({2, 8});
  EXPECT_EQ(screen_text(terminal), "3\n$\n");
  EXPECT_EQ(scrollback_lines(terminal), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(terminal.cursor().row, 1);
}

TEST(Terminal, ResizingOnTheAlternateScreenKeepsThePrimary) {
  Terminal terminal({4, 20});
  terminal.feed("first line of shell\r\n$ vi\x1b[?1049h\x1b[4;20Hx");
  terminal.resize({3, 10});
  EXPECT_LE(terminal.cursor().column, 9);
  terminal.feed("\x1b[?1049l");
  EXPECT_EQ(screen_text(terminal), "first line\n of shell\n$ vi\n");
}

}  // namespace
}  // namespace nta::terminal
