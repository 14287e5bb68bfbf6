#include "transport/smb_endpoint.h"

#include "transport/smb_client.h"

namespace nta::transport {

SmbEndpoint::SmbEndpoint(asio::io_context& loop, RpcServer& server, SmbObserver& observer, SmbEndpointOptions options)
    : loop_(loop),
      server_(server),
      observer_(observer),
      options_(std::move(options)),
      listener_(loop, [this](UniqueFd socket) { admit(std::move(socket)); }),
      clients_(loop, options_.limits),
      interim_(loop) {
  options_.smb.has_pipe = [this](std::string_view name) { return options_.pipes.contains(name); };
}

SmbEndpoint::~SmbEndpoint() { close_connections(); }

Result<void> SmbEndpoint::start() {
  UniqueFd socket = std::move(options_.listening);
  if (!socket) {
    NTA_TRY(socket, listen_tcp(options_.address, options_.port));
  }
  NTA_TRY(TcpAddress own, own_address(socket.get()));
  port_ = own.port;
  NTA_CHECK(listener_.start(std::move(socket), own.text()));
  clients_.start_clock();
  return {};
}

void SmbEndpoint::close_connections() { clients_.close_all(fail(Win32::rpc_server_unavailable, "the host ends")); }

/** A client that is not let in finds its connection closed. */
void SmbEndpoint::admit(UniqueFd socket) {
  auto peer = peer_address(socket.get());
  auto own = own_address(socket.get());
  if (!peer || !own || !clients_.has_room_for(peer->host)) return;
  make_room_for_half_open(peer->network());
  tune_tcp(socket.get());
  std::string host = peer->host, network = peer->network();
  auto client = std::make_shared<Client>(*this, ++last_id_, *std::move(peer), *std::move(own), socket.release());
  by_id_[client->id()] = client.get();
  half_open_.add(client->id(), std::move(network));
  clients_.add(client->id(), host, client);
  client->start();
}

/** Strangers from many addresses cannot take every place there is: who does log on does so sooner than they are pushed
 *  out. */
void SmbEndpoint::make_room_for_half_open(const std::string& network) {
  if (auto oldest = half_open_.in_the_way_of(network, clients_.limits()))
    by_id_.at(*oldest)->close(fail(Win32::timeout, "as many newer clients as there may be want to log on"));
}

void SmbEndpoint::announce_later(Unannounced reads) {
  new_waiting_.push_back(std::move(reads));
  if (!is_announcing_) announce();
}

// Of those that come while the time of others runs, most are answered before it is over: theirs begins then.
void SmbEndpoint::announce() {
  long_waiting_ = std::exchange(new_waiting_, {});
  is_announcing_ = !long_waiting_.empty();
  if (!is_announcing_) return;
  interim_.expires_after(options_.times.interim);
  interim_.async_wait(alive_.guard([this](const asio::error_code& error) {
    if (error) return;
    for (auto& [client, last] : std::exchange(long_waiting_, {}))
      if (auto there = client.lock()) there->announce_waiting(last);
    announce();
  }));
}

FileTime SmbEndpoint::last_request(uint64_t connection) const {
  auto found = by_id_.find(connection);
  return found == by_id_.end() ? 0 : found->second->last_request();
}

void SmbEndpoint::end_session(SmbNumber session) {
  auto timer = std::make_shared<asio::steady_timer>(loop_, options_.times.last_words);
  timer->async_wait(alive_.guard([this, session, timer](const asio::error_code& error) {
    if (error) return;
    auto found = by_id_.find(session.connection);
    if (found != by_id_.end()) found->second->end_session(session.number);
  }));
}

void SmbEndpoint::close_pipe(SmbNumber pipe) {
  auto found = by_id_.find(pipe.connection);
  if (found != by_id_.end()) found->second->close_pipe(pipe.number);
}

void SmbEndpoint::give_up(uint64_t session, const Sid& user) {
  for (auto& [id, client] : by_id_)
    if (client->has_session(session, user)) return end_session({id, session});
}

}  // namespace nta::transport
