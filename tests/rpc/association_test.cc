// Client and server association against each other: binding, calls, fragments, cancelling.
#include "rpc/loopback.h"

namespace nta::rpc::test {

TEST(Association, BindsSeveralInterfacesAtOnce) {
  Loopback loop;
  loop.bind();
  ASSERT_EQ(loop.all<Bound>().size(), 1u);
  auto results = loop.all<Bound>()[0].results;
  for (const ContextResult& result : results) {
    EXPECT_EQ(result.outcome, ContextOutcome::acceptance);
    EXPECT_EQ(result.transfer_syntax, ndr_syntax);
  }
  EXPECT_EQ(loop.client.state(), ClientAssociation::State::bound);
  EXPECT_NE(loop.client.group(), 0u);
  EXPECT_EQ(loop.client.group(), loop.server.group());
  EXPECT_TRUE(loop.client.keeps_connection_on_orphan());
}

TEST(Association, CallsReachTheInterfaceTheyName) {
  Loopback loop;
  loop.bind();
  Guid object = guid("6cb71c2c-9812-4540-0300-000000000000");
  auto id = loop.client.start_call(1, 42, pattern(5), &object);
  ASSERT_TRUE(id);
  loop.pump();
  auto requests = loop.server_all<Request>();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].call_id, *id);
  EXPECT_EQ(requests[0].interface, 1u);
  EXPECT_EQ(requests[0].opnum, 42);
  EXPECT_EQ(requests[0].object, object);
  EXPECT_EQ(requests[0].stub, pattern(5));
  loop.server.respond(*id, pattern(9));
  loop.pump();
  ASSERT_EQ(loop.all<Reply>().size(), 1u);
  EXPECT_EQ(loop.all<Reply>()[0].stub, pattern(9));
  EXPECT_EQ(loop.server.calls(), 0u);
}

TEST(Association, EmptyStubsAreWholeCalls) {
  Loopback loop;
  loop.bind();
  auto id = loop.client.start_call(0, 0, {});
  ASSERT_TRUE(id);
  loop.pump();
  ASSERT_EQ(loop.server_all<Request>().size(), 1u);
  loop.server.respond(*id, {});
  loop.pump();
  ASSERT_EQ(loop.all<Reply>().size(), 1u);
  EXPECT_TRUE(loop.all<Reply>()[0].stub.empty());
}

TEST(Association, FragmentsAreJoinedWhateverPiecesTheStreamComesIn) {
  for (size_t piece : {size_t{1}, size_t{7}, size_t{1000}, size_t{SIZE_MAX}}) {
    Loopback loop({.max_fragment = 2048}, {.max_fragment = 4280});
    loop.piece = piece;
    loop.bind();
    Bytes question = pattern(9001), answer = pattern(20000, 9);
    auto id = loop.client.start_call(0, 3, question);
    ASSERT_TRUE(id);
    loop.pump();
    ASSERT_EQ(loop.server_all<Request>().size(), 1u) << piece;
    EXPECT_EQ(loop.server_all<Request>()[0].stub, question);
    loop.server.respond(*id, answer);
    loop.pump();
    ASSERT_EQ(loop.all<Reply>().size(), 1u) << piece;
    EXPECT_EQ(loop.all<Reply>()[0].stub, answer);
  }
}

TEST(Association, NoFragmentIsLargerThanAgreed) {
  Loopback loop({.max_fragment = 2050}, {.max_fragment = 65528});
  loop.bind();
  ASSERT_TRUE(loop.client.start_call(0, 3, pattern(10000)));
  for (const Bytes& sent : take_pdus(loop.client)) {
    EXPECT_LE(sent.size(), 2048u);  // rounded down to a multiple of 8
    loop.server.feed(Bytes(sent));
  }
  auto request = loop.server.next_event();
  ASSERT_TRUE(request && std::holds_alternative<Request>(*request));
  loop.server.respond(std::get<Request>(*request).call_id, pattern(10000));
  auto answer = take_pdus(loop.server);
  EXPECT_EQ(answer.size(), 5u);
  for (const Bytes& sent : answer) EXPECT_LE(sent.size(), 2048u);
}

TEST(Association, AnswersComeInAnyOrder) {
  Loopback loop({.max_fragment = 2048}, {.max_fragment = 2048});
  loop.bind();
  std::vector<uint32_t> ids;
  for (unsigned i = 0; i < 20; ++i) {
    auto id = loop.client.start_call(i % 2, static_cast<uint16_t>(i), pattern(3000, i));
    ASSERT_TRUE(id);
    ids.push_back(*id);
  }
  loop.pump();
  auto requests = loop.server_all<Request>();
  ASSERT_EQ(requests.size(), 20u);
  for (size_t i = requests.size(); i-- > 0;) loop.server.respond(requests[i].call_id, requests[i].stub);
  loop.pump();
  auto replies = loop.all<Reply>();
  ASSERT_EQ(replies.size(), 20u);
  for (unsigned i = 0; i < 20; ++i) {
    EXPECT_EQ(replies[i].call_id, ids[19 - i]);
    EXPECT_EQ(replies[i].stub, pattern(3000, 19 - i));
  }
}

TEST(Association, RefusedInterfacesDoNotSpoilTheOthers) {
  Loopback loop;
  loop.bind({interface_unknown, interface_a});
  auto results = loop.all<Bound>()[0].results;
  EXPECT_EQ(results[0].outcome, ContextOutcome::provider_rejection);
  EXPECT_EQ(results[0].reason, static_cast<uint16_t>(ContextReason::abstract_syntax));
  EXPECT_EQ(results[1].outcome, ContextOutcome::acceptance);
  auto refused = loop.client.start_call(0, 0, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::rpc_unknown_if);
  EXPECT_TRUE(loop.client.start_call(1, 0, {}));
}

TEST(Association, NewerMinorVersionsAreRefusedAndOlderOnesServed) {
  Loopback loop;
  SyntaxId older = interface_b, newer = interface_b;
  older.minor = 1;
  newer.minor = 3;
  loop.bind({older, newer});
  auto results = loop.all<Bound>()[0].results;
  EXPECT_EQ(results[0].outcome, ContextOutcome::acceptance);
  EXPECT_EQ(results[1].outcome, ContextOutcome::provider_rejection);
}

TEST(Association, AlterContextAddsAnInterfaceToALiveAssociation) {
  Loopback loop;
  loop.bind({interface_a});
  auto running = loop.client.start_call(0, 1, pattern(3));
  ASSERT_TRUE(running);
  loop.pump();
  ASSERT_TRUE(loop.client.alter(std::span(&interface_b, 1)));
  auto waiting = loop.client.start_call(1, 2, pattern(4));  // waits for the answer to the alter_context
  ASSERT_TRUE(waiting);
  loop.pump();
  ASSERT_EQ(loop.all<Bound>().size(), 2u);
  ASSERT_EQ(loop.server_all<Request>().size(), 2u);
  EXPECT_EQ(loop.server_all<Request>()[1].interface, 1u);
  loop.server.respond(*waiting, {});
  loop.server.respond(*running, {});
  loop.pump();
  EXPECT_EQ(loop.all<Reply>().size(), 2u);
}

TEST(Association, CallsStartedBeforeTheBindIsAnsweredWaitForIt) {
  Loopback loop;
  ASSERT_TRUE(loop.client.bind(std::vector{interface_a, interface_unknown}));
  auto served_call = loop.client.start_call(0, 5, pattern(100));
  auto refused_call = loop.client.start_call(1, 5, pattern(100));
  ASSERT_TRUE(served_call && refused_call);
  auto sent = take_pdus(loop.client);
  ASSERT_EQ(sent.size(), 1u);
  loop.server.feed(Bytes(sent[0]));
  loop.pump();
  ASSERT_EQ(loop.server_all<Request>().size(), 1u);
  EXPECT_EQ(loop.server_all<Request>()[0].call_id, *served_call);
  ASSERT_EQ(loop.all<Faulted>().size(), 1u);
  EXPECT_EQ(loop.all<Faulted>()[0].call_id, *refused_call);
  EXPECT_EQ(loop.all<Faulted>()[0].win32(), Win32::rpc_unknown_if);
}

TEST(Association, WithoutMultiplexingCallsGoOutOneByOne) {
  ClientAssociation client({});
  AssociationGroups groups;
  ServerAssociation server(served, groups, {});
  ASSERT_TRUE(client.bind(served));
  server.feed(take_pdus(client)[0]);
  Bytes ack = take_pdus(server)[0];
  ack[3] = std::byte{pfc_whole};  // as Samba's and impacket's servers answer
  client.feed(Bytes(ack));
  auto first = client.start_call(0, 1, {});
  auto second = client.start_call(0, 2, {});
  ASSERT_TRUE(first && second);
  auto sent = take_pdus(client);
  ASSERT_EQ(sent.size(), 1u);
  server.feed(Bytes(sent[0]));
  server.respond(*first, {});
  client.feed(take_pdus(server)[0]);
  EXPECT_EQ(take_pdus(client).size(), 1u);
}

TEST(Association, FaultsBecomeWin32Codes) {
  Loopback loop;
  loop.bind();
  struct {
    uint32_t status;
    Win32 code;
  } rows[] = {{5, Win32::access_denied},
              {fault_op_range, Win32::rpc_procnum_out_of_range},
              {fault_bad_stub_data, Win32::rpc_bad_stub_data},
              {fault_cancel, Win32::rpc_call_cancelled},
              {fault_too_busy, Win32::rpc_server_too_busy}};
  for (const auto& row : rows) {
    auto id = loop.client.start_call(0, 99, {});
    ASSERT_TRUE(id);
    loop.pump();
    loop.server.fault(*id, row.status);
    loop.pump();
    EXPECT_EQ(loop.all<Faulted>().back().win32(), row.code);
    EXPECT_FALSE(loop.all<Faulted>().back().did_not_execute);
  }
}

TEST(Association, ACancelIsToldOnceAndTheCallStillAnswered) {
  Loopback loop;
  loop.bind();
  auto id = loop.client.start_call(0, 1, {});
  ASSERT_TRUE(id);
  loop.client.cancel(*id);
  loop.client.cancel(*id);
  loop.pump();
  ASSERT_EQ(loop.server_all<Cancelled>().size(), 1u);
  EXPECT_EQ(loop.server_all<Cancelled>()[0].call_id, *id);
  loop.server.fault(*id, fault_cancel);
  loop.pump();
  ASSERT_EQ(loop.all<Faulted>().size(), 1u);
  EXPECT_EQ(loop.all<Faulted>()[0].win32(), Win32::rpc_call_cancelled);
}

TEST(Association, AnOrphanedCallIsForgottenOnBothSides) {
  Loopback loop;
  loop.bind();
  auto id = loop.client.start_call(0, 1, {});
  ASSERT_TRUE(id);
  loop.pump();
  loop.client.orphan(*id);
  loop.pump();
  ASSERT_EQ(loop.server_all<Orphaned>().size(), 1u);
  loop.server.respond(*id, pattern(4));  // a service that answers all the same
  EXPECT_TRUE(loop.server.output().empty());
  EXPECT_EQ(loop.client.outstanding(), 0u);
  ASSERT_TRUE(loop.client.start_call(0, 2, {}));
  loop.pump();
  EXPECT_EQ(loop.server_all<Request>().size(), 2u);
}

TEST(Association, TheAnswerThatCrossedAnOrphanIsDropped) {
  Loopback loop;
  loop.bind();
  auto id = loop.client.start_call(0, 1, {});
  ASSERT_TRUE(id);
  loop.pump();
  loop.server.respond(*id, pattern(4));
  loop.client.orphan(*id);
  loop.pump();
  EXPECT_TRUE(loop.all<Reply>().empty());
  EXPECT_EQ(loop.client.state(), ClientAssociation::State::bound);
}

TEST(Association, AForgottenCallRunsAndItsAnswerIsDropped) {
  Loopback loop;
  loop.bind();
  auto id = loop.client.start_call(0, 1, {});
  ASSERT_TRUE(id);
  loop.client.forget(*id);
  loop.pump();
  ASSERT_EQ(loop.server_all<Request>().size(), 1u);
  loop.server.respond(*id, pattern(4));
  loop.pump();
  EXPECT_TRUE(loop.all<Reply>().empty());
  EXPECT_EQ(loop.client.outstanding(), 0u);
}

TEST(Association, GroupsAreJoinedByTheirOwnerOnly) {
  AssociationGroups groups;
  std::vector<uint32_t> emptied;
  groups.on_empty([&](uint32_t id) { emptied.push_back(id); });
  Bind bind{5840, 5840, 0, {{0, interface_a, {ndr_syntax}}}};
  std::optional<ServerAssociation> first(std::in_place, served, groups, ServerOptions{.owner = "uid 7"});
  first->feed(bind_pdu(bind));
  bind.group = first->group();
  uint32_t group = first->group();
  {
    ServerAssociation second(served, groups, {.owner = "uid 7"});
    second.feed(bind_pdu(bind));
    EXPECT_EQ(second.group(), group);
    ServerAssociation stranger(served, groups, {.owner = "uid 8"});
    stranger.feed(bind_pdu(bind));
    EXPECT_EQ(stranger.state(), ServerAssociation::State::closed);
    auto answer = take_pdus(stranger);
    ASSERT_EQ(answer.size(), 1u);
    EXPECT_EQ(answer[0][2], std::byte{13});  // bind_nak
    first.reset();
    EXPECT_TRUE(emptied.empty());
  }
  EXPECT_EQ(emptied, std::vector{group});
  EXPECT_EQ(groups.size(), 0u);
}

}  // namespace nta::rpc::test
