// Links: endpoints and their pools; one link a server and environment.
#include "api/client/link.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "api/client/local_host.h"
#include "api/client/remote_way.h"
#include "api/client/uses.h"
#include "base/host_paths.h"
#include "base/of_thread.h"
#include "base/utf16.h"
#include "protocols/all.h"

namespace nta::client {
namespace {

constexpr std::chrono::seconds kept_after_use{60};
constexpr size_t most_kept = 256;

/** The host of this machine: one socket for everything, whose peers the kernel knows. */
class LocalWay : public Way {
 public:
  std::optional<std::string_view> place_of(const protocols::Interface&) const override { return ""; }
  Result<std::unique_ptr<transport::Channel>> open(const protocols::Interface&, Sharing,
                                                   const transport::Wait& wait) override {
    NTA_TRY(LocalHost host, find_local_host());
    return connect_local(host, wait);
  }
  transport::PoolOptions pool_options(const protocols::Interface&) override { return {}; }
  Result<void> reach(const transport::Wait& wait) override {
    NTA_CHECK(open(protocols::local_host, Sharing::own, wait));
    return {};
  }
};

/** The same as what keeps secrets: it is not started for that, and has to be the user's or the machine's own, whatever
 *  NTADMIN_HOST names. */
class KeeperWay final : public LocalWay {
 public:
  Result<std::unique_ptr<transport::Channel>> open(const protocols::Interface&, Sharing,
                                                   const transport::Wait& wait) override {
    NTA_TRY(LocalHost host, find_local_host());
    NTA_TRY(auto channel, transport::connect_unix(host.socket, wait));
    ucred owner{};
    socklen_t size = sizeof owner;
    bool is_known = ::getsockopt(channel->fd(), SOL_SOCKET, SO_PEERCRED, &owner, &size) == 0;
    bool is_trusted = owner.uid == ::geteuid() || owner.uid == 0 || host.socket == system_socket;
    if (is_known && is_trusted) return channel;
    return fail(Win32::access_denied, "{} belongs to user {}", host.socket, owner.uid);
  }
};

/** One link an environment. */
template <class LocalOrKeeper>
std::shared_ptr<Link> link_in(const std::string& environment) {
  static auto& links = *new std::map<std::string, std::shared_ptr<Link>>;  // outlives other threads' calls at exit
  std::lock_guard lock(transport::fork_mutex());
  auto& link = links[environment];
  if (!link) link = std::make_shared<Link>(std::make_unique<LocalOrKeeper>());
  return link;
}

/** Links to one server over SMB and over TCP have keys with one beginning. */
std::string key_of_server(const ServerAddress& address) {
  ServerAddress smb = address.over_smb();
  return fmt::format("{}:{} ", to_utf8(upper_case(to_utf16(smb.name))), smb.port);
}

/** A remote server, and what in the environment says who calls there. */
std::string key_of(const ServerAddress& address) {
  std::string key = key_of_server(address) + std::to_string(use_changes(address.over_smb()));
  if (address.transport == ServerAddress::Transport::tcp) key += fmt::format(" tcp:{}", address.port);
  for (const char* name : {"NTADMIN_CREDENTIALS", "KRB5CCNAME"}) {
    const char* value = secure_getenv(name);
    key.append(1, '\n').append(value ? value : "");
  }
  return key;
}

struct EnvironmentText {
  std::string text;
};

struct KeptLink {
  std::shared_ptr<Link> link;
  transport::Clock::time_point used;
};

using KeptLinks = std::map<std::string, KeptLink>;

KeptLinks& kept_links() {               // guarded by fork_mutex()
  static auto& links = *new KeptLinks;  // outlives other threads' calls at exit
  return links;
}

/** Takes out the links that nobody has and nobody asked for lately; the caller lets go of them without the lock. */
std::vector<std::shared_ptr<Link>> take_unused(KeptLinks& links, transport::Clock::time_point now) {
  std::vector<std::shared_ptr<Link>> unused;
  for (auto at = links.begin(); at != links.end();) {
    bool is_old = now - at->second.used > kept_after_use || links.size() > most_kept;
    if (is_old && at->second.link.use_count() == 1) {
      unused.push_back(std::move(at->second.link));
      at = links.erase(at);
    } else {
      ++at;
    }
  }
  return unused;
}

}  // namespace

std::vector<rpc::SyntaxId> Link::Endpoint::syntaxes() const {
  std::vector<rpc::SyntaxId> ids;
  for (const auto* interface : interfaces) ids.push_back({interface->uuid, interface->major, interface->minor});
  return ids;
}

rpc::CarriesSecret Link::Endpoint::carries_secret() const {
  return [list = interfaces](size_t interface, uint16_t opnum) {
    return interface >= list.size() || protocols::carries_secret(*list[interface], opnum);
  };
}

Link::Link(std::unique_ptr<Way> way) : way_(std::move(way)) {
  for (const auto* interface : protocols::all_interfaces)
    if (auto place = way_->place_of(*interface)) endpoint_for(*place).interfaces.push_back(interface);
  for (auto& endpoint : endpoints_) make_pool(endpoint);
}

void Link::make_pool(Endpoint& endpoint) {
  const protocols::Interface& first = *endpoint.interfaces.front();
  auto open = [way = way_.get(), &first](const transport::Wait& wait) {
    return way->open(first, Way::Sharing::shared, wait);
  };
  auto options = way_->pool_options(first);
  options.rpc.carries_secret = endpoint.carries_secret();
  endpoint.pool = std::make_unique<transport::ConnectionPool>(open, endpoint.syntaxes(), std::move(options));
}

Link::Endpoint& Link::endpoint_for(std::string_view place) {
  for (auto& endpoint : endpoints_)
    if (equal_ignoring_case(endpoint.place, place)) return endpoint;
  return endpoints_.emplace_back(Endpoint{place, {}, nullptr});
}

const std::string& Link::local_environment() {
  std::string& text = OfThread<EnvironmentText>::get().text;  // its memory is used again: this runs at every local call
  text.clear();
  for (const char* name : {"NTADMIN_HOST", "NTADMIN_AUTOSTART", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME"}) {
    const char* value = secure_getenv(name);
    text.append(value ? value : "").push_back('\n');
  }
  return text;
}

std::shared_ptr<Link> Link::local(const std::string& environment) { return link_in<LocalWay>(environment); }

std::shared_ptr<Link> Link::keeper_of_uses(const std::string& environment) { return link_in<KeeperWay>(environment); }

std::shared_ptr<Link> Link::proving(const ServerAddress& address, std::optional<auth::Credentials> credentials) {
  return std::make_shared<Link>(make_proving_way(address, std::move(credentials)));
}

void Link::keep_remote(const ServerAddress& address, std::shared_ptr<Link> link) {
  std::string key = key_of(address);
  std::lock_guard lock(transport::fork_mutex());
  kept_links()[key] = {std::move(link), transport::Clock::now()};
}

void Link::forget_remote(const ServerAddress& address) {
  std::string key = key_of_server(address);
  std::vector<std::shared_ptr<Link>> forgotten;  // their connections are closed without the lock
  std::lock_guard lock(transport::fork_mutex());
  auto& links = kept_links();
  for (auto at = links.lower_bound(key); at != links.end() && at->first.starts_with(key); at = links.erase(at))
    forgotten.push_back(std::move(at->second.link));
}

std::shared_ptr<Link> Link::remote(const ServerAddress& address) {
  std::string key = key_of(address);
  auto now = transport::Clock::now();
  std::vector<std::shared_ptr<Link>> unused;
  std::lock_guard lock(transport::fork_mutex());
  auto& kept = kept_links()[key];
  kept.used = now;
  if (!kept.link) kept.link = std::make_shared<Link>(make_remote_way(address));
  auto link = kept.link;
  unused = take_unused(kept_links(), now);
  return link;
}

Result<Link::Place> Link::place_of(const protocols::Interface& interface) {
  std::lock_guard lock(transport::fork_mutex());
  for (auto& endpoint : endpoints_) {
    // By its UUID: each library has the descriptions at another address.
    auto found = std::ranges::find(endpoint.interfaces, interface.uuid, &protocols::Interface::uuid);
    if (found != endpoint.interfaces.end())
      return Place{&endpoint, static_cast<size_t>(found - endpoint.interfaces.begin())};
  }
  auto place = way_->place_of(interface);
  if (!place || place->empty()) return fail(Win32::not_supported, "{} is not offered on this way", interface.name);
  // One that other servers have and ours has not.
  make_pool(endpoints_.emplace_back(Endpoint{*place, {&interface}, nullptr}));
  return Place{&endpoints_.back(), 0};
}

Result<Link::Route> Link::route(const protocols::Interface& interface) {
  NTA_TRY(Place place, place_of(interface));
  return Route{*place.endpoint->pool, place.interface};
}

Result<OwnConnection> Link::connect(const protocols::Interface& interface, const transport::Wait& wait) {
  transport::Wait connecting = wait;
  transport::Deadline latest = transport::after(transport::default_connect_time);
  connecting.deadline = wait.deadline ? std::min(wait.deadline, latest) : latest;
  NTA_TRY(Place place, place_of(interface));
  NTA_TRY(auto channel, way_->open(interface, Way::Sharing::own, connecting));
  auto options = way_->pool_options(interface);
  options.rpc.carries_secret = place.endpoint->carries_secret();
  if (options.make_security) {
    NTA_TRY(options.rpc.security, options.make_security());
  }
  NTA_TRY(auto connection, transport::Connection::open(std::move(channel), place.endpoint->syntaxes(),
                                                       std::move(options.rpc), connecting));
  return OwnConnection{std::move(connection), place.interface};
}

void Link::close_idle() {
  std::vector<transport::ConnectionPool*> pools;
  {
    std::lock_guard lock(transport::fork_mutex());
    for (auto& endpoint : endpoints_) pools.push_back(endpoint.pool.get());
  }
  for (auto* pool : pools) pool->close_idle();
}

std::optional<describe::ContextHandle> KeptHandle::get() const {
  std::lock_guard lock(transport::fork_mutex());
  return generation_ == transport::fork_generation() ? handle_ : std::nullopt;
}

describe::ContextHandle KeptHandle::keep(const describe::ContextHandle& handle) {
  std::lock_guard lock(transport::fork_mutex());
  if (!handle_ || generation_ != transport::fork_generation()) handle_ = handle;
  generation_ = transport::fork_generation();
  return *handle_;
}

void KeptHandle::forget(const describe::ContextHandle& handle) {
  std::lock_guard lock(transport::fork_mutex());
  if (handle_ == handle) handle_.reset();
}

}  // namespace nta::client
