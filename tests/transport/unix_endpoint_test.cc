// The unix-socket endpoint against clients that misbehave.
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "auth/acceptors.h"
#include "transport/echo_server.h"

namespace nta::transport::test {

namespace {

/** A client that says exactly what it is told to. */
class RawClient {
 public:
  explicit RawClient(const std::string& path) {
    auto connected = connect_unix(path, soon());
    EXPECT_TRUE(connected) << connected.error().text;
    if (connected) channel = *std::move(connected);
  }
  void send(ByteView bytes) {
    while (!bytes.empty()) {
      auto count = channel->send_some(bytes, soon());
      if (!count) return;
      bytes = bytes.subspan(*count);
    }
  }
  /** Whether the server closes the connection, whatever it says before. */
  bool is_closed_by_server() {
    Bytes buffer(65536);
    for (;;) {
      auto count = channel->receive_some(buffer, soon());
      if (!count) return count.error().code == Win32::broken_pipe;
      if (*count == 0) return true;
    }
  }
  std::unique_ptr<Channel> channel;
};

Bytes bind_bytes() {
  rpc::ClientAssociation client({});
  (void)client.bind(std::vector{interface_a});
  return Bytes(client.output().begin(), client.output().end());
}

Bytes request_bytes(uint32_t id, uint16_t opnum, uint8_t flags, ByteView stub) {
  Bytes out;
  rpc::PduWriter pdu(out, rpc::PduType::request, flags, id);
  rpc::write_request_head(pdu.body(), {0, 0, opnum, std::nullopt});
  pdu.body().raw(stub);
  pdu.finish();
  return out;
}

}  // namespace

TEST(UnixEndpoint, TheSocketFileHasItsModeAndGoesAtTheEnd) {
  nta::test::TemporaryDir directory;
  struct stat found {};
  {
    EchoServer server(directory / "socket");
    ASSERT_EQ(::stat((directory / "socket").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
  }
  EXPECT_NE(::stat((directory / "socket").c_str(), &found), 0);
}

TEST(UnixEndpoint, WhoConnectsIsLetInOnceTheyAreKnown) {
  nta::test::TemporaryDir directory;
  std::vector<std::function<void()>> waiting;  // the loop's thread
  EchoServer server(directory / "socket", {}, 2,
                    [&](uid_t, std::function<void()> then) { waiting.push_back(std::move(then)); });
  auto count = [&] {
    size_t counted = 0;
    server.run([&] { counted = waiting.size(); });
    return counted;
  };
  RawClient first(directory / "socket"), second(directory / "socket");
  first.send(bind_bytes());
  EXPECT_TRUE(eventually([&] { return count() == 2; }));
  EXPECT_EQ(server.connections(), 0u);
  RawClient beyond(directory / "socket");
  EXPECT_TRUE(beyond.is_closed_by_server());  // those that wait have a place each
  server.run([&] {
    for (const auto& then : std::exchange(waiting, {})) then();
  });
  EXPECT_EQ(server.connections(), 2u);
  Bytes answer(65536);
  auto received = first.channel->receive_some(answer, soon());
  ASSERT_TRUE(received);
  EXPECT_EQ(answer[2], static_cast<std::byte>(rpc::PduType::bind_ack));
}

TEST(UnixEndpoint, WhoIsKnownAfterTheEndIsNotLetIn) {
  nta::test::TemporaryDir directory;
  std::vector<std::function<void()>> waiting;
  std::optional<EchoServer> server(std::in_place, directory / "socket", ConnectionLimits(), 2,
                                   [&](uid_t, std::function<void()> then) { waiting.push_back(std::move(then)); });
  RawClient client(directory / "socket");
  EXPECT_TRUE(eventually([&] {
    bool here = false;
    server->run([&] { here = !waiting.empty(); });
    return here;
  }));
  server.reset();
  for (const auto& then : std::exchange(waiting, {})) then();
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(UnixEndpoint, GarbageEndsThatClientOnly) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  RawClient garbage(directory / "socket");
  garbage.send(as_byte_view("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  EXPECT_TRUE(garbage.is_closed_by_server());
  EXPECT_TRUE(pool.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.connections(), 1u);
}

TEST(UnixEndpoint, AClientThatNeverBindsIsDisconnected) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket", {.handshake_time = std::chrono::milliseconds(10)});
  RawClient silent(directory / "socket");
  EXPECT_TRUE(silent.is_closed_by_server());
}

TEST(UnixEndpoint, HalfARequestIsNotWaitedForLong) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket", {.request_time = std::chrono::milliseconds(10)});
  RawClient slow(directory / "socket");
  slow.send(bind_bytes());
  Bytes request = request_bytes(2, op_echo, rpc::pfc_whole, Bytes(100));
  slow.send(ByteView(request).first(50));
  EXPECT_TRUE(slow.is_closed_by_server());
  RawClient unfinished(directory / "socket");
  unfinished.send(bind_bytes());
  unfinished.send(request_bytes(2, op_echo, rpc::pfc_first, Bytes(100)));
  EXPECT_TRUE(unfinished.is_closed_by_server());
}

TEST(UnixEndpoint, AnIdleBoundClientIsLeftAlone) {
  nta::test::TemporaryDir directory;
  std::chrono::milliseconds brief(1);
  EchoServer server(directory / "socket",
                    {.handshake_time = std::chrono::seconds(20), .request_time = brief, .reading_time = brief});
  auto pool = pool_for(directory / "socket");
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // more than one look at the clock
  EXPECT_TRUE(pool.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 0);
}

TEST(UnixEndpoint, AClientThatDoesNotReadIsDisconnected) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket", {.reading_time = std::chrono::milliseconds(10)});
  RawClient deaf(directory / "socket");
  deaf.send(bind_bytes());
  deaf.send(request_bytes(2, op_enlarge, rpc::pfc_whole, EchoSink::numbers({8'000'000})));
  EXPECT_TRUE(eventually([&] { return server.sink.disconnects == 1; }));
  EXPECT_EQ(server.connections(), 0u);
}

TEST(UnixEndpoint, AnswersBeyondTheBoundEndTheConnectionAtOnce) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket", {.unread_bytes = 1'000'000});
  RawClient deaf(directory / "socket");
  deaf.send(bind_bytes());
  deaf.send(request_bytes(2, op_enlarge, rpc::pfc_whole, EchoSink::numbers({8'000'000})));
  EXPECT_TRUE(eventually([&] { return server.sink.disconnects == 1; }));
}

TEST(UnixEndpoint, ADeafClientIsNotReadFromAndTheOthersAreServed) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket", {.pause_bytes = 100'000});
  RawClient deaf(directory / "socket");
  deaf.send(bind_bytes());
  Bytes request = request_bytes(2, op_enlarge, rpc::pfc_whole, EchoSink::numbers({2'000'000}));
  deaf.send(request);
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  deaf.send(request_bytes(3, op_echo, rpc::pfc_whole, {}));
  auto pool = pool_for(directory / "socket");
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.requests, 51);  // the deaf one's second request is still in the socket
  Bytes buffer(65536);
  for (size_t received = 0; received < 2'000'000;) {
    auto count = deaf.channel->receive_some(buffer, soon());
    ASSERT_TRUE(count && *count > 0);
    received += *count;
  }
  EXPECT_TRUE(eventually([&] { return server.sink.requests == 52; }));
}

TEST(UnixEndpoint, TooManyConnectionsAreRefused) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket", {}, 2);
  RawClient first(directory / "socket"), second(directory / "socket"), third(directory / "socket");
  EXPECT_TRUE(third.is_closed_by_server());
  EXPECT_EQ(server.connections(), 2u);
}

TEST(UnixEndpoint, ALeavingClientIsToldToTheServices) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  std::vector<uint32_t> emptied;
  server.run([&] { server.server.groups.on_empty([&](uint32_t group) { emptied.push_back(group); }); });
  {
    auto pool = pool_for(directory / "socket");
    ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  }
  ASSERT_TRUE(eventually([&] { return server.sink.disconnects == 1; }));
  server.run([&] { EXPECT_EQ(emptied.size(), 1u); });
}

TEST(UnixEndpoint, AnIdentityInsideRpcCountsWhereItsCallsAreSigned) {
  auto authority = std::make_shared<auth::ntlm::Authority>();
  authority->netbios_name = u"HOST";
  authority->find_account = [](std::u16string_view, std::u16string_view) -> Result<auth::ntlm::Account> {
    auto token = std::make_shared<auth::AccessToken>();
    token->name = "somebody else";
    return auth::ntlm::Account{auth::ntlm::nt_hash(u"secret"), token};
  };
  auth::Acceptors acceptors(authority);
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  server.run([&] {
    server.server.make_security = [&](uint8_t type, auth::Level level) { return acceptors.for_rpc(type, level); };
  });
  auto name_seen = [&](auth::Level level) {
    PoolOptions options{.rpc = {.package = auth::Package::ntlm, .level = level}};
    options.make_security = []() -> Result<std::shared_ptr<auth::SecurityContext>> {
      auth::ntlm::Credentials credentials{u"user", u"HOST", u"CLIENT", auth::ntlm::nt_hash(u"secret")};
      return std::shared_ptr<auth::SecurityContext>(
          std::make_shared<auth::ntlm::NtlmClient>(std::move(credentials), u"host/HOST"));
    };
    auto reply = pool_for(directory / "socket", options).call(0, op_name, {}, soon());
    EXPECT_TRUE(reply) << reply.error().text;
    return reply ? std::string(reinterpret_cast<const char*>(reply->stub.data()), reply->stub.size()) : "";
  };
  EXPECT_NE(name_seen(auth::Level::connect), "somebody else");
  EXPECT_EQ(name_seen(auth::Level::packet), "somebody else");
}

TEST(UnixEndpoint, RequestsOfAnyLengthArriveWhole) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  for (size_t size = 0; size < 1100; ++size) {
    Bytes stub(size, static_cast<std::byte>(size));
    auto reply = pool.call(0, op_echo, stub, soon());
    ASSERT_TRUE(reply) << reply.error().text;
    ASSERT_EQ(reply->stub, stub);
  }
}

TEST(UnixEndpoint, RequestsThatComeByteByByteArriveWhole) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  RawClient client(directory / "socket");
  Bytes bytes = bind_bytes(), request = request_bytes(2, op_hold, rpc::pfc_whole, Bytes(600, std::byte{7}));
  bytes.insert(bytes.end(), request.begin(), request.end());
  for (std::byte each : bytes) client.send(Bytes{each});
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  server.run([&] { EXPECT_EQ(server.sink.held.at(0).second.stub, Bytes(600, std::byte{7})); });
}

TEST(UnixEndpoint, AnAnswerAfterTheClientHasLeftIsDropped) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  {
    RawClient leaving(directory / "socket");
    leaving.send(bind_bytes());
    leaving.send(request_bytes(2, op_hold, rpc::pfc_whole, {}));
    ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  }
  ASSERT_TRUE(eventually([&] { return server.sink.disconnects == 1; }));
  server.answer_held();
  EXPECT_EQ(server.connections(), 0u);
}

}  // namespace nta::transport::test
