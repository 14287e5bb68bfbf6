#include "base/guid.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <cstdlib>

namespace nta {

std::string Guid::text() const {
  std::string out = fmt::format("{:08x}-{:04x}-{:04x}-{:02x}{:02x}-", data1, data2, data3, data4[0], data4[1]);
  for (size_t i = 2; i < 8; ++i) out += fmt::format("{:02x}", data4[i]);
  return out;
}

Guid Guid::random() {
  Guid value;
  // With fewer than 256 bytes getrandom is never short; it fails only where the kernel has no such call.
  if (::getrandom(&value, sizeof value, 0) != static_cast<ssize_t>(sizeof value)) std::abort();
  value.data3 = static_cast<uint16_t>((value.data3 & 0x0FFF) | 0x4000);
  value.data4[0] = static_cast<uint8_t>((value.data4[0] & 0x3F) | 0x80);
  return value;
}

}  // namespace nta
