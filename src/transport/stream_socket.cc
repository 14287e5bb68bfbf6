#include "transport/stream_socket.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "transport/receive_buffer.h"

namespace nta::transport {

StreamSocket::StreamSocket(asio::io_context& loop, int socket, Owner& owner)
    : owner_(owner), socket_(loop, asio::generic::stream_protocol(AF_UNSPEC, 0), socket) {}

void StreamSocket::receive() {
  if (is_receiving_ || !is_open() || !owner_.wants_bytes()) return;
  is_receiving_ = true;
  socket_.async_receive(asio::buffer(first_),
                        [this, alive = owner_.keep()](const asio::error_code& error, size_t count) {
                          is_receiving_ = false;
                          if (!is_open()) return;
                          if (error == asio::error::eof)
                            return owner_.lost(fail(Win32::broken_pipe, "the client closed the connection"));
                          if (error) return owner_.lost(fail(Win32::broken_pipe, "recv: {}", error.message()));
                          take_first(count);
                          receive();
                        });
}

/** How the connection ended, if it did, is told by the next receive(). */
void StreamSocket::take_first(size_t count) {
  std::span<std::byte> first = std::span(first_).first(count);
  if (count < first_.size()) return owner_.take_bytes(first);
  std::span<std::byte> all = receive_buffer();
  std::ranges::copy(first, all.begin());
  wipe(first);
  ssize_t more = ::recv(fd(), all.data() + count, all.size() - count, MSG_DONTWAIT);
  owner_.take_bytes(all.first(count + (more > 0 ? static_cast<size_t>(more) : 0)));
}

void StreamSocket::send() {
  while (!is_waiting_for_room_ && is_open() && !owner_.bytes_to_send().empty()) {
    ByteView bytes = owner_.bytes_to_send();
    ssize_t count = ::send(fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      owner_.bytes_sent(static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      wait_for_room();
    } else if (errno != EINTR) {
      return owner_.lost(fail(Win32::broken_pipe, "send: {}", std::strerror(errno)));
    }
  }
}

void StreamSocket::wait_for_room() {
  is_waiting_for_room_ = true;
  socket_.async_wait(asio::socket_base::wait_write, [this, alive = owner_.keep()](const asio::error_code& error) {
    is_waiting_for_room_ = false;
    if (!error) send();
  });
}

void StreamSocket::shut() {
  if (!is_open()) return;
  ::shutdown(fd(), SHUT_RDWR);  // somebody may hold a second descriptor of it
  asio::error_code ignored;
  socket_.close(ignored);  // what waits on it ends with operation_aborted
}

}  // namespace nta::transport
