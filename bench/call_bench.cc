// Warm calls of the API beside the floor: a bare ping-pong of as many bytes over a unix socket with another process.
//
//     call_bench query SESSION COUNT                  makes the calls and prints nothing: run.py counts what they send
//     call_bench query SESSION COUNT REQUEST REPLY    prints nanoseconds of a call and of a ping-pong
//
// `query` is WTSQuerySessionInformation(WTSUserName), `enumerate` is WTSEnumerateSessions. The two sides take turns in
// short rounds, and the best round of each counts, so that both see the same machine.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "floor.h"
#include "ntadmin/win/wtsapi32.h"

namespace {

using bench::Clock;
using bench::give_up;

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
  bench::PingPong peer(static_cast<size_t>(std::atol(argv[4])), static_cast<size_t>(std::atol(argv[5])));
  double api = 1e18;
  double floor = 1e18;
  for (int round = 0; round < 20; ++round) {
    api = std::min(api, nanoseconds_each(count, call));
    floor = std::min(floor, nanoseconds_each(count, [&] { peer.call(); }));
  }
  std::printf("%.0f %.0f\n", api, floor);
  return 0;
}
