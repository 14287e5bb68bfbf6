// WorkPool: the threads named "work". They run what can block (NSS, PAM, D-Bus, a scan of /proc) and nothing else.
//
// Bounded both ways: so many threads, so many waiting. A call that hangs for ever keeps its thread; the deadline is the
// asker's affair (executor.h).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace nta::daemon {

class WorkPool {
 public:
  struct Limits {
    size_t threads = 8;    // made when needed, then kept
    size_t waiting = 256;  // beyond that submit() says no
  };

  WorkPool() : WorkPool(Limits{}) {}
  explicit WorkPool(Limits limits);
  /** Drops what waits. Work that is running is left to itself: a hung call must not keep the daemon from ending. */
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  /** False when the queue is full, or no thread could be made. */
  bool submit(std::function<void()> work);

 private:
  struct State;
  static void serve(const std::shared_ptr<State>& state);
  bool start_thread();
  std::shared_ptr<State> state_;
};

}  // namespace nta::daemon
