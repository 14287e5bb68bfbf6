// ClientTable: the clients of one endpoint, how many there may be, and the clock that ends those who dawdle.
#pragma once

#include <malloc.h>

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>

#include "base/alive.h"
#include "base/result.h"

namespace nta::transport {

struct ClientLimits {
  size_t connections = 1024;
  size_t connections_of_one_peer = 256;   // so that one user, or one machine, cannot keep the others out
  size_t half_open = 1024;                // that nobody has logged on over yet; with one more the oldest has to go
  size_t half_open_of_one_network = 256;  // likewise, of TcpAddress::network(): one machine may have all its addresses
};

/** `Client` has close(Error), which leads to remove(), and check_time(now). */
template <class Client>
class ClientTable {
 public:
  ClientTable(asio::io_context& loop, ClientLimits limits) : limits_(limits), clock_(loop) {}

  bool has_room_for(const std::string& peer) const {
    auto same = of_peer_.find(peer);
    return clients_.size() < limits_.connections &&
           (same == of_peer_.end() || same->second < limits_.connections_of_one_peer);
  }

  void add(uint64_t id, const std::string& peer, std::shared_ptr<Client> client) {
    clients_[id] = {std::move(client), peer};
    ++of_peer_[peer];
    most_ = std::max(most_, clients_.size());
  }

  void remove(uint64_t id) {
    auto gone = clients_.extract(id);
    if (!gone) return;
    auto same = of_peer_.find(gone.mapped().peer);
    if (--same->second == 0) of_peer_.erase(same);
  }

  void close_all(const Error& why) {
    for_each([&](Client& client) { client.close(why); });
  }

  size_t size() const { return clients_.size(); }
  const ClientLimits& limits() const { return limits_; }

  /** From now on, about once a second. */
  void start_clock() {
    clock_.expires_after(std::chrono::seconds(1));
    clock_.async_wait(alive_.guard([this](const asio::error_code& error) {
      if (error) return;
      auto now = std::chrono::steady_clock::now();
      for_each([&](Client& client) { client.check_time(now); });
      give_memory_back();
      start_clock();
    }));
  }

 private:
  struct Row {
    std::shared_ptr<Client> client;
    std::string peer;
  };

  template <class Act>
  void for_each(Act act) {
    auto rows = clients_;  // one that is closed takes itself out
    for (auto& [id, row] : rows) act(*row.client);
  }

  /** The heap keeps what many clients took once, in pieces too small for it to give back by itself. */
  void give_memory_back() {
    constexpr size_t worth_it = 256;
    if (clients_.size() + worth_it > most_) return;
    most_ = clients_.size();
    ::malloc_trim(0);
  }

  ClientLimits limits_;
  asio::steady_timer clock_;
  std::map<uint64_t, Row> clients_;
  std::map<std::string, size_t> of_peer_;
  size_t most_ = 0;  // clients, since memory was given back
  Alive alive_;
};

}  // namespace nta::transport
