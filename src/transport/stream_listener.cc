#include "transport/stream_listener.h"

#include <sys/socket.h>

#include <cerrno>

namespace nta::transport {
namespace {

constexpr int accepts_in_a_row = 32;  // then the connections there are get their turn
constexpr std::chrono::milliseconds pause_time{200};

}  // namespace

StreamListener::StreamListener(asio::io_context& loop, std::function<void(UniqueFd)> admit)
    : admit_(std::move(admit)), socket_(loop), pause_(loop) {}

Result<void> StreamListener::start(UniqueFd socket, std::string_view name) {
  asio::error_code error;
  socket_.assign(socket.get(), error);
  if (error) return fail(win32_from_errno(error.value()), "{}: {}", name, error.message());
  socket.release();
  wait_for_client();
  return {};
}

void StreamListener::stop() {
  asio::error_code ignored;
  socket_.close(ignored);
  pause_.cancel();
}

void StreamListener::wait_for_client() {
  socket_.async_wait(asio::posix::descriptor_base::wait_read, alive_.guard([this](const asio::error_code& error) {
    if (!error && socket_.is_open()) accept_some();
  }));
}

void StreamListener::accept_some() {
  for (int i = 0; i < accepts_in_a_row; ++i) {
    UniqueFd client(::accept4(socket_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (client) {
      admit_(std::move(client));
    } else if (errno == EAGAIN) {
      break;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return pause();  // out of descriptors or memory: the client waits in the backlog
    }
  }
  wait_for_client();
}

void StreamListener::pause() {
  pause_.expires_after(pause_time);
  pause_.async_wait(alive_.guard([this](const asio::error_code& error) {
    if (!error) wait_for_client();
  }));
}

}  // namespace nta::transport
