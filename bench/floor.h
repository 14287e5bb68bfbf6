// The floors that the benches measure against: a bare socket and another process.
#pragma once

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;

[[noreturn]] inline void give_up(const char* what) {
  std::fprintf(stderr, "%s fails\n", what);
  std::exit(1);
}

/** All of the buffer; the process ends where the other side does. */
inline void transfer(ssize_t (*operation)(int, void*, size_t), int fd, std::vector<char>& buffer) {
  for (size_t done = 0; done < buffer.size();) {
    ssize_t count = operation(fd, buffer.data() + done, buffer.size() - done);
    if (count <= 0) std::_Exit(0);
    done += static_cast<size_t>(count);
  }
}
inline ssize_t write_some(int fd, void* from, size_t size) { return write(fd, from, size); }
inline ssize_t read_some(int fd, void* to, size_t size) { return read(fd, to, size); }

/** A process that runs `serve` with the other end of a socketpair. */
class Process {
 public:
  template <class Serve>
  explicit Process(Serve serve) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) give_up("socketpair");
    fd_ = ends[0];
    child_ = fork();
    if (child_ == 0) {
      close(ends[0]);
      serve(ends[1]);
      std::_Exit(0);
    }
    close(ends[1]);
  }
  ~Process() {
    close(fd_);
    waitpid(child_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int fd() const { return fd_; }

 private:
  int fd_;
  pid_t child_;
};

/** A process that answers `request` bytes with `reply` bytes. */
class PingPong {
 public:
  PingPong(size_t request, size_t reply)
      : request_(request), reply_(reply), process_([this](int fd) {
          for (;;) {
            transfer(read_some, fd, request_);
            transfer(write_some, fd, reply_);
          }
        }) {}

  void call() {
    transfer(write_some, process_.fd(), request_);
    transfer(read_some, process_.fd(), reply_);
  }

 private:
  std::vector<char> request_;
  std::vector<char> reply_;
  Process process_;
};

}  // namespace bench
