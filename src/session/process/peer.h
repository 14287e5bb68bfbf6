// Peer: one connection to the session's socket, a daemon or an attach client. Never blocks; both buffers are bounded.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <deque>

#include "session/process/poller.h"
#include "session/protocol/codec.h"

namespace nta::session {

class Peer {
 public:
  /** More than this unsent, and a peer has stopped listening: it is told less, and asks no more. */
  static constexpr size_t most_unsent = 1u << 20;

  Peer(UniqueFd socket, const ucred& credentials) : socket_(std::move(socket)), credentials_(credentials) {}

  int fd() const { return socket_.get(); }
  uid_t uid() const { return credentials_.uid; }
  pid_t pid() const { return credentials_.pid; }

  /** Reads what has arrived, up to a bound. False when the peer is gone. */
  bool receive();
  Result<std::optional<Frame>> next() { return reader_.next(); }
  /** The descriptor that came last, if any. */
  UniqueFd take_descriptor() { return std::move(descriptor_); }

  template <class Message>
  void send(const Message& message) {
    if (!append(out_, message)) broken_ = true;
  }
  /** The same with a descriptor, which travels with the message's first byte. */
  template <class Message>
  void send(const Message& message, UniqueFd descriptor) {
    passing_.push_back({out_.size(), std::move(descriptor)});
    send(message);
  }
  void send_raw(MessageType type, std::string_view bytes);
  /** Sends what the socket takes now. False when the peer is gone. */
  bool flush();
  size_t unsent() const { return out_.size() - sent_; }

  // What the session knows of it.
  Poller::Watch watch = 0;
  uint32_t watched = 0;      // events
  std::optional<Role> role;  // after its Hello
  Deadline deadline;         // to say Hello, or to take its last bytes
  bool closing = false;      // to be closed when all is sent
  bool closed = false;
  bool reading = true;     // false: its input waits until the program takes more
  bool state_due = false;  // a daemon to be told the state

 private:
  /** A descriptor to go with the byte of `out_` at `at`. */
  struct Passing {
    size_t at;
    UniqueFd descriptor;
  };
  ssize_t send_some();

  UniqueFd socket_;
  UniqueFd descriptor_;
  ucred credentials_;
  FrameReader reader_{largest_request};
  Bytes out_;
  std::deque<Passing> passing_;
  size_t sent_ = 0;
  bool broken_ = false;
};

}  // namespace nta::session
