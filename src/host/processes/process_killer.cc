#include "host/processes/process_killer.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "host/processes/proc_files.h"

namespace nta::host {

Result<void> signal_process(const ProcessRef& process, int signal) {
  auto gone = [&] { return fail(Win32::invalid_parameter, "there is no process {}", process.pid); };
  if (process.pid <= 0) return gone();
  UniqueFd handle(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  if (!handle)
    return errno == ESRCH ? gone() : fail(win32_from_errno(errno), "process {}: errno {}", process.pid, errno);
  // The handle is on one process for good: if that one started at the right time, the signal cannot meet another.
  if (process.start_ticks) {
    auto stat = proc::read_stat("/proc", process.pid);
    if (!stat || stat->start_ticks != process.start_ticks) return gone();
  }
  if (syscall(SYS_pidfd_send_signal, handle.get(), signal, nullptr, 0) == 0) return {};
  if (errno == ESRCH) return gone();
  return fail(win32_from_errno(errno), "signal {} to process {} was refused (errno {})", signal, process.pid, errno);
}

void LocalProcessKiller::signal(std::vector<ProcessRef> processes, int signal, Completion done) {
  Result<void> outcome = fail(Win32::invalid_parameter, "no process to signal");
  bool reached = false;
  for (const ProcessRef& process : processes) {
    auto sent = signal_process(process, signal);
    reached = reached || sent;
    bool refused = !sent && sent.error().code == Win32::access_denied;
    if (refused || (!outcome && outcome.error().code != Win32::access_denied)) outcome = std::move(sent);
  }
  done(reached ? Result<void>() : std::move(outcome));
}

}  // namespace nta::host
