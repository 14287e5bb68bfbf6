#include "daemon/network_front.h"

#include <set>

#include "base/log.h"
#include "protocols/all.h"

namespace nta::daemon {
namespace {

std::string lower_case(std::string_view name) {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

rpc::SyntaxId syntax_of(const protocols::Interface& interface) {
  return {interface.uuid, interface.major, interface.minor};
}

using PipeNames = std::set<std::string, std::less<>>;

/** Whoever opens pipes to everybody hears of a name that opens none, and has a line in the log of the others. */
Result<PipeNames> null_session_pipes(const Settings& settings, const PipeNames& served) {
  PipeNames open;
  for (const std::string& name : listed(settings.null_session_pipes)) {
    if (!served.contains(lower_case(name)))
      return fail(Win32::invalid_parameter, "null_session_pipes: there is no pipe '{}' here", name);
    open.insert(lower_case(name));
    log::warning("null-session-pipe", "anybody who reaches this host may open the pipe {}", name);
  }
  return open;
}

}  // namespace

NetworkFront::NetworkFront(asio::io_context& loop, transport::RpcServer& server, host::NetworkServer& network,
                           const auth::Acceptors& acceptors, std::span<const services::Service> offered)
    : loop_(loop),
      server_(server),
      acceptors_(acceptors),
      offered_(offered),
      connections_(network.connections, network.statistics) {}

Result<void> NetworkFront::start(const Settings& settings, NetworkListeners listening) {
  NTA_CHECK(start_smb(settings, std::move(listening.smb)));
  return start_tcp(settings, std::move(listening));
}

services::Endpoints NetworkFront::endpoints() const {
  return {.tcp_port = rpc_ ? rpc_->port() : uint16_t{0}, .has_pipes = smb_ != nullptr};
}

Result<void> NetworkFront::start_smb(const Settings& settings, UniqueFd listening) {
  if (!listening) return {};
  transport::SmbEndpointOptions options{.listening = std::move(listening)};
  for (const services::Service& service : offered_) {
    const protocols::Interface& each = *service.interface;
    if (!each.pipe.empty()) options.pipes.emplace(lower_case(each.pipe), syntax_of(each));
  }
  // One process serves them on Windows, and any of the pipes leads there.
  for (const auto* each : {&protocols::samr, &protocols::lsarpc, &protocols::netlogon})
    options.pipes.emplace("lsass", syntax_of(*each));
  // mgmt is answered wherever something else is.
  PipeNames names;
  for (const auto& [name, interface] : options.pipes) names.insert(name);
  for (const std::string& name : names) options.pipes.emplace(name, syntax_of(protocols::mgmt));
  NTA_TRY(options.smb.null_session_pipes, null_session_pipes(settings, names));
  options.smb.encryption = settings.smb_encryption;
  options.smb.security_hint = acceptors_.smb_hint();
  options.smb.make_security = [this] { return acceptors_.for_smb(); };
  smb_ = std::make_unique<transport::SmbEndpoint>(loop_, server_, connections_, std::move(options));
  connections_.serve(*smb_);
  NTA_CHECK(smb_->start());
  log::info("smb-ready", "SMB on port {}", smb_->port());
  return {};
}

Result<void> NetworkFront::start_tcp(const Settings& settings, NetworkListeners listening) {
  auto open = [&](UniqueFd socket, auto offers) -> Result<std::unique_ptr<transport::TcpEndpoint>> {
    transport::TcpEndpointOptions options{
        .listening = std::move(socket), .least_level = settings.rpc_level, .offers = std::move(offers)};
    auto endpoint = std::make_unique<transport::TcpEndpoint>(loop_, server_, std::move(options));
    NTA_CHECK(endpoint->start());
    return endpoint;
  };
  if (listening.rpc) {
    auto is_local = [](const rpc::SyntaxId& id) { return id == syntax_of(protocols::local_host); };
    NTA_TRY(rpc_, open(std::move(listening.rpc), [=](const rpc::SyntaxId& id) { return !is_local(id); }));
    log::info("rpc-ready", "RPC on port {}", rpc_->port());
  }
  if (listening.epmapper) {
    auto is_for_all = [](const rpc::SyntaxId& id) {
      return id == syntax_of(protocols::epmapper) || id == syntax_of(protocols::mgmt);
    };
    NTA_TRY(epmapper_, open(std::move(listening.epmapper), is_for_all));
    log::info("epmapper-ready", "the endpoint mapper on port {}", epmapper_->port());
  }
  return {};
}

}  // namespace nta::daemon
