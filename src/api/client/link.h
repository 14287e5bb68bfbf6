// Link: what all handles of one server share in this process: connections, and the handle that LegacyApi wants.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "describe/type.h"
#include "protocols/method.h"
#include "transport/connection_pool.h"

namespace nta::client {

/** A server's context handle, kept for later calls, by any number of threads. A forked child has none: the server
 *  knows its parent's connections only. */
class KeptHandle {
 public:
  std::optional<describe::ContextHandle> get() const;
  /** Keeps `handle` unless another thread was quicker; gives the one that is kept. */
  describe::ContextHandle keep(const describe::ContextHandle& handle);
  /** Unless another thread has opened a newer one by now. */
  void forget(const describe::ContextHandle& handle);

 private:
  std::optional<describe::ContextHandle> handle_;  // guarded by fork_mutex()
  uint32_t generation_ = 0;
};

class Link {
 public:
  explicit Link(transport::ConnectionPool::Opener opener);

  /** What names this machine's host in the environment now: a program may change it between two calls. */
  static const std::string& local_environment();
  /** The link to this machine's host, one an environment. */
  static std::shared_ptr<Link> local(const std::string& environment);

  transport::ConnectionPool& pool() { return pool_; }

  /** A connection beside the pool's, with an association group of its own. */
  Result<std::unique_ptr<transport::Connection>> connect(const transport::Wait& wait);

  /** What calls of LegacyApi take. A stale one is refused by the server, and forgotten then. */
  KeptHandle& legacy_handle() { return legacy_handle_; }
  /** What waits for events on WTS_CURRENT_SERVER_HANDLE take. */
  KeptHandle& event_handle() { return event_handle_; }

 private:
  transport::ConnectionPool::Opener opener_;
  transport::ConnectionPool pool_;
  KeptHandle legacy_handle_;
  KeptHandle event_handle_;
};

/** The index that a connection's bind gives an interface; all of protocols/all.h are bound at once. */
size_t bound_index(const protocols::Interface& interface);

}  // namespace nta::client
