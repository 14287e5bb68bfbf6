// Connecting without blocking.
#include "transport/dial.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "transport/resolve.h"

namespace nta::transport {

namespace {

constexpr std::chrono::milliseconds least_time_an_address{1'000};
// A peer that vanished without a word is noticed after some 40 s, also while nothing but an answer is awaited.
constexpr int idle_seconds_before_probes = 20;
constexpr int seconds_between_probes = 5;
constexpr int unanswered_probes = 4;
constexpr int unacknowledged_milliseconds = 30'000;

void set_options(int socket) {
  auto set = [&](int level, int name, int value) { ::setsockopt(socket, level, name, &value, sizeof value); };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, idle_seconds_before_probes);
  set(IPPROTO_TCP, TCP_KEEPINTVL, seconds_between_probes);
  set(IPPROTO_TCP, TCP_KEEPCNT, unanswered_probes);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_milliseconds);
}

std::string text_of_address(const addrinfo& address) {
  char text[NI_MAXHOST] = {};
  ::getnameinfo(address.ai_addr, address.ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  return text;
}

Result<UniqueFd> connect_to(const addrinfo& address, const Wait& wait) {
  UniqueFd socket(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol));
  if (!socket) return fail(win32_from_errno(errno), "socket: {}", std::strerror(errno));
  set_options(socket.get());
  int error = ::connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS || error == EINTR) {
    NTA_CHECK(wait_until(socket.get(), POLLOUT, wait));
    socklen_t size = sizeof error;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  }
  if (error != 0) return fail(Win32::rpc_server_unavailable, "{}", std::strerror(error));
  return socket;
}

/** One address may be a black hole: what time is left is shared among those still to be tried. */
Wait share_of(const Wait& wait, size_t addresses_left) {
  Wait share = wait;
  if (!wait.deadline || addresses_left < 2) return share;
  auto now = Clock::now();
  auto part = (*wait.deadline - now) / static_cast<long>(addresses_left);
  share.deadline = std::min(*wait.deadline, now + std::max<Clock::duration>(part, least_time_an_address));
  return share;
}

}  // namespace

Result<Dialled> dial(const std::string& host, uint16_t port, const Wait& wait, DialStep* reached) {
  if (reached) *reached = DialStep::name;
  NTA_TRY(Addresses list, look_up(host, port, wait));
  if (reached) *reached = DialStep::port;
  std::vector<const addrinfo*> addresses;
  for (const addrinfo* each = list.get(); each; each = each->ai_next) addresses.push_back(each);
  Error last = fail(Win32::rpc_server_unavailable, "'{}' has no address", host);
  for (size_t i = 0; i < addresses.size(); ++i) {
    auto socket = connect_to(*addresses[i], share_of(wait, addresses.size() - i));
    if (socket) return Dialled{*std::move(socket), text_of_address(*addresses[i])};
    if (socket.error().code == Win32::rpc_call_cancelled) return std::move(socket).error();
    const char* why = socket.error().code == Win32::timeout ? "no answer" : socket.error().text.c_str();
    last = fail(Win32::rpc_server_unavailable, "{} port {}: {}", text_of_address(*addresses[i]), port, why);
  }
  return last;
}

}  // namespace nta::transport
