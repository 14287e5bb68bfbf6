// Calls through a link.
#include "api/client/server.h"

#include "api/client/address.h"
#include "api/client/link.h"

namespace nta::client {
namespace {

transport::Wait wait_for(Patience patience, transport::AbortSignal& abort) {
  if (patience == Patience::endless) return {.deadline = {}, .on_signal = transport::OnSignal::end, .abort = &abort};
  return {.deadline = transport::after(transport::default_call_time), .abort = &abort};
}

}  // namespace

std::shared_ptr<Server> Server::local() {
  // One object a thread while the environment stays as it is; it is never closed.
  thread_local std::string last_environment;
  thread_local std::shared_ptr<Server> last_server;
  const std::string& environment = Link::local_environment();
  if (!last_server || environment != last_environment) {
    last_server = std::make_shared<Server>(std::string(), Link::local(environment));
    last_environment = environment;
  }
  return last_server;
}

std::shared_ptr<Server> Server::named(std::string_view name) {
  auto address = parse_address(name);
  bool is_here = address && address->is_local();
  return std::make_shared<Server>(std::string(name), is_here ? Link::local(Link::local_environment()) : nullptr);
}

Error Server::unreachable() const {
  return fail(Win32::rpc_server_unavailable, "server '{}' cannot be reached from here", name_);
}

Result<rpc::Reply> Server::exchange(const protocols::Interface& interface, uint16_t opnum, ByteView request,
                                    Patience patience) {
  if (!link_) return unreachable();
  auto reply = link_->pool().call(bound_index(interface), opnum, request, wait_for(patience, abort_));
  if (!reply && is_closed()) return fail(Win32::invalid_handle, "the server handle was closed");
  return reply;
}

Result<describe::ContextHandle> Server::legacy_handle() {
  if (!link_) return unreachable();
  if (auto known = link_->legacy_handle()) return *known;
  NTA_TRY(auto opened, call<protocols::RpcWinStationOpenServer>(protocols::legacy_api, {}));
  link_->remember_legacy_handle(opened->phServer);
  return opened->phServer;
}

void Server::forget_legacy_handle(const describe::ContextHandle& handle) { link_->forget_legacy_handle(handle); }

Error Server::refused(const protocols::Interface& interface, uint16_t opnum, Win32 status) {
  for (const auto& method : interface.methods)
    if (method.opnum == opnum) return fail(status, "{} answered {}", method.name, code(status));
  return fail(status, "{}.{} answered {}", interface.name, opnum, code(status));
}

}  // namespace nta::client
