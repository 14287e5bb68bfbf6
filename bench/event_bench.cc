// From a session's change to the return of WTSWaitSystemEvent, beside a round trip of a few bytes over a unix socket.
//
//     event_bench FD HEX     writes those bytes, by which a client leaves its session, to FD; prints nanoseconds of
//     both
//
// Both come after a pause, as events do: nobody's caches are warm, and processors may sleep.
#include <string>
#include <thread>

#include "floor.h"
#include "ntadmin/win/wtsapi32.h"

namespace {

using bench::Clock;

constexpr auto idle_time = std::chrono::milliseconds(50);
constexpr size_t few_bytes = 64;

double nanoseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

std::vector<char> bytes_of(const std::string& hex) {
  std::vector<char> bytes;
  for (size_t at = 0; at + 1 < hex.size(); at += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16)));
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) bench::give_up("reading the arguments");
  int session = std::atoi(argv[1]);
  std::vector<char> leave = bytes_of(argv[2]);
  bench::PingPong peer(few_bytes, few_bytes);
  peer.call();
  DWORD flags = 0;
  double waited = 0;
  Clock::time_point start;
  std::thread waiter([&] {
    if (!WTSWaitSystemEvent(WTS_CURRENT_SERVER_HANDLE, WTS_EVENT_DISCONNECT, &flags)) bench::give_up("the wait");
    waited = nanoseconds_since(start);
  });
  std::this_thread::sleep_for(idle_time);
  start = Clock::now();
  bench::transfer(bench::write_some, session, leave);
  waiter.join();
  std::this_thread::sleep_for(idle_time);
  start = Clock::now();
  peer.call();
  std::printf("%.0f %.0f\n", waited, nanoseconds_since(start));
  return 0;
}
