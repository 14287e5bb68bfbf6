// What a decoder gives to a peer at most. Each is unit, attack, default.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nta::ndr {

struct Limits {
  uint32_t rows = 1u << 22;    // elements of one array, whatever its count claims
  uint16_t depth = 32;         // nested pointers: a crafted list must not use up the stack
  size_t memory = 512u << 20;  // bytes of decoded values: many small elements are larger in memory than on the wire
};

}  // namespace nta::ndr
