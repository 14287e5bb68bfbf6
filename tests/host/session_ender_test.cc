// The end of a session's processes: signal after signal, whatever the host is busy with.
#include "host/sessions/session_ender.h"

#include <gtest/gtest.h>
#include <signal.h>

#include "host/fake_proc.h"
#include "host/poll_loop.h"

namespace nta::host {
namespace {

using namespace std::chrono_literals;

/** Processes that end on SIGKILL only. */
class StubbornKiller final : public ProcessKiller {
 public:
  StubbornKiller(test::FakeProc& proc, Executor& executor) : proc_(proc), executor_(executor) {}
  void signal(std::vector<ProcessRef> processes, int signal, Completion done) override {
    sent.push_back(signal);
    for (const ProcessRef& process : processes)
      if (signal == SIGKILL) proc_.end(process.pid);
    executor_.post([done = std::move(done)] { done({}); });
  }
  std::vector<int> sent;

 private:
  test::FakeProc& proc_;
  Executor& executor_;
};

struct SessionEnderTest : testing::Test {
  SessionEnderTest() {
    proc.add(700, {.kernel_session = 700});
    proc.add(701, {.parent = 700, .kernel_session = 700});
  }
  SessionEnder ender(Executor::Duration longest_blind) {
    auto resolver = [this] { return SessionResolver(proc.path(), {.roots = {{700, SessionId{3}}}}); };
    return {loop,
            killer,
            resolver,
            {.patience = 20ms, .look_again = 5ms, .longest_blind = longest_blind, .proc_root = proc.path()}};
  }
  std::optional<Win32> end(SessionEnder& by) {
    std::optional<Win32> result;
    by.end(SessionId{3}, SessionEnder::From::hang_up,
           [&](Result<void> ended) { result = ended ? Win32::success : ended.error().code; });
    loop.run_until([&] { return result.has_value(); });
    return result;
  }
  test::FakeProc proc;
  test::PollLoop loop;
  StubbornKiller killer{proc, loop};
};

TEST_F(SessionEnderTest, GoesOnWhereItWasAfterTheProcessesCouldNotBeLookedAt) {
  int looks = 0;
  loop.is_full = [&](const Executor::Asker&) { return looks++ % 3 != 0; };
  auto by = ender(60s);
  EXPECT_EQ(end(by), Win32::success);
  EXPECT_EQ(killer.sent, (std::vector{SIGHUP, SIGCONT, SIGTERM, SIGKILL}));
}

TEST_F(SessionEnderTest, SaysWhyWhenTheProcessesCannotBeLookedAtAnyMore) {
  loop.is_full = [&](const Executor::Asker&) { return !killer.sent.empty(); };
  auto by = ender(50ms);
  EXPECT_EQ(end(by), Win32::no_system_resources);
  EXPECT_EQ(killer.sent, (std::vector{SIGHUP, SIGCONT}));
}

}  // namespace
}  // namespace nta::host
