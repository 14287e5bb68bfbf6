#include "transport/stream_endpoint.h"

#include "transport/stream_socket.h"

namespace nta::transport {

class StreamEndpoint::Connection final : public ServerConnection, public StreamSocket::Owner {
 public:
  Connection(StreamEndpoint& endpoint, ConnectionInfo info, int socket)
      : ServerConnection(endpoint.server_, std::move(info)),
        endpoint_(endpoint),
        socket_(endpoint.loop_, socket, *this) {}

  void start() { socket_.receive(); }

 private:
  // Of the socket.
  bool wants_bytes() const override { return wants_input(); }
  void take_bytes(std::span<std::byte> bytes) override { received(bytes); }
  ByteView bytes_to_send() const override { return output(); }
  void bytes_sent(size_t count) override { sent(count); }
  void lost(Error why) override { close(std::move(why)); }
  std::shared_ptr<StreamSocket::Owner> keep() override {
    return std::static_pointer_cast<Connection>(shared_from_this());
  }

  // Of the association.
  void send_output() override { socket_.send(); }
  void input_wanted() override { socket_.receive(); }
  void shut() override {
    socket_.shut();
    endpoint_.by_id_.erase(id());
    endpoint_.strangers_.remove(id());
    endpoint_.clients_.remove(id());
  }

  StreamEndpoint& endpoint_;
  StreamSocket socket_;
};

StreamEndpoint::StreamEndpoint(asio::io_context& loop, RpcServer& server, ClientLimits limits)
    : loop_(loop),
      server_(server),
      listener_(loop, [this](UniqueFd socket) { arrived(std::move(socket)); }),
      clients_(loop, limits) {}

StreamEndpoint::~StreamEndpoint() { close_connections(); }

void StreamEndpoint::close_connections() { clients_.close_all(fail(Win32::rpc_server_unavailable, "the host ends")); }

Result<void> StreamEndpoint::listen(UniqueFd socket, std::string_view name) {
  NTA_CHECK(listener_.start(std::move(socket), name));
  clients_.start_clock();
  return {};
}

/** A client that is not let in finds its connection closed. */
void StreamEndpoint::admit(UniqueFd socket) {
  auto info = identify(socket);
  if (!info) return;
  std::string owner = info->owner, network = info->network.empty() ? owner : info->network;
  if (!clients_.has_room_for(owner)) return;
  make_room_for_stranger(network);
  auto connection = std::make_shared<Connection>(*this, *std::move(info), socket.release());
  by_id_[connection->id()] = connection.get();
  if (connection->is_strangers()) strangers_.add(connection->id(), std::move(network));
  clients_.add(connection->id(), owner, connection);
  connection->start();
}

/** Strangers from many addresses cannot take every place there is: who does log on does so sooner than they are pushed
 *  out. */
void StreamEndpoint::make_room_for_stranger(const std::string& network) {
  const ClientLimits& limits = clients_.limits();
  if (!strangers_.in_the_way_of(network, limits)) return;
  strangers_.remove_if([this](uint64_t id) { return !by_id_.at(id)->is_strangers(); });
  if (auto oldest = strangers_.in_the_way_of(network, limits))
    by_id_.at(*oldest)->close(fail(Win32::timeout, "as many newer clients as there may be may want to log on"));
}

}  // namespace nta::transport
