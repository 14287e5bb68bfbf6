// LoopExecutor: what the host model needs of the thread "main" (host/executor.h), on an Asio loop and two pools: no
// caller's work takes a thread, or a place in a queue, from the host's own.
#pragma once

#include <asio/io_context.hpp>

#include "daemon/work_pool.h"
#include "host/executor.h"

namespace nta::daemon {

class LoopExecutor final : public host::Executor {
 public:
  explicit LoopExecutor(asio::io_context& loop, WorkPool::Limits own = {}, WorkPool::Limits callers = {.kept = 2});
  ~LoopExecutor() override;

  void post(Task task) override;
  [[nodiscard]] host::RegistrationPtr after(Duration delay, Task task) override;
  [[nodiscard]] host::RegistrationPtr watch(int fd, Wanted wanted, Task ready) override;
  void run_for(const Asker& asker, Duration deadline, Task work, std::function<void(Outcome)> done) override;

 private:
  struct Jobs;
  struct Gate;
  asio::io_context& loop_;
  std::shared_ptr<Jobs> jobs_;  // what has been asked of the pool and not been answered; the loop thread's
  std::shared_ptr<Gate> gate_;  // the way back to the loop, for threads that may outlive it
  WorkPool own_;
  WorkPool callers_;
};

}  // namespace nta::daemon
