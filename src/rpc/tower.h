// Protocol towers: where an interface is reached, floor by floor ([C706] appendix L, [MS-RPCE] 2.2.1.2.4).
#pragma once

#include <string>

#include "base/bytes.h"
#include "rpc/syntax.h"

namespace nta::rpc {

struct Tower {
  enum class Transport : uint8_t { tcp, pipe };

  SyntaxId interface;
  SyntaxId transfer = ndr_syntax;
  Transport transport = Transport::tcp;
  uint16_t port = 0;    // tcp
  std::string address;  // tcp: numeric IPv4; pipe: NetBIOS name of the host
  std::string pipe;     // "srvsvc"
  bool operator==(const Tower&) const = default;
};

/** Fails for what is malformed, and for transports other than ncacn_ip_tcp and ncacn_np (rpc_invalid_binding). */
Result<Tower> read_tower(ByteView octets);
Bytes write_tower(const Tower& tower);

}  // namespace nta::rpc
