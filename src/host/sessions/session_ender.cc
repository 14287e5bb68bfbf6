#include "host/sessions/session_ender.h"

#include <signal.h>
#include <unistd.h>

namespace nta::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto scan_deadline = std::chrono::seconds(30);

// Stopped processes get CONT with their HUP, or they could not act on it.
const std::vector<std::vector<int>> steps = {{SIGHUP, SIGCONT}, {SIGTERM}, {SIGKILL}};

Result<std::vector<ProcessRef>> processes_of(const SessionResolver& sessions, SessionId id, const std::string& root) {
  NTA_TRY(auto all, read_processes(sessions, root));
  std::vector<ProcessRef> theirs;
  for (const Process& process : all)
    if (process.session == id && process.pid != getpid()) theirs.push_back({process.pid, process.start_ticks});
  return theirs;
}

}  // namespace

struct SessionEnder::Run {
  SessionId id;
  Completion done;
  size_t step = 0;                        // the next one to take
  Clock::time_point until;                // when the last one taken has had its time; at first long ago
  Clock::time_point seen = Clock::now();  // when they were last looked at
  RegistrationPtr timer;
};

SessionEnder::SessionEnder(Executor& executor, ProcessKiller& killer, ResolverOf resolver, Options options)
    : executor_(executor), killer_(killer), resolver_(std::move(resolver)), options_(std::move(options)) {}

void SessionEnder::end(SessionId id, From from, Completion done) {
  auto run = std::make_shared<Run>();
  run->id = id;
  run->done = std::move(done);
  run->step = from == From::kill ? steps.size() - 1 : 0;
  look(run);
}

// What has begun is not left half done because the system is busy.
void SessionEnder::look(const std::shared_ptr<Run>& run) {
  executor_.run<std::vector<ProcessRef>>(
      scan_deadline,
      [sessions = resolver_(), id = run->id, root = options_.proc_root] { return processes_of(sessions, id, root); },
      [this, run](Result<std::vector<ProcessRef>> processes) {
        if (processes) return found(run, *std::move(processes));
        if (Clock::now() - run->seen >= options_.longest_blind) return run->done(std::move(processes).error());
        look_later(run);
      });
}

void SessionEnder::look_later(const std::shared_ptr<Run>& run) {
  run->timer = executor_.after(options_.look_again, [this, run] { look(run); });
}

void SessionEnder::found(const std::shared_ptr<Run>& run, std::vector<ProcessRef> processes) {
  run->seen = Clock::now();
  if (processes.empty()) return run->done({});
  if (Clock::now() >= run->until) {
    if (run->step == steps.size())
      return run->done(fail(Win32::timeout, "{} processes of session {} outlived SIGKILL, among them {}",
                            processes.size(), run->id.value, processes.front().pid));
    return send(run, std::move(processes));
  }
  look_later(run);
}

void SessionEnder::send(const std::shared_ptr<Run>& run, std::vector<ProcessRef> processes) {
  const auto& signals = steps[run->step++];
  run->until = Clock::now() + options_.patience;
  auto left = std::make_shared<size_t>(signals.size());
  for (int signal : signals) {
    killer_.signal(processes, signal, [this, run, left](Result<void> sent) {
      // That they ended meanwhile is no failure; a refusal will not become a permission by waiting.
      if (!sent && sent.error().code == Win32::access_denied && run->done)
        return std::exchange(run->done, nullptr)(std::move(sent));
      if (--*left == 0 && run->done) look_later(run);
    });
  }
}

}  // namespace nta::host
