// What a call with a secret leaves in memory: nothing. Method 1 has secrets here, method 0 has none.
#include <algorithm>

#include "rpc/loopback.h"

namespace nta::rpc::test {
namespace {

constexpr uint16_t plain_method = 0;
constexpr uint16_t secret_method = 1;

bool carries_secret(size_t interface, uint16_t opnum) { return interface == 0 && opnum == secret_method; }

Bytes secret() { return Bytes(64, std::byte{0x5E}); }

bool has_secret(ByteView bytes) { return !std::ranges::search(bytes, Bytes(8, std::byte{0x5E})).empty(); }

Bytes copy_of(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

/** Both ends, bound; the test moves the bytes of calls itself. */
class Wiping : public testing::Test {
 protected:
  Wiping() : ends_({.carries_secret = carries_secret}, {.carries_secret = carries_secret}) { ends_.bind(); }

  /** The bytes of a request as they come to the server; the client has sent them. */
  Bytes request(uint16_t opnum) {
    auto call = ends_.client.start_call(0, opnum, secret());
    EXPECT_TRUE(call);
    call_ = call ? *call : 0;
    Bytes bytes = copy_of(ends_.client.output());
    ends_.client.sent(bytes.size());
    return bytes;
  }
  Bytes answer(uint16_t opnum) {
    Bytes bytes = request(opnum);
    ends_.server.feed(bytes);
    ends_.server.next_event();
    ends_.server.respond(call_, secret());
    bytes = copy_of(ends_.server.output());
    ends_.server.sent(bytes.size());
    return bytes;
  }
  /** The association has taken the secret out of the bytes it was fed with. */
  template <class Association>
  void feed(Association& association, Bytes bytes) {
    ASSERT_TRUE(has_secret(bytes));
    association.feed(bytes);
    EXPECT_FALSE(has_secret(bytes));
  }
  /** Memory that a buffer keeps for what is sent next is looked at where it was. Gives what was sent. */
  template <class Association>
  Bytes send(Association& association) {
    ByteView sent = association.output();
    EXPECT_TRUE(has_secret(sent));
    Bytes bytes = copy_of(sent);
    association.sent(sent.size());
    EXPECT_TRUE(std::ranges::all_of(sent, [](std::byte each) { return each == std::byte{0}; }));
    return bytes;
  }
  template <class Event, class Association>
  Bytes stub_of_next(Association& association) {
    auto event = association.next_event();
    auto* found = event ? std::get_if<Event>(&*event) : nullptr;
    return found ? found->stub : Bytes();
  }

  Loopback ends_;
  uint32_t call_ = 0;
};

TEST_F(Wiping, ARequestIsTakenOutOfTheBytesItCameIn) {
  feed(ends_.server, request(secret_method));
  EXPECT_EQ(stub_of_next<Request>(ends_.server), secret());
}

TEST_F(Wiping, ARequestInPiecesToo) {
  Bytes bytes = request(secret_method);
  feed(ends_.server, Bytes(bytes.begin(), bytes.begin() + 50));
  feed(ends_.server, Bytes(bytes.begin() + 50, bytes.end()));
  EXPECT_EQ(stub_of_next<Request>(ends_.server), secret());
}

TEST_F(Wiping, AnAnswerIsTakenOutOfTheBytesItCameIn) {
  feed(ends_.client, answer(secret_method));
  EXPECT_EQ(stub_of_next<Reply>(ends_.client), secret());
}

TEST_F(Wiping, WhatWasSentIsGone) {
  ASSERT_TRUE(ends_.client.start_call(0, secret_method, secret()));
  Bytes bytes = send(ends_.client);
  ends_.server.feed(bytes);
  auto event = ends_.server.next_event();
  ASSERT_TRUE(event && std::holds_alternative<Request>(*event));
  ends_.server.respond(std::get<Request>(*event).call_id, secret());
  send(ends_.server);
}

TEST_F(Wiping, APlainCallBesideASecretOneDoesNotSaveIt) {
  ASSERT_TRUE(ends_.client.start_call(0, secret_method, secret()));
  ASSERT_TRUE(ends_.client.start_call(0, plain_method, {}));
  ByteView sent = ends_.client.output();
  ends_.client.sent(sent.size());
  EXPECT_FALSE(has_secret(sent));
}

TEST_F(Wiping, CallsWithoutSecretsAreLeftAsTheyAre) {
  Bytes bytes = request(plain_method);
  Bytes before = bytes;
  ends_.server.feed(bytes);
  EXPECT_EQ(bytes, before);
}

TEST_F(Wiping, ARequestThatIsRefusedIsWipedWhateverItIs) {
  Bytes bytes = request_pdu(9, pfc_whole, secret(), 77, plain_method);  // no such context
  ends_.server.feed(bytes);
  EXPECT_FALSE(has_secret(bytes));
}

TEST(WipingByDefault, EveryCallIsWiped) {
  Loopback ends;
  ends.bind();
  Bytes bytes = request_pdu(9, pfc_whole, secret(), 0, plain_method);
  ends.server.feed(bytes);
  EXPECT_FALSE(has_secret(bytes));
}

}  // namespace
}  // namespace nta::rpc::test
