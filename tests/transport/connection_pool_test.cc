// The client's connections against a real server on a unix socket.
#include <signal.h>
#include <sys/wait.h>

#include "transport/echo_server.h"
#include "transport/signal_question.h"

namespace nta::transport::test {

namespace {

Bytes some(size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i % 253);
  return bytes;
}

std::vector<Bytes> numbered(size_t count) {
  std::vector<Bytes> stubs;
  for (uint32_t i = 0; i < count; ++i) stubs.push_back(EchoSink::numbers({i}));
  return stubs;
}

uint32_t number_at(const rpc::Reply& reply, size_t index) {
  ByteReader in(ByteView(reply.stub).subspan(4 * index));
  return *in.u32();
}

/** As the channel below, with a session key. */
class KeyedChannel final : public Channel {
 public:
  KeyedChannel(std::unique_ptr<Channel> channel, Bytes key) : channel_(std::move(channel)), key_(std::move(key)) {}

  Result<size_t> send_some(ByteView bytes, const Wait& wait) override { return channel_->send_some(bytes, wait); }
  Result<size_t> receive_some(std::span<std::byte> into, const Wait& wait) override {
    return channel_->receive_some(into, wait);
  }
  bool is_dead() const override { return channel_->is_dead(); }
  uint16_t max_fragment() const override { return channel_->max_fragment(); }
  int fd() const override { return channel_->fd(); }
  Bytes session_key() const override { return key_; }

 private:
  std::unique_ptr<Channel> channel_;
  Bytes key_;
};

}  // namespace

TEST(ConnectionPool, CallsAreAnsweredOverOneConnection) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  for (size_t size : {0u, 1u, 1000u, 70000u, 3000000u}) {
    auto reply = pool.call(0, op_echo, some(size), soon());
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_EQ(reply->stub, some(size));
  }
  EXPECT_EQ(server.connections(), 1u);
  EXPECT_EQ(pool.idle(), 1u);
}

TEST(ConnectionPool, LargeAnswersArriveWhole) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto reply = pool.call(1, op_enlarge, EchoSink::numbers({20'000'000}), soon());
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ(reply->stub, Bytes(20'000'000, std::byte{0x5A}));
}

TEST(ConnectionPool, AnswersAboveTheLimitFailAndTheNextCallWorks) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  PoolOptions options;
  options.rpc.reply_bytes = 1000;
  auto pool = pool_for(directory / "socket", options);
  auto reply = pool.call(0, op_enlarge, EchoSink::numbers({1001}), soon());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Win32::not_enough_memory);
  EXPECT_TRUE(pool.call(0, op_enlarge, EchoSink::numbers({1000}), soon()));
}

TEST(ConnectionPool, RequestsAboveTheServersLimitAreRefusedWithAccessDenied) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto reply = pool.call(0, op_echo, some((4u << 20) + 1), soon());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Win32::access_denied);
  EXPECT_TRUE(pool.call(0, op_echo, some(4u << 20), soon()));
  EXPECT_EQ(server.connections(), 1u);
}

TEST(ConnectionPool, FaultsAreErrorsAndTheConnectionIsKept) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto reply = pool.call(0, op_fault, {}, soon());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Win32::access_denied);
  EXPECT_EQ(pool.idle(), 1u);
}

TEST(ConnectionPool, TheServerKnowsWhoCalls) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto reply = pool.call(0, op_whoami, {}, soon());
  ASSERT_TRUE(reply);
  EXPECT_EQ(number_at(*reply, 0), ::getuid());
}

TEST(ConnectionPool, ConcurrentCallsGetConnectionsOfOneGroup) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  constexpr int callers = 12;
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < callers; ++i)
    threads.emplace_back([&] { good += pool.call(0, op_hold, some(100), soon()).has_value(); });
  ASSERT_TRUE(eventually([&] { return server.sink.requests == callers; }));
  std::set<uint32_t> groups;
  server.run([&] {
    for (auto& [connection, request] : server.sink.held) groups.insert(connection->group());
  });
  EXPECT_EQ(groups.size(), 1u);
  EXPECT_EQ(server.connections(), static_cast<size_t>(callers));
  server.answer_held();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, callers);
}

TEST(ConnectionPool, MoreCallsAtOnceThanAllowedWaitForTheirTurn) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  PoolOptions options;
  options.most = 2;
  auto pool = pool_for(directory / "socket", options);
  std::vector<std::thread> callers;
  std::atomic<int> good = 0;
  for (int i = 0; i < 20; ++i) callers.emplace_back([&] { good += pool.call(0, op_hold, {}, soon()).has_value(); });
  while (good < 20) {
    ASSERT_TRUE(eventually([&] { return server.sink.requests == std::min(20, good + 2); }));
    EXPECT_LE(server.connections(), 2u);
    int before = good;
    server.answer_held();
    ASSERT_TRUE(eventually([&] { return good == std::min(20, before + 2); }));
  }
  for (auto& caller : callers) caller.join();
}

TEST(ConnectionPool, ACallWaitsForItsTurnUntilItsDeadlineOrAnAbort) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  PoolOptions options;
  options.most = 1;
  auto pool = pool_for(directory / "socket", options);
  std::thread holder([&] { EXPECT_TRUE(pool.call(0, op_hold, {}, soon())); });
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  auto late = pool.call(0, op_echo, {}, {.deadline = after(std::chrono::milliseconds(20))});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Win32::no_system_resources);
  AbortSignal abort;
  abort.trigger();
  auto aborted = pool.call(0, op_echo, {}, {.deadline = soon().deadline, .abort = &abort});
  ASSERT_FALSE(aborted);
  EXPECT_EQ(aborted.error().code, Win32::rpc_call_cancelled);
  server.answer_held();
  holder.join();
  EXPECT_TRUE(pool.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.requests, 2);
}

TEST(ConnectionPool, CallsWithoutADeadlineHavePlacesOfTheirOwnAndDoNotQueue) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  PoolOptions options;
  options.most = options.most_endless = 1;
  auto pool = pool_for(directory / "socket", options);
  std::thread holder([&] { EXPECT_TRUE(pool.call(0, op_hold, {}, {})); });
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  EXPECT_TRUE(pool.call(0, op_echo, {}, soon()));
  auto refused = pool.call(0, op_echo, {}, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::no_system_resources);
  server.answer_held();
  holder.join();
  EXPECT_TRUE(pool.call(0, op_echo, {}, {}));
}

TEST(ConnectionPool, SpareConnectionsAreClosedAndTheLastOneKept) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  PoolOptions options;
  options.idle_time = std::chrono::milliseconds(0);
  auto pool = pool_for(directory / "socket", options);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { EXPECT_TRUE(pool.call(0, op_hold, {}, soon())); });
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 4; }));
  server.answer_held();
  for (auto& thread : threads) thread.join();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_TRUE(pool.call(0, op_echo, {}, soon()));
  EXPECT_EQ(pool.idle(), 1u);
  EXPECT_TRUE(eventually([&] { return server.connections() == 1; }));
}

TEST(ConnectionPool, NobodyListeningIsServerUnavailable) {
  nta::test::TemporaryDir directory;
  auto pool = pool_for(directory / "socket");
  auto reply = pool.call(0, op_echo, {}, soon());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Win32::rpc_server_unavailable);
}

TEST(ConnectionPool, ARestartedServerIsFoundAgain) {
  nta::test::TemporaryDir directory;
  auto pool = pool_for(directory / "socket");
  for (int i = 0; i < 3; ++i) {
    EchoServer server(directory / "socket");
    auto reply = pool.call(0, op_echo, some(10), soon());
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_EQ(server.sink.requests, 1);
  }
  auto gone = pool.call(0, op_echo, some(10), soon());
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Win32::rpc_server_unavailable);
}

TEST(ConnectionPool, ARequestIsSealedWithTheKeyOfTheConnectionItGoesOver) {
  nta::test::TemporaryDir directory;
  std::optional<EchoServer> server(std::in_place, directory / "socket");
  uint8_t opened = 0;
  ConnectionPool pool(
      [&](const Wait& wait) -> Result<std::unique_ptr<Channel>> {
        NTA_TRY(auto channel, connect_unix(directory / "socket", wait));
        return std::unique_ptr<Channel>(new KeyedChannel(std::move(channel), Bytes(16, std::byte{++opened})));
      },
      {interface_a, interface_b});
  std::vector<Bytes> keys;
  auto seal = [&](ByteView key) -> Result<Bytes> { return keys.emplace_back(key.begin(), key.end()); };
  Bytes first(16, std::byte{1}), second(16, std::byte{2});
  auto reply = pool.call_sealed(0, op_echo, seal, soon());
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ(reply->stub, first);
  server.reset();
  server.emplace(directory / "socket");
  reply = pool.call_sealed(0, op_echo, seal, soon());
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ(reply->stub, second);
  EXPECT_EQ(keys, (std::vector{first, first, second}));  // the old connection was found dead only when it was used
}

TEST(ConnectionPool, ACallThatMayHaveRunIsNotSentAgain) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  auto lost = pool.call(0, op_drop, {}, soon());
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, Win32::rpc_call_failed);
  EXPECT_EQ(server.sink.requests, 2);
}

TEST(ConnectionPool, ACallEndsAtItsDeadline) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto late = pool.call(0, op_hold, {}, {.deadline = after(std::chrono::milliseconds(30))});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Win32::rpc_call_cancelled);
  EXPECT_TRUE(eventually([&] { return server.sink.orphans == 1 || server.sink.disconnects == 1; }));
  EXPECT_TRUE(pool.call(0, op_echo, {}, soon()));
}

TEST(ConnectionPool, AnotherThreadEndsACallThatWaitsForEver) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  AbortSignal closing;
  std::thread waiter([&] {
    auto ended = pool.call(0, op_hold, {}, {.abort = &closing});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, Win32::rpc_call_cancelled);
  });
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  closing.trigger();
  waiter.join();
  EXPECT_TRUE(eventually([&] { return server.sink.orphans == 1; }));
  EXPECT_EQ(pool.idle(), 1u);  // the server keeps the connection of an orphaned call
  auto after_close = pool.call(0, op_echo, {}, {.abort = &closing});
  ASSERT_FALSE(after_close);
  EXPECT_EQ(after_close.error().code, Win32::rpc_call_cancelled);
}

/** SIGUSR1 has a handler for as long as this lasts. */
class HandledSignal {
 public:
  HandledSignal() {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    EXPECT_EQ(::sigaction(SIGUSR1, &action, &before_), 0);
  }
  ~HandledSignal() { ::sigaction(SIGUSR1, &before_, nullptr); }
  HandledSignal(const HandledSignal&) = delete;
  HandledSignal& operator=(const HandledSignal&) = delete;

 private:
  struct sigaction before_ {};
};

TEST(ConnectionPool, ASignalEndsOnlyWaitsThatAskForIt) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  HandledSignal handled;
  for (OnSignal on_signal : {OnSignal::go_on, OnSignal::end}) {
    std::atomic<bool> ended = false;
    int started = server.sink.requests;
    std::thread waiter([&] {
      auto reply = pool.call(0, op_hold, {}, {.on_signal = on_signal});
      EXPECT_EQ(reply.has_value(), on_signal == OnSignal::go_on);
      ended = true;
    });
    ASSERT_TRUE(eventually([&] { return server.sink.requests == started + 1; }));
    if (on_signal == OnSignal::end) {
      // It may be before its poll() when the first one comes: signals go on until one meets it there.
      EXPECT_TRUE(eventually([&] {
        if (!ended) ::pthread_kill(waiter.native_handle(), SIGUSR1);
        return ended.load();
      }));
    } else {
      for (int i = 0; i < 5; ++i) {
        ::pthread_kill(waiter.native_handle(), SIGUSR1);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      EXPECT_FALSE(ended);
      server.answer_held();
    }
    waiter.join();
  }
}

TEST(ConnectionPool, ASignalAsksWhetherAWaitWithoutAnEndGoesOn) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  HandledSignal handled;
  static std::atomic<int> asked;
  static std::atomic<bool> may_go_on;
  asked = 0;
  may_go_on = true;
  std::atomic<bool> ended = false;
  std::thread waiter([&] {
    auto reply = pool.call(0, op_hold, {}, {});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Win32::rpc_call_cancelled);
    ended = true;
  });
  ASSERT_TRUE(eventually([&] { return server.sink.requests == 1; }));
  auto signalled_until = [&](auto condition) {
    return eventually([&] {
      if (!ended) ::pthread_kill(waiter.native_handle(), SIGUSR1);
      return condition();
    });
  };
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ::pthread_kill(waiter.native_handle(), SIGUSR1);  // there is nobody to ask
  ask_after_signals([] {
    ++asked;
    return may_go_on.load();
  });
  EXPECT_TRUE(signalled_until([&] { return asked >= 3; }));
  EXPECT_FALSE(ended);
  may_go_on = false;
  EXPECT_TRUE(signalled_until([&] { return ended.load(); }));
  waiter.join();
  ask_after_signals(nullptr);
}

TEST(ConnectionPool, AForkedChildMakesConnectionsOfItsOwn) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto ours = pool.call(0, op_connection, {}, soon());
  ASSERT_TRUE(ours);
  pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto theirs = pool.call(0, op_connection, {}, soon());
    bool apart = theirs && number_at(*theirs, 0) != number_at(*ours, 0) && number_at(*theirs, 1) != number_at(*ours, 1);
    ::_exit(apart ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  auto again = pool.call(0, op_connection, {}, soon());
  ASSERT_TRUE(again);
  EXPECT_EQ(number_at(*again, 0), number_at(*ours, 0));  // the parent's lives on
}

TEST(ConnectionPool, AnAnswerNobodyNeedsIsNotWaitedFor) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  ASSERT_TRUE(pool.post_each(0, op_hold, numbered(1), soon()));  // never answered
  auto reply = pool.call(0, op_echo, some(6), soon());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->stub, some(6));
  EXPECT_EQ(server.connections(), 1u);
}

TEST(ConnectionPool, AnswersOfManyCallsComeInTheOrderOfTheRequests) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  for (size_t count : {0u, 1u, 31u, 32u, 33u, 1000u}) {
    auto replies = pool.call_each(0, op_echo, numbered(count), soon());
    ASSERT_TRUE(replies) << replies.error().text;
    ASSERT_EQ(replies->size(), count);
    for (uint32_t i = 0; i < count; ++i) EXPECT_EQ(number_at(*(*replies)[i], 0), i);
  }
  EXPECT_EQ(server.connections(), 1u);
}

TEST(ConnectionPool, NoMoreCallsAreUnderWayThanMayBe) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  std::thread caller([&] { EXPECT_TRUE(pool.call_each(0, op_hold, numbered(100), soon())); });
  for (int done = 0; done < 100;) {
    int expected = std::min<int>(100, done + Connection::most_under_way);
    EXPECT_TRUE(eventually([&] { return server.sink.requests == expected; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // for one too many to show itself
    EXPECT_EQ(server.sink.requests, expected);
    done = expected;
    server.answer_held();
  }
  caller.join();
}

TEST(ConnectionPool, FaultsStandInTheirPlaces) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto faults = pool.call_each(0, op_fault, numbered(40), soon());
  ASSERT_TRUE(faults);
  for (const auto& each : *faults) {
    ASSERT_FALSE(each);
    EXPECT_EQ(each.error().code, Win32::access_denied);
  }
  EXPECT_EQ(number_at(*pool.call(0, op_echo, EchoSink::numbers({5}), soon()), 0), 5u);
  EXPECT_EQ(server.connections(), 1u);
}

TEST(ConnectionPool, LostConnectionFailsAllThatWereUnderWayAndTheNextCallWorks) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  auto replies = pool.call_each(0, op_drop, numbered(50), soon());
  ASSERT_FALSE(replies);
  EXPECT_EQ(replies.error().code, Win32::rpc_call_failed);
  auto next = pool.call_each(0, op_echo, numbered(50), soon());
  EXPECT_TRUE(next);
}

TEST(ConnectionPool, PostedCallsDoNotGetIntoTheAnswersOfLaterOnes) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  ASSERT_TRUE(pool.post_each(0, op_echo, numbered(20), soon()));
  auto replies = pool.call_each(0, op_echo, numbered(60), soon());
  ASSERT_TRUE(replies);
  for (uint32_t i = 0; i < 60; ++i) EXPECT_EQ(number_at(*(*replies)[i], 0), i);
}

TEST(ConnectionPool, NoConnectionIsMadeToCloseWhatEndedWithTheLast) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  auto pool = pool_for(directory / "socket");
  EXPECT_TRUE(pool.post_each(0, op_echo, numbered(3), soon()));
  EXPECT_EQ(server.connections(), 0u);
  ASSERT_TRUE(pool.call(0, op_echo, {}, soon()));
  EXPECT_EQ(server.sink.requests, 1);
}

TEST(ConnectionPool, AnInterfaceThatIsNotServedFailsItsCallsOnly) {
  nta::test::TemporaryDir directory;
  EchoServer server(directory / "socket");
  rpc::SyntaxId unknown = interface_a;
  unknown.major = 9;
  ConnectionPool pool([&](const Wait& wait) { return connect_unix(directory / "socket", wait); },
                      {unknown, interface_b});
  auto refused = pool.call(0, op_echo, {}, soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::rpc_unknown_if);
  EXPECT_TRUE(pool.call(1, op_echo, {}, soon()));
}

}  // namespace nta::transport::test
