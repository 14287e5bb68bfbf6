#include "session/process/box_queue.h"

#include <gtest/gtest.h>

namespace nta::session {
namespace {

constexpr terminal::Size screen{24, 80};
constexpr uint32_t yes_no = 4;

struct Queue : testing::Test {
  MessageBox box() const { return MessageBox(*box_style(yes_no), "Title", "Really?"); }
  void ask() {
    ASSERT_TRUE(boxes.ask(asker, box(), {}, [this](Answered answer) { answered = answer; }));
  }
  BoxQueue boxes;
  Peer asker{UniqueFd(), ucred{}};
  std::optional<Answered> answered;
  Clock::time_point now = Clock::now();
};

TEST_F(Queue, AQuestionTakesNothingBeforeItCanHaveBeenSeen) {
  ask();
  EXPECT_FALSE(boxes.input("\r", screen, now + std::chrono::hours(1))) << "it was not on the screen";
  boxes.front_is_shown(now);
  boxes.front_is_shown(now + BoxQueue::time_to_see);  // each frame
  EXPECT_FALSE(boxes.input("\r", screen, now += BoxQueue::time_to_see - std::chrono::milliseconds(1)));
  EXPECT_FALSE(answered);
  EXPECT_TRUE(boxes.input("\r", screen, now + BoxQueue::time_to_see));
  EXPECT_EQ(answered, Answered::yes);
}

TEST_F(Queue, AQuestionTakesAKeyOnlyWhereNothingElseWasTyped) {
  ask();
  boxes.front_is_shown(now);
  constexpr auto gap = BoxQueue::time_to_see - std::chrono::milliseconds(1);
  for (const char* typed : {"l", "s", "\r", "\x1b[C", "\r", "\t", "\r"})
    EXPECT_FALSE(boxes.input(typed, screen, now += gap)) << typed;
  EXPECT_FALSE(boxes.input("\x1b[C", screen, now += BoxQueue::time_to_see));
  EXPECT_FALSE(boxes.input("\r", screen, now += gap));
  EXPECT_TRUE(boxes.input("\r", screen, now += BoxQueue::time_to_see));
  EXPECT_EQ(answered, Answered::no);
}

TEST_F(Queue, AQuestionComesBeforeTheMessageThatIsShownAndHasItsOwnTime) {
  ASSERT_TRUE(boxes.add(asker, 1, box(), {}));
  boxes.front_is_shown(now);
  ask();
  EXPECT_TRUE(boxes.is_asking());
  EXPECT_FALSE(boxes.input("\r", screen, now + BoxQueue::time_to_see)) << "that was for the message";
  boxes.front_is_shown(now + BoxQueue::time_to_see);
  EXPECT_TRUE(boxes.input("\r", screen, now + 2 * BoxQueue::time_to_see));
  EXPECT_EQ(answered, Answered::yes);
  EXPECT_FALSE(boxes.is_asking());
  EXPECT_TRUE(boxes.input("\r", screen, now + 2 * BoxQueue::time_to_see)) << "a message is answered at once";
  EXPECT_TRUE(boxes.empty());
}

TEST_F(Queue, QuestionsKeepTheirOrder) {
  ASSERT_TRUE(boxes.add(asker, 1, box(), {}));
  std::vector<int> order;
  for (int i : {1, 2}) ASSERT_TRUE(boxes.ask(asker, box(), now, [&, i](Answered) { order.push_back(i); }));
  for (int i : {1, 2}) {
    boxes.front_is_shown(now);
    EXPECT_TRUE(boxes.input("\r", screen, now += BoxQueue::time_to_see)) << i;
  }
  EXPECT_EQ(order, (std::vector{1, 2}));
}

}  // namespace
}  // namespace nta::session
