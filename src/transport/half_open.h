// HalfOpen: the clients of an endpoint that nobody has logged on over, and which of them goes when another comes.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "transport/client_table.h"

namespace nta::transport {

class HalfOpen {
 public:
  /** Numbers rise: who came first has the lowest. */
  void add(uint64_t id, std::string network) { network_of_.emplace(id, std::move(network)); }
  void remove(uint64_t id) { network_of_.erase(id); }
  template <class Gone>
  void remove_if(Gone gone) {
    std::erase_if(network_of_, [&](const auto& each) { return gone(each.first); });
  }

  /** The oldest of those whose number has reached its limit: of the newcomer's own network, or of all there are. */
  std::optional<uint64_t> in_the_way_of(const std::string& network, const ClientLimits& limits) const {
    auto is_neighbour = [&](const auto& each) { return each.second == network; };
    auto neighbours = static_cast<size_t>(std::ranges::count_if(network_of_, is_neighbour));
    if (neighbours >= limits.half_open_of_one_network) return std::ranges::find_if(network_of_, is_neighbour)->first;
    if (network_of_.size() >= limits.half_open) return network_of_.begin()->first;
    return std::nullopt;
  }

 private:
  std::map<uint64_t, std::string> network_of_;
};

}  // namespace nta::transport
