// Who connects to a unix socket.
#include "transport/unix_endpoint.h"

#include <fcntl.h>

#include "transport/channel.h"
#include "transport/unix_listener.h"

namespace nta::transport {

UnixEndpoint::UnixEndpoint(asio::io_context& loop, RpcServer& server, UnixEndpointOptions options)
    : StreamEndpoint(loop, server, options.limits), options_(std::move(options)) {}

UnixEndpoint::~UnixEndpoint() { UnixEndpoint::stop(); }

Result<void> UnixEndpoint::start() {
  UniqueFd socket = std::move(options_.listening);
  if (!socket) {
    NTA_TRY(socket, listen_at(options_.path, options_.mode));
    owns_path_ = true;
  }
  return listen(std::move(socket), options_.path);
}

void UnixEndpoint::stop() {
  StreamEndpoint::stop();
  alive_.end();
  if (std::exchange(owns_path_, false)) ::unlink(options_.path.c_str());
}

void UnixEndpoint::arrived(UniqueFd socket) {
  if (!options_.when_known) return admit(std::move(socket));
  auto peer = auth::read_peer(socket.get());
  bool has_room = unknown_.size() < limits().connections;
  if (!peer || !has_room || unknown_.count(peer->uid) >= limits().connections_of_one_peer) return;
  auto here = unknown_.insert(peer->uid);
  auto kept = std::make_shared<UniqueFd>(std::move(socket));
  options_.when_known(peer->uid, alive_.guard([this, here, kept] {
    unknown_.erase(here);
    admit(std::move(*kept));
  }));
}

Result<ConnectionInfo> UnixEndpoint::identify(const UniqueFd& socket) {
  NTA_TRY(auto peer, auth::read_peer(socket.get()));
  NTA_TRY(auto token, options_.identify(peer));
  if (options_.proof == Proof::kept)
    token.connection = std::make_shared<const UniqueFd>(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
  return ConnectionInfo{.token = std::make_shared<const auth::AccessToken>(std::move(token)),
                        .from = fmt::format("pid {}", peer.pid),
                        .owner = fmt::format("uid {}", peer.uid),
                        .max_fragment = local_fragment,
                        .secondary_address = options_.path,
                        .least_level = auth::Level::packet};
}

}  // namespace nta::transport
