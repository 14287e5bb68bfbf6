// The channel between the monitor and the unprivileged process: whole messages (SOCK_SEQPACKET), each with at most one
// file descriptor.
#pragma once

#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/types.h"
#include "daemon/monitor/messages.h"
#include "ndr/encode.h"

namespace nta::daemon::monitor {

/** Bytes of one message: more is never sent, and never read. */
inline constexpr size_t largest_message = 128u << 10;

struct Message {
  Header header{};
  Bytes body;
  UniqueFd fd;  // what came along
};

class Channel {
 public:
  explicit Channel(UniqueFd socket) : socket_(std::move(socket)) {}

  /** Two ends, closed on exec. */
  static Result<std::pair<Channel, Channel>> make_pair();

  int fd() const { return socket_.get(); }

  /** `fd` < 0: none goes along. busy (170): the other end does not keep up. */
  template <class Body>
  Result<void> send(RequestKind kind, uint32_t serial, const Body& body, int fd = -1) {
    Header header{static_cast<uint32_t>(kind), serial};
    NTA_TRY(Bytes bytes, ndr::encode(header));
    NTA_CHECK(ndr::encode_parameters(describe::type_of<Body>, &body, bytes));
    return send_bytes(bytes, fd);
  }

  /** The next message; nothing when none waits. broken_pipe when the other end is gone. */
  Result<std::optional<Message>> receive();

 private:
  Result<void> send_bytes(ByteView bytes, int fd);
  UniqueFd socket_;
};

}  // namespace nta::daemon::monitor
