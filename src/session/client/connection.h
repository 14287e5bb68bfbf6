// Connection: a blocking connection to a session process, for tools, tests and the attach client.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <string>

#include "base/types.h"
#include "session/protocol/codec.h"

namespace nta::session {

class Connection {
 public:
  /** Connects to the session of `directory`, or takes a connected socket; says Hello and reads the session's. */
  static Result<Connection> open(const std::string& directory, Role role);
  static Result<Connection> open(UniqueFd socket, Role role);

  int fd() const { return socket_.get(); }
  uint32_t session_id() const { return session_id_; }
  /** Whether the session is this user's: by the kernel's word for who listens, not by the session's own. */
  bool is_own() const;

  template <class Message>
  Result<void> send(const Message& message) {
    Bytes bytes;
    NTA_CHECK(append(bytes, message));
    return send_bytes(bytes);
  }
  /** The same, with a descriptor for the session. */
  template <class Message>
  Result<void> send(const Message& message, int descriptor) {
    Bytes bytes;
    NTA_CHECK(append(bytes, message));
    return send_with(bytes, descriptor);
  }
  Result<void> send_input(ByteView bytes);

  /** The next frame, waited for; netname_deleted (64) when the session is gone, timeout (1460) at the deadline. */
  Result<Frame> receive(std::chrono::milliseconds wait);
  /** Reads once what has arrived; false when the session is gone. Then take it with next(). */
  bool fill();
  Result<std::optional<Frame>> next() { return reader_.next(); }
  /** Descriptors in the order in which they came; each came with a frame that is known to have one. */
  UniqueFd take_descriptor();

  /** Sends a request and waits for its Answer; other frames go to `other`. Fails with the answer's code and text. */
  template <class Message>
  Result<void> call(const Message& message, std::chrono::milliseconds wait = std::chrono::seconds(30),
                    const std::function<void(const Frame&)>& other = {}) {
    NTA_CHECK(send(message));
    return wait_for_answer(message.request, wait, other);
  }
  Result<void> wait_for_answer(uint32_t request, std::chrono::milliseconds wait,
                               const std::function<void(const Frame&)>& other);

 private:
  explicit Connection(UniqueFd socket) : socket_(std::move(socket)) {}
  Result<void> send_bytes(ByteView bytes);
  Result<void> send_with(ByteView bytes, int descriptor);

  UniqueFd socket_;
  FrameReader reader_{largest_reply};
  std::deque<UniqueFd> descriptors_;
  uint32_t session_id_ = 0;
};

}  // namespace nta::session
