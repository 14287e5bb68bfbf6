// A TCP port on which surely nobody listens, for as long as the object lives.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "base/types.h"

namespace nta::transport::test {

/** The port is bound, so that nobody else gets it, and refuses, as nothing listens on it. */
class SilentPort {
 public:
  SilentPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* address = reinterpret_cast<sockaddr*>(&address_);
    EXPECT_EQ(::bind(socket_.get(), address, size), 0);
    EXPECT_EQ(::getsockname(socket_.get(), address, &size), 0);
  }
  uint16_t number() const { return ntohs(address_.sin_port); }

 private:
  UniqueFd socket_;
  sockaddr_in address_{};
};

}  // namespace nta::transport::test
