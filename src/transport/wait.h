// Wait: how long a blocking step of the client may last, and what may end it sooner.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "base/result.h"
#include "transport/fork_guard.h"

namespace nta::transport {

using Clock = std::chrono::steady_clock;
/** None: for ever, for calls that are meant to wait. */
using Deadline = std::optional<Clock::time_point>;

inline Deadline after(std::chrono::milliseconds time) { return Clock::now() + time; }

/** Ends waits of other threads, for good: what closing a handle does to the calls under way on it. */
class AbortSignal {
 public:
  AbortSignal() = default;
  AbortSignal(const AbortSignal&) = delete;
  AbortSignal& operator=(const AbortSignal&) = delete;

  void trigger();
  bool is_triggered() const { return triggered_; }
  /** Readable once triggered; made when first asked for, also in a forked child. */
  int fd();

 private:
  std::atomic<bool> triggered_ = false;
  ForkClosedFd fd_;
};

/** Whether a signal handler that ran ends the wait: yes for waits without an end of their own (Ctrl-C). */
enum class OnSignal { go_on, end };

struct Wait {
  Deadline deadline;
  OnSignal on_signal = OnSignal::go_on;
  AbortSignal* abort = nullptr;
};

/** Until poll() reports `events` (or an error) on `fd`. Fails with timeout (1460) at the deadline, and with
 *  rpc_call_cancelled (1818) for an abort or a signal. */
Result<void> wait_until(int fd, short events, const Wait& wait);

}  // namespace nta::transport
