#include "daemon/session_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "daemon/process_limits.h"

namespace nta::daemon {
namespace {

// Where the process finds its two descriptors (docs/session.md).
constexpr int spec_number = 3;
constexpr int ready_number = 4;
constexpr int first_unwanted = 5;
constexpr int longest_exec = 30'000;  // ms: its user may stop it before it gets that far

std::string program_path(const Settings& settings) {
  if (!settings.libexec_dir.empty()) return settings.libexec_dir + "/ntadmin-session";
  std::error_code error;
  auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / "ntadmin-session").string();
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

Result<UniqueFd> memory_file(ByteView text) {
  UniqueFd fd(memfd_create("session-spec", MFD_CLOEXEC));
  if (!fd) return fail(win32_from_errno(errno), "cannot make a memory file: {}", std::strerror(errno));
  if (write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      lseek(fd.get(), 0, SEEK_SET) < 0)
    return fail(win32_from_errno(errno), "cannot write a memory file: {}", std::strerror(errno));
  return fd;
}

struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return fail(win32_from_errno(errno), "cannot make a pipe: {}", std::strerror(errno));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// All that the child uses, made before the fork: afterwards only calls that are safe in a copy of a process with
// threads, or in its own memory.
struct Execution {
  const char* program;
  char** arguments;
  char** environment;
  const Account* account;  // null: stay who we are
  std::optional<mode_t> umask;
  int spec;
  int ready;
  int trouble;
};

[[noreturn]] void give_up(const Execution& execution, int error) {
  [[maybe_unused]] ssize_t count = write(execution.trouble, &error, sizeof error);
  _exit(127);
}

void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) sigaction(signal, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Copies above the numbers that are to be filled, so that no copy overwrites what another one needs.
int moved_up(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, first_unwanted + 3); }

[[noreturn]] void execute(Execution execution) {
  reset_signals();
  if (!execution.account) restore_limits();  // a keeper's are what PAM made of them
  if (execution.umask) umask(*execution.umask);
  setsid();
  execution.trouble = moved_up(execution.trouble);
  int spec = moved_up(execution.spec);
  int ready = moved_up(execution.ready);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (spec < 0 || ready < 0 || null < 0) give_up(execution, errno);
  // The log is not the user's to write to: what runs from here on is the user's, and how it fails is told by the pipes.
  for (int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (dup2(null, standard) < 0) give_up(execution, errno);
  if (dup2(spec, spec_number) < 0 || dup2(ready, ready_number) < 0) give_up(execution, errno);
  // Everything else closes at the exec, also what was opened without that in mind.
  close_range(first_unwanted, ~0U, CLOSE_RANGE_CLOEXEC);
  if (execution.account)
    if (int error = become(*execution.account); error != 0) give_up(execution, error);
  execve(execution.program, execution.arguments, execution.environment);
  give_up(execution, errno);
}

// A child that stays who it is borrows the memory until its exec, which is much quicker than to copy a large process.
// Signals wait meanwhile: their handlers are not to run in it. One that changes its identity is a copy: the functions
// for that concern all threads of a process.
pid_t start_child(const Execution& execution) {
  if (execution.account) {
    pid_t pid = fork();
    if (pid == 0) execute(execution);
    return pid;
  }
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = vfork();
  if (pid == 0) execute(execution);
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

// The kernel closes the pipe at a successful exec; else the child says why not.
Result<void> hear_of_exec(int fd, const std::string& program) {
  int error = 0;
  pollfd word{fd, POLLIN, 0};
  if (poll(&word, 1, longest_exec) == 0) return fail(Win32::timeout, "'{}' does not start", program);
  ssize_t count;
  do count = read(fd, &error, sizeof error);
  while (count < 0 && errno == EINTR);
  if (count == 0) return {};
  if (error == ENOENT)
    return fail(Win32::file_not_found, "'{}' is not there: is the installation whole? (libexec_dir)", program);
  return fail(win32_from_errno(error), "cannot start '{}': {}", program, std::strerror(error));
}

}  // namespace

std::string session_directory(const Settings& settings, SessionId id) {
  return fmt::format("{}/{}", settings.sessions_dir(), id.value);
}

Result<void> make_session_directory(const std::string& directory) {
  if (mkdir(directory.c_str(), 0700) == 0) return {};
  std::string remedy = errno == ENOSPC || errno == EDQUOT ? "; free some space there" : "";
  return fail(win32_from_errno(errno), "cannot make session directory '{}': {}{}", directory, std::strerror(errno),
              remedy);
}

Result<StartedProcess> start_session_process(const Settings& settings, const SessionPlan& plan, Become become_whom) {
  std::string program = program_path(settings);
  NTA_TRY(Bytes specification, daemon::specification(settings, plan));
  NTA_TRY(UniqueFd spec, memory_file(specification));
  NTA_TRY(Pipe ready, make_pipe());
  NTA_TRY(Pipe trouble, make_pipe());
  std::vector<std::string> arguments{program,
                                     "--dir",
                                     session_directory(settings, plan.id),
                                     "--spec-fd",
                                     std::to_string(spec_number),
                                     "--ready-fd",
                                     std::to_string(ready_number)};
  std::vector<std::string> environment = plan.environment;
  auto argument_pointers = pointers(arguments);
  auto environment_pointers = pointers(environment);
  pid_t pid = start_child({program.c_str(), argument_pointers.data(), environment_pointers.data(),
                           become_whom == Become::the_account ? &plan.account : nullptr, plan.umask, spec.get(),
                           ready.write_end.get(), trouble.write_end.get()});
  if (pid < 0) return fail(win32_from_errno(errno), "cannot fork: {}", std::strerror(errno));
  trouble.write_end.reset();
  if (auto executed = hear_of_exec(trouble.read_end.get(), program); !executed) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return std::move(executed).error();
  }
  return StartedProcess{pid, std::move(ready.read_end)};
}

std::vector<std::string> login_environment(const Account& account) {
  const char* path = account.uid == 0 ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                                      : "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games";
  return {"HOME=" + account.home, "USER=" + account.name, "LOGNAME=" + account.name, "SHELL=" + account.shell,
          fmt::format("PATH={}", path)};
}

std::vector<std::string> merge_environment(const std::vector<std::vector<std::string>>& layers) {
  std::vector<std::string> merged;
  for (const auto& layer : layers) {
    for (const std::string& variable : layer) {
      size_t equals = variable.find('=');
      if (equals == 0 || equals == std::string::npos) continue;
      std::string_view name(variable.data(), equals + 1);
      std::erase_if(merged, [&](const std::string& earlier) { return earlier.starts_with(name); });
      merged.push_back(variable);
    }
  }
  return merged;
}

}  // namespace nta::daemon
