// Link: what all handles of one server share in this process: connections, and the handle that LegacyApi wants.
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/client/address.h"
#include "auth/credentials.h"
#include "base/shown.h"
#include "base/sid.h"
#include "describe/type.h"
#include "protocols/method.h"
#include "transport/connection_pool.h"

namespace nta::client {

/** A server's context handle, kept for later calls, by any number of threads. A forked child has none: the server
 *  knows its parent's connections only. */
class NTA_SHOWN KeptHandle {
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

/** A server's own domain of accounts, which stays what it is while the server does. */
struct AccountDomain {
  Sid sid;
  std::u16string name;
};

/** What a server told once, for later calls of any number of threads. */
template <class T>
class Remembered {
 public:
  std::optional<T> get() const {
    std::lock_guard lock(transport::fork_mutex());
    return value_;
  }
  void set(std::optional<T> value) {
    std::lock_guard lock(transport::fork_mutex());
    value_.swap(value);  // what was there is freed without the lock
  }

 private:
  std::optional<T> value_;  // guarded by fork_mutex()
};

/** A connection for one caller alone, and the number its calls name the interface by. */
struct OwnConnection {
  std::unique_ptr<transport::Connection> connection;
  size_t interface = 0;
};

/** The way to a server: how a channel to one of its endpoints is opened, and how a caller proves itself inside RPC. */
class Way {
 public:
  virtual ~Way() = default;
  /** Whether the channel may use what other channels use, or is watched through a descriptor of its own. */
  enum class Sharing { shared, own };

  /** Where the interface is: those with the same place share connections. None where it cannot be had. */
  virtual std::optional<std::string_view> place_of(const protocols::Interface& interface) const = 0;
  virtual Result<std::unique_ptr<transport::Channel>> open(const protocols::Interface& interface, Sharing sharing,
                                                           const transport::Wait& wait) = 0;
  /** How connections to this interface are kept, and what they prove inside RPC. */
  virtual transport::PoolOptions pool_options(const protocols::Interface& interface) = 0;
  /** Whether the server can be reached and takes the log-on; no call is made. */
  virtual Result<void> reach(const transport::Wait& wait) = 0;
};

class NTA_SHOWN Link {
 public:
  explicit Link(std::unique_ptr<Way> way);

  /** What names this machine's host in the environment now: a program may change it between two calls. */
  static const std::string& local_environment();
  /** The link to this machine's host, one an environment. */
  static std::shared_ptr<Link> local(const std::string& environment);
  /** The same, but it never starts a host, and trusts none but the machine's and the user's own with secrets. */
  static std::shared_ptr<Link> keeper_of_uses(const std::string& environment);
  /** The link to a server on the network, one for each way to prove oneself there. It is kept for a while after its
   *  last use, for calls that name their server each time. */
  static std::shared_ptr<Link> remote(const ServerAddress& address);
  /** A link for NetUseAdd, whose first connection logs on with these. Nobody else gets it before keep_remote(). */
  static std::shared_ptr<Link> proving(const ServerAddress& address, std::optional<auth::Credentials> credentials);
  static void keep_remote(const ServerAddress& address, std::shared_ptr<Link> link);
  /** Calls that name the server get a new link from now on. */
  static void forget_remote(const ServerAddress& address);

  /** Where calls of an interface go; not_supported (50) for one that the server does not have on this way. */
  struct Route {
    transport::ConnectionPool& pool;
    size_t interface;
  };
  Result<Route> route(const protocols::Interface& interface);

  /** A connection beside the pool's, with an association group of its own. */
  Result<OwnConnection> connect(const protocols::Interface& interface, const transport::Wait& wait);

  /** Whether the server can be reached and takes the log-on, without a call. */
  Result<void> reach(const transport::Wait& wait) { return way_->reach(wait); }

  /** Closes the connections that no call is using. */
  void close_idle();

  /** What every call about accounts begins with. Forgotten when the server says that it is not so (any more). */
  Remembered<AccountDomain>& account_domain() { return account_domain_; }

  /** What calls of LegacyApi take. A stale one is refused by the server, and forgotten then. */
  KeptHandle& legacy_handle() { return legacy_handle_; }
  /** What waits for events on WTS_CURRENT_SERVER_HANDLE take. */
  KeptHandle& event_handle() { return event_handle_; }

 private:
  /** One endpoint: its connections bind to all the interfaces behind it, of which there is one at least. */
  struct Endpoint {
    std::string_view place;
    std::vector<const protocols::Interface*> interfaces;
    std::unique_ptr<transport::ConnectionPool> pool;

    std::vector<rpc::SyntaxId> syntaxes() const;
    rpc::CarriesSecret carries_secret() const;
  };
  struct Place {
    Endpoint* endpoint;
    size_t interface;
  };
  Result<Place> place_of(const protocols::Interface& interface);
  Endpoint& endpoint_for(std::string_view place);
  void make_pool(Endpoint& endpoint);

  std::unique_ptr<Way> way_;
  std::list<Endpoint> endpoints_;  // guarded by fork_mutex(); one that is there stays where it is
  KeptHandle legacy_handle_;
  KeptHandle event_handle_;
  Remembered<AccountDomain> account_domain_;
};

}  // namespace nta::client
