#include "session/client/raw_terminal.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace nta::session {
namespace {

/** CAN: ends a sequence that was cut off half written. */
const std::string cancel = "\x18";

}  // namespace

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EAGAIN) {
      pollfd room{fd, POLLOUT, 0};
      poll(&room, 1, -1);
    } else if (count < 0 && errno != EINTR) {
      return false;
    } else if (count > 0) {
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }
  return true;
}

RawTerminal::RawTerminal(int input, int output, Unread unread) : input_(input), output_(output), unread_(unread) {
  tcgetattr(input_, &before_);
  termios raw = before_;
  cfmakeraw(&raw);
  tcsetattr(input_, TCSADRAIN, &raw);
}

// What a foreign session made the terminal send is not for the shell to read.
RawTerminal::~RawTerminal() {
  int when = filter_ || unread_ == Unread::thrown_away ? TCSAFLUSH : TCSADRAIN;
  put_back();
  tcsetattr(input_, when, &before_);
}

void RawTerminal::show(Source source) {
  filter_ = source == Source::foreign_session ? std::make_unique<OutputFilter>() : nullptr;
}

bool RawTerminal::write(std::string_view bytes) { return write_all(output_, filter_ ? filter_->pass(bytes) : bytes); }

void RawTerminal::put_back() {
  std::string last = std::exchange(restoration, {});
  if (filter_) last = filter_->ending(last);
  if (!last.empty()) write_all(output_, cancel + last);
}

}  // namespace nta::session
