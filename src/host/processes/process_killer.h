// ProcessKiller: sends signals to processes. In system mode the monitor does it, else this process itself.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "auth/access_token.h"
#include "host/executor.h"
#include "host/processes/process_list.h"

namespace nta::host {

/** One process and no later one that got the same pid. */
struct ProcessRef {
  pid_t pid = 0;
  uint64_t start_ticks = 0;  // 0: whoever has the pid now
};

class ProcessKiller {
 public:
  virtual ~ProcessKiller() = default;

  /** Sends `signal` to each that still exists. Fails when not one could be reached: access_denied when any was refused,
   *  invalid_parameter when none exists. */
  virtual void signal(std::vector<ProcessRef> processes, int signal, Completion done) = 0;

  /** The same for one process that a caller wants to end, whichever session it is in. The caller's right to that has
   *  been checked; a killer with rights of its own checks it once more. */
  virtual void signal_for(const auth::AccessToken& /*caller*/, const ProcessRef& process, int signal, Completion done) {
    this->signal({process}, signal, std::move(done));
  }
};

/** With this process' own rights, through pidfds. */
class LocalProcessKiller final : public ProcessKiller {
 public:
  void signal(std::vector<ProcessRef> processes, int signal, Completion done) override;
};

/** What LocalProcessKiller and the monitor do for one process. */
Result<void> signal_process(const ProcessRef& process, int signal);

}  // namespace nta::host
