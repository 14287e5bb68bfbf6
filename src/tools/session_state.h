// Words for WTS_CONNECTSTATE_CLASS, and session names as Windows' tools write them.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::tools {

/** "Disc": what tables print. */
const char16_t* short_state(WTS_CONNECTSTATE_CLASS state);

/** "Disconnected": the constant's name without WTS, for JSON. */
const char16_t* long_state(WTS_CONNECTSTATE_CLASS state);

/** Windows' tables show session names in lower case: "rdp-tcp#3" for RDP-Tcp#3. Empty for null. */
const char16_t* shown_name(const WCHAR* name, Arena& arena);

}  // namespace nta::tools
