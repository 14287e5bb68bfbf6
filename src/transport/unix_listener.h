// Binding the unix socket that clients connect to.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"
#include "base/types.h"

namespace nta::transport {

/** Binds `path` with `mode` and listens, not blocking. A socket that is there is a leftover and is replaced: call this
 *  only while holding the lock of the host. Anything else that is there is left alone, and an error. */
Result<UniqueFd> listen_at(const std::string& path, mode_t mode);

}  // namespace nta::transport
