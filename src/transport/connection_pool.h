// ConnectionPool: the connections behind one server handle, for any number of threads. No threads of its own.
//
// A connection carries one call at a time; concurrent calls get one each. All of them join one association group, so
// that a context handle made over one is good over the others.
#pragma once

#include <functional>
#include <vector>

#include "transport/connection.h"
#include "transport/places.h"

namespace nta::transport {

struct PoolOptions {
  rpc::ClientOptions rpc;  // with `package` and `level`; `security` comes from below
  /** Authentication inside RPC: a context of `rpc.package` for each connection. Empty: none. */
  std::function<Result<std::shared_ptr<auth::SecurityContext>>()> make_security;
  size_t most = 64;                             // calls under way at once; more wait for their turn
  size_t most_endless = 128;                    // the same of those without a deadline; more fail with 1450
  std::chrono::milliseconds idle_time{30'000};  // a spare one is closed after this; the last one is kept
  std::chrono::milliseconds connect_time = default_connect_time;
};

class ConnectionPool {
 public:
  using Opener = std::function<Result<std::unique_ptr<Channel>>(const Wait&)>;

  ConnectionPool(Opener opener, std::vector<rpc::SyntaxId> interfaces, PoolOptions options = {});
  ~ConnectionPool();

  /** As Connection::call. A connection that turns out to be dead before the request is out is replaced, once. */
  Result<rpc::Reply> call(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait);
  /** The same with a request that is made for the connection it goes over, by its session key; anew for another. */
  using MakeStub = std::function<Result<Bytes>(ByteView session_key)>;
  Result<rpc::Reply> call_sealed(size_t interface, uint16_t opnum, const MakeStub& make_stub, const Wait& wait);
  Result<Connection::Replies> call_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs,
                                        const Wait& wait);
  /** As Connection::post_each, over a connection that there is. Without one nothing is sent: what the calls would close
   *  has ended with the connections. */
  Result<void> post_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs, const Wait& wait);

  /** Closes the idle connections; context handles of the server end with the last one. */
  void close_idle();
  size_t idle() const;

 private:
  using ConnectionPtr = std::unique_ptr<Connection>;
  struct Idle {
    ConnectionPtr connection;
    Clock::time_point since;
  };
  struct Loan;

  template <class Use>
  auto use(const Wait& wait, Use use_it) -> decltype(use_it(std::declval<Connection&>()));
  enum class Source { idle_or_new, only_new };
  Result<Loan> borrow(Source source, const Wait& wait);
  void drop_dead();
  Result<ConnectionPtr> connect(const Wait& wait);
  Result<ConnectionPtr> connect_to_group(uint32_t group, const Wait& wait);
  void give_back(Loan loan);
  void forget_other_process();

  Opener opener_;
  std::vector<rpc::SyntaxId> interfaces_;
  PoolOptions options_;

  // Guarded by fork_mutex(), so that a forked child finds them whole.
  std::vector<Idle> idle_;
  Places places_;
  Places endless_places_;
  uint32_t group_ = 0;  // of the connections there are; 0 while there are none
  uint32_t generation_ = fork_generation();
  // Held while the first connection makes the group; a child gets a new one.
  std::shared_ptr<std::mutex> founding_ = std::make_shared<std::mutex>();
};

}  // namespace nta::transport
