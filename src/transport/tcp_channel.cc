#include "transport/tcp_channel.h"

#include "transport/dial.h"

namespace nta::transport {

Result<std::unique_ptr<Channel>> connect_tcp(const std::string& host, uint16_t port, const Wait& wait) {
  NTA_TRY(Dialled dialled, dial(host, port, wait));
  return make_socket_channel(dialled.socket.release(), tcp_fragment);
}

}  // namespace nta::transport
