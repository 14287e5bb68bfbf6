// Limits of the process, and what its sessions are to have of them.
#pragma once

namespace nta::daemon {

/** SIGPIPE ignored, and as many open files as the machine allows: one client more is one file more. */
void prepare_process();

/** Takes back what prepare_process() did to the limits, for sessions. Async-signal-safe. */
void restore_limits();

}  // namespace nta::daemon
