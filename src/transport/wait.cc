// poll() with a deadline, an abort and signals.
#include "transport/wait.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "transport/signal_question.h"

namespace nta::transport {

namespace {

/** Milliseconds for poll(), rounded up so that it does not spin in the last one; -1 for ever. */
int poll_time(const Deadline& deadline) {
  if (!deadline) return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, 1'000'000'000));
}

std::atomic<bool (*)()> may_go_on = nullptr;

bool is_ended_by_signal(const Wait& wait) {
  auto ask = wait.deadline ? nullptr : may_go_on.load();
  return wait.on_signal == OnSignal::end || (ask && !ask());
}

void wake(int fd) {
  uint64_t one = 1;
  // An eventfd takes a write unless its counter is full, and then it is readable already.
  [[maybe_unused]] auto written = ::write(fd, &one, sizeof one);
}

}  // namespace

void ask_after_signals(bool (*given)()) { may_go_on = given; }

void AbortSignal::trigger() {
  triggered_ = true;
  std::lock_guard lock(fork_mutex());
  if (fd_.get() >= 0) wake(fd_.get());
}

int AbortSignal::fd() {
  {
    std::lock_guard lock(fork_mutex());
    if (fd_.get() >= 0) return fd_.get();
  }
  ForkClosedFd made(::eventfd(triggered_ ? 1 : 0, EFD_CLOEXEC | EFD_NONBLOCK));
  std::unique_lock lock(fork_mutex());
  if (fd_.get() < 0) std::swap(fd_, made);  // else another thread was quicker, and `made` goes
  if (triggered_) wake(fd_.get());
  int fd = fd_.get();
  lock.unlock();
  return fd;
}

Result<void> wait_until(int fd, short events, const Wait& wait) {
  pollfd watched[2] = {{fd, events, 0}, {wait.abort ? wait.abort->fd() : -1, POLLIN, 0}};
  for (;;) {
    int ready = ::poll(watched, 2, poll_time(wait.deadline));
    if (ready < 0 && errno != EINTR) return fail(win32_from_errno(errno), "poll: {}", std::strerror(errno));
    if (wait.abort && wait.abort->is_triggered()) return fail(Win32::rpc_call_cancelled, "the wait was ended");
    if (ready < 0 && is_ended_by_signal(wait)) return fail(Win32::rpc_call_cancelled, "a signal ended the wait");
    if (ready > 0 && watched[0].revents) return {};
    if (wait.deadline && Clock::now() >= *wait.deadline) return fail(Win32::timeout, "the time for it is over");
  }
}

}  // namespace nta::transport
