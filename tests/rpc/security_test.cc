// Security contexts in both associations: legs of the handshake, trailers, signing, sealing.
#include "rpc/golden.h"
#include "rpc/loopback.h"
#include "rpc/toy_security.h"

namespace nta::rpc::test {

namespace {

struct Secured {
  explicit Secured(auth::Level level, int legs = 3, size_t signature = 16, uint16_t max_fragment = 2048)
      : client_context(std::make_shared<ToySecurity>(false, legs, signature)),
        server_context(std::make_shared<ToySecurity>(true, legs, signature)),
        loop({.max_fragment = max_fragment, .package = toy_package, .level = level, .security = client_context},
             {.max_fragment = max_fragment, .make_security = [this](uint8_t, auth::Level) { return server_context; }}) {
  }

  /** Starts a call and gives its PDUs, not yet delivered. */
  std::vector<Bytes> request(ByteView stub, uint16_t opnum = 3) {
    EXPECT_TRUE(loop.client.start_call(0, opnum, stub));
    return take_pdus(loop.client);
  }

  std::shared_ptr<ToySecurity> client_context;
  std::shared_ptr<ToySecurity> server_context;
  Loopback loop;
};

/** Whether `stub` is `sent`, which may have been padded to stand before a verification trailer. */
bool is_padded(const Bytes& stub, Bytes sent) {
  if (stub.size() < sent.size() || stub.size() - sent.size() > 3) return false;
  sent.resize(stub.size());
  return stub == sent;
}

bool contains(ByteView bytes, ByteView part) {
  return std::search(bytes.begin(), bytes.end(), part.begin(), part.end()) != bytes.end();
}

}  // namespace

TEST(Security, HandshakesOfAnyNumberOfLegsComplete) {
  for (int legs = 1; legs <= 7; ++legs) {
    for (size_t piece : {size_t{1}, SIZE_MAX}) {
      Secured secured(auth::Level::integrity, legs);
      secured.loop.piece = piece;
      secured.loop.bind();
      EXPECT_EQ(secured.loop.client.state(), ClientAssociation::State::bound) << legs;
      EXPECT_EQ(secured.loop.all<Bound>().size(), 1u) << legs;
      EXPECT_EQ(secured.loop.all<Bound>().at(0).results.size(), 2u) << legs;
      ASSERT_TRUE(secured.loop.client.start_call(1, 8, pattern(100)));
      secured.loop.pump();
      EXPECT_EQ(secured.loop.server_all<Request>().size(), 1u) << legs;
      ASSERT_TRUE(secured.loop.server.identity());
      EXPECT_EQ(secured.loop.server.identity()->name, "TOY\\user");
    }
  }
}

TEST(Security, AThirdLegGoesInAnAuth3) {
  Secured secured(auth::Level::integrity, 3);
  ASSERT_TRUE(secured.loop.client.bind(served));
  secured.loop.server.feed(take_pdus(secured.loop.client).at(0));
  auto leg = secured.loop.server.next_event();
  ASSERT_TRUE(leg && std::holds_alternative<Authenticate>(*leg));
  secured.loop.server.authenticated(secured.server_context->step(std::get<Authenticate>(*leg).token));
  secured.loop.client.feed(take_pdus(secured.loop.server).at(0));
  auto sent = take_pdus(secured.loop.client);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0][2], std::byte{16});
}

TEST(Security, EveryLevelAndSizeArrivesUnchanged) {
  for (auto level : {auth::Level::connect, auth::Level::packet, auth::Level::integrity, auth::Level::privacy})
    for (size_t signature : {size_t{16}, size_t{28}, size_t{76}})
      for (size_t size : {size_t{0}, size_t{1}, size_t{15}, size_t{16}, size_t{1960}, size_t{9000}}) {
        Secured secured(level, 2, signature);
        secured.loop.bind();
        auto id = secured.loop.client.start_call(0, 1, pattern(size));
        ASSERT_TRUE(id);
        secured.loop.pump();
        ASSERT_EQ(secured.loop.server_all<Request>().size(), 1u) << size;
        EXPECT_TRUE(is_padded(secured.loop.server_all<Request>()[0].stub, pattern(size))) << size;
        secured.loop.server.respond(*id, pattern(size, 5));
        secured.loop.pump();
        ASSERT_EQ(secured.loop.all<Reply>().size(), 1u) << size;
        EXPECT_EQ(secured.loop.all<Reply>()[0].stub, pattern(size, 5));
        bool is_signed = level >= auth::Level::packet;
        EXPECT_EQ(secured.client_context->seen.protected_pdus > 0, is_signed);
        EXPECT_EQ(secured.client_context->seen.protected_pdus, secured.server_context->seen.unprotected_pdus);
        EXPECT_EQ(secured.server_context->seen.protected_pdus, secured.client_context->seen.unprotected_pdus);
      }
}

TEST(Security, FragmentsWithTrailersFitTheAgreedSizeAndAreAligned) {
  Secured secured(auth::Level::privacy, 3, 76);
  secured.loop.bind();
  Guid object = guid("484809d6-4239-471b-b5bc-61df8c23ac48");
  ASSERT_TRUE(secured.loop.client.start_call(0, 1, pattern(9001), &object));
  auto sent = take_pdus(secured.loop.client);
  EXPECT_GT(sent.size(), 4u);
  for (Bytes& pdu_bytes : sent) {
    Frame frame = frame_of(pdu_bytes);
    EXPECT_LE(pdu_bytes.size(), 2048u);
    ASSERT_TRUE(frame.trailer);
    EXPECT_EQ(frame.credentials.size(), 76u);
    size_t head = frame.header.flags & pfc_object_uuid ? 40 : 24;
    EXPECT_EQ((frame.body_end - head) % 16, 0u);  // the padded stub, as Samba's
  }
}

TEST(Security, FragmentsWithoutRoomForAStubAreRefused) {
  for (size_t fragment : {0u, 23u, 24u, 39u, 63u}) {
    Bytes out;
    Protection plain, sealed{.context = std::make_shared<ToySecurity>(false, 1, 16), .level = auth::Level::privacy};
    bool has_room = fragment >= 24 + 16;
    EXPECT_EQ(write_request(out, {}, pattern(100), fragment, plain).has_value(), has_room) << fragment;
    EXPECT_FALSE(write_request(out, {}, pattern(100), fragment, sealed)) << fragment;
  }
}

TEST(Security, PrivacyHidesTheStubAndIntegrityDoesNot) {
  Bytes secret = pattern(64);
  Secured hidden(auth::Level::privacy), open(auth::Level::integrity);
  hidden.loop.bind();
  open.loop.bind();
  EXPECT_FALSE(contains(hidden.request(secret).at(0), secret));
  EXPECT_TRUE(contains(open.request(secret).at(0), secret));
}

TEST(Security, HeadersAreSignedWhereBothSidesOfferIt) {
  Secured secured(auth::Level::integrity);
  secured.loop.bind();
  auto sent = secured.request(pattern(20));
  EXPECT_TRUE(secured.client_context->seen.headers_signed);
  sent.at(0)[22] ^= std::byte{1};  // the opnum
  secured.loop.server.feed(Bytes(sent[0]));
  EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed);
}

TEST(Security, HeadersAreNotSignedForAPeerWithoutTheFlag) {
  Secured secured(auth::Level::integrity, 2);
  ASSERT_TRUE(secured.loop.client.bind(served));
  Bytes bind = take_pdus(secured.loop.client).at(0);
  bind[3] = std::byte{pfc_whole};  // as impacket's
  secured.loop.server.feed(Bytes(bind));
  auto leg = secured.loop.server.next_event();
  secured.loop.server.authenticated(secured.server_context->step(std::get<Authenticate>(*leg).token));
  secured.loop.client.feed(take_pdus(secured.loop.server).at(0));
  // A request of one fragment would say that its client did offer it (verification.h).
  for (Bytes& fragment : secured.request(pattern(3000))) secured.loop.server.feed(std::move(fragment));
  auto request = secured.loop.server.next_event();
  ASSERT_TRUE(request && std::holds_alternative<Request>(*request));
  EXPECT_FALSE(secured.server_context->seen.headers_signed);
}

TEST(Security, ChangedReplayedAndUnsignedRequestsGetAFaultAndTheEnd) {
  enum class Attack { change_stub, replay, reorder, strip, other_level };
  for (auto attack : {Attack::change_stub, Attack::replay, Attack::reorder, Attack::strip, Attack::other_level}) {
    Secured secured(auth::Level::integrity);
    secured.loop.bind();
    Bytes first = secured.request(pattern(20)).at(0);
    Bytes second = secured.request(pattern(20)).at(0);
    std::vector<Bytes> sent;
    switch (attack) {
      case Attack::change_stub:
        first[30] ^= std::byte{1};
        sent = {first};
        break;
      case Attack::replay:
        sent = {first, first};
        break;
      case Attack::reorder:
        sent = {second};
        break;
      case Attack::strip:
        sent = {request_pdu(9, pfc_whole, pattern(20))};
        break;
      case Attack::other_level:
        first[first.size() - 16 - 7] = std::byte{6};
        sent = {first};
        break;
    }
    for (const Bytes& bytes : sent) secured.loop.server.feed(Bytes(bytes));
    EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed) << static_cast<int>(attack);
    auto answer = take_pdus(secured.loop.server);
    ASSERT_EQ(answer.size(), 1u);
    Frame frame = frame_of(answer[0]);
    ByteReader in = frame.body();
    EXPECT_EQ(read_fault(in)->status, fault_access_denied);
  }
}

TEST(Security, AForgedResponseIsNotBelieved) {
  Secured secured(auth::Level::integrity);
  secured.loop.bind();
  secured.loop.server.feed(secured.request(pattern(20)).at(0));
  auto request = std::get<Request>(*secured.loop.server.next_event());
  secured.loop.server.respond(request.call_id, pattern(30));
  Bytes response = take_pdus(secured.loop.server).at(0);
  response[26] ^= std::byte{1};
  secured.loop.client.feed(Bytes(response));
  EXPECT_EQ(secured.loop.client.state(), ClientAssociation::State::closed);
}

TEST(Security, FaultsComeWithoutATrailerAndAreTaken) {
  Secured secured(auth::Level::privacy);
  secured.loop.bind();
  auto id = secured.loop.client.start_call(0, 1, {});
  ASSERT_TRUE(id);
  secured.loop.pump();
  secured.loop.server.fault(*id, fault_op_range);
  secured.loop.pump();
  ASSERT_EQ(secured.loop.all<Faulted>().size(), 1u);
  EXPECT_EQ(secured.loop.all<Faulted>()[0].win32(), Win32::rpc_procnum_out_of_range);
}

TEST(Security, CancelsAndOrphansAreSignedInTheirTurn) {
  Secured secured(auth::Level::integrity);
  secured.loop.bind();
  auto first = secured.loop.client.start_call(0, 1, {});
  auto second = secured.loop.client.start_call(0, 1, {});
  ASSERT_TRUE(first && second);
  secured.loop.client.cancel(*first);
  secured.loop.client.orphan(*second);
  ASSERT_TRUE(secured.loop.client.start_call(0, 2, pattern(8)));
  secured.loop.pump();
  EXPECT_EQ(secured.loop.server_all<Cancelled>().size(), 1u);
  EXPECT_EQ(secured.loop.server_all<Orphaned>().size(), 1u);
  EXPECT_EQ(secured.loop.server_all<Request>().size(), 3u);
}

TEST(Security, RequestsWaitWhileALegRunsElsewhere) {
  Secured secured(auth::Level::integrity, 3);
  secured.loop.steps_at_once = false;
  ASSERT_TRUE(secured.loop.client.bind(served));
  secured.loop.pump();
  ASSERT_EQ(secured.loop.server_all<Authenticate>().size(), 1u);
  EXPECT_FALSE(secured.loop.server.wants_input());
  secured.loop.server.authenticated(secured.server_context->step(secured.loop.server_all<Authenticate>()[0].token));
  secured.loop.pump();  // the client's auth3 comes in, and a call right behind it
  ASSERT_EQ(secured.loop.server_all<Authenticate>().size(), 2u);
  for (const Bytes& bytes : secured.request(pattern(50))) secured.loop.server.feed(Bytes(bytes));
  EXPECT_TRUE(secured.loop.server_all<Request>().empty());
  secured.loop.server.authenticated(secured.server_context->step(secured.loop.server_all<Authenticate>()[1].token));
  secured.loop.pump();
  EXPECT_EQ(secured.loop.server_all<Request>().size(), 1u);
}

TEST(Security, ARefusedTokenInTheBindIsANak) {
  Secured secured(auth::Level::integrity, 3);
  secured.loop.steps_at_once = false;
  ASSERT_TRUE(secured.loop.client.bind(served));
  secured.loop.pump();
  secured.loop.server.authenticated(fail(Win32::logon_failure, "no such user"));
  secured.loop.pump();
  EXPECT_EQ(secured.loop.all<Disconnected>().size(), 1u);
  EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed);
}

TEST(Security, ARefusedAuth3MakesEveryCallAccessDenied) {
  Secured secured(auth::Level::connect, 3);
  secured.loop.steps_at_once = false;
  ASSERT_TRUE(secured.loop.client.bind(served));
  secured.loop.pump();
  secured.loop.server.authenticated(secured.server_context->step(secured.loop.server_all<Authenticate>()[0].token));
  secured.loop.pump();
  secured.loop.server.authenticated(fail(Win32::logon_failure, "wrong password"));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(secured.loop.client.start_call(0, 1, pattern(5000)));
    secured.loop.pump();
  }
  ASSERT_EQ(secured.loop.all<Faulted>().size(), 2u);
  EXPECT_EQ(secured.loop.all<Faulted>()[0].win32(), Win32::access_denied);
  EXPECT_TRUE(secured.loop.server_all<Request>().empty());
  EXPECT_FALSE(secured.loop.server.identity());
}

TEST(Security, ARequestBeforeTheHandshakeIsCompleteIsRefused) {
  Secured secured(auth::Level::integrity, 3);
  ASSERT_TRUE(secured.loop.client.bind(served));
  secured.loop.server.feed(take_pdus(secured.loop.client).at(0));
  auto leg = secured.loop.server.next_event();
  secured.loop.server.authenticated(secured.server_context->step(std::get<Authenticate>(*leg).token));
  take_pdus(secured.loop.server);
  secured.loop.server.feed(request_pdu(5, pfc_whole, {}));
  auto answer = take_pdus(secured.loop.server);
  ASSERT_EQ(answer.size(), 1u);
  EXPECT_EQ(answer[0][2], std::byte{3});
  EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed);
}

TEST(Security, AFloodDuringALegIsEnded) {
  Secured secured(auth::Level::integrity, 3);
  secured.loop.steps_at_once = false;
  ASSERT_TRUE(secured.loop.client.bind(served));
  secured.loop.pump();
  Bytes flood(100'000);
  for (int i = 0; i < 3; ++i) secured.loop.server.feed(Bytes(flood));
  EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed);
}

}  // namespace nta::rpc::test
