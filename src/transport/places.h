// Places: how many calls may be under way at once. Who finds no place waits for one, in turn.
#pragma once

#include <vector>

#include "transport/wakeup.h"

namespace nta::transport {

/** Guarded by fork_mutex(), for any number of threads. */
class Places {
 public:
  explicit Places(size_t most) : most_(most) {}

  /** `lock` holds fork_mutex(), and not while this waits. Fails with no_system_resources (1450) where there was no
   *  place in time, at once for a wait without a deadline; with rpc_call_cancelled (1818) for an abort or a signal. */
  Result<void> take(std::unique_lock<std::mutex>& lock, const Wait& wait);
  /** To who has waited longest. */
  void give_back();
  size_t taken() const { return taken_; }
  /** In a forked child, whose parent had them. */
  void forget();

 private:
  struct Turn {
    Wakeup& wakeup;
    bool has_come = false;
  };

  const size_t most_;
  size_t taken_ = 0;
  std::vector<Turn*> waiting_;  // the longest first
};

}  // namespace nta::transport
