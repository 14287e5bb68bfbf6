#include "daemon/network_listeners.h"

#include "base/log.h"
#include "transport/tcp_address.h"

namespace nta::daemon {
namespace {

/** A port that was asked for must be had; one that is only usual is left to another server that has it. */
Result<UniqueFd> listen(const Settings& settings, const std::optional<uint16_t>& asked, uint16_t usual,
                        std::string_view what) {
  auto socket = transport::listen_tcp(settings.listen, asked.value_or(usual));
  if (socket || asked) return socket;
  log::warning("network-port", "{}: nobody is served over {}", socket.error().text, what);
  return UniqueFd();
}

}  // namespace

Result<NetworkListeners> listen_on_network(const Settings& settings) {
  NetworkListeners out;
  if (settings.ephemeral && !settings.smb_port) {
    NTA_TRY(out.smb, transport::listen_tcp(settings.listen, 0));
  } else if (settings.smb_port_or_default() != 0) {
    NTA_TRY(out.smb, listen(settings, settings.smb_port, settings.smb_port_or_default(), "SMB"));
  }
  if (settings.serves_rpc()) {
    NTA_TRY(out.rpc, listen(settings, settings.rpc_port, 0, "TCP"));
  }
  if (settings.epmapper_port_or_default() != 0) {
    NTA_TRY(out.epmapper, listen(settings, settings.epmapper_port, settings.epmapper_port_or_default(),
                                 "the endpoint mapper's port"));
  }
  return out;
}

}  // namespace nta::daemon
