// Where this host can be reached from the network, for the endpoint mapper and mgmt.
#pragma once

#include <cstdint>

namespace nta::services {

struct Endpoints {
  uint16_t tcp_port = 0;   // of ncacn_ip_tcp; 0: not offered
  bool has_pipes = false;  // ncacn_np, over SMB
};

}  // namespace nta::services
