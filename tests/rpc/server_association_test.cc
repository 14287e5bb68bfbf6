// The server's association against peers that are not our client: other implementations, hostile and broken ones.
#include "rpc/golden.h"
#include "rpc/loopback.h"

namespace nta::rpc::test {

namespace {

constexpr SyntaxId endpoint_mapper{guid("e1af8308-5d1f-11c9-91a4-08002b14a0fa"), 3, 0};

struct Server {
  explicit Server(ServerOptions options = {}, std::span<const SyntaxId> interfaces = served)
      : association(interfaces, groups, std::move(options)) {}

  void bind() {
    association.feed(bind_pdu({5840, 5840, 0, {{0, interface_a, {ndr_syntax}}, {1, interface_b, {ndr_syntax}}}}));
    ASSERT_EQ(association.state(), ServerAssociation::State::bound);
    take_pdus(association);
  }
  template <class Event>
  std::optional<Event> next() {
    auto event = association.next_event();
    if (!event || !std::holds_alternative<Event>(*event)) return std::nullopt;
    return std::get<Event>(std::move(*event));
  }
  /** Status and flags of the one fault that was sent. */
  std::pair<uint32_t, uint8_t> fault() {
    auto pdus = take_pdus(association);
    if (pdus.size() != 1 || pdus[0][2] != std::byte{3}) return {0, 0};
    Frame frame = frame_of(pdus[0]);
    ByteReader in = frame.body();
    return {read_fault(in)->status, frame.header.flags};
  }

  AssociationGroups groups;
  ServerAssociation association;
};

}  // namespace

TEST(ServerAssociation, ServesAConversationOfSmbtorture) {
  Server server({.secondary_address = "135"}, std::span(&endpoint_mapper, 1));
  server.association.feed(golden("bind_features.smbtorture-4.17.bin"));
  auto answer = take_pdus(server.association);
  ASSERT_EQ(answer.size(), 1u);
  // What Samba answered, but for the group's number.
  Bytes samba = golden("bind_ack_features.smbd-4.17.bin");
  auto theirs = read_bind_ack(frame_of(samba)), ours = read_bind_ack(frame_of(answer[0]));
  ASSERT_TRUE(theirs && ours);
  theirs->group = ours->group;
  EXPECT_EQ(*ours, *theirs);

  server.association.feed(golden("request_ept_map.smbtorture-4.17.bin"));
  auto request = server.next<Request>();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->opnum, 3);
  EXPECT_EQ(request->stub.size(), 132u);
  // The same answer makes the same bytes.
  Bytes response = golden("response_ept_map.smbd-4.17.bin");
  server.association.respond(request->call_id, ByteView(response).subspan(call_head_size));
  EXPECT_EQ(take_pdus(server.association).at(0), response);
}

TEST(ServerAssociation, ReadsBigEndianRequests) {
  Server server;
  server.bind();
  Bytes request = request_pdu(7, pfc_whole, pattern(6), 1, 0x0102);
  auto swap = [&](size_t at, size_t size) {
    std::reverse(request.begin() + static_cast<ptrdiff_t>(at), request.begin() + static_cast<ptrdiff_t>(at + size));
  };
  request[4] = std::byte{0};
  for (auto [at, size] : {std::pair(8, 2), {10, 2}, {12, 4}, {16, 4}, {20, 2}, {22, 2}})
    swap(static_cast<size_t>(at), static_cast<size_t>(size));
  server.association.feed(Bytes(request));
  auto event = server.next<Request>();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->call_id, 7u);
  EXPECT_EQ(event->interface, 1u);
  EXPECT_EQ(event->opnum, 0x0102);
  EXPECT_EQ(event->order, std::endian::big);
  EXPECT_EQ(event->stub, pattern(6));
}

TEST(ServerAssociation, RefusesNdr64ForThatContextOnly) {
  Server server;
  server.association.feed(bind_pdu({5840,
                                    5840,
                                    0,
                                    {{0, interface_a, {ndr_syntax}},
                                     {1, interface_a, {ndr64_syntax}},
                                     {2, interface_a, {feature_syntax(3)}},
                                     {3, interface_b, {ndr64_syntax, ndr_syntax}}}}));
  auto ack = take_pdus(server.association);
  auto results = read_bind_ack(frame_of(ack.at(0)))->results;
  EXPECT_EQ(results.at(0), (ContextResult{ContextOutcome::acceptance, 0, ndr_syntax}));
  EXPECT_EQ(results.at(1), (ContextResult{ContextOutcome::provider_rejection, 2, {}}));
  EXPECT_EQ(results.at(2),
            (ContextResult{
                ContextOutcome::negotiate_ack, feature_security_multiplexing | feature_keep_connection_on_orphan, {}}));
  EXPECT_EQ(results.at(3), (ContextResult{ContextOutcome::acceptance, 0, ndr_syntax}));
  server.association.feed(request_pdu(2, pfc_whole, {}, 1));
  EXPECT_EQ(server.fault(), std::pair(fault_unknown_interface, uint8_t{pfc_whole | pfc_did_not_execute}));
}

TEST(ServerAssociation, AnUnknownContextIsAFaultAndTheAssociationGoesOn) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(2, pfc_first, pattern(10), 9));
  EXPECT_EQ(server.fault(), std::pair(fault_unknown_interface, uint8_t{pfc_whole | pfc_did_not_execute}));
  server.association.feed(request_pdu(2, pfc_last, pattern(10), 9));  // the rest of it is dropped
  EXPECT_TRUE(server.association.output().empty());
  server.association.feed(request_pdu(3, pfc_whole, {}, 0));
  EXPECT_TRUE(server.next<Request>());
}

TEST(ServerAssociation, AContextIdKeepsItsMeaning) {
  Server server;
  server.bind();
  Bytes alter;
  PduWriter pdu(alter, PduType::alter_context, pfc_whole, 5);
  write_bind(pdu.body(), {5840, 5840, 0, {{0, interface_b, {ndr_syntax}}, {1, interface_b, {ndr_syntax}}}});
  pdu.finish();
  server.association.feed(Bytes(alter));
  auto answer = take_pdus(server.association);
  auto results = read_bind_ack(frame_of(answer.at(0)))->results;
  EXPECT_EQ(results.at(0).outcome, ContextOutcome::provider_rejection);
  EXPECT_EQ(results.at(1).outcome, ContextOutcome::acceptance);
}

TEST(ServerAssociation, TooManyCallsGetServerTooBusy) {
  Server server({.limits = {.calls = 3}});
  server.bind();
  for (uint32_t id = 1; id <= 3; ++id) server.association.feed(request_pdu(id, pfc_whole, {}));
  EXPECT_TRUE(server.association.output().empty());
  server.association.feed(request_pdu(4, pfc_whole, {}));
  EXPECT_EQ(server.fault().first, fault_too_busy);
  server.association.respond(1, {});
  take_pdus(server.association);
  server.association.feed(request_pdu(5, pfc_whole, {}));
  EXPECT_EQ(server.association.calls(), 3u);
  EXPECT_TRUE(server.association.output().empty());
}

TEST(ServerAssociation, RefusedCallsThatNeverEndDoNotPileUp) {
  Server server({.limits = {.calls = 3}});
  server.bind();
  for (uint32_t id = 1; id <= 10; ++id) server.association.feed(request_pdu(id, pfc_first, {}));
  EXPECT_EQ(server.association.state(), ServerAssociation::State::closed);
}

TEST(ServerAssociation, RequestsAboveTheLimitAreRefusedAndTheAssociationGoesOn) {
  Server server({.limits = {.request_bytes = 2000}});
  server.bind();
  server.association.feed(request_pdu(1, pfc_first, pattern(1500)));
  server.association.feed(request_pdu(1, 0, pattern(501)));
  EXPECT_EQ(server.fault(), std::pair(fault_access_denied, uint8_t{pfc_whole | pfc_did_not_execute}));
  server.association.feed(request_pdu(1, 0, pattern(1500)));
  server.association.feed(request_pdu(1, pfc_last, pattern(1500)));
  EXPECT_EQ(server.association.calls(), 0u);
  server.association.feed(request_pdu(2, pfc_first, pattern(1000)));
  server.association.feed(request_pdu(2, pfc_last, pattern(1000)));
  auto request = server.next<Request>();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->stub.size(), 2000u);
}

TEST(ServerAssociation, UnfinishedCallsShareOneAllowance) {
  Server server({.limits = {.request_bytes = 2000}});
  server.bind();
  server.association.feed(request_pdu(1, pfc_first, pattern(1500)));
  server.association.feed(request_pdu(2, pfc_first, pattern(1500)));
  EXPECT_EQ(server.fault().first, fault_access_denied);
  server.association.feed(request_pdu(1, pfc_last, {}));
  EXPECT_TRUE(server.next<Request>());
}

TEST(ServerAssociation, OfStrangersLessIsTaken) {
  Server server({.limits = {.stranger_bytes = 2000}, .somebody_from = auth::Level::packet});
  server.bind();
  server.association.feed(request_pdu(1, pfc_whole, pattern(2000)));
  EXPECT_TRUE(server.next<Request>());
  server.association.feed(request_pdu(2, pfc_first, pattern(1500)));
  server.association.feed(request_pdu(2, pfc_last, pattern(501)));
  EXPECT_EQ(server.fault(), std::pair(fault_access_denied, uint8_t{pfc_whole | pfc_did_not_execute}));
}

TEST(ServerAssociation, EmptyFragmentsForEverAreEnded) {
  Server server({.limits = {.request_fragments = 100}});
  server.bind();
  server.association.feed(request_pdu(1, pfc_first, {}));
  for (int i = 0; i < 99; ++i) server.association.feed(request_pdu(1, 0, {}));
  EXPECT_TRUE(server.association.output().empty());
  server.association.feed(request_pdu(1, 0, {}));
  EXPECT_EQ(server.fault().first, fault_access_denied);
}

TEST(ServerAssociation, InterleavedFragmentsOfTwoCallsAreKeptApart) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(1, pfc_first, pattern(10, 1)));
  server.association.feed(request_pdu(2, pfc_first, pattern(10, 2)));
  server.association.feed(request_pdu(1, pfc_last, {}));
  server.association.feed(request_pdu(2, pfc_last, {}));
  EXPECT_EQ(server.next<Request>()->stub, pattern(10, 1));
  EXPECT_EQ(server.next<Request>()->stub, pattern(10, 2));
}

TEST(ServerAssociation, ACancelDuringTheRequestIsToldAfterIt) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(1, pfc_first, {}));
  server.association.feed(pdu(PduType::co_cancel, pfc_whole, 1));
  server.association.feed(request_pdu(1, pfc_last, {}));
  EXPECT_TRUE(server.next<Request>());
  EXPECT_TRUE(server.next<Cancelled>());
  server.association.feed(pdu(PduType::co_cancel, pfc_whole, 99));  // a call long answered
  EXPECT_FALSE(server.association.next_event());
  EXPECT_EQ(server.association.state(), ServerAssociation::State::bound);
}

TEST(ServerAssociation, AnOrphanedUnfinishedRequestIsNeverDelivered) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(1, pfc_first, {}));
  server.association.feed(pdu(PduType::orphaned, pfc_whole, 1));
  EXPECT_FALSE(server.association.next_event());
  EXPECT_EQ(server.association.calls(), 0u);
}

TEST(ServerAssociation, ALaterCallOfTheSameIdIsAnotherCall) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(50, pfc_whole, {}));
  auto given_up = server.next<Request>();
  ASSERT_TRUE(given_up);
  EXPECT_TRUE(server.association.has_call(50, given_up->number));
  server.association.feed(pdu(PduType::orphaned, pfc_whole, 50));
  ASSERT_TRUE(server.next<Orphaned>());
  server.association.feed(request_pdu(50, pfc_whole, {}));
  auto later = server.next<Request>();
  ASSERT_TRUE(later);
  EXPECT_FALSE(server.association.has_call(50, given_up->number));
  EXPECT_TRUE(server.association.has_call(50, later->number));
}

TEST(ServerAssociation, AnotherVersionIsToldWhichThereAre) {
  Server server;
  Bytes bind = golden("bind.rpcclient-4.17.bin");
  bind[0] = std::byte{4};
  server.association.feed(Bytes(bind));
  auto answer = take_pdus(server.association);
  ASSERT_EQ(answer.size(), 1u);
  auto nak = read_bind_nak(frame_of(answer[0]));
  ASSERT_TRUE(nak);
  EXPECT_EQ(nak->reason, NakReason::protocol_version);
  EXPECT_EQ(nak->versions.at(0).first, 5);
  EXPECT_TRUE(server.next<Closed>());
}

TEST(ServerAssociation, AnUnknownAuthenticationTypeIsNamedInTheNak) {
  Server server;
  server.association.feed(golden("bind_ntlm.rpcclient-4.17.bin"));  // no package is offered here
  auto answer = take_pdus(server.association);
  ASSERT_EQ(answer.size(), 1u);
  EXPECT_EQ(read_bind_nak(frame_of(answer[0]))->reason, NakReason::authentication_type);
  EXPECT_EQ(server.association.state(), ServerAssociation::State::closed);
}

TEST(ServerAssociation, EmptyAndOverlongBindsAreRefused) {
  Server empty;
  empty.association.feed(bind_pdu({5840, 5840, 0, {}}));
  EXPECT_EQ(take_pdus(empty.association).at(0)[2], std::byte{13});
  Server full;
  Bind bind{5840, 5840, 0, {}};
  for (uint16_t id = 0; id < 65; ++id) bind.elements.push_back({id, interface_a, {ndr_syntax}});
  full.association.feed(bind_pdu(bind));
  EXPECT_EQ(read_bind_nak(frame_of(take_pdus(full.association).at(0)))->reason, NakReason::local_limit);
}

TEST(ServerAssociation, TinyFragmentsOfTheClientAreRaisedToTheLeast) {
  Server server;
  server.association.feed(bind_pdu({1, 1, 0, {{0, interface_a, {ndr_syntax}}}}));
  auto answer = take_pdus(server.association);
  EXPECT_EQ(read_bind_ack(frame_of(answer.at(0)))->max_transmit, 2048);
}

TEST(ServerAssociation, PdusOutOfPlaceEndTheAssociation) {
  Bytes bind = bind_pdu({5840, 5840, 0, {{0, interface_a, {ndr_syntax}}}});
  Bytes misplaced[] = {bind,
                       pdu(PduType::bind_ack, pfc_whole, 1),
                       pdu(PduType::response, pfc_whole, 1),
                       pdu(PduType::fault, pfc_whole, 1),
                       pdu(PduType::auth3, pfc_whole, 1),
                       pdu(PduType::shutdown, pfc_whole, 1),
                       request_pdu(1, pfc_last, {}),
                       request_pdu(1, 0, {})};
  for (const Bytes& bytes : misplaced) {
    Server server;
    server.bind();
    server.association.feed(Bytes(bytes));
    EXPECT_TRUE(server.next<Closed>()) << "PDU type " << std::to_integer<int>(bytes[2]);
  }
  Server fresh;
  fresh.association.feed(request_pdu(1, pfc_whole, {}));
  EXPECT_TRUE(fresh.next<Closed>());
}

TEST(ServerAssociation, ACallIdInUseIsAProtocolError) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(1, pfc_whole, {}));
  server.association.feed(request_pdu(1, pfc_whole, {}));
  EXPECT_TRUE(server.next<Request>());
  EXPECT_TRUE(server.next<Closed>());
}

TEST(ServerAssociation, NothingIsSaidAfterTheEnd) {
  Server server;
  server.bind();
  server.association.feed(request_pdu(1, pfc_whole, {}));
  server.association.feed(Bytes(100, std::byte{0xFF}));
  server.association.respond(1, {});
  server.association.feed(request_pdu(2, pfc_whole, {}));
  EXPECT_TRUE(server.association.output().empty());
  EXPECT_TRUE(server.next<Request>());
  EXPECT_TRUE(server.next<Closed>());
  EXPECT_FALSE(server.association.next_event());
}

TEST(ServerAssociation, EverySingleBitErrorIsSurvived) {
  Bytes conversation = golden("bind_features.smbtorture-4.17.bin");
  Bytes request = golden("request_ept_map.smbtorture-4.17.bin");
  conversation.insert(conversation.end(), request.begin(), request.end());
  for (size_t bit = 0; bit < conversation.size() * 8; ++bit) {
    Bytes broken = conversation;
    broken[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
    Server server({}, std::span(&endpoint_mapper, 1));
    server.association.feed(Bytes(broken));
    size_t events = 0;
    while (server.association.next_event()) ++events;
    EXPECT_LE(events, 3u);
  }
}

}  // namespace nta::rpc::test
