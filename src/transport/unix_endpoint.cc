// Accepting on a unix socket, and moving the bytes of its connections.
#include "transport/unix_endpoint.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "transport/channel.h"
#include "transport/unix_listener.h"

namespace nta::transport {

namespace {

constexpr size_t receive_size = 64u << 10;
constexpr int accepts_in_a_row = 32;  // then the connections there are get their turn
constexpr std::chrono::milliseconds accept_pause{200};
constexpr std::chrono::seconds clock_step{1};

}  // namespace

/** One client of the unix socket. */
class UnixEndpoint::Connection final : public ServerConnection {
 public:
  Connection(UnixEndpoint& endpoint, ConnectionInfo info, uid_t uid, int socket)
      : ServerConnection(endpoint.server_, std::move(info)),
        endpoint_(endpoint),
        uid_(uid),
        socket_(endpoint.loop_, socket) {}

  void wait_for_input() {
    if (is_reading_ || !wants_input()) return;
    is_reading_ = true;
    socket_.async_wait(asio::posix::descriptor_base::wait_read, [self = keep()](const asio::error_code& error) {
      self->is_reading_ = false;
      if (!error && !self->is_closed()) self->read();
    });
  }

 private:
  std::shared_ptr<Connection> keep() { return std::static_pointer_cast<Connection>(shared_from_this()); }

  void read() {
    Bytes& buffer = endpoint_.buffer_;
    ssize_t count = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count > 0)
      received(ByteView(buffer).first(static_cast<size_t>(count)));
    else if (count == 0)
      close(fail(Win32::broken_pipe, "the client closed the connection"));
    else if (errno != EAGAIN && errno != EINTR)
      close(fail(Win32::broken_pipe, "recv: {}", std::strerror(errno)));
    if (!is_closed()) wait_for_input();
  }

  void send_output() override {
    while (!is_writing_ && !output().empty()) {
      ssize_t count = ::send(socket_.native_handle(), output().data(), output().size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count > 0) {
        sent(static_cast<size_t>(count));
      } else if (errno == EAGAIN) {
        wait_for_room();
      } else if (errno != EINTR) {
        return close(fail(Win32::broken_pipe, "send: {}", std::strerror(errno)));
      }
    }
  }

  void wait_for_room() {
    is_writing_ = true;
    socket_.async_wait(asio::posix::descriptor_base::wait_write, [self = keep()](const asio::error_code& error) {
      self->is_writing_ = false;
      if (!error && !self->is_closed()) self->send_output();
    });
  }

  void shut() override {
    ::shutdown(socket_.native_handle(), SHUT_RDWR);  // a token may hold a second descriptor of it
    asio::error_code ignored;
    socket_.close(ignored);  // what waits on it ends with operation_aborted
    endpoint_.forget(id(), uid_);
  }

  void input_wanted() override { wait_for_input(); }

  UnixEndpoint& endpoint_;
  uid_t uid_;
  asio::posix::stream_descriptor socket_;
  bool is_reading_ = false;
  bool is_writing_ = false;
};

UnixEndpoint::UnixEndpoint(asio::io_context& loop, RpcServer& server, UnixEndpointOptions options)
    : loop_(loop),
      server_(server),
      options_(std::move(options)),
      listener_(loop),
      pause_(loop),
      clock_(loop),
      buffer_(receive_size) {}

UnixEndpoint::~UnixEndpoint() {
  stop();
  close_connections();
}

Result<void> UnixEndpoint::start() {
  UniqueFd socket = std::move(options_.listening);
  if (!socket) {
    NTA_TRY(socket, listen_at(options_.path, options_.mode));
    owns_path_ = true;
  }
  asio::error_code error;
  listener_.assign(socket.get(), error);
  if (error) return fail(win32_from_errno(error.value()), "{}: {}", options_.path, error.message());
  socket.release();
  wait_for_client();
  check_times();
  return {};
}

void UnixEndpoint::stop() {
  asio::error_code ignored;
  listener_.close(ignored);
  pause_.cancel();
  if (std::exchange(owns_path_, false)) ::unlink(options_.path.c_str());
}

void UnixEndpoint::close_connections() {
  auto closing = connections_;  // each close takes one out
  for (auto& [id, connection] : closing) connection->close(fail(Win32::rpc_server_unavailable, "the host ends"));
}

void UnixEndpoint::wait_for_client() {
  listener_.async_wait(asio::posix::descriptor_base::wait_read,
                       [this, alive = std::weak_ptr(alive_)](const asio::error_code& error) {
                         if (!error && alive.lock() && listener_.is_open()) accept_some();
                       });
}

void UnixEndpoint::accept_some() {
  for (int i = 0; i < accepts_in_a_row; ++i) {
    UniqueFd socket(::accept4(listener_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket) {
      admit(std::move(socket));
    } else if (errno == EAGAIN) {
      break;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return pause_accepting();  // out of descriptors or memory: the client waits in the backlog
    }
  }
  wait_for_client();
}

void UnixEndpoint::pause_accepting() {
  pause_.expires_after(accept_pause);
  pause_.async_wait([this, alive = std::weak_ptr(alive_)](const asio::error_code& error) {
    if (!error && alive.lock()) wait_for_client();
  });
}

/** A client that is not let in finds its connection closed. */
void UnixEndpoint::admit(UniqueFd socket) {
  auto peer = auth::read_peer(socket.get());
  if (!peer || connections_.size() >= options_.connections) return;
  if (auto same = of_user_.find(peer->uid); same != of_user_.end() && same->second >= options_.connections_of_one_user)
    return;
  auto token = options_.identify(*peer);
  if (!token) return;
  if (options_.proof == Proof::kept)
    token->connection = std::make_shared<const UniqueFd>(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
  ConnectionInfo info{.token = std::make_shared<const auth::AccessToken>(*std::move(token)),
                      .from = fmt::format("pid {}", peer->pid),
                      .owner = fmt::format("uid {}", peer->uid),
                      .max_fragment = local_fragment,
                      .secondary_address = options_.path};
  auto connection = std::make_shared<Connection>(*this, std::move(info), peer->uid, socket.release());
  connections_[connection->id()] = connection;
  ++of_user_[peer->uid];
  connection->wait_for_input();
}

void UnixEndpoint::check_times() {
  clock_.expires_after(clock_step);
  clock_.async_wait([this, alive = std::weak_ptr(alive_)](const asio::error_code& error) {
    if (error || !alive.lock()) return;
    auto now = std::chrono::steady_clock::now();
    auto checked = connections_;  // one that is closed takes itself out
    for (auto& [id, connection] : checked) connection->check_time(now);
    check_times();
  });
}

void UnixEndpoint::forget(uint64_t id, uid_t uid) {
  connections_.erase(id);
  if (auto same = of_user_.find(uid); same != of_user_.end() && --same->second == 0) of_user_.erase(same);
}

}  // namespace nta::transport
