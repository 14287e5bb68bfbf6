// Wakeup: how one thread ends another's wait, for who has to watch more than a condition variable.
#pragma once

#include "transport/wait.h"

namespace nta::transport {

/** The calling thread's own; made when first asked for, and again in a forked child. */
class Wakeup {
 public:
  static Wakeup& of_this_thread();

  /** Ends the wait() that the thread is in, or its next one. */
  void wake();
  Result<void> wait(const Wait& wait);

 private:
  ForkClosedFd fd_;
};

}  // namespace nta::transport
