// Which server a name means.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace nta::client {

/** Empty name: this machine. */
struct ServerAddress {
  static constexpr uint16_t smb_port = 445;

  std::string name;
  uint16_t port = smb_port;

  bool is_local() const { return name.empty(); }
  bool operator==(const ServerAddress&) const = default;
};

/** `name`, `\\name`, `name:port`, `[v6 address]:port`. Empty text, and this machine's own name without a port, are this
 *  machine. Fails with rpc_invalid_binding for what cannot name a server. */
Result<ServerAddress> parse_address(std::string_view text);

}  // namespace nta::client
