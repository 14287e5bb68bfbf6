#include "tools/password.h"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/types.h"
#include "base/utf16.h"

namespace nta::tools {
namespace {

constexpr size_t longest_line = 1024;  // bytes; 256 characters of UTF-8 fit

// The line without its end; wiped by whoever gets it.
Result<std::string> read_line(int fd) {
  std::string line;
  line.reserve(longest_line);
  for (;;) {
    char byte = 0;
    ssize_t count = read(fd, &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(win32_from_errno(errno), "the password cannot be read: {}", std::strerror(errno));
    if (count == 0 || byte == '\n') break;
    if (line.size() == longest_line)
      return fail(Win32::password_too_long, "the password is longer than 256 characters");
    line.push_back(byte);
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

/** A terminal that does not show what is typed, for as long as this lives. */
class SilentTerminal {
 public:
  explicit SilentTerminal(int fd) : fd_(fd) {
    is_terminal_ = tcgetattr(fd, &before_) == 0;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    if (is_terminal_) tcsetattr(fd, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    if (is_terminal_) tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int fd_;
  bool is_terminal_ = false;
  termios before_{};
};

Result<std::u16string> ask(int terminal, const std::string& prompt) {
  if (write(terminal, prompt.data(), prompt.size()) < 0)
    return fail(win32_from_errno(errno), "the terminal takes nothing: {}", std::strerror(errno));
  SilentTerminal silent(terminal);
  return read_password(terminal);
}

Result<UniqueFd> open_terminal() {
  UniqueFd terminal(open("/dev/tty", O_RDWR | O_CLOEXEC));
  if (!terminal) return fail(Win32::invalid_parameter, "there is no terminal to ask at: use --password-fd N");
  return terminal;
}

Result<std::u16string> read_given(const std::string& descriptor) {
  auto fd = parse_number(descriptor);
  if (!fd || *fd > INT32_MAX) return misuse("'{}' is not the number of a file descriptor", descriptor);
  return read_password(static_cast<int>(*fd));
}

}  // namespace

Result<std::u16string> read_password(int fd) {
  NTA_TRY(std::string line, read_line(fd));
  std::u16string password = to_utf16(line);
  explicit_bzero(line.data(), line.size());
  return password;
}

Result<std::u16string> new_password(const Arguments& arguments, const std::string& account) {
  if (auto given = arguments.value(password_fd_option)) return read_given(*given);
  NTA_TRY(UniqueFd terminal, open_terminal());
  NTA_TRY(std::u16string first, ask(terminal.get(), "Password for " + account + ": "));
  NTA_TRY(std::u16string second, ask(terminal.get(), "The same again: "));
  if (first != second) return fail(Win32::invalid_password, "the two passwords are not the same; nothing was changed");
  return first;
}

Result<std::u16string> password_for(const Arguments& arguments, const std::string& account) {
  if (auto given = arguments.value(password_fd_option)) return read_given(*given);
  NTA_TRY(UniqueFd terminal, open_terminal());
  return ask(terminal.get(), "Password for " + account + ": ");
}

void wipe(std::u16string& secret) { explicit_bzero(secret.data(), secret.size() * sizeof(char16_t)); }

}  // namespace nta::tools
