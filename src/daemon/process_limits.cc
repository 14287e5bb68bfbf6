#include "daemon/process_limits.h"

#include <signal.h>
#include <sys/resource.h>

namespace nta::daemon {
namespace {

rlimit files_at_start{};

}  // namespace

void prepare_process() {
  signal(SIGPIPE, SIG_IGN);
  if (getrlimit(RLIMIT_NOFILE, &files_at_start) < 0) return;
  rlimit files = files_at_start;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

// Programs that use select() break with descriptors above 1023, which is why the soft limit is what it is.
void restore_limits() {
  if (files_at_start.rlim_max != 0) setrlimit(RLIMIT_NOFILE, &files_at_start);
}

}  // namespace nta::daemon
