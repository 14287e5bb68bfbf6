// The lock, the new process, and waiting for it.
#include "api/client/start_host.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "base/types.h"

extern char** environ;

namespace nta::client {
namespace {

using transport::Clock;
constexpr std::chrono::milliseconds between_looks{2};
constexpr int exit_already_running = 3;  // ntadmind: another start was quicker

std::string reason(int error) { return std::generic_category().message(error); }

// The state directory is made here if need be: the lock lies in it.
Result<UniqueFd> open_lock(const std::string& state_dir) {
  std::error_code error;
  std::filesystem::path directory(state_dir);
  std::filesystem::create_directories(directory.parent_path(), error);
  if (::mkdir(state_dir.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(win32_from_errno(errno), "cannot make '{}': {}", state_dir, reason(errno));
  std::string path = state_dir + "/start.lock";
  UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!lock) return fail(win32_from_errno(errno), "cannot open '{}': {}", path, reason(errno));
  return lock;
}

bool try_lock(const UniqueFd& lock) { return ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0; }

/** File actions and attributes of the new process: nothing of the caller's but its environment and directory. */
class SpawnPlan {
 public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    // A pipe of the caller's that stayed open in the host would never end for its reader.
    for (int fd : {0, 1, 2}) posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  Result<pid_t> run(const std::string& program, const std::string& state_dir) const {
    std::string arguments[] = {program, "--user", "--state-dir", state_dir};
    char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(), arguments[3].data(), nullptr};
    pid_t pid = 0;
    int error = posix_spawn(&pid, program.c_str(), &actions_, &attributes_, argv, environ);
    if (error != 0) return fail(Win32::rpc_server_unavailable, "cannot start '{}': {}", program, reason(error));
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

Result<pid_t> spawn_host(const LocalHost& host) {
  std::string program = find_daemon();
  if (program.empty())
    return fail(Win32::rpc_server_unavailable,
                "no session host is running and ntadmind is not installed; the package ntadmin has it");
  return SpawnPlan().run(program, host.state_dir);
}

/** The process that was started. It ends once the host answers, which goes on by itself, or could not start. */
class Launcher {
 public:
  explicit Launcher(pid_t pid) : pid_(pid) {}

  /** The exit status once it has ended; none while it runs, or when the program reaps its children itself. */
  std::optional<int> status() {
    int status = 0;
    if (!reaped_ && ::waitpid(pid_, &status, WNOHANG) != 0) {
      reaped_ = true;
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return std::nullopt;
  }

  /** Leaves no zombie behind: it ends soon after the host answers. */
  void reap() {
    for (auto deadline = Clock::now() + std::chrono::seconds(1); !reaped_ && Clock::now() < deadline;) {
      if (status()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

 private:
  pid_t pid_;
  bool reaped_ = false;
};

bool is_over(const transport::Wait& wait) {
  return (wait.deadline && Clock::now() >= *wait.deadline) || (wait.abort && wait.abort->is_triggered());
}

bool is_executable_file(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::filesystem::path> daemon_candidates() {
  namespace fs = std::filesystem;
  std::vector<fs::path> candidates;
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(&find_daemon), &info) != 0 && info.dli_fname) {
    std::error_code error;
    fs::path here = fs::canonical(info.dli_fname, error).parent_path();  // a library directory, or the program's
    for (const char* way : {".", "../bin", "../sbin", "../../bin", "../../sbin"})
      candidates.push_back(here / way / "ntadmind");
  }
  const char* path = secure_getenv("PATH");
  for (std::string_view rest = path ? path : ""; !rest.empty();) {
    size_t colon = std::min(rest.find(':'), rest.size());
    if (rest.starts_with('/')) candidates.push_back(fs::path(rest.substr(0, colon)) / "ntadmind");
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return candidates;
}

}  // namespace

std::string find_daemon() {
  if (const char* named = secure_getenv("NTADMIN_DAEMON"); named && *named) return named;
  for (const auto& candidate : daemon_candidates())
    if (is_executable_file(candidate)) return candidate.lexically_normal().string();
  return {};
}

Result<std::unique_ptr<transport::Channel>> start_host(const LocalHost& host, const transport::Wait& wait) {
  NTA_TRY(UniqueFd lock, open_lock(host.state_dir));
  std::optional<Launcher> launcher;
  for (;;) {
    // Whoever has the lock starts a host unless one answers by now; the others only look for it.
    bool may_start = !launcher && try_lock(lock);
    auto connected = transport::connect_unix(host.socket, wait);
    if (connected) {
      if (launcher) launcher->reap();
      return connected;
    }
    if (may_start) {
      NTA_TRY(pid_t pid, spawn_host(host));
      launcher.emplace(pid);
    }
    auto status = launcher ? launcher->status() : std::nullopt;
    if (status && *status != 0 && *status != exit_already_running)
      return fail(Win32::rpc_server_unavailable, "ntadmind gave up with status {}; run it by hand to see why", *status);
    if (is_over(wait)) return std::move(connected).error();
    std::this_thread::sleep_for(between_looks);
  }
}

}  // namespace nta::client
