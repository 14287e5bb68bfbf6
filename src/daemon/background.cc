#include "daemon/background.h"

#include <fcntl.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nta::daemon {
namespace {

// The process that was called: stays until the daemon has said how it went. No word at all means that it died.
[[noreturn]] void wait_and_exit(UniqueFd from_daemon) {
  auto status = static_cast<unsigned char>(Exit::failure);
  ssize_t count;
  do count = read(from_daemon.get(), &status, 1);
  while (count < 0 && errno == EINTR);
  _exit(status);
}

void replace(int fd, int with) {
  if (with >= 0) dup2(with, fd);
}

}  // namespace

Result<Starter> Starter::in_background() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return fail(win32_from_errno(errno), "cannot make a pipe: {}", std::strerror(errno));
  UniqueFd from_daemon(ends[0]);
  UniqueFd to_starter(ends[1]);
  pid_t child = fork();
  if (child < 0) return fail(win32_from_errno(errno), "cannot fork: {}", std::strerror(errno));
  if (child > 0) {
    to_starter.reset();
    wait_and_exit(std::move(from_daemon));
  }
  setsid();
  // The second fork: what is not the leader of its session can never get a controlling terminal.
  if (pid_t daemon = fork(); daemon != 0) _exit(daemon < 0 ? static_cast<int>(Exit::failure) : 0);
  UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  replace(STDIN_FILENO, null.get());
  if (chdir("/") < 0) return fail(win32_from_errno(errno), "cannot change to '/': {}", std::strerror(errno));
  return Starter(std::move(to_starter));
}

void Starter::ready() {
  notify_service_manager("READY=1");
  if (!to_starter_) return;
  UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  replace(STDOUT_FILENO, null.get());
  replace(STDERR_FILENO, null.get());
  failed(Exit::success);
}

void Starter::failed(Exit status) {
  if (!to_starter_) return;
  auto byte = static_cast<unsigned char>(status);
  [[maybe_unused]] ssize_t count = write(to_starter_.get(), &byte, 1);  // the starter may have gone away
  to_starter_.reset();
}

void notify_service_manager(const char* state) { sd_notify(0, state); }

}  // namespace nta::daemon
