// WorkPool: the threads named "work". They run what can block (NSS, PAM, D-Bus, a scan of /proc) and nothing else.
//
// Bounded both ways: so many threads, so many waiting for each who asks. Askers are served in turn, and one alone does
// not get the last threads. A call that hangs for ever keeps its thread; the deadline is the asker's affair
// (executor.h).
#pragma once

#include <cstddef>
#include <memory>

#include "host/executor.h"

namespace nta::daemon {

class WorkPool {
 public:
  using Asker = host::Executor::Asker;
  using Task = host::Executor::Task;

  struct Limits {
    size_t threads = 8;    // made when needed, then kept
    size_t waiting = 256;  // of one asker; beyond that submit() says no
    size_t kept = 0;       // threads that go to askers for whom none works yet
  };

  WorkPool() : WorkPool(Limits{}) {}
  explicit WorkPool(Limits limits);
  /** Drops what waits. Work that is running is left to itself: a hung call must not keep the daemon from ending. */
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  /** False when the asker's share of the queue is full, or no thread could be made. */
  bool submit(const Asker& asker, Task work);

 private:
  struct State;
  static void serve(const std::shared_ptr<State>& state);
  bool start_thread();
  std::shared_ptr<State> state_;
};

}  // namespace nta::daemon
