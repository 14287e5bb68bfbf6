// For languages whose signal handlers run outside the system's.
#pragma once

namespace nta::transport {

/** Asked after a signal, in a wait that goes on after signals and has no deadline: runs the handlers, and says whether
 * the wait goes on. Until it is given, all do. */
void ask_after_signals(bool (*may_go_on)());

}  // namespace nta::transport
