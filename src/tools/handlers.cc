// Starting, watching and ending the command.
#include "tools/handlers.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "base/utf16.h"
#include "describe/show.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr const char* shell = "/bin/sh";

/** The environment, and the facts of one event in it. */
std::vector<std::string> environment_for(const SessionNews& news) {
  std::vector<std::string> lines;
  for (char** line = environ; *line; ++line) lines.emplace_back(*line);
  auto add = [&](std::string_view name, const std::string& value) {
    std::string start = fmt::format("NTADMIN_{}=", name);
    std::erase_if(lines, [&](const std::string& line) { return line.starts_with(start); });
    lines.push_back(start + value);
  };
  add("EVENT", to_utf8(news.event));
  add("PLACE", to_utf8(news.place));
  add("SESSION_ID", std::to_string(news.session));
  add("SESSION_NAME", to_utf8(news.facts.name));
  add("USER", to_utf8(news.facts.user));
  add("DOMAIN", to_utf8(news.facts.domain));
  add("TIME", describe::utc_text(news.time));
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& lines) {
  std::vector<char*> pointers;
  for (std::string& line : lines) pointers.push_back(line.data());
  pointers.push_back(nullptr);
  return pointers;
}

/** In a process group of its own, without input; what it prints goes where our talk goes. */
class SpawnSettings {
 public:
  SpawnSettings() {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&files_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  int spawn(pid_t& pid, char* const* arguments, char* const* environment) const {
    return posix_spawn(&pid, shell, &files_, &attributes_, arguments, environment);
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

}  // namespace

Result<void> Handlers::start(const SessionNews& news) {
  subject_ = fmt::format("{} of session {}", to_utf8(news.event), news.session);
  auto environment = environment_for(news);
  std::vector<std::string> words = {shell, "-c", command_};
  int error = SpawnSettings().spawn(pid_, pointers_to(words).data(), pointers_to(environment).data());
  if (error != 0) return fail(win32_from_errno(error), "cannot start {}", shell);
  process_ = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  latest_ = Clock::now() + limit_;
  was_killed_ = false;
  return {};
}

int Handlers::time_left() const {
  if (!process_) return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(latest_ - Clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, 1'000'000));
}

void Handlers::end_of(int status) {
  process_.reset();
  if (was_killed_)
    talk("ntadmin: the command for {} was killed after {} s", subject_, limit_.count());
  else if (WIFSIGNALED(status))
    talk("ntadmin: the command for {} ended by signal {}", subject_, WTERMSIG(status));
  else if (WEXITSTATUS(status) != 0)
    talk("ntadmin: the command for {} failed with status {}", subject_, WEXITSTATUS(status));
}

void Handlers::step() {
  if (process_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      end_of(status);
    } else if (Clock::now() >= latest_) {
      kill(-pid_, SIGKILL);  // with all that it started; its end is seen in the next step
      was_killed_ = true;
      latest_ = Clock::now() + limit_;
    }
  }
  while (!process_ && !waiting_.empty()) {
    SessionNews news = std::move(waiting_.front());
    waiting_.pop_front();
    if (auto started = start(news); !started)
      talk("ntadmin: {} for {} ({})", started.error().text, subject_, code(started.error().code));
  }
}

}  // namespace nta::tools
