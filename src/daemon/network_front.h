// NetworkFront: what clients on the network reach. The ports, who may log on there, and the list of those who did.
#pragma once

#include "auth/acceptors.h"
#include "daemon/network_listeners.h"
#include "daemon/smb_connections.h"
#include "host/server/network_server.h"
#include "services/served.h"
#include "transport/tcp_endpoint.h"

namespace nta::daemon {

class NetworkFront {
 public:
  /** `loop`, `server` and `network` outlive it. `offered` are the interfaces that pipes lead to. */
  NetworkFront(asio::io_context& loop, transport::RpcServer& server, host::NetworkServer& network,
               const auth::Acceptors& acceptors, std::span<const services::Service> offered);

  Result<void> start(const Settings& settings, NetworkListeners listening);
  /** 0: nobody is served over SMB. */
  uint16_t smb_port() const { return smb_ ? smb_->port() : uint16_t{0}; }
  /** Once started. */
  services::Endpoints endpoints() const;

 private:
  Result<void> start_smb(const Settings& settings, UniqueFd listening);
  Result<void> start_tcp(const Settings& settings, NetworkListeners listening);

  asio::io_context& loop_;
  transport::RpcServer& server_;
  const auth::Acceptors& acceptors_;
  std::span<const services::Service> offered_;
  SmbConnections connections_;
  std::unique_ptr<transport::SmbEndpoint> smb_;
  std::unique_ptr<transport::TcpEndpoint> rpc_;
  std::unique_ptr<transport::TcpEndpoint> epmapper_;
};

}  // namespace nta::daemon
