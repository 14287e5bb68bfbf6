#include "session/client/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "session/protocol/endpoint.h"

namespace nta::session {
namespace {

constexpr auto time_for_hello = std::chrono::seconds(10);
constexpr size_t most_descriptors = 32;  // not taken yet

Error gone() { return fail(Win32::netname_deleted, "the session's process is gone"); }

}  // namespace

Result<Connection> Connection::open(const std::string& directory, Role role) {
  NTA_TRY(UniqueFd socket, connect_to(directory));
  return open(std::move(socket), role);
}

Result<Connection> Connection::open(UniqueFd socket, Role role) {
  Connection connection(std::move(socket));
  NTA_CHECK(connection.send(Hello{protocol_version, static_cast<uint32_t>(role), 0}));
  NTA_TRY(Frame frame, connection.receive(time_for_hello));
  NTA_TRY(auto hello, decode<Hello>(frame));
  if (frame.type != MessageType::hello || hello->version != protocol_version)
    return fail(Win32::revision_mismatch, "the session speaks version {} of the protocol", hello->version);
  connection.session_id_ = hello->session_id;
  return connection;
}

bool Connection::is_own() const {
  ucred listener{};
  socklen_t size = sizeof listener;
  return getsockopt(fd(), SOL_SOCKET, SO_PEERCRED, &listener, &size) == 0 && listener.uid == getuid();
}

Result<void> Connection::send_input(ByteView bytes) {
  Bytes out;
  append_raw(out, MessageType::input, bytes);
  return send_bytes(out);
}

Result<void> Connection::send_bytes(ByteView bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return gone();
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return {};
}

// The descriptor travels with the first byte, so it is there when the message is.
Result<void> Connection::send_with(ByteView bytes, int descriptor) {
  iovec first{const_cast<std::byte*>(bytes.data()), 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{.msg_iov = &first, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  ssize_t count;
  do count = sendmsg(fd(), &message, MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  if (count != 1) return gone();
  return send_bytes(bytes.subspan(1));
}

UniqueFd Connection::take_descriptor() {
  if (descriptors_.empty()) return {};
  UniqueFd first = std::move(descriptors_.front());
  descriptors_.pop_front();
  return first;
}

// A session sends one descriptor at a time, and the kernel gives no more than one message's at once.
bool Connection::fill() {
  std::byte buffer[64 << 10];
  iovec part{buffer, sizeof buffer};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr message{.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t count = recvmsg(fd(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  const cmsghdr* header = count > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int))) {
    int received;
    std::memcpy(&received, CMSG_DATA(header), sizeof received);
    UniqueFd descriptor(received);
    if (descriptors_.size() < most_descriptors) descriptors_.push_back(std::move(descriptor));
  }
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return false;
  reader_.append({buffer, static_cast<size_t>(count)});
  return true;
}

Result<Frame> Connection::receive(std::chrono::milliseconds wait) {
  auto deadline = std::chrono::steady_clock::now() + wait;
  for (;;) {
    NTA_TRY(auto frame, reader_.next());
    if (frame) return *frame;
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return fail(Win32::timeout, "session {} did not answer in time", session_id_);
    pollfd waited{fd(), POLLIN, 0};
    int ready = poll(&waited, 1, static_cast<int>(left));
    if (ready > 0 && !fill()) return gone();
  }
}

Result<void> Connection::wait_for_answer(uint32_t request, std::chrono::milliseconds wait,
                                         const std::function<void(const Frame&)>& other) {
  for (;;) {
    NTA_TRY(Frame frame, receive(wait));
    if (frame.type != MessageType::answer) {
      if (other) other(frame);
      continue;
    }
    NTA_TRY(auto answer, decode<Answer>(frame));
    if (answer->request != request) continue;
    if (answer->code == 0) return {};
    return Error{static_cast<Win32>(answer->code), std::string(text_or_empty(answer->text))};
  }
}

}  // namespace nta::session
