#include "session/process/poller.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace nta::session {

Result<Poller> Poller::open() {
  UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return fail(win32_from_errno(errno), "epoll_create1: {}", strerror(errno));
  return Poller(std::move(epoll));
}

Result<Poller::Watch> Poller::add(int fd, uint32_t events, Handler handler) {
  Watch watch = next_++;
  epoll_event event{.events = events, .data = {.u64 = watch}};
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0)
    return fail(win32_from_errno(errno), "epoll_ctl: {}", strerror(errno));
  handlers_.emplace(watch, std::move(handler));
  return watch;
}

void Poller::change(Watch watch, int fd, uint32_t events) {
  epoll_event event{.events = events, .data = {.u64 = watch}};
  epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void Poller::remove(Watch watch, int fd) {
  if (handlers_.erase(watch)) epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void Poller::wait(Deadline deadline) {
  int timeout = -1;
  if (deadline) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
    timeout = static_cast<int>(std::clamp<int64_t>(left, 0, 60'000));
  }
  epoll_event events[16];
  int count = epoll_wait(epoll_.get(), events, 16, timeout);
  for (int i = 0; i < count; ++i) {
    auto found = handlers_.find(events[i].data.u64);
    if (found == handlers_.end()) continue;
    Handler handler = found->second;  // a copy: it may remove itself
    handler(events[i].events);
  }
}

}  // namespace nta::session
