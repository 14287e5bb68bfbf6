#include "transport/stream_socket.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "transport/receive_buffer.h"

namespace nta::transport {

void StreamSocket::receive() {
  if (is_receiving_ || !is_open() || !owner_.wants_bytes()) return;
  is_receiving_ = true;
  socket_.async_wait(asio::posix::descriptor_base::wait_read,
                     [this, alive = owner_.keep()](const asio::error_code& error) {
                       is_receiving_ = false;
                       if (error || !is_open()) return;
                       receive_once();
                       receive();
                     });
}

void StreamSocket::receive_once() {
  std::span<std::byte> into = receive_buffer();
  ssize_t count = ::recv(fd(), into.data(), into.size(), MSG_DONTWAIT);
  if (count > 0)
    owner_.take_bytes(into.first(static_cast<size_t>(count)));
  else if (count == 0)
    owner_.lost(fail(Win32::broken_pipe, "the client closed the connection"));
  else if (errno != EAGAIN && errno != EINTR)
    owner_.lost(fail(Win32::broken_pipe, "recv: {}", std::strerror(errno)));
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
  socket_.async_wait(asio::posix::descriptor_base::wait_write,
                     [this, alive = owner_.keep()](const asio::error_code& error) {
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
