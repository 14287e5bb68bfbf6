// SmbEndpoint and clients that do not behave: what each of them can use up is bounded.
#include "transport/smb_endpoint.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include "transport/tcp_address.h"

namespace nta::transport {
namespace {

class NoCalls final : public CallSink {
 public:
  void request(const ServerConnectionPtr&, rpc::Request) override {}
  void cancelled(const ServerConnectionPtr&, uint32_t) override {}
  void orphaned(const ServerConnectionPtr&, uint32_t) override {}
  void logged_on(const ServerConnectionPtr&, const auth::AccessToken&) override {}
  void logon_refused(const ServerConnectionPtr&, const std::string&, const Error&) override {}
  void disconnected(const ServerConnectionPtr&, const Error&) override {}
};

class Unheard final : public SmbObserver {
 public:
  void session_started(const Session&) override {}
  void session_ended(SmbNumber, End) override {}
  void tree_connected(SmbNumber, uint32_t) override {}
  void tree_disconnected(SmbNumber, uint32_t) override {}
  void pipe_opened(const Pipe&) override {}
  void pipe_closed(SmbNumber) override {}
  void logon_failed(const std::string&, const std::string&, const Error&) override {}
  void refused(const std::string&, const std::string& what) override { last_refusal = what; }
  void moved(size_t, size_t count) override { received += count; }
  std::string last_refusal;
  size_t received = 0;
};

struct SmbEndpointTest : testing::Test {
  void start(SmbEndpointOptions options) {
    options.address = "127.0.0.1";
    endpoint = std::make_unique<SmbEndpoint>(loop, server, observer, std::move(options));
    auto started = endpoint->start();
    ASSERT_TRUE(started) << started.error().text;
  }

  UniqueFd connect(const char* from = "127.0.0.1") {
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in own{};
    own.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, from, &own.sin_addr), 1);
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&own), sizeof own), 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(endpoint->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return fd;
  }

  /** Runs the server until `ready`; false when that did not come in a long time. */
  template <class Ready>
  bool run_until(Ready ready) {
    auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!ready()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      loop.run_for(std::chrono::milliseconds(5));
      loop.restart();
    }
    return true;
  }
  bool is_closed(const UniqueFd& fd) {
    std::byte none;
    return ::recv(fd.get(), &none, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
  }
  bool has_answer(const UniqueFd& fd) {
    std::byte none;
    return ::recv(fd.get(), &none, 1, MSG_DONTWAIT | MSG_PEEK) == 1;
  }

  asio::io_context loop;
  NoCalls calls;
  RpcServer server{.interfaces = {}, .sink = calls};
  Unheard observer;
  std::unique_ptr<SmbEndpoint> endpoint;
};

Bytes negotiate() {
  smb::NegotiateRequest request;
  request.dialects = {0x0202, 0x0210};
  Bytes bytes;
  size_t begun = smb::begin_message(bytes);
  smb::write_message(bytes, smb::Header{.credits = 1}, request);
  smb::end_message(bytes, begun);
  return bytes;
}

TEST_F(SmbEndpointTest, WhoDoesNotLogOnIsDisconnected) {
  SmbEndpointOptions options;
  options.times.logon = std::chrono::milliseconds(10);
  start(std::move(options));
  UniqueFd silent = connect();
  EXPECT_TRUE(run_until([&] { return is_closed(silent); }));
  EXPECT_EQ(endpoint->connections(), 0u);
}

TEST_F(SmbEndpointTest, WhoSendsHalfAMessageAndNoMoreIsDisconnected) {
  SmbEndpointOptions options;
  options.times.message = std::chrono::milliseconds(10);
  start(std::move(options));
  UniqueFd slow = connect();
  Bytes bytes = negotiate();
  ASSERT_EQ(::send(slow.get(), bytes.data(), 20, 0), 20);
  EXPECT_TRUE(run_until([&] { return is_closed(slow); }));
}

TEST_F(SmbEndpointTest, BytesThatComeOneByOneMakeARequest) {
  start({});
  UniqueFd client = connect();
  for (std::byte each : negotiate()) {
    size_t before = observer.received;
    ASSERT_EQ(::send(client.get(), &each, 1, 0), 1);
    ASSERT_TRUE(run_until([&] { return observer.received > before; }));
  }
  EXPECT_TRUE(run_until([&] { return has_answer(client); }));
}

TEST_F(SmbEndpointTest, GarbageEndsTheConnectionBeforeItIsKept) {
  start({});
  UniqueFd client = connect();
  Bytes garbage(1000, std::byte{0xAB});
  ASSERT_EQ(::send(client.get(), garbage.data(), garbage.size(), 0), 1000);
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 0 && is_closed(client); }));
}

TEST_F(SmbEndpointTest, OneMachineHasNoMoreConnectionsThanItsShare) {
  SmbEndpointOptions options;
  options.limits.connections_of_one_peer = 2;
  start(std::move(options));
  UniqueFd first = connect();
  UniqueFd second = connect();
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 2; }));
  UniqueFd third = connect();
  EXPECT_TRUE(run_until([&] { return is_closed(third); }));
  EXPECT_FALSE(is_closed(first));
  first.reset();
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 1; })) << "its place is free again";
}

TEST_F(SmbEndpointTest, OfThoseWhoDoNotLogOnTheOldestMakesRoomForTheNext) {
  SmbEndpointOptions options;
  options.limits.half_open = 2;
  start(std::move(options));
  UniqueFd oldest = connect();
  UniqueFd older = connect();
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 2; }));
  UniqueFd newest = connect();
  EXPECT_TRUE(run_until([&] { return is_closed(oldest); }));
  Bytes bytes = negotiate();
  ASSERT_EQ(::send(newest.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  EXPECT_TRUE(run_until([&] { return has_answer(newest); }));
  EXPECT_FALSE(is_closed(older));
  EXPECT_EQ(endpoint->connections(), 2u);
}

TEST_F(SmbEndpointTest, OfOneNetworksClientsWhoDoNotLogOnTheOldestMakesRoomAndNobodyElse) {
  SmbEndpointOptions options;
  options.limits.half_open_of_one_network = 2;
  start(std::move(options));
  UniqueFd elsewhere = connect("127.0.0.2");
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 1; }));
  UniqueFd oldest = connect();
  UniqueFd older = connect();
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 3; }));
  UniqueFd newest = connect();
  EXPECT_TRUE(run_until([&] { return is_closed(oldest); }));
  EXPECT_TRUE(run_until([&] { return endpoint->connections() == 3; }));
  for (auto* each : {&elsewhere, &older, &newest}) EXPECT_FALSE(is_closed(*each));
}

}  // namespace
}  // namespace nta::transport
