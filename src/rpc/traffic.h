// Traffic: what a server has received and sent, for mgmt's statistics.
#pragma once

#include <cstdint>

namespace nta::rpc {

struct Traffic {
  uint64_t calls = 0;  // begun
  uint64_t packets_in = 0;
  uint64_t packets_out = 0;
};

}  // namespace nta::rpc
