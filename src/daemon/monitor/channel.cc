#include "daemon/monitor/channel.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "ndr/decode.h"

namespace nta::daemon::monitor {
namespace {

constexpr size_t header_bytes = 8;
constexpr int buffer_bytes = 1 << 20;

// Every descriptor that came, also surplus ones: what is not taken is closed.
std::vector<UniqueFd> descriptors_in(msghdr& header) {
  std::vector<UniqueFd> found;
  for (cmsghdr* part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
      found.emplace_back(fd);
    }
  }
  return found;
}

}  // namespace

Result<std::pair<Channel, Channel>> Channel::make_pair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0)
    return fail(win32_from_errno(errno), "cannot make a socket pair: {}", std::strerror(errno));
  for (int end : ends) setsockopt(end, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
  return std::pair{Channel(UniqueFd(ends[0])), Channel(UniqueFd(ends[1]))};
}

Result<void> Channel::send_bytes(ByteView bytes, int fd) {
  if (bytes.size() > largest_message)
    return fail(Win32::invalid_parameter, "{} bytes of arguments and environment, at most {} are taken", bytes.size(),
                largest_message);
  iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
  if (fd >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &fd, sizeof fd);
  }
  if (sendmsg(socket_.get(), &header, MSG_NOSIGNAL) >= 0) return {};
  if (errno == EAGAIN) return fail(Win32::busy, "the other end of the monitor's channel does not keep up");
  return fail(win32_from_errno(errno), "cannot send on the monitor's channel: {}", std::strerror(errno));
}

Result<std::optional<Message>> Channel::receive() {
  Bytes bytes(largest_message);
  iovec part{bytes.data(), bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))]{};
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  ssize_t count = recvmsg(socket_.get(), &header, MSG_CMSG_CLOEXEC);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::optional<Message>();
  if (count < 0) return fail(win32_from_errno(errno), "cannot read the monitor's channel: {}", std::strerror(errno));
  auto descriptors = descriptors_in(header);
  if (count == 0) return fail(Win32::broken_pipe, "the other end of the monitor's channel is gone");
  if (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC) || descriptors.size() > 1)
    return fail(Win32::invalid_data, "a message with more bytes or descriptors than there can be");
  bytes.resize(static_cast<size_t>(count));
  NTA_TRY(auto head, ndr::decode<Header>(bytes));
  Message message{*head.operator->(), Bytes(bytes.begin() + header_bytes, bytes.end()), UniqueFd()};
  if (!descriptors.empty()) message.fd = std::move(descriptors.front());
  return std::optional<Message>(std::move(message));
}

}  // namespace nta::daemon::monitor
