// StreamSocket: moves the bytes of one accepted client, on the loop. What they mean is its owner's affair.
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <memory>

#include "base/bytes.h"

namespace nta::transport {

class StreamSocket {
 public:
  /** Whose bytes they are. Kept alive by what waits on the socket. */
  class Owner {
   public:
    virtual ~Owner() = default;
    /** Whether more should be read. */
    virtual bool wants_bytes() const = 0;
    virtual void take_bytes(ByteView bytes) = 0;
    /** What is to be sent; bytes_sent() takes away what was. */
    virtual ByteView bytes_to_send() const = 0;
    virtual void bytes_sent(size_t count) = 0;
    /** The client is gone, or cannot be talked to. */
    virtual void lost(Error why) = 0;
    virtual std::shared_ptr<Owner> keep() = 0;
  };

  /** `owner` has it as a member. Takes the descriptor over. */
  StreamSocket(asio::io_context& loop, int socket, Owner& owner) : owner_(owner), socket_(loop, socket) {}

  /** Reads, now and later, while the owner wants bytes. */
  void receive();
  /** Sends what can be sent, and the rest when it can. */
  void send();
  /** Ends it: nothing waits any more. */
  void shut();
  bool is_open() const { return socket_.is_open(); }
  int fd() { return socket_.native_handle(); }

 private:
  void receive_once();
  void wait_for_room();

  Owner& owner_;
  asio::posix::stream_descriptor socket_;
  bool is_receiving_ = false;
  bool is_waiting_for_room_ = false;
};

}  // namespace nta::transport
