// ncacn_ip_tcp end to end: who a caller is at each package and level, and what is refused.
#include "transport/tcp_endpoint.h"

#include "auth/acceptors.h"
#include "held_port.h"
#include "transport/echo_server.h"
#include "transport/tcp_address.h"
#include "transport/tcp_channel.h"

namespace nta::transport::test {

namespace {

using auth::Level;
using auth::Package;

std::shared_ptr<auth::ntlm::Authority> authority() {
  auto made = std::make_shared<auth::ntlm::Authority>();
  made->netbios_name = u"HOST";
  made->find_account = [](std::u16string_view user, std::u16string_view) -> Result<auth::ntlm::Account> {
    if (user != u"alice") return fail(Win32::logon_failure, "unknown user");
    auto token = std::make_shared<auth::AccessToken>();
    token->name = "HOST\\alice";
    return auth::ntlm::Account{auth::ntlm::nt_hash(u"secret"), token};
  };
  return made;
}

class TcpServer {
 public:
  explicit TcpServer(TcpEndpointOptions options = {}, ConnectionLimits limits = {})
      : server{.interfaces = {interface_a, interface_b}, .sink = sink, .limits = limits} {
    server.make_security = [this](uint8_t type, Level level) { return acceptors.for_rpc(type, level); };
    options.address = "127.0.0.1";
    endpoint.emplace(loop, server, std::move(options));
    auto started = endpoint->start();
    EXPECT_TRUE(started) << started.error().text;
    port = endpoint->port();
    thread = std::thread([this] { loop.run(); });
  }
  ~TcpServer() {
    asio::post(loop, [this] {
      endpoint.reset();
      work.reset();
    });
    thread.join();
  }

  ConnectionPool pool(Package package, Level level, std::u16string password = u"secret") const {
    PoolOptions options{.rpc = {.package = package, .level = level}};
    auto ntlm = [password]() -> Result<auth::MechanismPtr> {
      return auth::MechanismPtr(
          new auth::ntlm::NtlmClient({u"alice", u"HOST", u"CLIENT", auth::ntlm::nt_hash(password)}, u"host/127.0.0.1"));
    };
    if (package != Package::none)
      options.make_security = [package, ntlm]() -> Result<std::shared_ptr<auth::SecurityContext>> {
        if (package == Package::spnego) return auth::make_spnego_initiator({{{auth::ntlm_oid()}, ntlm}});
        NTA_TRY(auto made, ntlm());
        return std::shared_ptr<auth::SecurityContext>(std::move(made));
      };
    auto open = [port = port](const Wait& wait) { return connect_tcp("127.0.0.1", port, wait); };
    return ConnectionPool(open, {interface_a, interface_b}, std::move(options));
  }

  asio::io_context loop{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{loop.get_executor()};
  auth::Acceptors acceptors{authority()};
  EchoSink sink;
  RpcServer server;
  std::optional<TcpEndpoint> endpoint;
  std::thread thread;
  uint16_t port = 0;
};

std::string name_seen(ConnectionPool pool) {
  auto reply = pool.call(0, op_name, {}, soon());
  if (!reply) return reply.error().text;
  return std::string(reinterpret_cast<const char*>(reply->stub.data()), reply->stub.size());
}

constexpr const char* anonymous = "NT AUTHORITY\\ANONYMOUS LOGON";

}  // namespace

TEST(TcpEndpoint, ACallerIsAnonymousUntilAuthenticatedInsideRpc) {
  TcpServer server;
  EXPECT_EQ(name_seen(server.pool(Package::none, Level::none)), anonymous);
  for (Package package : {Package::ntlm, Package::spnego})
    for (Level level : {Level::packet, Level::integrity, Level::privacy})
      EXPECT_EQ(name_seen(server.pool(package, level)), "HOST\\alice") << static_cast<int>(level);
}

TEST(TcpEndpoint, AnIdentityWithoutProtectionCountsWhereThatIsAllowed) {
  TcpServer strict, lax({.least_level = Level::connect});
  EXPECT_EQ(name_seen(strict.pool(Package::ntlm, Level::connect)), anonymous);
  EXPECT_EQ(name_seen(lax.pool(Package::ntlm, Level::connect)), "HOST\\alice");
  EXPECT_EQ(name_seen(lax.pool(Package::spnego, Level::connect)), "HOST\\alice");
}

TEST(TcpEndpoint, LargeSealedAnswersArriveWhole) {
  TcpServer server;
  auto pool = server.pool(Package::spnego, Level::privacy);
  for (uint32_t size : {1u, 5000u, 100'000u}) {
    auto reply = pool.call(1, op_enlarge, EchoSink::numbers({size}), soon());
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_EQ(reply->stub, Bytes(size, std::byte{0x5A}));
  }
}

TEST(TcpEndpoint, LargeRequestsAreTakenOfWhoIsKnownAlone) {
  TcpServer server;
  Bytes large(1u << 20, std::byte{7}), small(60'000, std::byte{7});
  EXPECT_TRUE(server.pool(Package::ntlm, Level::packet).call(0, op_echo, large, soon()));
  for (auto [package, level] : {std::pair(Package::none, Level::none), std::pair(Package::ntlm, Level::connect)}) {
    auto pool = server.pool(package, level);
    EXPECT_TRUE(pool.call(0, op_echo, small, soon()));
    auto refused = pool.call(0, op_echo, large, soon());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Win32::access_denied);
  }
}

TEST(TcpEndpoint, AWrongPasswordIsRefusedAndTold) {
  TcpServer server;
  auto refused = server.pool(Package::spnego, Level::privacy, u"guess").call(0, op_name, {}, soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::access_denied);
  // NTLM's last leg has no answer: the first call hears of it.
  refused = server.pool(Package::ntlm, Level::privacy, u"guess").call(0, op_name, {}, soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::access_denied);
  EXPECT_EQ(server.sink.refused_logons, 2);
}

TEST(TcpEndpoint, InterfacesThatAreNotOfferedAreUnknown) {
  TcpServer server({.offers = [](const rpc::SyntaxId& id) { return id == interface_b; }});
  auto pool = server.pool(Package::none, Level::none);
  auto refused = pool.call(0, op_echo, {}, soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::rpc_unknown_if);
  EXPECT_TRUE(pool.call(1, op_echo, {}, soon()));
}

TEST(TcpEndpoint, OneMachineHasSoManyConnectionsAndNoMore) {
  TcpServer server({.limits = {.connections = 8, .connections_of_one_peer = 2}});
  auto first = server.pool(Package::none, Level::none), second = server.pool(Package::none, Level::none);
  ASSERT_TRUE(first.call(0, op_echo, {}, soon()));
  ASSERT_TRUE(second.call(0, op_echo, {}, soon()));
  EXPECT_FALSE(server.pool(Package::none, Level::none).call(0, op_echo, {}, soon()));
  first.close_idle();
  EXPECT_TRUE(
      eventually([&] { return server.pool(Package::none, Level::none).call(0, op_echo, {}, soon()).has_value(); }));
}

TEST(TcpEndpoint, ClientsThatDoNotBindInTimeAreDisconnected) {
  TcpServer server({}, {.handshake_time = std::chrono::milliseconds(100)});
  auto channel = connect_tcp("127.0.0.1", server.port, soon());
  ASSERT_TRUE(channel);
  Bytes buffer(16);
  auto count = (*channel)->receive_some(buffer, soon());
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, 0u);
}

TEST(TcpEndpoint, StrangersWhoAskForNothingAreDisconnectedAndThoseWhoAreKnownAreNot) {
  TcpServer server({}, {.stranger_time = std::chrono::milliseconds(1500)});
  auto stranger = server.pool(Package::none, Level::none);
  auto known = server.pool(Package::ntlm, Level::packet);
  ASSERT_TRUE(known.call(0, op_echo, {}, soon()));
  ASSERT_TRUE(stranger.call(0, op_echo, {}, soon()));
  EXPECT_TRUE(eventually([&] { return server.sink.disconnects == 1; }));
  ASSERT_TRUE(known.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 1);
}

TEST(TcpEndpoint, OfStrangersTheOldestMakesRoomForTheNext) {
  TcpServer server({.limits = {.half_open = 2}});
  auto oldest = server.pool(Package::none, Level::none);
  ASSERT_TRUE(oldest.call(0, op_echo, {}, soon()));
  auto known = server.pool(Package::ntlm, Level::packet), another = server.pool(Package::ntlm, Level::packet);
  for (auto* each : {&known, &another}) ASSERT_TRUE(each->call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 0);  // who logs on takes no stranger's place
  auto second = server.pool(Package::none, Level::none), third = server.pool(Package::none, Level::none);
  ASSERT_TRUE(second.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 0);
  ASSERT_TRUE(third.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 1);
  for (auto* each : {&known, &another, &second}) EXPECT_TRUE(each->call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 1);
}

TEST(TcpEndpoint, OfOneNetworksStrangersTheOldestMakesRoomAndWhoIsKnownIsNotCounted) {
  TcpServer server({.limits = {.half_open_of_one_network = 1}});
  auto known = server.pool(Package::ntlm, Level::packet), another = server.pool(Package::ntlm, Level::packet);
  for (auto* each : {&known, &another}) ASSERT_TRUE(each->call(0, op_echo, {}, soon()));
  auto stranger = server.pool(Package::none, Level::none), next = server.pool(Package::none, Level::none);
  ASSERT_TRUE(stranger.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 0);
  ASSERT_TRUE(next.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 1);
  for (auto* each : {&known, &another, &next}) EXPECT_TRUE(each->call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.disconnects, 1);
}

TEST(HalfOpen, TheOldestOfTheNetworkThatIsFullIsInTheWay) {
  HalfOpen clients;
  ClientLimits limits{.half_open = 4, .half_open_of_one_network = 2};
  auto in_the_way_of = [&](const char* host) { return clients.in_the_way_of(TcpAddress{host, 445}.network(), limits); };
  uint64_t id = 0;
  for (const char* host : {"192.0.2.1", "2001:db8::1", "2001:db8::2"})
    clients.add(++id, TcpAddress{host, 445}.network());
  EXPECT_EQ(in_the_way_of("2001:db8::3"), std::optional<uint64_t>(2));
  EXPECT_EQ(in_the_way_of("192.0.2.1"), std::nullopt);
  clients.remove(2);  // has logged on
  EXPECT_EQ(in_the_way_of("2001:db8::3"), std::nullopt);
  for (const char* host : {"192.0.2.2", "192.0.2.3"}) clients.add(++id, TcpAddress{host, 445}.network());
  EXPECT_EQ(in_the_way_of("2001:db8::3"), std::optional<uint64_t>(1));
}

TEST(TcpAddress, OfIPv6ThePeerIsANetwork) {
  auto network = [](const char* host) { return TcpAddress{host, 445}.network(); };
  EXPECT_EQ(network("2001:db8:1:2:3::4"), "2001:db8:1:2::/64");
  EXPECT_EQ(network("2001:db8:1:2:ffff::9"), network("2001:db8:1:2:3::4"));
  EXPECT_NE(network("2001:db8:1:3::4"), network("2001:db8:1:2::4"));
  EXPECT_NE(network("fe80::1"), network("fe80::2"));
  EXPECT_EQ(network("192.0.2.1"), "192.0.2.1");
}

TEST(TcpChannel, NobodyListeningIsTold) {
  nta::test::HeldPort nobody;
  auto refused = connect_tcp("127.0.0.1", nobody.number(), soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::rpc_server_unavailable);
}

}  // namespace nta::transport::test
