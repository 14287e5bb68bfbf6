// ntadmin-session: the process of one terminal session. It leaves its starter, starts the program on a PTY, says
// through --ready-fd that it runs or why not, and then lives as long as the program does.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "session/process/session.h"
#include "session/protocol/endpoint.h"
#include "session/protocol/start_messages.h"

namespace nta::session {
namespace {

struct Options {
  std::string directory;
  int spec_fd = -1;
  int ready_fd = -1;
};

constexpr const char* usage =
    "usage: ntadmin-session --dir DIR --spec-fd N --ready-fd N\n"
    "Runs one terminal session. Started by ntadmind, which describes the session through the first descriptor and\n"
    "reads from the second whether it runs. It is not meant to be started by hand: see ntadmin-attach(1).\n";

bool parse(int count, char** arguments, Options& options) {
  for (int i = 1; i + 1 < count; i += 2) {
    std::string_view name = arguments[i], value = arguments[i + 1];
    int* number = name == "--spec-fd" ? &options.spec_fd : name == "--ready-fd" ? &options.ready_fd : nullptr;
    if (number) {
      auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), *number);
      if (error != std::errc() || end != value.data() + value.size()) return false;
    } else if (name == "--dir") {
      options.directory = value;
    } else {
      return false;
    }
  }
  return count % 2 == 1 && !options.directory.empty() && options.spec_fd >= 0 && options.ready_fd >= 0;
}

/** The session's directory and socket, taken away again at the end as far as we made them. */
class Place {
 public:
  static Result<Place> make(const std::string& directory, const Program& program) {
    Place place(directory);
    mode_t mode = program.daemon_uid == getuid() ? 0700 : 0711;
    place.made_directory_ = mkdir(directory.c_str(), mode) == 0;
    if (!place.made_directory_ && errno != EEXIST)
      return fail(win32_from_errno(errno), "{}: {}", directory, strerror(errno));
    if (place.made_directory_) chmod(directory.c_str(), mode);
    NTA_TRY(place.listener, listen_at(directory));
    return place;
  }
  Place(Place&& other) noexcept
      : listener(std::move(other.listener)),
        directory_(std::move(other.directory_)),
        made_directory_(std::exchange(other.made_directory_, false)) {}
  Place& operator=(Place&&) = delete;
  ~Place() {
    if (bound_ || listener) unlink((directory_ + "/" + socket_name).c_str());
    if (made_directory_) rmdir(directory_.c_str());
  }
  UniqueFd take_listener() {
    bound_ = true;
    return std::move(listener);
  }
  UniqueFd listener;

 private:
  explicit Place(std::string directory) : directory_(std::move(directory)) {}
  std::string directory_;
  bool made_directory_ = false;
  bool bound_ = false;
};

/** The parent goes; the child is in a session of its own, without a terminal, and no one's to wait for. */
Result<void> leave_starter() {
  pid_t pid = fork();
  if (pid < 0) return fail(win32_from_errno(errno), "fork: {}", strerror(errno));
  if (pid > 0) _exit(0);
  if (setsid() < 0) return fail(win32_from_errno(errno), "setsid: {}", strerror(errno));
  return {};
}

void drop_standard_streams() {
  UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int fd = 0; fd < 3; ++fd) dup2(null.get(), fd);
}

Result<UniqueFd> watch_signals() {
  sigset_t watched;
  sigemptyset(&watched);
  for (int signal : {SIGCHLD, SIGTERM}) sigaddset(&watched, signal);
  sigprocmask(SIG_BLOCK, &watched, nullptr);
  for (int signal : {SIGHUP, SIGPIPE, SIGINT, SIGQUIT, SIGTTOU, SIGTTIN, SIGTSTP}) std::signal(signal, SIG_IGN);
  UniqueFd fd(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd) return fail(win32_from_errno(errno), "signalfd: {}", strerror(errno));
  return fd;
}

/** Whether whoever started the session has heard. */
bool report(int ready_fd, const Started& started) {
  Bytes bytes;
  return append(bytes, started) && write(ready_fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

Result<void> serve(const Options& options, UniqueFd& ready) {
  UniqueFd spec(options.spec_fd);
  NTA_TRY(Program program, read_spec(spec.get()));
  spec.reset();
  NTA_CHECK(leave_starter());
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  NTA_TRY(UniqueFd signals, watch_signals());
  NTA_TRY(Poller poller, Poller::open());
  NTA_TRY(Place place, Place::make(options.directory, program));
  NTA_TRY(RunningProgram running, start(program));
  Started started{.session_pid = static_cast<uint32_t>(getpid()), .program_pid = static_cast<uint32_t>(running.pid)};
  std::string tty = running.tty;
  started.tty = tty.c_str();
  Session session(poller, program, std::move(running), place.take_listener(), std::move(signals));
  if (chdir("/") != 0) return fail(win32_from_errno(errno), "/: {}", strerror(errno));
  // Who gave up waiting has told the person so: a session that nobody knows of ends.
  if (!report(ready.get(), started)) kill(getpid(), SIGTERM);
  ready.reset();
  drop_standard_streams();
  return session.run();
}

}  // namespace
}  // namespace nta::session

int main(int count, char** arguments) {
  using namespace nta::session;
  Options options;
  if (!parse(count, arguments, options)) {
    fputs(usage, stderr);
    return 2;
  }
  fcntl(options.spec_fd, F_SETFD, FD_CLOEXEC);
  fcntl(options.ready_fd, F_SETFD, FD_CLOEXEC);
  nta::UniqueFd ready(options.ready_fd);
  auto served = serve(options, ready);
  if (served) return 0;
  if (ready) report(ready.get(), {.code = nta::code(served.error().code), .text = served.error().text.c_str()});
  return 1;
}
