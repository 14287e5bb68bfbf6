// Warm calls of the API beside the floor: a bare ping-pong of as many bytes over a unix socket with another process.
//
//     call_bench query SESSION COUNT                  makes the calls and prints nothing: run.py counts what they send
//     call_bench query SESSION COUNT REQUEST REPLY    prints nanoseconds of a call and of a ping-pong
//
// `query` is WTSQuerySessionInformation(WTSUserName), `enumerate` is WTSEnumerateSessions. The two sides take turns in
// short rounds, and the best round of each counts, so that both see the same machine.
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "ntadmin/win/wtsapi32.h"

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "call_bench: %s fails\n", what);
  std::exit(1);
}

void query(DWORD session) {
  LPWSTR buffer = nullptr;
  DWORD size = 0;
  if (!WTSQuerySessionInformationW(WTS_CURRENT_SERVER_HANDLE, session, WTSUserName, &buffer, &size))
    give_up("WTSQuerySessionInformation");
  WTSFreeMemory(buffer);
}

void enumerate() {
  PWTS_SESSION_INFOW rows = nullptr;
  DWORD count = 0;
  if (!WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &rows, &count)) give_up("WTSEnumerateSessions");
  WTSFreeMemory(rows);
}

void transfer(ssize_t (*operation)(int, void*, size_t), int fd, std::vector<char>& buffer) {
  for (size_t done = 0; done < buffer.size();) {
    ssize_t count = operation(fd, buffer.data() + done, buffer.size() - done);
    if (count <= 0) std::_Exit(0);
    done += static_cast<size_t>(count);
  }
}
ssize_t write_some(int fd, void* from, size_t size) { return write(fd, from, size); }
ssize_t read_some(int fd, void* to, size_t size) { return read(fd, to, size); }

/** A process at the other end of a socket that answers `request` bytes with `reply` bytes. */
class Peer {
 public:
  Peer(size_t request, size_t reply) : request_(request), reply_(reply) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) give_up("socketpair");
    fd_ = ends[0];
    child_ = fork();
    if (child_ == 0) {
      close(ends[0]);
      for (;;) {
        transfer(read_some, ends[1], request_);
        transfer(write_some, ends[1], reply_);
      }
    }
    close(ends[1]);
  }
  ~Peer() {
    close(fd_);
    waitpid(child_, nullptr, 0);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void call() {
    transfer(write_some, fd_, request_);
    transfer(read_some, fd_, reply_);
  }

 private:
  std::vector<char> request_;
  std::vector<char> reply_;
  int fd_;
  pid_t child_;
};

double nanoseconds_each(long count, const std::function<void()>& call) {
  auto start = Clock::now();
  for (long i = 0; i < count; ++i) call();
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() / static_cast<double>(count);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 6) give_up("reading the arguments");
  DWORD session = static_cast<DWORD>(std::atol(argv[2]));
  long count = std::atol(argv[3]);
  std::function<void()> call = std::string(argv[1]) == "query" ? std::function<void()>([=] { query(session); })
                                                               : std::function<void()>(enumerate);
  if (argc == 4) {
    nanoseconds_each(count, call);
    return 0;
  }
  Peer peer(static_cast<size_t>(std::atol(argv[4])), static_cast<size_t>(std::atol(argv[5])));
  double api = 1e18;
  double floor = 1e18;
  for (int round = 0; round < 20; ++round) {
    api = std::min(api, nanoseconds_each(count, call));
    floor = std::min(floor, nanoseconds_each(count, [&] { peer.call(); }));
  }
  std::printf("%.0f %.0f\n", api, floor);
  return 0;
}
