// A client and a server association joined by a byte pipe that cuts the stream where a test wants it.
#pragma once

#include <gtest/gtest.h>

#include "rpc/client_association.h"
#include "rpc/server_association.h"

namespace nta::rpc::test {

inline constexpr SyntaxId interface_a{guid("484809d6-4239-471b-b5bc-61df8c23ac48"), 1, 0};
inline constexpr SyntaxId interface_b{guid("11899a43-2b68-4a76-92e3-a3d6ad8c26ce"), 1, 2};
inline constexpr SyntaxId interface_unknown{guid("00000000-0000-4000-8000-000000000001"), 1, 0};
inline constexpr SyntaxId served[] = {interface_a, interface_b};

inline Bytes pattern(size_t size, unsigned seed = 1) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>((i * 31 + i / 251 + seed) & 0xFF);
  return bytes;
}

class Loopback {
 public:
  explicit Loopback(ClientOptions client_options = {}, ServerOptions server_options = {})
      : client(std::move(client_options)), server(served, groups, std::move(server_options)) {}

  /** Moves bytes both ways, in pieces of `piece`, until nothing moves; collects the events. */
  void pump() {
    for (bool moved = true; moved;) {
      moved = false;
      while (!client.output().empty() && server.wants_input()) {
        ByteView part = client.output().first(std::min(piece, client.output().size()));
        server.feed(Bytes(part.begin(), part.end()));
        client.sent(part.size());
        moved = true;
      }
      while (auto event = server.next_event()) take(std::move(*event)), moved = true;
      while (!server.output().empty()) {
        ByteView part = server.output().first(std::min(piece, server.output().size()));
        client.feed(Bytes(part.begin(), part.end()));
        server.sent(part.size());
        moved = true;
      }
      while (auto event = client.next_event()) client_events.push_back(std::move(*event)), moved = true;
    }
  }

  void bind(std::vector<SyntaxId> interfaces = {interface_a, interface_b}) {
    ASSERT_TRUE(client.bind(interfaces));
    pump();
  }

  template <class Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& event : client_events)
      if (const auto* match = std::get_if<Event>(&event)) found.push_back(*match);
    return found;
  }
  template <class Event>
  std::vector<Event> server_all() const {
    std::vector<Event> found;
    for (const auto& event : server_events)
      if (const auto* match = std::get_if<Event>(&event)) found.push_back(*match);
    return found;
  }

  AssociationGroups groups;
  ClientAssociation client;
  ServerAssociation server;
  size_t piece = SIZE_MAX;
  bool steps_at_once = true;  // false: the test answers Authenticate itself
  std::vector<ClientEvent> client_events;
  std::vector<ServerEvent> server_events;

 private:
  void take(ServerEvent event) {
    if (auto* wanted = std::get_if<Authenticate>(&event); wanted && steps_at_once)
      server.authenticated(wanted->context->step(wanted->token));
    server_events.push_back(std::move(event));
  }
};

/** PDUs made by hand, for what our own client never sends. */
inline Bytes pdu(PduType type, uint8_t flags, uint32_t call_id, ByteView body = {}) {
  Bytes out;
  PduWriter writer(out, type, flags, call_id);
  writer.body().raw(body);
  writer.finish();
  return out;
}

inline Bytes bind_pdu(const Bind& bind, uint8_t flags = pfc_whole) {
  Bytes out;
  PduWriter writer(out, PduType::bind, flags, 1);
  write_bind(writer.body(), bind);
  writer.finish();
  return out;
}

inline Bytes request_pdu(uint32_t call_id, uint8_t flags, ByteView stub, uint16_t context = 0, uint16_t opnum = 7) {
  Bytes out;
  PduWriter writer(out, PduType::request, flags, call_id);
  write_request_head(writer.body(), {static_cast<uint32_t>(stub.size()), context, opnum, std::nullopt});
  writer.body().raw(stub);
  writer.finish();
  return out;
}

/** Every PDU in the output of an association, which is taken. */
template <class Association>
std::vector<Bytes> take_pdus(Association& from) {
  std::vector<Bytes> pdus;
  Bytes all(from.output().begin(), from.output().end());
  from.sent(all.size());
  for (ByteView rest = all; !rest.empty();) {
    auto length = frame_length(rest);
    if (!length || *length == 0) {
      ADD_FAILURE() << "the output ends inside a PDU";
      break;
    }
    pdus.emplace_back(rest.begin(), rest.begin() + static_cast<ptrdiff_t>(*length));
    rest = rest.subspan(*length);
  }
  return pdus;
}

}  // namespace nta::rpc::test
