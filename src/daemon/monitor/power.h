// Turning the machine off: by logind, which knows who inhibits it and tells everybody.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace nta::daemon::monitor {

/** logind's method for a power action (1 halt, 2 reboot, 3 power off); null for another number. */
const char* power_method(uint32_t action);

/** Calls the method; returns when logind has taken it. not_supported where there is no logind. */
Result<void> ask_logind(const char* method);

}  // namespace nta::daemon::monitor
