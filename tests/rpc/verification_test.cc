// Verification trailers: what was changed on the way before anything was signed shows.
#include "rpc/verification.h"

#include "rpc/loopback.h"
#include "rpc/toy_security.h"

namespace nta::rpc::test {

namespace {

struct Secured {
  explicit Secured(auth::Level level = auth::Level::integrity)
      : loop({.max_fragment = 2048,
              .package = toy_package,
              .level = level,
              .security = std::make_shared<ToySecurity>(false, 2)},
             {.max_fragment = 2048,
              .make_security = [](uint8_t, auth::Level) { return std::make_shared<ToySecurity>(true, 2); }}) {}

  /** Binds to interface_a, and lets `change` do to the bind what somebody on the way would. */
  template <class Change>
  void bind_changed(Change change) {
    ASSERT_TRUE(loop.client.bind(std::array{interface_a}));
    Bytes bind = take_pdus(loop.client).at(0);
    change(bind);
    loop.server.feed(std::move(bind));
    loop.pump();
    ASSERT_EQ(loop.client.state(), ClientAssociation::State::bound);
  }

  std::vector<Bytes> request(ByteView stub, size_t interface = 0) {
    EXPECT_TRUE(loop.client.start_call(interface, 3, stub));
    return take_pdus(loop.client);
  }

  Loopback loop;
};

constexpr std::array<uint8_t, 8> signature = {0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71};

bool has_trailer(ByteView pdu) {
  auto mark = std::as_bytes(std::span(signature));
  return std::search(pdu.begin(), pdu.end(), mark.begin(), mark.end()) != pdu.end();
}

/** A stub with a trailer of one command, the last, whose value is `words`. */
Bytes stub_with(uint16_t command, std::vector<uint32_t> words) {
  Bytes stub = pattern(8);
  ByteWriter out(stub);
  out.raw(signature.data(), signature.size());
  out.u16(command | 0x4000);
  out.u16(static_cast<uint16_t>(4 * words.size()));
  for (uint32_t word : words) out.u32(word);
  return stub;
}

/** How much of `stub`, as that of call 9, opnum 3, of interface_a, is left by the server; nothing: it is refused. */
std::optional<size_t> left_of(ByteView stub) {
  Bytes request = request_pdu(9, pfc_whole, stub, 0, 3);
  Frame frame = *read_frame(request);
  auto size = verified_size(stub, {.interface = interface_a, .frame = frame, .context = 0, .opnum = 3});
  if (size) return *size;
  EXPECT_EQ(size.error().code, Win32::access_denied);
  return std::nullopt;
}

}  // namespace

TEST(Verification, TheFirstRequestOfEachInterfaceTellsWhatTheBindWas) {
  Secured secured;
  secured.loop.bind();
  for (size_t interface : {0, 1}) {
    for (bool is_first : {true, false}) {
      Bytes sent = secured.request(pattern(100), interface).at(0);
      EXPECT_EQ(has_trailer(sent), is_first) << interface;
      secured.loop.server.feed(std::move(sent));
      secured.loop.pump();
    }
  }
  auto requests = secured.loop.server_all<Request>();
  ASSERT_EQ(requests.size(), 4u);
  for (const Request& request : requests) EXPECT_EQ(request.stub, pattern(100));
}

TEST(Verification, ARequestThatFillsItsFragmentLeavesItToTheNext) {
  Secured secured;
  secured.loop.bind();
  for (const Bytes& sent : secured.request(pattern(5000))) {
    EXPECT_FALSE(has_trailer(sent));
    secured.loop.server.feed(Bytes(sent));
  }
  EXPECT_TRUE(has_trailer(secured.request(pattern(8)).at(0)));
}

TEST(Verification, NothingIsToldWhereRequestsAreNotSigned) {
  Secured secured(auth::Level::connect);
  secured.loop.bind();
  EXPECT_FALSE(has_trailer(secured.request(pattern(100)).at(0)));
}

TEST(Verification, ABindToAnotherInterfaceThanTheClientAskedForEndsTheAssociation) {
  Secured secured;
  secured.bind_changed([](Bytes& bind) {
    Bytes asked, given;
    ByteWriter to_asked(asked), to_given(given);
    write_syntax(to_asked, interface_a);
    write_syntax(to_given, {interface_b.uuid, interface_b.major, 0});
    for (auto at = bind.begin(); (at = std::search(at, bind.end(), asked.begin(), asked.end())) != bind.end();)
      at = std::copy(given.begin(), given.end(), at);
  });
  secured.loop.server.feed(secured.request(pattern(100)).at(0));
  secured.loop.pump();
  EXPECT_TRUE(secured.loop.server_all<Request>().empty());
  ASSERT_EQ(secured.loop.all<Faulted>().size(), 1u);
  EXPECT_EQ(secured.loop.all<Faulted>()[0].status, fault_access_denied);
  EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed);
}

TEST(Verification, HeaderSigningTakenFromTheBindEndsTheAssociation) {
  Secured secured;
  secured.bind_changed([](Bytes& bind) { bind[3] &= ~std::byte{pfc_support_header_sign}; });
  secured.loop.server.feed(secured.request(pattern(100)).at(0));
  secured.loop.pump();
  EXPECT_TRUE(secured.loop.server_all<Request>().empty());
  EXPECT_EQ(secured.loop.server.state(), ServerAssociation::State::closed);
}

TEST(Verification, TheHeaderMustBeTheOneThatCame) {
  constexpr uint32_t drep = 0x10;  // little-endian, ASCII
  EXPECT_EQ(left_of(stub_with(3, {0, drep, 9, 3u << 16})), 8u);
  EXPECT_EQ(left_of(stub_with(3, {2, drep, 9, 3u << 16})), std::nullopt);      // a response
  EXPECT_EQ(left_of(stub_with(3, {0, drep, 8, 3u << 16})), std::nullopt);      // of another call
  EXPECT_EQ(left_of(stub_with(3, {0, drep, 9, 3u << 16 | 1})), std::nullopt);  // of another context
  EXPECT_EQ(left_of(stub_with(3, {0, drep, 9, 4u << 16})), std::nullopt);      // of another method
  EXPECT_EQ(left_of(stub_with(3, {0, 0, 9, 3u << 16})), std::nullopt);         // of another byte order
}

TEST(Verification, WhatMustBeUnderstoodAndIsNotIsRefused) {
  EXPECT_EQ(left_of(stub_with(0x0007, {1, 2})), 8u);
  EXPECT_EQ(left_of(stub_with(0x8007, {1, 2})), std::nullopt);
}

TEST(Verification, MalformedTrailersAreRefused) {
  Bytes whole = stub_with(3, {0, 0x10, 9, 3u << 16});
  for (size_t size = whole.size() - 1; size >= 16; --size)
    EXPECT_EQ(left_of(ByteView(whole).first(size)), std::nullopt) << size;
  EXPECT_EQ(left_of(stub_with(3, {0, 0x10})), std::nullopt);  // half a header
  EXPECT_EQ(left_of(stub_with(1, {})), std::nullopt);
}

TEST(Verification, AStubWithoutOneIsAllStub) {
  for (size_t size : {0, 1, 7, 8, 9, 100, 5000}) EXPECT_EQ(left_of(pattern(size)), size);
  Bytes unaligned = pattern(9);
  ByteWriter(unaligned).raw(signature.data(), signature.size());
  EXPECT_EQ(left_of(unaligned), unaligned.size());
}

}  // namespace nta::rpc::test
