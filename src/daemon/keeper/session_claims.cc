#include "daemon/keeper/session_claims.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "host/processes/proc_files.h"

namespace nta::daemon::keeper {

// The pidfd comes first: if its process lives after all has been read, that was all of this process.
Result<UniqueFd> own_process(pid_t pid, uid_t uid) {
  UniqueFd process(pid > 1 ? static_cast<int>(syscall(SYS_pidfd_open, pid, 0)) : -1);
  auto above = process ? host::proc::ancestry("/proc", pid) : std::vector<pid_t>();
  auto status = host::proc::read(fmt::format("/proc/{}/status", pid));
  bool is_below = pid != getpid() && std::ranges::find(above, getpid()) != above.end();
  pollfd ended{process.get(), POLLIN, 0};
  bool is_own = is_below && status && host::proc::belongs_to(uid, *status) && poll(&ended, 1, 0) == 0;
  if (is_own) return process;
  return fail(Win32::access_denied, "the session's process says that it is process {}, which it is not", pid);
}

std::string own_terminal(const std::string& tty, uid_t uid) {
  constexpr std::string_view prefix = "pts/";
  constexpr std::string_view digits = "0123456789";
  bool is_named = tty.starts_with(prefix) && tty.size() > prefix.size() &&
                  tty.find_first_not_of(digits, prefix.size()) == std::string::npos;
  struct stat device {};
  bool is_own =
      is_named && lstat(("/dev/" + tty).c_str(), &device) == 0 && S_ISCHR(device.st_mode) && device.st_uid == uid;
  return is_own ? tty : std::string();
}

}  // namespace nta::daemon::keeper
