// Connecting to a server over TCP.
#pragma once

#include "base/types.h"
#include "transport/channel.h"

namespace nta::transport {

/** A connected socket, not blocking. Every address of `host` is tried in turn, within the time there is. Fails with
 *  rpc_server_unavailable (1722). Resolving the name may block for as long as the resolver takes. */
Result<UniqueFd> connect_tcp_socket(const std::string& host, uint16_t port, const Wait& wait);

/** ncacn_ip_tcp: DCE/RPC straight on the connection. */
Result<std::unique_ptr<Channel>> connect_tcp(const std::string& host, uint16_t port, const Wait& wait);

/** Fragments over TCP: what Windows and Samba propose ([MS-RPCE] 2.1.1.1). */
inline constexpr uint16_t tcp_fragment = 5840;

}  // namespace nta::transport
