// The client's association against servers that are not ours, or not honest.
#include "rpc/golden.h"
#include "rpc/loopback.h"

namespace nta::rpc::test {

namespace {

constexpr SyntaxId endpoint_mapper{guid("e1af8308-5d1f-11c9-91a4-08002b14a0fa"), 3, 0};

Bytes response_pdu(uint32_t call_id, uint8_t flags, ByteView stub, uint32_t hint = 0) {
  Bytes out;
  PduWriter writer(out, PduType::response, flags, call_id);
  write_response_head(writer.body(), {.allocation_hint = hint});
  writer.body().raw(stub);
  writer.finish();
  return out;
}

/** A client bound to the endpoint mapper by Samba's bytes. */
struct Client {
  explicit Client(ClientOptions options = {}) : association(std::move(options)) {
    EXPECT_TRUE(association.bind(std::span(&endpoint_mapper, 1)));
    take_pdus(association);
    Bytes ack = golden("bind_ack_features.smbd-4.17.bin");
    ack[3] |= std::byte{pfc_concurrent_multiplex};
    association.feed(Bytes(ack));
    EXPECT_EQ(association.state(), ClientAssociation::State::bound);
    EXPECT_TRUE(next<Bound>());
  }
  template <class Event>
  std::optional<Event> next() {
    auto event = association.next_event();
    if (!event || !std::holds_alternative<Event>(*event)) return std::nullopt;
    return std::get<Event>(std::move(*event));
  }
  uint32_t start() {
    auto id = association.start_call(0, 3, {});
    EXPECT_TRUE(id);
    take_pdus(association);
    return id ? *id : 0;
  }
  ClientAssociation association;
};

}  // namespace

TEST(ClientAssociation, BindsAsSmbtortureDoes) {
  ClientAssociation client({});
  ASSERT_TRUE(client.bind(std::span(&endpoint_mapper, 1)));
  Bytes ours = take_pdus(client).at(0);
  Bytes theirs = golden("bind_features.smbtorture-4.17.bin");
  EXPECT_EQ(ours[3], (std::byte{pfc_whole | pfc_concurrent_multiplex}));
  ours[3] = theirs[3];
  theirs[104] = std::byte{feature_keep_connection_on_orphan};  // of the features, one security context is enough
  EXPECT_EQ(ours, theirs);
}

TEST(ClientAssociation, UnderstandsSambasAnswers) {
  Client client;
  EXPECT_EQ(client.association.group(), 0x7FD0u);
  EXPECT_TRUE(client.association.keeps_connection_on_orphan());
  ASSERT_EQ(client.start(), 2u);
  Bytes response = golden("response_ept_map.smbd-4.17.bin");
  client.association.feed(Bytes(response));
  auto reply = client.next<Reply>();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->stub, Bytes(response.begin() + 24, response.end()));
  uint32_t second = client.start();
  Bytes fault = golden("fault_access_denied.smbd-4.17.bin");
  fault[12] = static_cast<std::byte>(second);
  client.association.feed(fault);
  auto faulted = client.next<Faulted>();
  ASSERT_TRUE(faulted);
  EXPECT_EQ(faulted->win32(), Win32::access_denied);
}

TEST(ClientAssociation, ARefusedBindEndsWithItsReason) {
  struct {
    const char* file;
    Win32 code;
  } rows[] = {{"bind_nak_version.smbd-4.17.bin", Win32::rpc_protocol_error},
              {"bind_nak_type.smbd-4.17.bin", Win32::rpc_sec_pkg_error}};
  for (const auto& row : rows) {
    ClientAssociation client({});
    ASSERT_TRUE(client.bind(std::span(&endpoint_mapper, 1)));
    client.feed(golden(row.file));
    auto event = client.next_event();
    ASSERT_TRUE(event && std::holds_alternative<Disconnected>(*event));
    EXPECT_EQ(std::get<Disconnected>(*event).why.code, row.code);
    EXPECT_FALSE(client.start_call(0, 0, {}));
  }
}

TEST(ClientAssociation, BigEndianRepliesSayThatTheyAre) {
  Client client;
  uint32_t id = client.start();
  Bytes reply = response_pdu(id, pfc_whole, pattern(4));
  reply[4] = std::byte{0};
  std::swap(reply[8], reply[9]);
  std::reverse(reply.begin() + 12, reply.begin() + 16);
  client.association.feed(Bytes(reply));
  auto event = client.next<Reply>();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->order, std::endian::big);
}

TEST(ClientAssociation, RepliesAboveTheLimitEndTheAssociation) {
  Client client({.reply_bytes = 100});
  uint32_t id = client.start();
  client.association.feed(response_pdu(id, pfc_first, pattern(60), 0xFFFFFFFF));
  client.association.feed(response_pdu(id, 0, pattern(41)));
  auto end = client.next<Disconnected>();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->why.code, Win32::not_enough_memory);
}

TEST(ClientAssociation, AnswersToCallsNeverMadeEndTheAssociation) {
  Client client;
  client.association.feed(response_pdu(77, pfc_whole, {}));
  EXPECT_TRUE(client.next<Disconnected>());
}

TEST(ClientAssociation, FragmentsOutOfOrderEndTheAssociation) {
  for (uint8_t flags : {uint8_t{pfc_last}, uint8_t{0}}) {
    Client client;
    client.association.feed(response_pdu(client.start(), flags, {}));
    EXPECT_TRUE(client.next<Disconnected>());
  }
  Client client;
  uint32_t id = client.start();
  client.association.feed(response_pdu(id, pfc_first, {}));
  client.association.feed(response_pdu(id, pfc_first, {}));
  EXPECT_TRUE(client.next<Disconnected>());
}

TEST(ClientAssociation, AShutdownLetsTheOutstandingCallsEnd) {
  Client client;
  uint32_t id = client.start();
  client.association.feed(pdu(PduType::shutdown, pfc_whole, 0));
  EXPECT_FALSE(client.association.start_call(0, 0, {}));
  client.association.feed(response_pdu(id, pfc_whole, pattern(3)));
  EXPECT_TRUE(client.next<Reply>());
  auto end = client.next<Disconnected>();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->why.code, Win32::rpc_server_unavailable);
}

TEST(ClientAssociation, AnIdleShutdownEndsItAtOnce) {
  Client client;
  client.association.feed(pdu(PduType::shutdown, pfc_whole, 0));
  EXPECT_TRUE(client.next<Disconnected>());
}

TEST(ClientAssociation, AWrongNumberOfResultsIsAProtocolError) {
  ClientAssociation client({});
  ASSERT_TRUE(client.bind(std::span(&endpoint_mapper, 1)));
  client.feed(golden("bind_ack.smbd-4.17.bin"));  // one result, two contexts
  EXPECT_EQ(client.state(), ClientAssociation::State::closed);
}

TEST(ClientAssociation, MoreCallsThanAllowedAreRefusedHere) {
  Client client({.calls = 2});
  client.start();
  client.start();
  auto refused = client.association.start_call(0, 0, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::no_system_resources);
}

TEST(ClientAssociation, EverySingleBitErrorOfAServerIsSurvived) {
  Bytes conversation = golden("bind_ack_features.smbd-4.17.bin");
  Bytes response = golden("response_ept_map.smbd-4.17.bin");
  conversation.insert(conversation.end(), response.begin(), response.end());
  for (size_t bit = 0; bit < conversation.size() * 8; ++bit) {
    Bytes broken = conversation;
    broken[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
    ClientAssociation client({});
    ASSERT_TRUE(client.bind(std::span(&endpoint_mapper, 1)));
    ASSERT_TRUE(client.start_call(0, 3, {}));
    client.feed(Bytes(broken));
    size_t events = 0;
    while (client.next_event()) ++events;
    EXPECT_LE(events, 3u);
  }
}

}  // namespace nta::rpc::test
