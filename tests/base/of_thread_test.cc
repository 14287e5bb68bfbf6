#include "base/of_thread.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

namespace nta {
namespace {

std::atomic<int> made = 0, gone = 0;

struct Counted {
  Counted() { ++made; }
  ~Counted() {
    is_there = false;
    ++gone;
  }
  bool is_there = true;
};

struct UsesItLate {
  ~UsesItLate() { EXPECT_TRUE(OfThread<Counted>::get().is_there); }
};

}  // namespace

TEST(OfThread, IsOneForEachThreadAndEndsWithIt) {
  made = gone = 0;
  const Counted& own = OfThread<Counted>::get();
  EXPECT_EQ(&OfThread<Counted>::get(), &own);
  std::thread([&] { EXPECT_NE(&OfThread<Counted>::get(), &own); }).join();
  EXPECT_EQ(gone, 1);
  EXPECT_TRUE(own.is_there);
}

TEST(OfThread, IsMadeAnewForWhatEndsAfterItAndEndsThen) {
  made = gone = 0;
  std::thread([] {
    static thread_local UsesItLate late;
    static_cast<void>(&late);
    OfThread<Counted>::get();  // ends before `late`, which was there before
  }).join();
  EXPECT_EQ(made, 2);
  EXPECT_EQ(gone, 2);
}

TEST(OfThread, IsThereForExitHandlers) {
  EXPECT_EXIT(
      {
        gone = 0;
        OfThread<Counted>::get();
        std::atexit([] { ::_exit(gone == 1 && OfThread<Counted>::get().is_there ? 7 : 8); });
        std::exit(9);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace nta
