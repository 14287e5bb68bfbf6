// FakeServer: a session host made of canned answers, on a unix socket of its own. It counts what it is asked.
//
//     FakeServer server;
//     server.on<RpcGetSessionInformation>(termsrv_session, [](const auto& in, auto& out, Arena&) { ... });
//     setenv("NTADMIN_HOST", server.address().c_str(), 1);
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/types.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/all.h"
#include "rpc/server_association.h"
#include "temporary_dir.h"

namespace nta::test {

class FakeServer {
 public:
  /** No value: the call is never answered. */
  using Handler = std::function<std::optional<Bytes>(const rpc::Request&)>;

  FakeServer();
  ~FakeServer();

  /** "unix:PATH", for NTADMIN_HOST. */
  std::string address() const { return "unix:" + path_; }

  /** Answers a method; `fill` gets the request and a zeroed answer. */
  template <class M, class Fill>
  void on(const protocols::Interface& interface, Fill fill) {
    set(interface, M::opnum, [fill](const rpc::Request& request) -> std::optional<Bytes> {
      auto in = ndr::decode<typename M::In>(request.stub, request.order);
      if (!in) return std::nullopt;
      Arena memory;
      typename M::Out out{};
      set_status(out, Win32::success);
      fill(in->value, out, memory);
      return *ndr::encode(out);
    });
  }

  /** Lets calls of a method wait for ever. */
  void never_answer(const protocols::Interface& interface, uint16_t opnum) {
    set(interface, opnum, [](const rpc::Request&) { return std::nullopt; });
  }

  /** Requests since the last call of this function, named "TermSrvSession.12". */
  std::vector<std::string> requests();
  /** Returns once `count` requests have come in since the last call of requests(). */
  bool wait_for_requests(size_t count);
  /** Ends every connection, as a restart does. */
  void drop_connections();

 private:
  struct Connection {
    UniqueFd fd;
    std::thread thread;
  };

  template <class Out>
  static void set_status(Out& out, Win32 status) {
    if constexpr (requires { protocols::status_of(out); }) protocols::set_status(out, status);
  }
  void set(const protocols::Interface& interface, uint16_t opnum, Handler handler);
  void accept_all();
  void serve(int fd);
  void answer(rpc::ServerAssociation& association, const rpc::Request& request);

  TemporaryDir directory_;
  std::string path_ = directory_ / "host.sock";
  UniqueFd listener_;
  std::vector<rpc::SyntaxId> interfaces_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  rpc::AssociationGroups groups_;
  std::map<std::pair<size_t, uint16_t>, Handler> handlers_;
  std::vector<std::string> requests_;
  std::list<Connection> connections_;
  std::thread acceptor_;
};

}  // namespace nta::test
