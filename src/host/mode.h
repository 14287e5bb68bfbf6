// Whose host this is.
#pragma once

namespace nta::host {

/** One user's own, or the machine's. */
enum class Mode { user, system };

}  // namespace nta::host
