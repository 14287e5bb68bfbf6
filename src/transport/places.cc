#include "transport/places.h"

namespace nta::transport {

Result<void> Places::take(std::unique_lock<std::mutex>& lock, const Wait& wait) {
  auto none_left = [this] { return fail(Win32::no_system_resources, "{} calls to one server are under way", most_); };
  if (taken_ == most_ && !wait.deadline) return none_left();  // for those that may never end
  if (taken_ == most_) {
    lock.unlock();
    Turn turn{Wakeup::of_this_thread()};  // which may take the mutex
    lock.lock();
    if (taken_ == most_) {
      waiting_.push_back(&turn);
      Result<void> waited;
      while (!turn.has_come && waited) {
        lock.unlock();
        waited = turn.wakeup.wait(wait);
        lock.lock();
      }
      if (turn.has_come) return {};
      std::erase(waiting_, &turn);
      return waited.error().code == Win32::timeout ? none_left() : std::move(waited).error();
    }
  }
  ++taken_;
  return {};
}

void Places::give_back() {
  if (waiting_.empty()) {
    --taken_;
    return;
  }
  Turn& next = *waiting_.front();
  waiting_.erase(waiting_.begin());
  next.has_come = true;
  next.wakeup.wake();
}

void Places::forget() {
  taken_ = 0;
  waiting_.clear();
}

}  // namespace nta::transport
