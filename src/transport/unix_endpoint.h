// UnixEndpoint: the unix socket of a host. The kernel says who connects; that is the access token.
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <map>
#include <string>

#include "auth/peer.h"
#include "transport/server_connection.h"

namespace nta::transport {

/** Whether tokens carry the connection that proves them: a privileged part checks it again. */
enum class Proof { dropped, kept };

struct UnixEndpointOptions {
  std::string path;
  mode_t mode = 0600;  // 0666 where every local user may connect (system mode): the token decides what they may do
  UniqueFd listening;  // already bound and listening, from a service manager; empty: bind to `path`
  Proof proof = Proof::dropped;
  size_t connections = 1024;
  size_t connections_of_one_user = 256;  // so that one user cannot keep the others out
  /** The caller's token; an error refuses the connection. Runs on the loop: from memory only. */
  std::function<Result<auth::AccessToken>(const auth::PeerCredentials&)> identify;
};

class UnixEndpoint final : public Endpoint {
 public:
  UnixEndpoint(asio::io_context& loop, RpcServer& server, UnixEndpointOptions options);
  ~UnixEndpoint() override;

  /** Binds and listens. A socket file that is in the way is removed: whoever starts an endpoint holds the lock of the
   *  state directory, so it is a dead host's. */
  Result<void> start() override;
  void stop() override;
  void close_connections() override;
  size_t connections() const override { return connections_.size(); }

 private:
  class Connection;
  friend class Connection;

  void wait_for_client();
  void accept_some();
  void admit(UniqueFd socket);
  void pause_accepting();
  void check_times();
  void forget(uint64_t id, uid_t uid);

  asio::io_context& loop_;
  RpcServer& server_;
  UnixEndpointOptions options_;
  asio::posix::stream_descriptor listener_;
  asio::steady_timer pause_;
  asio::steady_timer clock_;
  std::map<uint64_t, std::shared_ptr<Connection>> connections_;
  std::map<uid_t, size_t> of_user_;
  Bytes buffer_;  // one for all: a read is handed on before the next
  std::shared_ptr<bool> alive_ = std::make_shared<bool>();
  bool owns_path_ = false;
};

}  // namespace nta::transport
