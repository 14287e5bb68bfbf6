// StreamSocket: moves the bytes of one accepted client, on the loop. What they mean is its owner's affair.
#pragma once

#include <array>
#include <asio/basic_stream_socket.hpp>
#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
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
    /** They are the owner's until it returns. */
    virtual void take_bytes(std::span<std::byte> bytes) = 0;
    /** What is to be sent; bytes_sent() takes away what was. */
    virtual ByteView bytes_to_send() const = 0;
    virtual void bytes_sent(size_t count) = 0;
    /** The client is gone, or cannot be talked to. */
    virtual void lost(Error why) = 0;
    virtual std::shared_ptr<Owner> keep() = 0;
  };

  /** `owner` has it as a member. Takes the descriptor over. */
  StreamSocket(asio::io_context& loop, int socket, Owner& owner);

  /** Reads, now and later, while the owner wants bytes. */
  void receive();
  /** Sends what can be sent, and the rest when it can. */
  void send();
  /** Ends it: nothing waits any more. */
  void shut();
  bool is_open() const { return socket_.is_open(); }
  int fd() { return socket_.native_handle(); }

 private:
  // All of most requests. The loop reads it by itself, which costs a system call less than to be told that there is
  // something to read; what is longer goes into the buffer that all connections share.
  static constexpr size_t first_bytes = 512;

  void take_first(size_t count);
  void wait_for_room();

  Owner& owner_;
  asio::basic_stream_socket<asio::generic::stream_protocol> socket_;
  bool is_receiving_ = false;
  bool is_waiting_for_room_ = false;
  std::array<std::byte, first_bytes> first_;
};

}  // namespace nta::transport
