#include "transport/tcp_address.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>

#include <cerrno>
#include <cstring>

#include "transport/stream_listener.h"

namespace nta::transport {
namespace {

constexpr int keepalive_idle = 120;     // seconds without a byte before the peer is asked
constexpr int keepalive_interval = 15;  // between questions
constexpr int keepalive_questions = 4;

void set(int socket, int level, int option, int value) {
  (void)::setsockopt(socket, level, option, &value, sizeof value);
}

struct BindAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

BindAddress any_v6(uint16_t port) {
  BindAddress out{.size = sizeof(sockaddr_in6)};
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  std::memcpy(&out.storage, &address, sizeof address);
  return out;
}

Result<BindAddress> numeric(const std::string& text, uint16_t port) {
  BindAddress out = any_v6(port);
  auto& v6 = reinterpret_cast<sockaddr_in6&>(out.storage);
  if (::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) return out;
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) != 1)
    return fail(Win32::invalid_parameter, "'{}' is not a numeric address", text);
  out = {.size = sizeof v4};
  std::memcpy(&out.storage, &v4, sizeof v4);
  return out;
}

Result<UniqueFd> listen_at(const BindAddress& address, const std::string& name) {
  UniqueFd socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return fail(win32_from_errno(errno), "{}: socket: {}", name, std::strerror(errno));
  set(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (address.storage.ss_family == AF_INET6) set(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.size) < 0 ||
      ::listen(socket.get(), listen_backlog) < 0)
    return fail(win32_from_errno(errno), "cannot listen at {}: {}", name, std::strerror(errno));
  return socket;
}

Result<TcpAddress> address_of(int socket, int (*ask)(int, sockaddr*, socklen_t*)) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (ask(socket, reinterpret_cast<sockaddr*>(&storage), &size) < 0)
    return fail(win32_from_errno(errno), "no address: {}", std::strerror(errno));
  return read_address(storage);
}

}  // namespace

std::string TcpAddress::text() const {
  bool is_v6 = host.find(':') != std::string::npos;
  return is_v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

std::string TcpAddress::network() const {
  in6_addr address{};
  if (::inet_pton(AF_INET6, host.c_str(), &address) != 1 || IN6_IS_ADDR_LINKLOCAL(&address)) return host;
  std::memset(&address.s6_addr[8], 0, 8);
  char text[INET6_ADDRSTRLEN] = "";
  ::inet_ntop(AF_INET6, &address, text, sizeof text);
  return fmt::format("{}/64", text);
}

TcpAddress read_address(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    return {text, ntohs(v4.sin_port)};
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
    ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text, sizeof text);
  else
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  return {text, ntohs(v6.sin6_port)};
}

Result<TcpAddress> peer_address(int socket) { return address_of(socket, ::getpeername); }
Result<TcpAddress> own_address(int socket) { return address_of(socket, ::getsockname); }

void tune_tcp(int socket) {
  set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPIDLE, keepalive_idle);
  set(socket, IPPROTO_TCP, TCP_KEEPINTVL, keepalive_interval);
  set(socket, IPPROTO_TCP, TCP_KEEPCNT, keepalive_questions);
}

Result<UniqueFd> listen_tcp(const std::string& address, uint16_t port) {
  if (!address.empty()) {
    NTA_TRY(BindAddress at, numeric(address, port));
    return listen_at(at, TcpAddress{address, port}.text());
  }
  auto both = listen_at(any_v6(port), fmt::format("port {}", port));
  if (both || both.error().code != win32_from_errno(EAFNOSUPPORT)) return both;
  NTA_TRY(BindAddress v4, numeric("0.0.0.0", port));  // a kernel without IPv6
  return listen_at(v4, fmt::format("port {}", port));
}

}  // namespace nta::transport
