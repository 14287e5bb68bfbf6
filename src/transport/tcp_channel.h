// ncacn_ip_tcp from the client's side: DCE/RPC straight on a TCP connection.
#pragma once

#include "transport/channel.h"

namespace nta::transport {

/** Fails with rpc_server_unavailable (1722), as dial() does. */
Result<std::unique_ptr<Channel>> connect_tcp(const std::string& host, uint16_t port, const Wait& wait);

/** Fragments over TCP: what Windows and Samba propose ([MS-RPCE] 2.1.1.1). */
inline constexpr uint16_t tcp_fragment = 5840;

}  // namespace nta::transport
