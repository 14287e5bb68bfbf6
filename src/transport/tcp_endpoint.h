// TcpEndpoint: ncacn_ip_tcp, DCE/RPC on a TCP port ([MS-RPCE] 2.1.1.1). Nobody is known there before they have
// authenticated inside RPC: until then they are anonymous, and reach what is meant for everybody.
#pragma once

#include "transport/stream_endpoint.h"

namespace nta::transport {

struct TcpEndpointOptions {
  UniqueFd listening;   // already bound and listening; empty: bind to what follows
  std::string address;  // numeric; empty: every address of this machine
  uint16_t port = 0;    // 0: one that is free
  ClientLimits limits{.connections = 8192, .connections_of_one_peer = 256};
  /** Calls protected by less count as made by nobody: anyone on the way could have put them in. */
  auth::Level least_level = auth::Level::packet;
  /** Which interfaces are offered; empty: all. */
  std::function<bool(const rpc::SyntaxId&)> offers;
};

class TcpEndpoint final : public StreamEndpoint {
 public:
  TcpEndpoint(asio::io_context& loop, RpcServer& server, TcpEndpointOptions options);

  Result<void> start() override;
  /** Once started. */
  uint16_t port() const { return port_; }

 private:
  Result<ConnectionInfo> identify(const UniqueFd& socket) override;

  TcpEndpointOptions options_;
  std::shared_ptr<const auth::AccessToken> anonymous_;
  uint16_t port_ = 0;
};

}  // namespace nta::transport
