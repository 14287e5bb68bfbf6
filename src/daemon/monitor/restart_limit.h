// How often something that ends by accident is started again.
#pragma once

#include <chrono>
#include <deque>

namespace nta::daemon::monitor {

class RestartLimit {
 public:
  using Clock = std::chrono::steady_clock;
  RestartLimit(size_t most, Clock::duration within) : most_(most), within_(within) {}

  /** Counts one start at `now`; false when there were `most` within the time. */
  bool allow(Clock::time_point now) {
    while (!starts_.empty() && now - starts_.front() > within_) starts_.pop_front();
    if (starts_.size() >= most_) return false;
    starts_.push_back(now);
    return true;
  }

 private:
  size_t most_;
  Clock::duration within_;
  std::deque<Clock::time_point> starts_;
};

}  // namespace nta::daemon::monitor
