// NetworkFront: what clients on the network reach. The SMB port, who may log on there, and the list of those who did.
#pragma once

#include "auth/acceptors.h"
#include "daemon/settings.h"
#include "daemon/smb_connections.h"
#include "host/server/network_server.h"
#include "services/served.h"

namespace nta::daemon {

/** The socket for SMB, bound as the settings say: none where they say none, nor where another server has the port that
 *  nobody asked for by name. */
Result<UniqueFd> listen_for_smb(const Settings& settings);

class NetworkFront {
 public:
  /** `loop`, `server` and `network` outlive it. `offered` are the interfaces that pipes lead to. */
  NetworkFront(asio::io_context& loop, transport::RpcServer& server, host::NetworkServer& network,
               const auth::Acceptors& acceptors, std::span<const services::Service> offered);

  Result<void> start(const Settings& settings, UniqueFd listening);

 private:
  asio::io_context& loop_;
  transport::RpcServer& server_;
  const auth::Acceptors& acceptors_;
  std::span<const services::Service> offered_;
  SmbConnections connections_;
  std::unique_ptr<transport::SmbEndpoint> endpoint_;
};

}  // namespace nta::daemon
