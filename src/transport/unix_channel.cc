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

/** How long a socket that waits by itself does so before the deadline is looked at. */
constexpr std::chrono::seconds own_wait{1};

Error lost(const char* what) { return fail(Win32::broken_pipe, "{}: {}", what, std::strerror(errno)); }

class SocketChannel : public Channel {
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
      NTA_TRY(auto count, receive_now(into, MSG_DONTWAIT));
      if (count) return *count;
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

 protected:
  /** None where nothing came before the socket was to wait, before its time was over, or before a signal. */
  Result<std::optional<size_t>> receive_now(std::span<std::byte> into, int flags) {
    ssize_t count = ::recv(fd_.get(), into.data(), into.size(), flags);
    if (count >= 0) return std::optional(static_cast<size_t>(count));
    if (errno == ECONNRESET) return std::optional(size_t{0});
    if (errno != EINTR && errno != EAGAIN) return lost("recv");
    return std::optional<size_t>();
  }

 private:
  ForkClosedFd fd_;
  uint16_t max_fragment_;
};

/** A unix socket, where a call is one send and one receive: it waits by itself, and knows when its peer has closed. */
class LocalChannel final : public SocketChannel {
 public:
  explicit LocalChannel(int socket) : SocketChannel(socket, local_fragment) {
    constexpr timeval step{.tv_sec = own_wait.count(), .tv_usec = 0};
    waits_by_itself_ =
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &step, sizeof step) == 0 && ::fcntl(socket, F_SETFL, 0) == 0;
  }

  bool notices_end_in_send() const override { return true; }

  // Whoever may abort the wait, or end it by a signal or soon, is to be looked at besides.
  Result<size_t> receive_some(std::span<std::byte> into, const Wait& wait) override {
    while (waits_by_itself_ && !wait.abort && wait.on_signal != OnSignal::end && wait.deadline &&
           Clock::now() + own_wait < *wait.deadline) {
      NTA_TRY(auto count, receive_now(into, 0));
      if (count) return *count;
    }
    return SocketChannel::receive_some(into, wait);
  }

 private:
  bool waits_by_itself_;
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
    if (connected) return std::unique_ptr<Channel>(std::make_unique<LocalChannel>(socket.release()));
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
