// Whose work the pool does next.
#include "daemon/work_pool.h"

#include <gtest/gtest.h>

#include <future>

#include "base/sid.h"

namespace nta::daemon {
namespace {

constexpr std::chrono::seconds patience{60};

/** Work that says when it has begun, and goes on when it is let. */
class Held {
 public:
  WorkPool::Task task() {
    return [begun = begun_, let = let_] {
      begun->set_value();
      let->get_future().wait();
    };
  }
  bool has_begun() { return begun_->get_future().wait_for(patience) == std::future_status::ready; }
  void let() { let_->set_value(); }

 private:
  std::shared_ptr<std::promise<void>> begun_ = std::make_shared<std::promise<void>>();
  std::shared_ptr<std::promise<void>> let_ = std::make_shared<std::promise<void>>();
};

Sid user(uint32_t number) { return sid_of_uid(number); }

TEST(WorkPool, AKeptThreadTakesTheWorkOfWhoHasNoneAnyMore) {
  WorkPool pool({.threads = 4, .waiting = 256, .kept = 1});
  Held greedy[3], modest[2];
  ASSERT_TRUE(pool.submit(user(1), greedy[0].task()));
  ASSERT_TRUE(pool.submit(user(1), greedy[1].task()));
  ASSERT_TRUE(pool.submit(user(2), modest[0].task()));
  EXPECT_TRUE(greedy[0].has_begun() && greedy[1].has_begun() && modest[0].has_begun());
  ASSERT_TRUE(pool.submit(user(1), greedy[2].task()));
  ASSERT_TRUE(pool.submit(user(2), modest[1].task()));
  modest[0].let();  // whose thread takes the greedy one's third
  EXPECT_TRUE(greedy[2].has_begun());
  EXPECT_TRUE(modest[1].has_begun());
  for (Held& held : greedy) held.let();
  modest[1].let();
}

}  // namespace
}  // namespace nta::daemon
