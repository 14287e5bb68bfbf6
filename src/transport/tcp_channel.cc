#include "transport/tcp_channel.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace nta::transport {
namespace {

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

Result<Addresses> resolve(const std::string& host, uint16_t port) {
  addrinfo hints{.ai_flags = AI_NUMERICSERV, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0) return fail(Win32::rpc_server_unavailable, "{}: {}", host, ::gai_strerror(error));
  return Addresses(found, ::freeaddrinfo);
}

Error unreachable(const std::string& host, uint16_t port, std::string_view why) {
  return fail(Win32::rpc_server_unavailable, "{}, port {}: {}", host, port, why);
}

/** The same time for each address that is left: one that swallows packets must not use up all of it. */
Wait share_of(const Wait& wait, size_t attempts) {
  Wait share = wait;
  if (wait.deadline) {
    auto now = Clock::now();
    share.deadline = now + (*wait.deadline - now) / static_cast<Clock::rep>(attempts);
  }
  return share;
}

Result<UniqueFd> try_connect(const addrinfo& address, const Wait& wait) {
  UniqueFd socket(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return fail(win32_from_errno(errno), "{}", std::strerror(errno));
  int at_once = 1;
  (void)::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return socket;
  if (errno != EINPROGRESS && errno != EINTR) return fail(win32_from_errno(errno), "{}", std::strerror(errno));
  NTA_CHECK(wait_until(socket.get(), POLLOUT, wait));
  int error = 0;
  socklen_t size = sizeof error;
  (void)::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return fail(win32_from_errno(error), "{}", std::strerror(error));
  return socket;
}

}  // namespace

Result<UniqueFd> connect_tcp_socket(const std::string& host, uint16_t port, const Wait& wait) {
  NTA_TRY(Addresses addresses, resolve(host, port));
  size_t left = 0;
  for (const addrinfo* each = addresses.get(); each; each = each->ai_next) ++left;
  std::string why = "no address";
  for (const addrinfo* each = addresses.get(); each; each = each->ai_next, --left) {
    auto connected = try_connect(*each, share_of(wait, left));
    if (connected) return connected;
    if (connected.error().code == Win32::rpc_call_cancelled) return connected;
    why = connected.error().text;
  }
  return unreachable(host, port, why);
}

Result<std::unique_ptr<Channel>> connect_tcp(const std::string& host, uint16_t port, const Wait& wait) {
  NTA_TRY(UniqueFd socket, connect_tcp_socket(host, port, wait));
  return make_socket_channel(socket.release(), tcp_fragment);
}

}  // namespace nta::transport
