// A server on a unix socket in a thread of its own, whose methods do simple things to their stub.
#pragma once

#include <gtest/gtest.h>

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <future>
#include <thread>

#include "temporary_dir.h"
#include "transport/connection_pool.h"
#include "transport/unix_endpoint.h"

namespace nta::transport::test {

inline constexpr rpc::SyntaxId interface_a{guid("484809d6-4239-471b-b5bc-61df8c23ac48"), 1, 0};
inline constexpr rpc::SyntaxId interface_b{guid("11899a43-2b68-4a76-92e3-a3d6ad8c26ce"), 1, 0};

inline constexpr uint16_t op_echo = 0;        // answers the stub
inline constexpr uint16_t op_fault = 1;       // faults with access denied
inline constexpr uint16_t op_hold = 2;        // answers when released
inline constexpr uint16_t op_enlarge = 3;     // answers as many bytes as the stub's u32 says
inline constexpr uint16_t op_whoami = 4;      // answers the caller's uid as u32
inline constexpr uint16_t op_drop = 5;        // closes the connection without an answer
inline constexpr uint16_t op_connection = 6;  // answers id and group of the connection
inline constexpr uint16_t op_name = 7;        // answers the caller's name as bytes

class EchoSink final : public CallSink {
 public:
  void request(const ServerConnectionPtr& connection, rpc::Request request) override {
    ++requests;
    switch (request.opnum) {
      case op_echo:
        return connection->respond(request.call_id, request.stub);
      case op_hold:
        held.emplace_back(connection, std::move(request));
        return;
      case op_enlarge: {
        ByteReader in(request.stub);
        return connection->respond(request.call_id, Bytes(*in.u32(), std::byte{0x5A}));
      }
      case op_whoami:
        return connection->respond(request.call_id, numbers({*connection->token()->uid}));
      case op_name: {
        ByteView name = as_byte_view(connection->token()->name);
        return connection->respond(request.call_id, name);
      }
      case op_drop:
        return connection->close(fail(Win32::cancelled, "as asked"));
      case op_connection:
        return connection->respond(request.call_id,
                                   numbers({static_cast<uint32_t>(connection->id()), connection->group()}));
      default:
        return connection->fault(request.call_id, rpc::fault_access_denied, rpc::Executed::no);
    }
  }
  void cancelled(const ServerConnectionPtr&, uint32_t) override { ++cancels; }
  void orphaned(const ServerConnectionPtr&, uint32_t) override { ++orphans; }
  void logged_on(const ServerConnectionPtr&, const auth::AccessToken&) override {}
  void logon_refused(const ServerConnectionPtr&, const std::string&, const Error&) override { ++refused_logons; }
  void disconnected(const ServerConnectionPtr&, const Error& why) override {
    ++disconnects;
    last_reason = why.text;
  }

  static Bytes numbers(std::initializer_list<uint32_t> values) {
    Bytes out;
    ByteWriter writer(out);
    for (uint32_t value : values) writer.u32(value);
    return out;
  }

  std::atomic<int> requests = 0, cancels = 0, orphans = 0, disconnects = 0, refused_logons = 0;
  std::string last_reason;                                         // the loop's thread
  std::vector<std::pair<ServerConnectionPtr, rpc::Request>> held;  // the loop's thread
};

class EchoServer {
 public:
  using WhenKnown = decltype(UnixEndpointOptions::when_known);

  explicit EchoServer(std::string path, ConnectionLimits limits = {}, size_t connections = 1024,
                      WhenKnown when_known = {})
      : server{.interfaces = {interface_a, interface_b}, .sink = sink, .limits = limits} {
    UnixEndpointOptions options{
        .path = std::move(path), .limits = {.connections = connections}, .when_known = std::move(when_known)};
    options.identify = [](const auth::PeerCredentials& peer) -> Result<auth::AccessToken> {
      return auth::make_local_token(peer, {});
    };
    endpoint.emplace(loop, server, std::move(options));
    auto started = endpoint->start();
    EXPECT_TRUE(started) << started.error().text;
    thread = std::thread([this] { loop.run(); });
  }
  ~EchoServer() {
    run([this] {
      endpoint.reset();
      sink.held.clear();
    });
    work.reset();
    thread.join();
  }

  /** Runs on the loop, and waits for it. */
  void run(std::function<void()> task) {
    std::promise<void> done;
    asio::post(loop, [&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  size_t connections() {
    size_t count = 0;
    run([&] { count = endpoint->connections(); });
    return count;
  }
  void answer_held() {
    run([this] {
      for (auto& [connection, request] : sink.held) connection->respond(request.call_id, request.stub);
      sink.held.clear();
    });
  }

  asio::io_context loop{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{loop.get_executor()};
  EchoSink sink;
  RpcServer server;
  std::optional<UnixEndpoint> endpoint;
  std::thread thread;
};

/** Polls for what another thread brings about. */
template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 12000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

inline ConnectionPool pool_for(const std::string& path, PoolOptions options = {}) {
  return ConnectionPool([path](const Wait& wait) { return connect_unix(path, wait); }, {interface_a, interface_b},
                        std::move(options));
}

inline Wait soon() { return {.deadline = after(std::chrono::seconds(60))}; }

}  // namespace nta::transport::test
