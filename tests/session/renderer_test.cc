// A second terminal stands for the client's: fed with what the renderer writes, it must show the same.
#include "session/terminal/renderer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "screen.h"

namespace nta::terminal {
namespace {

using test::nth_mark;
using test::screen_text;
using test::scrollback_lines;

class Pair {
 public:
  explicit Pair(Size size, ScrollbackLimits limits = {}) : session(size, limits), client(size) {}

  std::string frame() {
    std::string out;
    left = renderer.render(session, out);
    client.feed(out);
    return out;
  }
  void write(std::string_view bytes) {
    session.feed(bytes);
    frame();
  }
  void expect_same() {
    for (int row = 0; row < session.size().rows; ++row) {
      auto is = client.shown().row(row), wanted = session.shown().row(row);
      for (size_t c = 0; c < wanted.size(); ++c) {
        ASSERT_EQ(is[c].style, wanted[c].style) << "row " << row << " column " << c;
        ASSERT_EQ(is[c].character(), wanted[c].character()) << "row " << row << " column " << c;
        ASSERT_EQ(client.marks().text(is[c].marks()), session.marks().text(wanted[c].marks()));
      }
    }
    EXPECT_EQ(client.cursor().row, session.cursor().row);
    EXPECT_EQ(client.cursor().column, session.cursor().column);
    EXPECT_EQ(client.modes(), session.modes());
    EXPECT_EQ(client.on_alternate(), session.on_alternate());
  }

  Terminal session;
  Terminal client;
  Renderer renderer;
  Renderer::Left left = Renderer::Left::nothing;
};

std::vector<std::string> tail(std::vector<std::string> lines, size_t count) {
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
  return lines;
}

TEST(Renderer, ClientShowsTheScreenWithColoursModesAndCursor) {
  Pair pair({5, 30});
  pair.write("\x1b[1;31mred\x1b[m \u4E2D\u6587 e\u0301\r\n\x1b[7minverse\x1b[m\x1b[?1002;1006;2004h\x1b[?1h\x1b[3;7H");
  pair.expect_same();
  pair.write("\x1b[?1002;1006;2004l\x1b[2J\x1b[?25l");
  pair.expect_same();
}

TEST(Renderer, MarksWhoseNumberStandsForOthersNowArePaintedAnew) {
  Pair pair({1, 8});
  pair.write("A\u0300");
  uint32_t number = pair.session.shown().row(0)[0].marks();
  for (int i = 0; pair.session.marks().times_forgotten() == 0 || pair.session.shown().row(0)[0].marks() != number;
       ++i) {
    ASSERT_LT(i, 10'000);
    if (i % 2 == 0) pair.session.feed("\x1b[HA" + nth_mark(1 + i / 2 / 64));
    if (i % 2 == 1) pair.session.feed(nth_mark(1 + i / 2 % 64));
  }
  pair.frame();
  pair.expect_same();
}

TEST(Renderer, NothingChangedWritesNothing) {
  Pair pair({5, 30});
  pair.write("text");
  EXPECT_EQ(pair.frame(), "");
}

TEST(Renderer, OneLetterCostsAFewBytes) {
  Pair pair({24, 80});
  pair.write("prompt$ ");
  pair.session.feed("x");
  EXPECT_EQ(pair.frame(), "x");
}

TEST(Renderer, OneNewLineAtTheBottomScrollsTheClient) {
  Pair pair({4, 20});
  pair.write("1\r\n2\r\n3\r\n4");
  pair.session.feed("\r\n5");
  EXPECT_LE(pair.frame().size(), 16u);
  pair.expect_same();
  EXPECT_EQ(scrollback_lines(pair.client).back(), "1");
}

TEST(Renderer, EveryLineEntersTheClientsScrollbackOnce) {
  Pair pair({10, 40});
  std::mt19937 random(7);
  pair.frame();
  size_t before = scrollback_lines(pair.client).size();
  for (int i = 0; i < 1500; ++i) {
    pair.session.feed(fmt::format("\x1b[3{}mline {}\x1b[m\r\n", i % 8, i));
    if (random() % 5 == 0) pair.frame();
    if (random() % 40 == 0) pair.write("\x1b[3;4Hover\x1b[10;1H");
  }
  pair.frame();
  pair.expect_same();
  auto lines = scrollback_lines(pair.client);
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(before));
  EXPECT_EQ(lines, scrollback_lines(pair.session));
}

TEST(Renderer, AttachReplaysTheScrollback) {
  Pair pair({10, 40});
  for (int i = 0; i < 1000; ++i) pair.session.feed(fmt::format("line {}\r\n", i));
  pair.frame();
  pair.expect_same();
  EXPECT_EQ(tail(scrollback_lines(pair.client), 991), scrollback_lines(pair.session));
}

TEST(Renderer, AttachDuringTheAlternateScreenReplaysThePrimaryToo) {
  Pair pair({5, 20});
  pair.session.feed("a\r\nb\r\nc\r\nd\r\ne\r\n$ vi\x1b[?1049h\x1b[H~\r\n~");
  pair.frame();
  pair.expect_same();
  EXPECT_EQ(scrollback_lines(pair.client).back(), "a");
  pair.write("\x1b[?1049l");
  pair.expect_same();
  EXPECT_EQ(screen_text(pair.client), "b\nc\nd\ne\n$ vi\n");
}

TEST(Renderer, AStreamShowsTheScreenFirstAndItsKeptLinesAfterwards) {
  Pair pair({10, 40}, {1000, 1 << 20});
  pair.frame();
  for (int burst = 0; burst < 5; ++burst) {
    for (int i = 0; i < 1500; ++i) pair.session.feed(fmt::format("line {}.{}\r\n", burst, i));
    EXPECT_LE(pair.frame().size(), 2000u);
    EXPECT_EQ(pair.left, Renderer::Left::lines);
    pair.expect_same();
  }
  pair.frame();
  EXPECT_EQ(pair.left, Renderer::Left::nothing);
  pair.expect_same();
  EXPECT_EQ(tail(scrollback_lines(pair.client), 1000), scrollback_lines(pair.session));
}

TEST(Renderer, ResizedClientIsPaintedWhole) {
  Pair pair({6, 30});
  for (int i = 0; i < 20; ++i) pair.write(fmt::format("line number {}\r\n", i));
  pair.session.resize({4, 12});
  pair.client.resize({4, 12});
  pair.renderer.client_resized();
  pair.frame();
  pair.expect_same();
}

TEST(Renderer, WhatThePersonHadOnTheScreenIsNotLost) {
  Terminal client({3, 20});
  client.feed("my shell\r\n$ ntadmin attach\r\n");
  Terminal session({3, 20});
  session.feed("session");
  Renderer renderer;
  std::string out;
  renderer.render(session, out);
  client.feed(out);
  EXPECT_EQ(screen_text(client), "session\n\n\n");
  EXPECT_EQ(scrollback_lines(client)[0], "my shell");
}

TEST(Renderer, RestorationPutsEveryModeBack) {
  Pair pair({3, 20});
  pair.write("x\x1b[?1h\x1b=\x1b[?5;1003;1015;1004;1007;2004h\x1b[?25l\x1b[3 q\x1b[?1049h\x1b[1;31m\x1b]2;t\x07");
  pair.client.feed(pair.renderer.restoration());
  EXPECT_EQ(pair.client.modes(), Modes{});
  EXPECT_FALSE(pair.client.on_alternate());
  pair.client.feed("y");
  EXPECT_TRUE(pair.client.shown().row(2)[0].style == Style{});
}

TEST(Renderer, OverlayIsDrawnOverTheScreenAndTakenAway) {
  Pair pair({5, 20});
  pair.write("one\r\n\u4E2D\u6587\u4E2D\r\nthree");
  Overlay box{1, 1, 3, std::vector<Cell>(6, Cell{U'#', {}})};
  pair.renderer.set_overlay(box);
  pair.frame();
  EXPECT_EQ(screen_text(pair.client), "one\n ###\u4E2D\nt###e\n\n\n");
  pair.renderer.set_overlay({});
  pair.frame();
  pair.expect_same();
}

/** Random programs: what the client shows follows what the session shows, at every frame. */
TEST(Renderer, ClientFollowsRandomOutput) {
  const char* pieces[] = {"word ",           "\r\n",    "\u4E2D",          "e\u0301",   "\x1b[31;44m", "\x1b[m",
                          "\x1b[K",          "\x1b[J",  "\x1b[H",          "\x1b[2;5r", "\x1b[r",      "\x1b[5;7H",
                          "\x1b[L",          "\x1b[2M", "\x1b[3P",         "\x1b[2@",   "\x1bM",       "\x1b[?1049h",
                          "\x1b[?1049l",     "\x1b[4h", "\x1b[4l",         "\t",        "\b",          "\x1b[2J",
                          "\x1b[3S",         "\x1b[2T", "\x1b[?25l",       "\x1b[?25h", "\x1b(0",      "\x1b(B",
                          "\x1b[7;38;5;99m", "\x1b[6X", "longer text here"};
  for (uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    Pair pair({7, 23});
    for (int step = 0; step < 400; ++step) {
      pair.session.feed(pieces[random() % std::size(pieces)]);
      if (random() % 3 == 0) {
        pair.frame();
        ASSERT_NO_FATAL_FAILURE(pair.expect_same()) << "seed " << seed << " step " << step;
      }
    }
  }
}

TEST(Renderer, TheTitleThatAClientHadIsKeptOnceAndBroughtBackWhateverTheTitleIsThen) {
  Pair pair({2, 20});
  std::string out;
  for (std::string_view title : {"one", "", "two", ""}) {
    pair.session.feed(fmt::format("\x1b]2;{}\x07", title));
    out += pair.frame();
  }
  EXPECT_NE(out.find("\x1b[22;2t"), std::string::npos);
  EXPECT_EQ(out.find("\x1b[22;2t"), out.rfind("\x1b[22;2t"));
  EXPECT_NE(pair.renderer.restoration().find("\x1b[23;2t"), std::string::npos);
}

}  // namespace
}  // namespace nta::terminal
