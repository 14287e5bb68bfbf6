#include "transport/tcp_endpoint.h"

#include "transport/tcp_address.h"

namespace nta::transport {

TcpEndpoint::TcpEndpoint(asio::io_context& loop, RpcServer& server, TcpEndpointOptions options)
    : StreamEndpoint(loop, server, options.limits),
      options_(std::move(options)),
      anonymous_(std::make_shared<const auth::AccessToken>(auth::anonymous_token())) {}

Result<void> TcpEndpoint::start() {
  UniqueFd socket = std::move(options_.listening);
  if (!socket) {
    NTA_TRY(socket, listen_tcp(options_.address, options_.port));
  }
  NTA_TRY(TcpAddress own, own_address(socket.get()));
  port_ = own.port;
  return listen(std::move(socket), own.text());
}

Result<ConnectionInfo> TcpEndpoint::identify(const UniqueFd& socket) {
  NTA_TRY(TcpAddress peer, peer_address(socket.get()));
  NTA_TRY(TcpAddress own, own_address(socket.get()));
  tune_tcp(socket.get());
  return ConnectionInfo{.token = anonymous_,
                        .from = peer.text(),
                        .to = own.host,
                        .owner = peer.host,
                        .network = peer.network(),
                        .secondary_address = std::to_string(port_),
                        .least_level = options_.least_level,
                        .offers = options_.offers};
}

}  // namespace nta::transport
