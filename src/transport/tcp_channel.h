// Connecting to a server over TCP.
#pragma once

#include "transport/channel.h"

namespace nta::transport {

/** ncacn_ip_tcp: DCE/RPC straight on the connection. Fails as dial() does. */
Result<std::unique_ptr<Channel>> connect_tcp(const std::string& host, uint16_t port, const Wait& wait);

/** Fragments over TCP: what Windows and Samba propose ([MS-RPCE] 2.1.1.1). */
inline constexpr uint16_t tcp_fragment = 5840;

}  // namespace nta::transport
