#include "host/messages/terminal_message.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/printable.h"
#include "base/types.h"

namespace nta::host {
namespace {

constexpr auto write_deadline = std::chrono::seconds(5);

// Control characters of the sender must not reach the terminal: they could make it type. Its lines end as a terminal's.
std::string shown(std::string text) {
  std::erase(text, '\r');
  std::ranges::replace(text, '\t', ' ');
  std::string out;
  for (char c : printable_lines(text)) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

Result<void> write_to(const std::string& path, std::string_view text) {
  UniqueFd terminal(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!terminal) return fail(win32_from_errno(errno), "{} cannot be written to (errno {})", path, errno);
  if (!::isatty(terminal.get())) return fail(Win32::not_supported, "{} is no terminal", path);
  while (!text.empty()) {
    ssize_t count = ::write(terminal.get(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    // A stopped terminal takes nothing: its user has what fitted.
    if (count <= 0)
      return errno == EAGAIN ? Result<void>() : fail(win32_from_errno(errno), "{}: errno {}", path, errno);
    text.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

}  // namespace

std::string cut_text(std::string text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
  return text;
}

Result<void> write_message(const std::string& path, const std::string& title, const std::string& text) {
  return write_to(path, fmt::format("\r\n\a{}\r\n{}\r\n", shown(title), shown(text)));
}

void send_to_terminal(Executor& executor, const ForeignTerminal& terminal, Message message, MessageDone done) {
  bool waits = message.wait == Message::Wait::for_answer;
  if (terminal.name.empty()) return done(fail(Win32::not_supported, "the session has no terminal that is known"));
  if (waits && message.seconds == 0)
    return done(
        fail(Win32::not_supported, "nobody can answer a message on {}: it is no terminal of ours", terminal.name));
  auto written = [&executor, waits, seconds = message.seconds, done](Result<void> outcome) {
    if (!outcome) return done(std::move(outcome).error());
    if (!waits) return done(answer_not_waited_for);
    auto timer = std::make_shared<RegistrationPtr>();
    *timer = executor.after(std::chrono::seconds(seconds), [timer, done] {
      auto keep = std::move(*timer);
      done(answer_timeout);
    });
  };
  if (terminal.write && terminal.uid && *terminal.uid != ::geteuid())
    return terminal.write(*terminal.uid, terminal.name, message, std::move(written));
  auto write = [path = terminal.dev_root + "/" + terminal.name, message]() -> Result<int> {
    NTA_CHECK(write_message(path, message.title, message.text));
    return 0;
  };
  executor.run<int>(write_deadline, write,
                    [written](Result<int> outcome) { written(outcome ? Result<void>() : std::move(outcome).error()); });
}

}  // namespace nta::host
