// The fork handlers of fork_guard.h, installed with the first descriptor.
#include "transport/fork_guard.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <set>

namespace nta::transport {

namespace {

std::atomic<uint32_t> generation{0};

std::set<int>& open_descriptors() {              // guarded by fork_mutex
  static auto* descriptors = new std::set<int>;  // lives as long as any thread of the program
  return *descriptors;
}

void close_inherited() {
  for (int fd : open_descriptors()) ::close(fd);
  open_descriptors().clear();
  ++generation;
  fork_mutex().unlock();
}

void install_handlers() {
  static std::once_flag once;
  std::call_once(
      once, [] { ::pthread_atfork([] { fork_mutex().lock(); }, [] { fork_mutex().unlock(); }, &close_inherited); });
}

}  // namespace

uint32_t fork_generation() { return generation.load(std::memory_order_relaxed); }

std::mutex& fork_mutex() {
  static auto* mutex = new std::mutex;
  return *mutex;
}

ForkClosedFd::ForkClosedFd(int fd) : fd_(fd), generation_(fork_generation()) {
  if (fd < 0) return;
  install_handlers();
  std::lock_guard lock(fork_mutex());
  open_descriptors().insert(fd);
}

ForkClosedFd::ForkClosedFd(ForkClosedFd&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), generation_(other.generation_) {}

ForkClosedFd& ForkClosedFd::operator=(ForkClosedFd&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
    generation_ = other.generation_;
  }
  return *this;
}

void ForkClosedFd::reset() {
  int fd = std::exchange(fd_, -1);
  // One of an earlier process was closed at the fork; its number may be another file's by now.
  if (fd < 0 || generation_ != fork_generation()) return;
  std::lock_guard lock(fork_mutex());
  open_descriptors().erase(fd);
  ::close(fd);
}

}  // namespace nta::transport
