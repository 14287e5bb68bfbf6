// What happens to connections when a program that uses the client library forks (design: a child drops them).
//
// A connection shared by parent and child would mix their PDUs. So a child closes every inherited descriptor made
// here, at the fork itself, and what owned one finds it gone. exec() closes them too (close-on-exec).
#pragma once

#include <cstdint>
#include <mutex>
#include <utility>

namespace nta::transport {

/** How many forks led to this process. */
uint32_t fork_generation();

/** Held across every fork(), so what it guards is whole in the child. For short, non-blocking sections only. */
std::mutex& fork_mutex();

/** Owns a descriptor that a forked child closes. */
class ForkClosedFd {
 public:
  ForkClosedFd() = default;
  explicit ForkClosedFd(int fd);
  ForkClosedFd(ForkClosedFd&& other) noexcept;
  ForkClosedFd& operator=(ForkClosedFd&& other) noexcept;
  ~ForkClosedFd() { reset(); }

  /** -1 in a child of the process that made it. */
  int get() const { return fd_ >= 0 && generation_ == fork_generation() ? fd_ : -1; }
  void reset();

 private:
  int fd_ = -1;
  uint32_t generation_ = 0;
};

}  // namespace nta::transport
