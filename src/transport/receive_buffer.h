// What sockets are read into: one buffer a thread, since thousands of connections are idle. What is read is handed on,
// by copy, before the thread's next read.
#pragma once

#include "base/bytes.h"

namespace nta::transport {

inline std::span<std::byte> receive_buffer() {
  constexpr size_t size = 64u << 10;
  thread_local Bytes bytes(size);
  return bytes;
}

}  // namespace nta::transport
