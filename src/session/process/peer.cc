#include "session/process/peer.h"

#include <cerrno>
#include <cstring>

namespace nta::session {

bool Peer::receive() {
  std::byte buffer[16 << 10];
  iovec part{buffer, sizeof buffer};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];  // more descriptors than one are closed by the kernel
  msghdr message{.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t count = recvmsg(fd(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (count >= 0) {
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof(int))) {
      int received;
      std::memcpy(&received, CMSG_DATA(header), sizeof received);
      descriptor_.reset(received);
    }
  }
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return false;
  reader_.append({buffer, static_cast<size_t>(count)});
  return true;
}

void Peer::send_raw(MessageType type, std::string_view bytes) {
  constexpr size_t piece = largest_reply / 4;
  do {
    append_raw(out_, type, as_byte_view(bytes.substr(0, piece)));
    bytes.remove_prefix(std::min(bytes.size(), piece));
  } while (!bytes.empty());
}

// Up to the next byte that has a descriptor to take along; that byte goes alone.
ssize_t Peer::send_some() {
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  size_t end = passing_.empty() ? out_.size() : passing_.front().at;
  if (sent_ < end) return ::send(fd(), out_.data() + sent_, end - sent_, flags);
  iovec part{out_.data() + sent_, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  int descriptor = passing_.front().descriptor.get();
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  ssize_t count = ::sendmsg(fd(), &message, flags);
  if (count > 0) passing_.pop_front();
  return count;
}

bool Peer::flush() {
  while (sent_ < out_.size() && !broken_) {
    ssize_t count = send_some();
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return true;
    if (count < 0) return false;
    sent_ += static_cast<size_t>(count);
  }
  out_.clear();
  if (out_.capacity() > (64u << 10)) Bytes().swap(out_);  // a replay is rare, memory of an idle session is not
  sent_ = 0;
  return !broken_;
}

}  // namespace nta::session
