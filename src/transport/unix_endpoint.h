// UnixEndpoint: the unix socket of a host. The kernel says who connects; that is the access token.
#pragma once

#include <memory>
#include <set>

#include "auth/peer.h"
#include "base/alive.h"
#include "transport/stream_endpoint.h"

namespace nta::transport {

/** Whether tokens carry the connection that proves them: a privileged part checks it again. */
enum class Proof { dropped, kept };

struct UnixEndpointOptions {
  std::string path;
  mode_t mode = 0600;  // 0666 where every local user may connect (system mode): the token decides what they may do
  UniqueFd listening;  // already bound and listening, from a service manager; empty: bind to `path`
  Proof proof = Proof::dropped;
  ClientLimits limits{};  // a peer is a user
  /** The caller's token; an error refuses the connection. Runs on the loop: from memory only. */
  std::function<Result<auth::AccessToken>(const auth::PeerCredentials&)> identify;
  /** Calls its argument once `identify` can tell who that is, now or soon; empty: at once. */
  std::function<void(uid_t, std::function<void()>)> when_known;
};

class UnixEndpoint final : public StreamEndpoint {
 public:
  UnixEndpoint(asio::io_context& loop, RpcServer& server, UnixEndpointOptions options);
  ~UnixEndpoint() override;

  /** Binds and listens. A socket file that is in the way is removed: whoever starts an endpoint holds the lock of the
   *  state directory, so it is a dead host's. */
  Result<void> start() override;
  void stop() override;

 private:
  void arrived(UniqueFd socket) override;
  Result<ConnectionInfo> identify(const UniqueFd& socket) override;

  UnixEndpointOptions options_;
  bool owns_path_ = false;
  std::multiset<uid_t> unknown_;  // whose connections wait
  Alive alive_;                   // until it stops
};

}  // namespace nta::transport
