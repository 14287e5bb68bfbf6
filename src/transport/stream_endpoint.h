// StreamEndpoint: DCE/RPC straight on a stream socket, as ncalrpc and ncacn_ip_tcp have it. Who connects is what its
// two kinds differ in.
#pragma once

#include <map>

#include "transport/half_open.h"
#include "transport/server_connection.h"
#include "transport/stream_listener.h"

namespace nta::transport {

class StreamEndpoint : public Endpoint {
 public:
  ~StreamEndpoint() override;

  void stop() override { listener_.stop(); }
  void close_connections() override;
  size_t connections() const override { return clients_.size(); }

 protected:
  /** Both outlive it. */
  StreamEndpoint(asio::io_context& loop, RpcServer& server, ClientLimits limits);

  Result<void> listen(UniqueFd socket, std::string_view name);

  /** Who has connected. An error closes the connection. Runs on the loop: from memory only. */
  virtual Result<ConnectionInfo> identify(const UniqueFd& socket) = 0;

  /** Somebody has connected: to be admitted, now or once more is known. Runs on the loop. */
  virtual void arrived(UniqueFd socket) { admit(std::move(socket)); }
  void admit(UniqueFd socket);
  const ClientLimits& limits() const { return clients_.limits(); }

 private:
  class Connection;

  void make_room_for_stranger(const std::string& network);

  asio::io_context& loop_;
  RpcServer& server_;
  StreamListener listener_;
  ClientTable<Connection> clients_;
  std::map<uint64_t, Connection*> by_id_;
  HalfOpen strangers_;  // who has logged on since is taken out when it is full
};

}  // namespace nta::transport
