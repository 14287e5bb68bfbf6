// NetworkListeners: the ports of a host, bound before its rights are given up.
#pragma once

#include "base/types.h"
#include "daemon/settings.h"

namespace nta::daemon {

/** Sockets that listen on the network; empty where nobody is served there. */
struct NetworkListeners {
  UniqueFd smb;
  UniqueFd rpc;
  UniqueFd epmapper;
};

/** Bound as the settings say: none where they say none, nor where another server has a port that nobody asked for by
 *  name. */
Result<NetworkListeners> listen_on_network(const Settings& settings);

}  // namespace nta::daemon
