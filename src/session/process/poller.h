// Poller: epoll and deadlines for one thread. Sleeps without a timeout when no deadline is set.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "base/result.h"
#include "base/types.h"

namespace nta::session {

using Clock = std::chrono::steady_clock;
using Deadline = std::optional<Clock::time_point>;

inline Deadline earlier(Deadline a, Deadline b) {
  if (!a || !b) return a ? a : b;
  return *a < *b ? a : b;
}

class Poller {
 public:
  using Handler = std::function<void(uint32_t events)>;
  using Watch = uint64_t;  // 0: none

  static Result<Poller> open();

  Result<Watch> add(int fd, uint32_t events, Handler handler);
  void change(Watch watch, int fd, uint32_t events);
  /** The handler is not called again, also not for an event that waits already. Call before closing the fd. */
  void remove(Watch watch, int fd);

  /** Waits for events or the deadline, and calls the handlers. */
  void wait(Deadline deadline);

 private:
  explicit Poller(UniqueFd epoll) : epoll_(std::move(epoll)) {}

  UniqueFd epoll_;
  Watch next_ = 1;
  std::map<Watch, Handler> handlers_;
};

}  // namespace nta::session
