#include "smb/pipe.h"

#include <algorithm>

namespace nta::smb {

ByteView ServerPipe::front() const {
  return messages_.empty() ? ByteView{} : ByteView(messages_.front()).subspan(front_taken_);
}

std::optional<ServerPipe::Taken> ServerPipe::read(size_t longest) {
  if (messages_.empty()) return std::nullopt;
  size_t left = front_left();
  size_t count = std::min(longest, left);
  Taken taken{.bytes = {}, .left = left - count};
  if (front_taken_ == 0 && count == left)
    taken.bytes = std::move(messages_.front());
  else
    taken.bytes.assign(front().begin(), front().begin() + static_cast<ptrdiff_t>(count));
  queued_ -= count;
  front_taken_ += count;
  if (taken.left == 0) {
    messages_.pop_front();
    front_taken_ = 0;
  }
  return taken;
}

void ServerPipe::add_message(ByteView message) {
  messages_.emplace_back(message.begin(), message.end());
  queued_ += message.size();
}

}  // namespace nta::smb
