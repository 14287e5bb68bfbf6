// The processes of the whole host, read from /proc.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/filetime.h"
#include "base/result.h"
#include "base/types.h"
#include "host/processes/session_resolver.h"

namespace nta::host {

struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  std::string name;  // of the program, without path
  uid_t uid = 0;     // effective: whose rights it acts with
  uint32_t threads = 0;
  uint32_t handles = 0;  // open files; 0 where this host may not look
  FileTime start_time = 0;
  uint64_t start_ticks = 0;  // the kernel's own start time: with the pid, it names one process for ever
  uint64_t user_time = 0;    // 100 ns
  uint64_t kernel_time = 0;  // 100 ns
  uint64_t working_set = 0;  // memory in bytes
  uint64_t peak_working_set = 0;
  uint64_t virtual_size = 0;
  uint64_t peak_virtual_size = 0;
  uint64_t private_bytes = 0;  // its own pages, swapped out ones too
  uint32_t page_faults = 0;
  int32_t base_priority = 8;  // Windows' scale: 8 is normal, 4 idle, 13 high, 24 real-time
  SessionId session;
};

/** Every process, by rising pid. Blocks (run it on the pool): some 30 µs a process. One that ends meanwhile is left
 * out. */
Result<std::vector<Process>> read_processes(const SessionResolver& sessions, const std::string& proc_root = "/proc");

}  // namespace nta::host
