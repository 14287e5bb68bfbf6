// The processes of a session: all that descend from its session process. Those that double-forked away do too, because
// the session process is their subreaper.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace nta::session {

struct ProcessKey {
  pid_t pid = 0;
  uint64_t start_time = 0;  // clock ticks since boot: tells apart two processes that had the same pid
  auto operator<=>(const ProcessKey&) const = default;
};

/** Living descendants of `root`, itself not among them; zombies are not living. */
std::vector<ProcessKey> living_descendants(pid_t root);

/** Whether `pid` is `root` or descends from it. */
bool descends_from(pid_t pid, pid_t root);

/** Sends the signal to that very process. False when it may not (EPERM). */
bool send_signal(const ProcessKey& process, int signal);

}  // namespace nta::session
