// Pipes from end to end: who a caller is to whom, and servers that do not behave.
#include <sys/socket.h>
#include <sys/wait.h>

#include "auth/acceptors.h"
#include "base/utf16.h"
#include "transport/dial.h"
#include "transport/echo_server.h"
#include "transport/smb_channel.h"
#include "transport/smb_endpoint.h"

namespace nta::transport::test {

namespace {

using auth::Level;
using auth::Package;

/** Everybody has the same password. */
std::shared_ptr<auth::ntlm::Authority> authority() {
  auto made = std::make_shared<auth::ntlm::Authority>();
  made->netbios_name = u"HOST";
  made->find_account = [](std::u16string_view user, std::u16string_view) -> Result<auth::ntlm::Account> {
    auto token = std::make_shared<auth::AccessToken>();
    token->name = to_utf8(user);
    return auth::ntlm::Account{auth::ntlm::nt_hash(u"secret"), token};
  };
  return made;
}

std::shared_ptr<auth::SecurityContext> ntlm_of(std::u16string user) {
  return std::make_shared<auth::ntlm::NtlmClient>(
      auth::ntlm::Credentials{std::move(user), u"HOST", u"CLIENT", auth::ntlm::nt_hash(u"secret")}, u"cifs/127.0.0.1");
}

class Unheard final : public SmbObserver {
 public:
  void session_started(const Session&) override {}
  void session_ended(SmbNumber, End) override {}
  void tree_connected(SmbNumber, uint32_t) override {}
  void tree_disconnected(SmbNumber, uint32_t) override {}
  void pipe_opened(const Pipe&) override { ++opened; }
  void pipe_closed(SmbNumber) override { ++closed; }
  void logon_failed(const std::string&, const std::string&, const Error&) override {}
  void refused(const std::string&, const std::string&) override {}
  void moved(size_t, size_t) override {}
  std::atomic<int> opened = 0, closed = 0;
};

Result<smb::ClientOptions> alice() {
  smb::ClientOptions options;
  options.server = u"127.0.0.1";
  options.security = ntlm_of(u"alice");
  return options;
}

class PipeServer {
 public:
  PipeServer() {
    server.make_security = [this](uint8_t type, Level level) { return acceptors.for_rpc(type, level); };
    SmbEndpointOptions options;
    options.address = "127.0.0.1";
    options.smb.make_security = [this] { return acceptors.for_smb(); };
    options.pipes = {{"echo", interface_a}};
    endpoint.emplace(loop, server, observer, std::move(options));
    auto started = endpoint->start();
    EXPECT_TRUE(started) << started.error().text;
    thread = std::thread([this] { loop.run(); });
  }
  ~PipeServer() {
    asio::post(loop, [this] {
      endpoint.reset();
      work.reset();
    });
    thread.join();
  }

  /** As alice to SMB, as bob inside RPC. */
  std::string name_seen(Package package, Level level) {
    SmbServer way({"127.0.0.1", endpoint->port(), alice});
    PoolOptions options{.rpc = {.package = package, .level = level}};
    if (package != Package::none) options.make_security = [] { return Result(ntlm_of(u"bob")); };
    ConnectionPool pool([&](const Wait& wait) { return way.open_pipe("echo", wait); }, {interface_a}, options);
    auto reply = pool.call(0, op_name, {}, soon());
    if (!reply) return reply.error().text;
    return std::string(reinterpret_cast<const char*>(reply->stub.data()), reply->stub.size());
  }

  asio::io_context loop{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{loop.get_executor()};
  auth::Acceptors acceptors{authority()};
  EchoSink sink;
  Unheard observer;
  RpcServer server{.interfaces = {interface_a}, .sink = sink};
  std::optional<SmbEndpoint> endpoint;
  std::thread thread;
};

}  // namespace

TEST(SmbPipe, ManyCallsOverOnePipeAreAnsweredInTheirOrder) {
  PipeServer server;
  SmbServer way({"127.0.0.1", server.endpoint->port(), alice});
  ConnectionPool pool([&](const Wait& wait) { return way.open_pipe("echo", wait); }, {interface_a});
  std::vector<Bytes> stubs;
  for (uint32_t i = 0; i < 300; ++i) stubs.push_back(EchoSink::numbers({i}));
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  ASSERT_TRUE(pool.post_each(0, op_echo, std::span(stubs).first(3), soon()));
  auto replies = pool.call_each(0, op_echo, stubs, soon());
  ASSERT_TRUE(replies) << replies.error().text;
  for (uint32_t i = 0; i < 300; ++i) EXPECT_EQ((*replies)[i]->stub, stubs[i]);
  auto large = pool.call_each(0, op_enlarge, std::vector<Bytes>(10, EchoSink::numbers({200'000})), soon());
  ASSERT_TRUE(large) << large.error().text;
  for (const auto& each : *large) EXPECT_EQ(each->stub, Bytes(200'000, std::byte{0x5A}));
  EXPECT_EQ(server.observer.opened, 1);
}

TEST(SmbPipe, AnIdentityInsideRpcCountsWhereItsCallsAreSigned) {
  PipeServer server;
  EXPECT_EQ(server.name_seen(Package::none, Level::none), "alice");
  EXPECT_EQ(server.name_seen(Package::ntlm, Level::connect), "alice");
  EXPECT_EQ(server.name_seen(Package::ntlm, Level::packet), "bob");
  EXPECT_EQ(server.name_seen(Package::ntlm, Level::privacy), "bob");
}

TEST(SmbPipe, OneWhoseOpeningWasNotSentInTimeIsClosedAgain) {
  PipeServer server;
  auto dialled = dial("127.0.0.1", server.endpoint->port(), soon());
  ASSERT_TRUE(dialled);
  int small = 4096;
  ASSERT_EQ(::setsockopt(dialled->socket.get(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
  auto connection = SmbConnection::open(std::move(dialled->socket), *alice(), soon());
  ASSERT_TRUE(connection) << connection.error().text;
  std::promise<void> goes_on;
  asio::post(server.loop, [&] { goes_on.get_future().wait(); });
  auto briefly = [] { return Wait{.deadline = after(std::chrono::milliseconds(50))}; };
  auto fill = [](auto& protocol) { return protocol.write(smb::FileId{}, Bytes(60'000)); };
  int filled = 0;
  while ((*connection)->start(fill, briefly()) && filled < 1000) ++filled;
  auto opened = (*connection)->start([](auto& protocol) { return protocol.open_pipe(u"echo"); }, briefly());
  goes_on.set_value();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Win32::timeout);
  EXPECT_TRUE(eventually([&] {  // whoever asks for something reads for the one that gave up
    auto echo = (*connection)->start([](auto& protocol) { return protocol.echo(); }, soon());
    EXPECT_TRUE(echo && (*connection)->wait_for(*echo, soon()));
    return server.observer.closed == 1;
  }));
  EXPECT_EQ(server.observer.opened, 1);
}

/** Serves one client on the other end of a pair of sockets, whose pipes answer whatever is written with nothing. */
void answer_with_nothing(const UniqueFd& socket) {
  auth::Acceptors acceptors(authority());
  smb::ServerOptions options;
  options.make_security = [&] { return acceptors.for_smb(); };
  options.has_pipe = [](std::string_view) { return true; };
  smb::ServerConnection server(options);
  Bytes buffer(65536);
  for (ssize_t count; (count = ::recv(socket.get(), buffer.data(), buffer.size(), 0)) > 0;) {
    server.feed(ByteView(buffer).first(static_cast<size_t>(count)));
    while (auto event = server.next_event()) {
      if (auto* leg = std::get_if<smb::Authenticate>(&*event))
        server.authenticated(leg->session, leg->context->step(leg->token));
      else if (auto* written = std::get_if<smb::PipeWritten>(&*event))
        server.pipe_message(written->pipe, {});
    }
    ::send(socket.get(), server.output().data(), server.output().size(), MSG_NOSIGNAL);
    server.sent(server.output().size());
  }
}

TEST(SmbPipe, AnswersThatAreEmptyEndIt) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  std::jthread server([socket = UniqueFd(ends[0])] { answer_with_nothing(socket); });
  auto connection = SmbConnection::open(UniqueFd(ends[1]), *alice(), soon());
  ASSERT_TRUE(connection) << connection.error().text;
  auto channel = open_smb_channel(*connection, "echo", Watchable::no, soon());
  ASSERT_TRUE(channel) << channel.error().text;
  rpc::ClientAssociation client({});
  ASSERT_TRUE(client.bind(std::vector{interface_a}));
  ASSERT_TRUE((*channel)->send_some(client.output(), soon()));
  Bytes into(100);
  auto received = (*channel)->receive_some(into, soon());
  ASSERT_TRUE(received) << received.error().text;
  EXPECT_EQ(*received, 0u);
  EXPECT_TRUE((*channel)->is_dead());
}

TEST(SmbPipe, AForkedChildHasNoSessionKey) {
  PipeServer server;
  auto dialled = dial("127.0.0.1", server.endpoint->port(), soon());
  ASSERT_TRUE(dialled);
  auto connection = SmbConnection::open(std::move(dialled->socket), *alice(), soon());
  ASSERT_TRUE(connection) << connection.error().text;
  EXPECT_EQ((*connection)->session_key().size(), 16u);
  pid_t child = ::fork();
  if (child == 0) ::_exit((*connection)->session_key().empty() ? 0 : 1);
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(RpcServer, MoreLegsOfLogonsThanTheBoundFailAtOnce) {
  EchoSink sink;
  RpcServer server{.interfaces = {}, .sink = sink, .limits = {.legs = 2}};
  std::vector<std::function<void(Result<RpcServer::Leg>)>> under_way;
  server.run_authentication = [&](auto, auto done) { under_way.push_back(std::move(done)); };
  int answers = 0;
  auto begin = [&] { return server.authenticate(nullptr, {}, [&](const RpcServer::Leg&) { ++answers; }); };
  EXPECT_FALSE(begin());
  EXPECT_FALSE(begin());
  auto refused = begin();
  ASSERT_TRUE(refused && !refused->result);
  EXPECT_EQ(refused->result.error().code, Win32::no_system_resources);
  under_way[0](RpcServer::Leg{auth::SecurityContext::Leg{}, {}});
  EXPECT_EQ(answers, 1);
  EXPECT_FALSE(begin()) << "there is room again";
}

}  // namespace nta::transport::test
