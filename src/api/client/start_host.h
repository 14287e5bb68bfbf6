// Starting the user's own host on demand, as tmux starts its server.
#pragma once

#include <chrono>
#include <functional>

#include "api/client/local_host.h"

namespace nta::client {

/** Starts `ntadmind --user` and tries `connect` until it succeeds. Several callers at once start one host: the others
 *  wait for it. Fails with rpc_server_unavailable when `patience` is over or the host gives up. */
Result<UniqueFd> start_host(const LocalHost& host, const std::function<Result<UniqueFd>()>& connect,
                            std::chrono::milliseconds patience);

}  // namespace nta::client
