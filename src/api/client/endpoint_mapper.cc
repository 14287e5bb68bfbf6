// ept_map, asked by nobody in particular: a mapper answers before one has logged on.
#include "api/client/endpoint_mapper.h"

#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/epmapper.h"
#include "rpc/tower.h"
#include "transport/connection.h"
#include "transport/tcp_channel.h"

namespace nta::client {
namespace {

using namespace protocols;

constexpr uint16_t mapper_port = 135;
constexpr uint32_t most_towers = 4;

rpc::SyntaxId syntax_of(const Interface& interface) { return {interface.uuid, interface.major, interface.minor}; }

/** The port in the first tower that has one. */
Result<uint16_t> port_in(const ept_map::Out& answer, const Interface& interface) {
  if (answer.rpc_status == 0 && answer.towers)
    for (const twr_p_t& each : std::span(answer.towers, std::min(answer.num_towers, answer.max_towers))) {
      if (!each.tower) continue;
      auto octets = std::as_bytes(std::span(each.tower->tower_octet_string, each.tower->tower_length));
      auto tower = rpc::read_tower(octets);
      if (tower && tower->transport == rpc::Tower::Transport::tcp && tower->port != 0) return tower->port;
    }
  return fail(Win32::ept_s_not_registered, "the server has no {} over TCP", interface.name);
}

Result<uint16_t> ask_mapper(const std::string& host, const Interface& interface, const transport::Wait& wait) {
  NTA_TRY(auto channel, transport::connect_tcp(host, mapper_port, wait));
  rpc::SyntaxId mapper = syntax_of(epmapper);
  NTA_TRY(auto connection, transport::Connection::open(std::move(channel), {&mapper, 1}, {}, wait));
  Bytes octets = rpc::write_tower({.interface = syntax_of(interface), .address = "0.0.0.0"});
  twr_t tower{static_cast<uint32_t>(octets.size()), reinterpret_cast<uint8_t*>(octets.data())};
  NTA_TRY(Bytes request, ndr::encode(ept_map::In{.map_tower = &tower, .max_towers = most_towers}));
  NTA_TRY(rpc::Reply reply, connection->call(0, ept_map::opnum, request, wait));
  NTA_TRY(auto answer, ndr::decode<ept_map::Out>(reply.stub, reply.order));
  return port_in(answer.value, interface);
}

}  // namespace

Result<std::unique_ptr<transport::Channel>> connect_mapped(const std::string& host, const Interface& interface,
                                                           const transport::Wait& wait) {
  NTA_TRY(uint16_t port, ask_mapper(host, interface, wait));
  return transport::connect_tcp(host, port, wait);
}

}  // namespace nta::client
