#include "transport/wakeup.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/of_thread.h"

namespace nta::transport {

Wakeup& Wakeup::of_this_thread() {
  Wakeup& wakeup = OfThread<Wakeup>::get();
  if (wakeup.fd_.get() < 0) wakeup.fd_ = ForkClosedFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  return wakeup;
}

void Wakeup::wake() {
  uint64_t one = 1;
  // An eventfd takes a write unless its counter is full, and then it is readable already.
  [[maybe_unused]] auto written = ::write(fd_.get(), &one, sizeof one);
}

Result<void> Wakeup::wait(const Wait& wait) {
  if (fd_.get() < 0) return fail(win32_from_errno(errno), "eventfd: {}", std::strerror(errno));
  NTA_CHECK(wait_until(fd_.get(), POLLIN, wait));
  uint64_t count = 0;
  [[maybe_unused]] auto taken = ::read(fd_.get(), &count, sizeof count);
  return {};
}

}  // namespace nta::transport
