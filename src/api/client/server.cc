// Calls through a link.
#include "api/client/server.h"

#include "api/client/address.h"
#include "base/of_thread.h"

namespace nta::client {
namespace {

/** One object a thread while the environment stays as it is; it is never closed. */
struct LastLocal {
  std::string environment;
  std::shared_ptr<Server> server;
};

}  // namespace

using protocols::RpcWinStationCloseServer;
using protocols::RpcWinStationOpenServer;
using protocols::RpcWinStationWaitSystemEvent;

std::shared_ptr<Server> Server::local() {
  LastLocal& last = OfThread<LastLocal>::get();
  const std::string& environment = Link::local_environment();
  if (!last.server || environment != last.environment) {
    auto link = Link::local(environment);
    last.server = std::make_shared<Server>(std::string(), link);
    last.server->event_handle_ = std::shared_ptr<KeptHandle>(link, &link->event_handle());
    last.environment = environment;
  }
  return last.server;
}

std::shared_ptr<Server> Server::keeper_of_uses() {
  return std::make_shared<Server>(std::string(), Link::keeper_of_uses(Link::local_environment()));
}

std::shared_ptr<Server> Server::named(std::string_view name, Closing closing) {
  auto address = parse_address(name);
  if (!address) return std::make_shared<Server>(std::string(name), nullptr, closing);
  auto link = address->is_local() ? Link::local(Link::local_environment()) : Link::remote(*address);
  return std::make_shared<Server>(std::string(name), std::move(link), closing);
}

Server::Server(std::string name, std::shared_ptr<Link> link, Closing closing)
    : name_(std::move(name)),
      link_(std::move(link)),
      closing_(closing),
      event_handle_(std::make_shared<KeptHandle>()) {}

transport::Wait Server::wait_for(Patience patience) {
  auto* abort = closing_ == Closing::possible ? &abort_ : nullptr;
  if (patience == Patience::until_signal)
    return {.deadline = {}, .on_signal = transport::OnSignal::end, .abort = abort};
  if (patience == Patience::endless) return {.deadline = {}, .abort = abort};
  return {.deadline = transport::after(transport::default_call_time), .abort = abort};
}

Error Server::no_server() const { return fail(Win32::rpc_server_unavailable, "'{}' does not name a server", name_); }

Result<rpc::Reply> Server::exchange(const protocols::Interface& interface, uint16_t opnum, ByteView request,
                                    Patience patience) {
  if (!link_) return no_server();
  NTA_TRY(Link::Route route, link_->route(interface));
  auto reply = route.pool.call(route.interface, opnum, request, wait_for(patience));
  if (!reply && is_closed()) return fail(Win32::invalid_handle, "the server handle was closed");
  return reply;
}

Result<rpc::Reply> Server::exchange_sealed(const protocols::Interface& interface, uint16_t opnum,
                                           const transport::ConnectionPool::MakeStub& make_stub) {
  if (!link_) return no_server();
  NTA_TRY(Link::Route route, link_->route(interface));
  auto make = [&](ByteView key) { return make_stub(key.empty() ? as_byte_view("SystemLibraryDTC") : key); };
  auto reply = route.pool.call_sealed(route.interface, opnum, make, wait_for(Patience::bounded));
  if (!reply && is_closed()) return fail(Win32::invalid_handle, "the server handle was closed");
  return reply;
}

Result<transport::Connection::Replies> Server::exchange_each(const protocols::Interface& interface, uint16_t opnum,
                                                             std::span<const Bytes> requests) {
  if (!link_) return no_server();
  NTA_TRY(Link::Route route, link_->route(interface));
  auto replies = route.pool.call_each(route.interface, opnum, requests, wait_for(Patience::bounded));
  if (!replies && is_closed()) return fail(Win32::invalid_handle, "the server handle was closed");
  return replies;
}

// A server that cannot be told ends handles with the connections.
void Server::post_requests(const protocols::Interface& interface, uint16_t opnum, std::span<const Bytes> requests) {
  if (!link_ || requests.empty()) return;
  transport::Wait wait{.deadline = transport::after(transport::default_connect_time)};
  auto route = link_->route(interface);
  if (route) static_cast<void>(route->pool.post_each(route->interface, opnum, requests, wait));
}

Result<describe::ContextHandle> Server::legacy_handle() {
  if (!link_) return no_server();
  if (auto known = link_->legacy_handle().get()) return *known;
  NTA_TRY(auto opened, call<RpcWinStationOpenServer>(protocols::legacy_api, {}));
  return link_->legacy_handle().keep(opened->phServer);
}

void Server::forget_legacy_handle(const describe::ContextHandle& handle) { link_->legacy_handle().forget(handle); }

Result<OwnConnection> Server::connect(const protocols::Interface& interface) {
  if (!link_) return no_server();
  auto connected = link_->connect(interface, wait_for(Patience::bounded));
  if (!connected && is_closed()) return fail(Win32::invalid_handle, "the server handle was closed");
  return connected;
}

std::optional<AccountDomain> Server::account_domain() const {
  return link_ ? link_->account_domain().get() : std::nullopt;
}

void Server::remember_account_domain(std::optional<AccountDomain> domain) {
  if (link_) link_->account_domain().set(std::move(domain));
}

Result<describe::ContextHandle> Server::open_event_handle() {
  NTA_TRY(auto opened, call<RpcWinStationOpenServer>(protocols::legacy_api, {}));
  auto kept = event_handle_->keep(opened->phServer);
  if (kept != opened->phServer)
    post<RpcWinStationCloseServer>(protocols::legacy_api, {opened->phServer});  // another thread was quicker
  return kept;
}

Result<uint32_t> Server::wait_for_events(uint32_t mask) {
  constexpr uint32_t flush = 0x80000000;
  bool returns_at_once = mask == 0 || mask & flush;
  auto known = event_handle_->get();
  if (!known && returns_at_once) return 0;  // nobody can be waiting
  RpcWinStationWaitSystemEvent::In request{.hServer = known.value_or(describe::ContextHandle{}), .EventMask = mask};
  if (!known) {
    NTA_TRY(request.hServer, open_event_handle());
  }
  auto patience = returns_at_once ? Patience::bounded : Patience::until_signal;
  auto answer = call<RpcWinStationWaitSystemEvent>(protocols::legacy_api, request, patience);
  if (answer) return (*answer)->pEventFlags;
  if (answer.error().code != Win32::invalid_handle || is_closed()) return std::move(answer).error();
  event_handle_->forget(request.hServer);
  if (returns_at_once) return 0;
  return fail(Win32::rpc_call_failed, "the server was started anew: what happened meanwhile is not known");
}

void Server::close() {
  abort_.trigger();
  if (auto handle = event_handle_->get()) post<RpcWinStationCloseServer>(protocols::legacy_api, {*handle});
}

Error Server::refused(const protocols::Interface& interface, uint16_t opnum, Win32 status) {
  for (const auto& method : interface.methods)
    if (method.opnum == opnum) return fail(status, "{} answered {}", method.name, code(status));
  return fail(status, "{}.{} answered {}", interface.name, opnum, code(status));
}

}  // namespace nta::client
