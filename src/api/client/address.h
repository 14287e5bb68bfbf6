// Which server a name means.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/shown.h"

namespace nta::client {

/** Empty name: this machine. */
struct ServerAddress {
  static constexpr uint16_t smb_port = 445;
  enum class Transport { smb, tcp };

  std::string name;
  uint16_t port = smb_port;  // tcp: 0 is to be asked of the server's endpoint mapper
  Transport transport = Transport::smb;

  bool is_local() const { return name.empty(); }
  /** What credentials and uses know the server by, which are the same over TCP. */
  ServerAddress over_smb() const { return transport == Transport::smb ? *this : ServerAddress{name}; }
  bool operator==(const ServerAddress&) const = default;
};

/** `name`, `\\name`, `name:port`, `[v6 address]:port`, or the string bindings `ncacn_np:name`, `ncacn_ip_tcp:name` and
 *  `ncacn_ip_tcp:name[port]` ([C706] appendix I), these with backslashes before them too. Empty text, and this
 * machine's own name without a port, are this machine. Fails with rpc_invalid_binding for what cannot name a server. */
NTA_SHOWN Result<ServerAddress> parse_address(std::string_view text);

}  // namespace nta::client
