// Alive: what was asked for by an object that has gone.
#include "base/alive.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

namespace nta {
namespace {

TEST(Alive, GuardedFunctionIsCalledForAsLongAsTheObjectIsThere) {
  std::optional<Alive> alive(std::in_place);
  int sum = 0;
  std::function<void(int)> add = alive->guard([&](int number) { sum += number; });
  add(3);
  add(4);
  EXPECT_EQ(sum, 7);
  alive.reset();
  add(100);
  EXPECT_EQ(sum, 7);
}

TEST(Alive, GuardedFunctionTakesWhatCannotBeCopied) {
  Alive alive;
  std::unique_ptr<int> got;
  auto take = alive.guard([&](std::unique_ptr<int> given) { got = std::move(given); });
  take(std::make_unique<int>(5));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, 5);
}

TEST(Alive, NothingIsCalledForAnObjectThatHasEndedBeforeItGoes) {
  Alive alive;
  int calls = 0;
  auto count = alive.guard([&] { ++calls; });
  count();
  alive.end();
  count();
  alive.guard([&] { ++calls; })();
  EXPECT_EQ(calls, 1);
}

TEST(Alive, FunctionMayDestroyTheObject) {
  std::optional<Alive> alive(std::in_place);
  auto watch = alive->watch();
  EXPECT_TRUE(watch);
  alive->guard([&] { alive.reset(); })();
  EXPECT_FALSE(watch);
}

}  // namespace
}  // namespace nta
