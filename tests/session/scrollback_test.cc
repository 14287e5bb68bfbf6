// The lines kept, and their bounds.
#include "session/terminal/scrollback.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "screen.h"

namespace nta::terminal {
namespace {

LineText line(std::string text) { return {std::move(text), {}, false}; }

TEST(Scrollback, KeepsTheNewestLines) {
  Scrollback scrollback({100, 1 << 20});
  for (int i = 0; i < 5000; ++i) scrollback.push(line(fmt::format("line {}", i)));
  EXPECT_EQ(scrollback.first(), 4900u);
  EXPECT_EQ(scrollback.end(), 5000u);
  uint64_t expected = 4950;
  scrollback.visit(4950, [&](const LineText& kept) { EXPECT_EQ(kept.text, fmt::format("line {}", expected++)); });
  EXPECT_EQ(expected, 5000u);
}

TEST(Scrollback, BytesAreBoundedWhateverTheLinesHold) {
  Scrollback scrollback({2000, 1 << 20});
  LineText heavy = line(std::string(36000, 'x'));
  for (int i = 0; i < 1000; ++i) heavy.runs.push_back({36, 0, Color::indexed(static_cast<uint32_t>(i)), {}});
  for (int i = 0; i < 2000; ++i) scrollback.push(heavy);
  EXPECT_LE(scrollback.bytes(), (1u << 20) + 100'000);
  size_t seen = 0;
  scrollback.visit(0, [&](const LineText& kept) { seen += kept == heavy; });
  EXPECT_EQ(seen, scrollback.end() - scrollback.first());
  EXPECT_GT(seen, 10u);
}

TEST(Scrollback, TwoThousandFullLinesTakeLittleMoreThanTheirText) {
  Terminal terminal({24, 80}, {2000, 4 << 20});
  for (int i = 0; i < 2100; ++i) terminal.feed(std::string(80, 'a' + i % 26) + "\r\n");
  EXPECT_EQ(terminal.scrollback().end() - terminal.scrollback().first(), 2000u);
  EXPECT_LE(terminal.scrollback().bytes(), 2000u * 84 + (32 << 10));
}

TEST(Scrollback, NoLinesAreKeptWhenNoneAreWanted) {
  Terminal terminal({2, 10}, {0, 4 << 20});
  terminal.feed("1\r\n2\r\n3\r\n4");
  EXPECT_TRUE(test::scrollback_lines(terminal).empty());
}

TEST(Scrollback, ClearedOnRequest) {
  Terminal terminal({2, 10});
  terminal.feed("1\r\n2\r\n3\r\n4\x1b[3J5\r\n6\r\n7");
  EXPECT_EQ(test::scrollback_lines(terminal), (std::vector<std::string>{"3", "45"}));
}

TEST(Scrollback, ColoursComeBackAsTheyWere) {
  Terminal terminal({1, 20});
  terminal.feed("plain \x1b[1;32mgreen\x1b[m \x1b[48;2;1;2;3mrgb\x1b[m\r\n");
  std::vector<LineText> lines;
  terminal.scrollback().visit(0, [&](const LineText& kept) { lines.push_back(kept); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].text, "plain green rgb");
  ASSERT_EQ(lines[0].runs.size(), 4u);
  EXPECT_EQ(lines[0].runs[1].style(), (Style{Color::indexed(2), {}, attribute::bold}));
  EXPECT_EQ(lines[0].runs[3].style().background, Color::rgb(1, 2, 3));
}

}  // namespace
}  // namespace nta::terminal
