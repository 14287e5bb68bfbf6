// Link: what all handles of one server share in this process: connections, and the handle that LegacyApi wants.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "describe/type.h"
#include "protocols/method.h"
#include "transport/connection_pool.h"

namespace nta::client {

class Link {
 public:
  explicit Link(transport::ConnectionPool::Opener opener);

  /** What names this machine's host in the environment now: a program may change it between two calls. */
  static const std::string& local_environment();
  /** The link to this machine's host, one an environment. */
  static std::shared_ptr<Link> local(const std::string& environment);

  transport::ConnectionPool& pool() { return pool_; }

  /** None until one was opened. A stale one is refused by the server, and forgotten then. */
  std::optional<describe::ContextHandle> legacy_handle() const;
  void remember_legacy_handle(const describe::ContextHandle& handle);
  /** Unless another thread has opened a newer one by now. */
  void forget_legacy_handle(const describe::ContextHandle& handle);

 private:
  transport::ConnectionPool pool_;
  std::optional<describe::ContextHandle> legacy_handle_;  // guarded by fork_mutex()
};

/** The index that a connection's bind gives an interface; all of protocols/all.h are bound at once. */
size_t bound_index(const protocols::Interface& interface);

}  // namespace nta::client
