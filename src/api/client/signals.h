// For languages whose signal handlers run outside the system's.
#pragma once

#include "base/shown.h"

namespace nta::client {

/** Asked in an endless call after a signal, in the thread that waits: runs the handlers, and says whether the call goes
 *  on. Until it is given, all do. */
NTA_SHOWN void ask_after_signals(bool (*may_go_on)());

}  // namespace nta::client
