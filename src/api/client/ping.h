// Step by step to a server, for a person who wants to know where it fails.
#pragma once

#include <string>
#include <vector>

#include "api/client/address.h"
#include "base/shown.h"
#include "transport/wait.h"

namespace nta::client {

enum class PingStep { name, port, dialect, log_on, protection, share, sessions, server };

struct PingResult {
  PingStep step = PingStep::name;
  Win32 code = Win32::success;
  std::string detail;  // what was found, or what is wrong
};

/** The steps in their order, to the first that makes all further ones pointless. `wait` is for each of them. */
NTA_SHOWN std::vector<PingResult> ping(const ServerAddress& server, std::chrono::milliseconds step_time);

}  // namespace nta::client
