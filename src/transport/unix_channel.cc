// The unix-socket channel.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "transport/channel.h"

namespace nta::transport {

namespace {

constexpr std::chrono::milliseconds full_backlog_pause{10};

Error lost(const char* what) { return fail(Win32::broken_pipe, "{}: {}", what, std::strerror(errno)); }

class SocketChannel final : public Channel {
 public:
  SocketChannel(int socket, uint16_t max_fragment) : fd_(socket), max_fragment_(max_fragment) {}

  Result<size_t> send_some(ByteView bytes, const Wait& wait) override {
    for (;;) {
      ssize_t count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count >= 0) return static_cast<size_t>(count);
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return lost("send");
      NTA_CHECK(wait_until(fd_.get(), POLLOUT, wait));
    }
  }

  Result<size_t> receive_some(std::span<std::byte> into, const Wait& wait) override {
    for (;;) {
      // A wait comes first: the answer is seldom there already, and an abort must not be outrun by data.
      NTA_CHECK(wait_until(fd_.get(), POLLIN, wait));
      ssize_t count = ::recv(fd_.get(), into.data(), into.size(), MSG_DONTWAIT);
      if (count >= 0) return static_cast<size_t>(count);
      if (errno == ECONNRESET) return size_t{0};
      if (errno != EINTR && errno != EAGAIN) return lost("recv");
    }
  }

  bool is_dead() const override {
    if (fd_.get() < 0) return true;
    std::byte one;
    ssize_t count = ::recv(fd_.get(), &one, 1, MSG_PEEK | MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
  }

  uint16_t max_fragment() const override { return max_fragment_; }
  int fd() const override { return fd_.get(); }

 private:
  ForkClosedFd fd_;
  uint16_t max_fragment_;
};

/** One attempt; true when connected, false when the backlog is full. */
Result<bool> try_connect(int socket, const sockaddr_un& address, const std::string& path) {
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
  switch (errno) {
    case EAGAIN:
    case EINTR:
      return false;
    case EACCES:
    case EPERM:
      return fail(Win32::access_denied, "{}: {}", path, std::strerror(errno));
    default:  // ENOENT, ECONNREFUSED: nobody listens
      return fail(Win32::rpc_server_unavailable, "{}: {}", path, std::strerror(errno));
  }
}

}  // namespace

std::unique_ptr<Channel> make_socket_channel(int socket, uint16_t max_fragment) {
  return std::make_unique<SocketChannel>(socket, max_fragment);
}

Result<std::unique_ptr<Channel>> connect_unix(const std::string& path, const Wait& wait) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof address.sun_path)
    return fail(Win32::rpc_server_unavailable, "{}: a socket's path has at most {} bytes", path,
                sizeof address.sun_path - 1);
  std::memcpy(address.sun_path, path.data(), path.size());
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return fail(win32_from_errno(errno), "socket: {}", std::strerror(errno));
  for (;;) {
    NTA_TRY(bool connected, try_connect(socket.get(), address, path));
    if (connected) return make_socket_channel(socket.release());
    // Linux does not make a unix socket writable when room comes into the backlog: look again in a while.
    if (wait.deadline && Clock::now() >= *wait.deadline)
      return fail(Win32::rpc_server_unavailable, "{}: does not accept connections", path);
    auto pause = wait;
    pause.deadline = after(full_backlog_pause);
    if (auto ended = wait_until(-1, 0, pause); !ended && ended.error().code != Win32::timeout)
      return std::move(ended).error();
  }
}

}  // namespace nta::transport
