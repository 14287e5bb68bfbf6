// What sockets are read into: one buffer a thread, since thousands of connections are idle. What is read is handed on,
// by copy, before the thread's next read.
#pragma once

#include <array>

#include "base/bytes.h"
#include "base/of_thread.h"

namespace nta::transport {

inline std::span<std::byte> receive_buffer() {
  struct Buffer {
    std::array<std::byte, 64u << 10> bytes;
  };
  return OfThread<Buffer>::get().bytes;
}

}  // namespace nta::transport
