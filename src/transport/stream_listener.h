// StreamListener: accepts clients of a listening socket, on the loop, for as long as there are descriptors for them.
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "base/alive.h"
#include "base/result.h"
#include "base/types.h"

namespace nta::transport {

/** How many pending clients the kernel keeps. */
inline constexpr int listen_backlog = 512;

class StreamListener {
 public:
  /** `admit` gets each client; one that it does not keep finds its connection closed. */
  StreamListener(asio::io_context& loop, std::function<void(UniqueFd)> admit);

  /** Takes over a socket that listens. `name` is for errors. */
  Result<void> start(UniqueFd socket, std::string_view name);
  void stop();

 private:
  void wait_for_client();
  void accept_some();
  void pause();

  std::function<void(UniqueFd)> admit_;
  asio::posix::stream_descriptor socket_;
  asio::steady_timer pause_;
  Alive alive_;
};

}  // namespace nta::transport
