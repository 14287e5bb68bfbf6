#include "daemon/monitor/children.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/log.h"
#include "ndr/decode.h"

namespace nta::daemon::monitor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t longest_report = 8192;

bool is_message(Purpose purpose) {
  return purpose == Purpose::show_on_desktop || purpose == Purpose::show_on_terminals;
}

}  // namespace

Result<Children::Started> Children::start(const std::function<int(UniqueFd report)>& life) const {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
    return fail(win32_from_errno(errno), "cannot make a pipe: {}", std::strerror(errno));
  UniqueFd read_end(ends[0]), write_end(ends[1]);
  pid_t pid = fork();
  if (pid < 0) return fail(win32_from_errno(errno), "cannot fork: {}", std::strerror(errno));
  if (pid > 0) return Started{pid, std::move(read_end)};
  read_end.reset();
  strip_();
  _exit(life(std::move(write_end)));
}

void Children::await(Started child, Task task) {
  std::optional<Clock::time_point> deadline;
  if (task.longest) deadline = Clock::now() + *task.longest;
  waiting_.push_back({std::move(task), child.pid, std::move(child.report), deadline, {}});
}

size_t Children::count(Purpose purpose) const {
  return static_cast<size_t>(
      std::ranges::count_if(waiting_, [&](const Waiting& child) { return child.task.purpose == purpose; }));
}

size_t Children::count(Purpose purpose, uid_t uid) const {
  auto is_theirs = [&](const Waiting& child) { return child.task.purpose == purpose && child.task.uid == uid; };
  return static_cast<size_t>(std::ranges::count_if(waiting_, is_theirs));
}

bool Children::has_deadline() const {
  return std::ranges::any_of(waiting_, [](const Waiting& child) { return child.deadline.has_value(); });
}

void Children::watch(std::vector<pollfd>& waited) const {
  for (const Waiting& child : waiting_) waited.push_back({child.report.get(), POLLIN, 0});
}

void Children::read(std::span<const pollfd> waited) {
  auto child = waiting_.begin();
  for (const pollfd& each : waited) {
    if (child == waiting_.end()) return;
    auto next = std::next(child);
    if (each.revents) read_report(child);
    child = next;
  }
}

void Children::read_report(std::list<Waiting>::iterator child) {
  std::byte part[1024];
  ssize_t count = ::read(child->report.get(), part, sizeof part);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count > 0 && child->told.size() < longest_report) {
    child->told.insert(child->told.end(), part, part + count);
    return;
  }
  auto answer = ndr::decode<Answer>(child->told);
  if (!answer) return finish(child, fail(Win32::rpc_call_failed, "{}: its process died", child->task.what));
  if (answer->value.code == 0) return finish(child, Answer{0, answer->value.number, nullptr});
  finish(child, Error{static_cast<Win32>(answer->value.code), text_at(answer->value.text)});
}

void Children::finish(std::list<Waiting>::iterator child, const Result<Answer>& outcome) {
  if (!outcome) log::warning("monitor-child", "{}: {}", child->task.what, outcome.error().text);
  answered_(child->task, outcome);
  waiting_.erase(child);
}

// A notifier is its user's, who may have stopped it: to SIGTERM it would never wake. With the child that runs a tool
// the tool ends, which is of its process group.
void Children::end(const Waiting& child) {
  if (is_message(child.task.purpose))
    kill(child.pid, SIGKILL);
  else
    kill(child.task.purpose == Purpose::change_unix_user ? -child.pid : child.pid, SIGTERM);
}

void Children::end_late() {
  for (auto child = waiting_.begin(); child != waiting_.end();) {
    auto next = std::next(child);
    if (child->deadline && Clock::now() >= *child->deadline) {
      end(*child);
      finish(child, fail(Win32::timeout, "{}: nothing within {} s, a PAM module, a tool or a desktop hangs?",
                         child->task.what, child->task.longest->count()));
    }
    child = next;
  }
}

void Children::forget_asker() {
  for (Waiting& child : waiting_) {
    child.task.serial = 0;
    if (is_message(child.task.purpose)) end(child);
  }
}

}  // namespace nta::daemon::monitor
