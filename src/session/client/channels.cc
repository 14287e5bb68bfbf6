#include "session/client/channels.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <thread>

namespace nta::session {
namespace {

constexpr auto time_to_finish = std::chrono::seconds(10);
constexpr auto time_at_the_end = std::chrono::seconds(2);
constexpr size_t most_complaints = 5;
constexpr std::string_view show_protocol = ",show-protocol";

/** How a command is started: in a process group and session of its own, so that it has no hand on the terminal. */
class Start {
 public:
  explicit Start(int end) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, end, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, end, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes_);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;
  ~Start() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  /** 0, or an errno. */
  int run(const std::string& command, pid_t& pid) const {
    std::string shell = "/bin/sh", option = "-c", text = command;
    char* arguments[] = {shell.data(), option.data(), text.data(), nullptr};
    return posix_spawn(&pid, shell.c_str(), &actions_, &attributes_, arguments, environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<ChannelCommand> parse_channel(std::string_view text) {
  size_t equals = text.find('=');
  if (equals == text.npos || equals + 1 == text.size())
    return fail(Win32::invalid_parameter, "channel '{}': write it as NAME=COMMAND", text);
  std::string_view name = text.substr(0, equals);
  ChannelCommand channel{.name = {}, .options = 0, .command = std::string(text.substr(equals + 1))};
  if (name.ends_with(show_protocol)) {
    name.remove_suffix(show_protocol.size());
    channel.options = channel_shows_protocol;
  }
  bool plain = std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7F && c != ','; });
  if (name.empty() || name.size() > longest_channel_name || !plain)
    return fail(Win32::invalid_parameter, "channel name '{}': 1 to {} letters, digits or signs, without comma", name,
                longest_channel_name);
  channel.name = name;
  return channel;
}

Channels::Channels(std::vector<ChannelCommand> commands) : commands_(std::move(commands)) {
  for (const ChannelCommand& each : commands_) offers_.push_back({each.name.c_str(), each.options});
}

Channels::~Channels() {
  auto until = Clock::now() + time_at_the_end;
  while (take_ended(), !running_.empty() && Clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  for (const Running& each : running_) {
    kill(-each.pid, SIGKILL);
    waitpid(each.pid, nullptr, 0);
  }
}

bool Channels::serve(uint32_t number, std::string_view name, UniqueFd end) {
  auto of = std::ranges::find(commands_, name, &ChannelCommand::name);
  if (of == commands_.end() || !end) return false;
  pid_t pid = 0;
  int error = Start(end.get()).run(of->command, pid);
  if (error != 0) {
    complain(*of, strerror(error));
    return false;
  }
  running_.push_back({number, pid, &*of, std::nullopt});
  return true;
}

void Channels::closed(uint32_t number) {
  auto found = std::ranges::find(running_, number, &Running::number);
  if (found != running_.end()) found->kill_at = Clock::now() + time_to_finish;
}

void Channels::leave_session() {
  for (Running& each : running_) {
    each.number = 0;
    if (!each.kill_at) each.kill_at = Clock::now() + time_to_finish;
  }
}

void Channels::are_not_known(uint32_t session) {
  if (!commands_.empty())
    complaints_.push_back(fmt::format("session {} was made by an earlier release, which has no channels", session));
}

std::vector<uint32_t> Channels::take_ended() {
  std::vector<uint32_t> ended;
  std::erase_if(running_, [&](const Running& each) {
    int status = 0;
    if (waitpid(each.pid, &status, WNOHANG) != each.pid) return false;
    // A command that got no more input may well say so by failing.
    if (!each.kill_at && WIFEXITED(status) && WEXITSTATUS(status) != 0)
      complain(*each.of, fmt::format("ended with exit status {}", WEXITSTATUS(status)));
    if (each.number != 0) ended.push_back(each.number);
    return true;
  });
  return ended;
}

std::optional<Channels::Clock::time_point> Channels::next_deadline() const {
  std::optional<Clock::time_point> first;
  for (const Running& each : running_)
    if (each.kill_at && (!first || *each.kill_at < *first)) first = each.kill_at;
  return first;
}

void Channels::kill_late() {
  for (const Running& each : running_)
    if (each.kill_at && *each.kill_at <= Clock::now()) kill(-each.pid, SIGKILL);
}

void Channels::complain(const ChannelCommand& of, std::string_view what) {
  if (complaints_.size() < most_complaints)
    complaints_.push_back(fmt::format("channel {}: '{}': {}", of.name, of.command, what));
}

}  // namespace nta::session
