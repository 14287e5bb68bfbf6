// What the server counts from its start on. Whoever sees the thing happen adds to it, on the loop thread.
#pragma once

#include <cstdint>

#include "base/filetime.h"

namespace nta::host {

struct ServerStatistics {
  FileTime start = filetime_now();
  uint32_t file_opens = 0;            // pipes too
  uint32_t sessions_opened = 0;       // network sessions that logged on
  uint32_t sessions_timed_out = 0;    // ended for being idle
  uint32_t sessions_errored_out = 0;  // ended by an error of the connection
  uint32_t password_errors = 0;
  uint32_t permission_errors = 0;  // calls and opens refused with access denied
  uint64_t bytes_sent = 0;
  uint64_t bytes_received = 0;
};

}  // namespace nta::host
