#include "daemon/network_front.h"

#include "base/log.h"
#include "transport/tcp_address.h"

namespace nta::daemon {
namespace {

std::string lower_case(std::string_view name) {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

Result<UniqueFd> listen_for_smb(const Settings& settings) {
  uint16_t port = settings.smb_port_or_default();
  if (port == 0) return UniqueFd();
  auto socket = transport::listen_tcp(settings.listen, port);
  if (socket || settings.smb_port) return socket;
  log::warning("smb-port", "{}: nobody is served over SMB", socket.error().text);
  return UniqueFd();
}

NetworkFront::NetworkFront(asio::io_context& loop, transport::RpcServer& server, host::NetworkServer& network,
                           const auth::Acceptors& acceptors, std::span<const services::Service> offered)
    : loop_(loop),
      server_(server),
      acceptors_(acceptors),
      offered_(offered),
      connections_(network.connections, network.statistics) {}

Result<void> NetworkFront::start(const Settings& settings, UniqueFd listening) {
  if (!listening) return {};
  transport::SmbEndpointOptions options{.listening = std::move(listening)};
  for (const services::Service& service : offered_) {
    const protocols::Interface& each = *service.interface;
    if (!each.pipe.empty())
      options.pipes.emplace(lower_case(each.pipe), rpc::SyntaxId{each.uuid, each.major, each.minor});
  }
  options.smb.encryption = settings.smb_encryption;
  options.smb.security_hint = acceptors_.smb_hint();
  options.smb.make_security = [this] { return acceptors_.for_smb(); };
  endpoint_ = std::make_unique<transport::SmbEndpoint>(loop_, server_, connections_, std::move(options));
  connections_.serve(*endpoint_);
  NTA_CHECK(endpoint_->start());
  log::info("smb-ready", "SMB on port {}", endpoint_->port());
  return {};
}

}  // namespace nta::daemon
