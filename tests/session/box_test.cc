// Message boxes: what is drawn, and what each key and click answers.
#include <gtest/gtest.h>

#include "session/box/message_box.h"
#include "session/box/wrap.h"

namespace nta::session {
namespace {

constexpr terminal::Size screen{24, 80};
constexpr uint32_t ok = 0, ok_cancel = 1, abort_retry_ignore = 2, yes_no = 4, second_default = 0x100;

MessageBox box(uint32_t flags, std::string_view text = "Really?", std::string_view title = "Title") {
  return MessageBox(*box_style(flags), title, text);
}

/** The overlay's text, a line a row. */
std::vector<std::string> drawn(const MessageBox& box, terminal::Size size = screen) {
  auto overlay = box.draw(size);
  terminal::MarkTable marks;
  std::vector<std::string> lines;
  for (size_t i = 0; i < overlay.cells.size(); ++i) {
    if (i % static_cast<size_t>(overlay.columns) == 0) lines.emplace_back();
    append_cell(lines.back(), overlay.cells[i], marks);
  }
  return lines;
}

TEST(MessageBox, ShowsTitleTextAndButtonsInTheMiddle) {
  auto overlay = box(ok_cancel).draw(screen);
  EXPECT_EQ(overlay.row, (24 - 5) / 2);
  auto lines = drawn(box(ok_cancel));
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_NE(lines[0].find("Title"), std::string::npos);
  EXPECT_NE(lines[1].find("Really?"), std::string::npos);
  EXPECT_NE(lines[3].find("[ OK ] [ Cancel ]"), std::string::npos);
}

TEST(MessageBox, EnterPressesTheDefaultButton) {
  EXPECT_EQ(box(yes_no).input("\r", screen), Answered::yes);
  EXPECT_EQ(box(yes_no | second_default).input("\r", screen), Answered::no);
}

TEST(MessageBox, TabAndArrowsMoveBetweenTheButtons) {
  EXPECT_EQ(box(abort_retry_ignore).input("\t\t\r", screen), Answered::ignore);
  EXPECT_EQ(box(abort_retry_ignore).input("\x1b[D\r", screen), Answered::ignore);
  EXPECT_EQ(box(abort_retry_ignore).input("\x1b[C ", screen), Answered::retry);
}

TEST(MessageBox, FirstLetterPressesItsButton) {
  EXPECT_EQ(box(abort_retry_ignore).input("R", screen), Answered::retry);
  EXPECT_EQ(box(abort_retry_ignore).input("x", screen), std::nullopt);
}

TEST(MessageBox, OneThatIsAnsweredByChoiceTakesNoLetters) {
  MessageBox asking(*box_style(yes_no | second_default), "Title", "Really?", MessageBox::Pressing::by_choice);
  EXPECT_EQ(asking.input("yYnN y", screen), std::nullopt);
  EXPECT_EQ(MessageBox(asking).input("\t", screen), std::nullopt);
  EXPECT_EQ(asking.input("\x1b[Z", screen), std::nullopt);
  EXPECT_EQ(asking.input("\r", screen), Answered::no);
  EXPECT_EQ(asking.input("\x1b[D\r", screen), std::nullopt) << "one key at a time";
  EXPECT_EQ(asking.input("\r", screen), Answered::yes);
}

TEST(MessageBox, EscapeCancelsOrPressesTheOnlyButton) {
  EXPECT_EQ(box(ok_cancel).input("\x1b", screen), Answered::cancel);
  EXPECT_EQ(box(ok).input("\x1b", screen), Answered::ok);
  EXPECT_EQ(box(yes_no).input("\x1b", screen), std::nullopt);
}

TEST(MessageBox, SequenceInPiecesIsOneKey) {
  auto asked = box(abort_retry_ignore);
  EXPECT_EQ(asked.input("\x1b[", screen), std::nullopt);
  EXPECT_EQ(asked.input("C", screen), std::nullopt);
  EXPECT_EQ(asked.input("\r", screen), Answered::retry);
}

TEST(MessageBox, ClickOnAButtonPressesIt) {
  auto asked = box(ok_cancel);
  auto overlay = asked.draw(screen);
  auto lines = drawn(asked);
  int row = overlay.row + 3 + 1;
  auto column =
      overlay.column + static_cast<int>(std::string_view(lines[3]).find("Cancel")) - 2 + 1;  // "│" has 3 bytes
  EXPECT_EQ(asked.input(fmt::format("\x1b[<0;{};{}m", column, row), screen), std::nullopt);  // released
  EXPECT_EQ(asked.input(fmt::format("\x1b[<0;{};{}M", column, row - 1), screen), std::nullopt);
  EXPECT_EQ(asked.input(fmt::format("\x1b[<0;{};{}M", column, row), screen), Answered::cancel);
}

TEST(MessageBox, LongTextIsScrolled) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += fmt::format("line {}\n", i);
  auto asked = box(ok, text);
  EXPECT_NE(drawn(asked)[1].find("line 0"), std::string::npos);
  asked.input("\x1b[6~", screen);
  EXPECT_NE(drawn(asked)[1].find("line 20"), std::string::npos);
  asked.input("\x1b[F", screen);
  EXPECT_NE(drawn(asked)[19].find("line 99"), std::string::npos);
}

TEST(MessageBox, MegabytesOfTextAreBounded) {
  auto asked = box(ok, std::string(4u << 20, 'x'));
  EXPECT_LE(asked.draw(screen).cells.size(), 24u * 80u);
}

TEST(MessageBox, SmallestScreensGetWhatFits) {
  for (terminal::Size size : {terminal::Size{1, 2}, {2, 10}, {5, 5}, {3, 80}}) {
    auto overlay = box(abort_retry_ignore).draw(size);
    EXPECT_LE(overlay.row + static_cast<int>(overlay.cells.size()) / overlay.columns, size.rows);
    EXPECT_LE(overlay.column + overlay.columns, size.columns);
  }
}

TEST(BoxStyle, EverySetOfButtonsAndNoOther) {
  for (uint32_t type = 0; type <= 6; ++type) EXPECT_TRUE(box_style(type)) << type;
  for (uint32_t bad : {7u, 15u, 0x50u, 0x400u, 0x80000000u}) {
    auto style = box_style(bad);
    ASSERT_FALSE(style) << bad;
    EXPECT_EQ(style.error().code, Win32::invalid_msgbox_style);
  }
}

TEST(Wrap, BreaksAtSpacesAndInsideLongWords) {
  EXPECT_EQ(wrap(U"one two three", 7), (std::vector<std::u32string>{U"one two", U"three"}));
  EXPECT_EQ(wrap(U"abcdefgh", 3), (std::vector<std::u32string>{U"abc", U"def", U"gh"}));
  EXPECT_EQ(wrap(U"a\n\nb", 3), (std::vector<std::u32string>{U"a", U"", U"b"}));
}

TEST(Wrap, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(wrap(U"\u4e2d\u6587\u5b57", 4), (std::vector<std::u32string>{U"\u4e2d\u6587", U"\u5b57"}));
}

}  // namespace
}  // namespace nta::session
