// Starting the user's own host on demand, as tmux starts its server.
#pragma once

#include "api/client/local_host.h"

namespace nta::client {

/** Starts `ntadmind --user` and tries to connect until it answers. Several callers at once start one host: the others
 *  wait for it. Fails with rpc_server_unavailable when the wait is over or the host gives up. */
Result<std::unique_ptr<transport::Channel>> start_host(const LocalHost& host, const transport::Wait& wait);

}  // namespace nta::client
