// The loop and its pool: order, deadlines, bounds, lifetimes.
#include "daemon/loop_executor.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <future>

#include "base/types.h"

namespace nta::daemon {
namespace {

using namespace std::chrono_literals;
using host::Executor;

constexpr auto generous = 30s;

struct LoopExecutorTest : testing::Test {
  asio::io_context loop;
  LoopExecutor executor{loop, {.threads = 2, .waiting = 2}, {.threads = 2, .waiting = 2, .kept = 1}};
  const Sid alice = make_sid(5, 21, 1001), bob = make_sid(5, 21, 1002);

  void run_until(const std::function<bool()>& done) {
    auto deadline = std::chrono::steady_clock::now() + generous;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      loop.restart();
      loop.run_one_for(10ms);
    }
    ASSERT_TRUE(done());
  }
};

TEST_F(LoopExecutorTest, WorkRunsElsewhereAndItsResultArrivesOnTheLoop) {
  auto here = std::this_thread::get_id();
  std::optional<bool> elsewhere;
  bool told_here = false;
  executor.run<bool>(
      generous, [here]() -> Result<bool> { return std::this_thread::get_id() != here; },
      [&](Result<bool> result) {
        elsewhere = *result;
        told_here = std::this_thread::get_id() == here;
      });
  run_until([&] { return elsewhere.has_value(); });
  EXPECT_TRUE(*elsewhere);
  EXPECT_TRUE(told_here);
}

TEST_F(LoopExecutorTest, WorkThatHangsIsAnsweredAtItsDeadlineAndOnlyOnce) {
  std::promise<void> release;
  std::vector<Executor::Outcome> outcomes;
  executor.run_on_pool(
      20ms, [wait = release.get_future().share()] { wait.wait(); },
      [&](Executor::Outcome outcome) { outcomes.push_back(outcome); });
  run_until([&] { return !outcomes.empty(); });
  EXPECT_EQ(outcomes.front(), Executor::Outcome::too_late);
  release.set_value();
  bool next = false;
  executor.run_on_pool(
      generous, [] {}, [&](Executor::Outcome) { next = true; });
  run_until([&] { return next; });
  EXPECT_EQ(outcomes.size(), 1u);
}

TEST_F(LoopExecutorTest, AFullQueueSaysNoRoomAndTheRestIsDone) {
  std::promise<void> release;
  auto wait = release.get_future().share();
  std::array<int, 3> counts{};
  for (int i = 0; i < 20; ++i)
    executor.run_on_pool(
        generous, [wait] { wait.wait(); }, [&](Executor::Outcome outcome) { ++counts[static_cast<size_t>(outcome)]; });
  run_until([&] { return counts[static_cast<size_t>(Executor::Outcome::no_room)] >= 16; });
  release.set_value();
  run_until([&] { return counts[0] + counts[1] + counts[2] == 20; });
  EXPECT_GE(counts[static_cast<size_t>(Executor::Outcome::finished)], 2);
  EXPECT_EQ(counts[static_cast<size_t>(Executor::Outcome::too_late)], 0);
}

TEST_F(LoopExecutorTest, WhatOneCallerKeepsBusyIsNeitherAnothersNorTheHosts) {
  std::promise<void> release;
  auto wait = release.get_future().share();
  std::array<int, 3> alices{};
  for (int i = 0; i < 20; ++i)
    executor.run_for(
        alice, generous, [wait] { wait.wait(); },
        [&](Executor::Outcome outcome) { ++alices[static_cast<size_t>(outcome)]; });
  run_until([&] { return alices[static_cast<size_t>(Executor::Outcome::no_room)] >= 17; });
  std::vector<Executor::Outcome> others;
  for (const Executor::Asker& asker : {Executor::Asker(bob), Executor::Asker()})
    executor.run_for(
        asker, generous, [] {}, [&](Executor::Outcome outcome) { others.push_back(outcome); });
  run_until([&] { return others.size() == 2; });
  EXPECT_EQ(others, std::vector(2, Executor::Outcome::finished));
  EXPECT_EQ(alices[static_cast<size_t>(Executor::Outcome::finished)], 0);
  release.set_value();
  run_until([&] { return alices[0] + alices[1] + alices[2] == 20; });
  EXPECT_EQ(alices[static_cast<size_t>(Executor::Outcome::too_late)], 0);
}

TEST_F(LoopExecutorTest, CallersAreServedInTurn) {
  LoopExecutor one(loop, {}, {.threads = 1});
  std::promise<void> release;
  auto wait = release.get_future().share();
  std::string served;
  auto ask = [&](const Sid& caller, char name) {
    one.run_for(
        caller, generous, [wait] { wait.wait(); }, [&served, name](Executor::Outcome) { served += name; });
  };
  for (char name : {'a', 'b', 'c'}) ask(alice, name);
  ask(bob, 'B');
  release.set_value();
  run_until([&] { return served.size() == 4; });
  EXPECT_LT(served.find('B'), served.find('c'));
}

TEST_F(LoopExecutorTest, HangingWorkMayOutliveTheLoop) {
  struct Signals {
    std::promise<void> started, release, finished;
  };
  auto signals = std::make_shared<Signals>();
  {
    asio::io_context other;
    LoopExecutor short_lived(other);
    auto hang = [signals] {
      signals->started.set_value();
      signals->release.get_future().wait();
      signals->finished.set_value();
    };
    short_lived.run_on_pool(generous, hang, [](Executor::Outcome) { FAIL() << "nobody is there to be told"; });
    ASSERT_EQ(signals->started.get_future().wait_for(generous), std::future_status::ready);
  }
  signals->release.set_value();
  EXPECT_EQ(signals->finished.get_future().wait_for(generous), std::future_status::ready);
}

TEST_F(LoopExecutorTest, ATimerThatIsDestroyedDoesNotFire) {
  bool first = false;
  bool second = false;
  auto cancelled = executor.after(0ms, [&] { first = true; });
  auto kept = executor.after(5ms, [&] { second = true; });
  cancelled.reset();
  run_until([&] { return second; });
  EXPECT_FALSE(first);
}

TEST_F(LoopExecutorTest, AWatchTellsAsLongAsThereIsSomethingToRead) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  int told = 0;
  host::RegistrationPtr watch = executor.watch(read_end.get(), Executor::Wanted::read, [&] {
    if (++told == 3) watch.reset();  // from inside its own call
  });
  ASSERT_EQ(write(write_end.get(), "x", 1), 1);
  run_until([&] { return told == 3; });
  loop.restart();
  loop.poll();
  EXPECT_EQ(told, 3);
  char byte;
  EXPECT_EQ(read(read_end.get(), &byte, 1), 1) << "the fd is still the caller's";
}

}  // namespace
}  // namespace nta::daemon
