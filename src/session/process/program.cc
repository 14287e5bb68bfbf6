#include "session/process/program.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace nta::session {
namespace {

constexpr int exec_failed = 127;

struct Pty {
  UniqueFd master;
  UniqueFd slave;
  std::string name;
};

Result<Pty> open_pty(const Program& program) {
  Pty pty;
  char path[64];
  pty.master = UniqueFd(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!pty.master || grantpt(pty.master.get()) != 0 || unlockpt(pty.master.get()) != 0 ||
      ptsname_r(pty.master.get(), path, sizeof path) != 0)
    return fail(Win32::no_system_resources, "no terminal (PTY) is left: {}", strerror(errno));
  set_terminal_size(pty.master.get(), program.size);
  pty.slave = UniqueFd(open(path, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!pty.slave) return fail(Win32::no_system_resources, "{}: {}", path, strerror(errno));
  termios settings;
  if (tcgetattr(pty.slave.get(), &settings) == 0) {
    settings.c_iflag |= IUTF8;  // erasing in cooked mode takes whole characters
    tcsetattr(pty.slave.get(), TCSANOW, &settings);
  }
  pty.name = std::string_view(path).substr(strlen("/dev/"));
  return pty;
}

std::vector<char*> pointers(std::vector<std::string>& list) {
  std::vector<char*> out;
  for (std::string& text : list) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/** What execvp gets; made before vfork, since the child allocates nothing. */
struct Command {
  explicit Command(const Program& program) : texts(program.arguments), settings(program.environment) {
    std::erase_if(settings, [](const std::string& setting) {
      return setting.starts_with("TERM=") || setting.starts_with("NTADMIN_SESSION=");
    });
    settings.push_back("TERM=xterm-256color");
    settings.push_back(fmt::format("NTADMIN_SESSION={}", program.session_id));
    file = texts.empty() ? program.shell : texts.front();
    // A login shell is told so by the dash (bash(1), INVOCATION).
    if (texts.empty()) texts.push_back("-" + file.substr(file.rfind('/') + 1));
    arguments = pointers(texts);
    environment = pointers(settings);
  }

  std::string file;
  std::vector<std::string> texts;
  std::vector<std::string> settings;
  std::vector<char*> arguments;
  std::vector<char*> environment;
};

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

/** Where the standard streams of a program go. */
struct Streams {
  int input, output;
  enum class Terminal { of_its_own, none } terminal;
};

[[noreturn]] void become(Command& command, Streams streams, int directory, int report) {
  bool is_own = streams.terminal == Streams::Terminal::of_its_own;
  bool ready = setsid() >= 0 && (!is_own || ioctl(streams.input, TIOCSCTTY, 0) == 0) && fchdir(directory) == 0;
  for (int fd = 0; fd < 3 && ready; ++fd) ready = dup2(fd == 0 ? streams.input : streams.output, fd) == fd;
  reset_signals();
  if (ready) {
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    execvp(command.file.c_str(), command.arguments.data());
  }
  int error = errno;
  [[maybe_unused]] ssize_t written = write(report, &error, sizeof error);
  _exit(exec_failed);
}

Result<UniqueFd> open_directory(const std::string& path) {
  UniqueFd directory(open(path.empty() ? "/" : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return fail(Win32::path_not_found, "working directory {}: {}", path, strerror(errno));
  return directory;
}

/** The child borrows the memory until its exec, which is quicker than a copy of it. Signals wait meanwhile: their
 *  handlers are not to run in it. */
pid_t start_child(Command& command, Streams streams, int directory, int report) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  char** own = std::exchange(environ, command.environment.data());  // execvp looks along the PATH that is in it
  pid_t pid = vfork();
  if (pid == 0) become(command, streams, directory, report);
  int error = errno;
  environ = own;
  sigprocmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

/** Returns when the program runs. */
Result<pid_t> spawn(Command& command, const std::string& working_directory, Streams streams) {
  NTA_TRY(UniqueFd directory, open_directory(working_directory));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail(win32_from_errno(errno), "pipe: {}", strerror(errno));
  UniqueFd report(ends[0]), report_in(ends[1]);

  pid_t pid = start_child(command, streams, directory.get(), report_in.get());
  if (pid < 0) return fail(win32_from_errno(errno), "vfork: {}", strerror(errno));
  report_in.reset();
  int error = 0;
  ssize_t count;
  do count = read(report.get(), &error, sizeof error);
  while (count < 0 && errno == EINTR);
  if (count == 0) return pid;  // closed by a successful exec

  waitpid(pid, nullptr, 0);
  Win32 code = error == ENOENT   ? Win32::file_not_found
               : error == EACCES ? Win32::access_denied
                                 : win32_from_errno(error);
  return fail(code, "{}: {}", command.file, strerror(error));
}

}  // namespace

std::vector<std::string> copied(const char* const* list, uint32_t count) {
  std::vector<std::string> out;
  for (uint32_t i = 0; list && i < count; ++i)
    if (list[i]) out.emplace_back(list[i]);
  return out;
}

Result<Program> read_spec(int fd) {
  FrameReader reader(largest_spec);
  std::byte buffer[4096];
  for (;;) {
    ssize_t count = read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(Win32::invalid_data, "the session's description ends early");
    reader.append({buffer, static_cast<size_t>(count)});
    NTA_TRY(auto frame, reader.next());
    if (!frame) continue;
    if (frame->type != MessageType::spec) return fail(Win32::invalid_data, "no description of a session");
    NTA_TRY(auto spec, decode<Spec>(*frame));
    Program program{spec->session_id,
                    spec->daemon_uid,
                    terminal::clamped(spec->rows, spec->columns),
                    spec->scrollback_lines,
                    std::string(text_or_empty(spec->user)),
                    std::string(text_or_empty(spec->shell)),
                    std::string(text_or_empty(spec->working_directory)),
                    copied(spec->arguments, spec->argument_count),
                    copied(spec->environment, spec->environment_count)};
    if (program.shell.empty()) program.shell = "/bin/sh";
    return program;
  }
}

void set_terminal_size(int terminal, terminal::Size size) {
  winsize told{static_cast<unsigned short>(size.rows), static_cast<unsigned short>(size.columns), 0, 0};
  ioctl(terminal, TIOCSWINSZ, &told);
}

Result<RunningProgram> start(const Program& program) {
  NTA_TRY(Pty pty, open_pty(program));
  Command command(program);
  int terminal = pty.slave.get();
  NTA_TRY(pid_t pid, spawn(command, program.working_directory, {terminal, terminal, Streams::Terminal::of_its_own}));
  return RunningProgram{std::move(pty.master), std::move(pty.slave), pty.name, pid};
}

Result<pid_t> start_beside(const Program& program, int output) {
  UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null) return fail(win32_from_errno(errno), "/dev/null: {}", strerror(errno));
  Command command(program);
  return spawn(command, program.working_directory,
               {null.get(), output < 0 ? null.get() : output, Streams::Terminal::none});
}

}  // namespace nta::session
