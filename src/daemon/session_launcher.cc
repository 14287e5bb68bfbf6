#include "daemon/session_launcher.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "base/log.h"
#include "host/processes/proc_files.h"

extern char** environ;

namespace nta::daemon {
namespace {

constexpr size_t most_waiting = 64;  // starts of one user

// What the user's sessions take over from the daemon's own surroundings, which may be those of any program that was
// the first to make a call: where the user's services are, and how the machine speaks.
constexpr std::string_view inherited[] = {
    "PATH=", "LANG=", "LANGUAGE=", "LC_", "TZ=", "XDG_RUNTIME_DIR=", "DBUS_SESSION_BUS_ADDRESS="};

std::vector<std::string> inherited_environment() {
  std::vector<std::string> taken;
  for (char** each = environ; each && *each; ++each)
    for (std::string_view name : inherited)
      if (std::string_view(*each).starts_with(name)) taken.emplace_back(*each);
  return taken;
}

// Whom files are for that are made in the session is for the caller's login to say, as where there is no host.
std::optional<mode_t> umask_of(pid_t pid) {
  constexpr std::string_view label = "\nUmask:\t";
  auto status = host::proc::read(fmt::format("/proc/{}/status", pid));
  size_t at = status ? status->find(label) : std::string::npos;
  if (at == std::string::npos) return std::nullopt;
  mode_t mask = 0;
  const char* digits = status->data() + at + label.size();
  auto [end, error] = std::from_chars(digits, status->data() + status->size(), mask, 8);
  return error == std::errc() ? std::optional(mask) : std::nullopt;
}

bool is_gone(const UniqueFd& connection) {
  pollfd other_end{connection.get(), POLLRDHUP, 0};
  return poll(&other_end, 1, 0) > 0;
}

}  // namespace

struct OwnLauncher::Start {
  std::string directory;
  StartedProcess process;
  Bytes told;
  host::RegistrationPtr watch;
  host::RegistrationPtr deadline;
  host::Completion done;

  bool read_all();
};

/** What is there to be read; whether that was the end of it. */
bool OwnLauncher::Start::read_all() {
  std::byte part[512];
  while (told.size() <= longest_ready) {
    ssize_t count = read(process.ready.get(), part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return false;
    if (count <= 0) break;
    told.insert(told.end(), part, part + count);
  }
  return true;
}

struct OwnLauncher::Child {
  UniqueFd handle;  // pidfd
  host::RegistrationPtr watch;
};

OwnLauncher::OwnLauncher(const Settings& settings, Account account, host::Executor& executor,
                         host::Executor::Duration patience)
    : settings_(settings), account_(std::move(account)), executor_(executor), patience_(patience) {}

OwnLauncher::~OwnLauncher() = default;

void OwnLauncher::launch(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request,
                         host::Completion done) {
  if (caller.uid != account_.uid && !caller.is_administrator())
    return done(fail(Win32::access_denied, "this host is '{}'s own: others open no sessions here", account_.name));
  auto start = begin(id, caller, request);
  if (!start) return done(std::move(start).error());
  (*start)->done = std::move(done);
  starts_[id] = *std::move(start);
}

Result<std::unique_ptr<OwnLauncher::Start>> OwnLauncher::begin(SessionId id, const auth::AccessToken& caller,
                                                               const host::OpenRequest& request) {
  SessionPlan plan{
      .id = id,
      .account = account_,
      .daemon_uid = account_.uid,
      .arguments = request.arguments,
      .environment = merge_environment({login_environment(account_), inherited_environment(), request.environment}),
      .working_directory = request.working_directory,
      .umask = umask_of(caller.pid),
      .columns = request.columns,
      .rows = request.rows};
  std::string directory = session_directory(settings_, id);
  NTA_CHECK(make_session_directory(directory));
  auto process = start_session_process(settings_, plan, Become::nobody_else);
  if (!process) {
    std::error_code error;
    std::filesystem::remove_all(directory, error);
    return std::move(process).error();
  }
  reap_when_ended(process->pid);
  auto start = std::make_unique<Start>();
  start->directory = directory;
  start->process = *std::move(process);
  int ready = start->process.ready.get();
  fcntl(ready, F_SETFL, O_NONBLOCK);
  start->watch = executor_.watch(ready, host::Executor::Wanted::read, [this, id] { hear(id); });
  start->deadline = executor_.after(patience_, [this, id] { give_up(id); });
  return start;
}

void OwnLauncher::hear(SessionId id) {
  Start& start = *starts_.at(id);  // the watch goes with it
  if (!start.read_all()) return;
  auto ready = parse_ready(start.told);
  finish(id, ready ? Result<void>() : std::move(ready).error());
}

// A session process that is late finds nobody to report to any more, and ends its session itself.
void OwnLauncher::give_up(SessionId id) {
  Start& start = *starts_.at(id);
  start.read_all();  // this host may be what was late
  if (parse_ready(start.told)) return finish(id, {});
  auto waited = std::chrono::duration<double>(patience_).count();
  finish(id, fail(Win32::timeout, "session {} did not start within {} s", id.value, waited));
}

void OwnLauncher::finish(SessionId id, Result<void> outcome) {
  std::unique_ptr<Start> start = std::move(starts_.extract(id).mapped());
  if (!outcome) {
    log::warning("session-start", "session {}: {}", id.value, outcome.error().text);
    // The session process leaves who starts it; what is still a child did not get that far.
    if (children_.contains(start->process.pid)) kill(start->process.pid, SIGKILL);
    // Who reports from now on hears that nobody listens, before it misses its directory.
    start->watch.reset();
    start->process.ready.reset();
    std::error_code error;
    std::filesystem::remove_all(start->directory, error);
  }
  start->done(std::move(outcome));
}

// Without a pidfd (no descriptor left) the process stays a zombie until this daemon ends; nothing worse.
void OwnLauncher::reap_when_ended(pid_t pid) {
  UniqueFd handle(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!handle) return log::warning("session-reap", "process {}: {}", pid, std::strerror(errno));
  auto watch = executor_.watch(handle.get(), host::Executor::Wanted::read, [this, pid] {
    if (waitpid(pid, nullptr, WNOHANG) != 0) children_.erase(pid);
  });
  children_[pid] = {std::move(handle), std::move(watch)};
}

void MonitorLauncher::launch(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request,
                             host::Completion done) {
  if (!caller.uid || !caller.connection)
    return done(fail(Win32::access_denied, "a session is opened for local callers only"));
  Starts& starts = starts_[*caller.uid];
  if (starts.waiting.size() >= most_waiting)
    return done(fail(Win32::busy, "{} sessions of uid {} are waiting to be started", most_waiting, *caller.uid));
  auto start = [this, id, caller, request, done] {
    ask(id, caller, request, [this, uid = *caller.uid, done](Result<void> started) {
      ended(uid);
      done(std::move(started));
    });
  };
  if (starts.running >= monitor::most_starts_of_one)
    return starts.waiting.push_back({caller.connection, std::move(start), std::move(done)});
  ++starts.running;
  start();
}

// Callers wait for a time, and ask again: what one asked for who is gone would be a session too many.
void MonitorLauncher::ended(uid_t uid) {
  Starts& starts = starts_[uid];
  while (!starts.waiting.empty()) {
    Waiting next = std::move(starts.waiting.front());
    starts.waiting.pop_front();
    if (!is_gone(*next.connection)) return next.start();
    next.done(fail(Win32::cancelled, "uid {}, who asked for a session, did not wait for it", uid));
  }
  if (--starts.running == 0) starts_.erase(uid);
}

void MonitorLauncher::ask(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request,
                          host::Completion done) {
  Arena arena;
  std::string directory = request.working_directory;
  std::string remote_host = request.client_address;
  monitor::StartSession start{.session = id.value,
                              .uid = *caller.uid,
                              .columns = request.columns,
                              .rows = request.rows,
                              .argument_count = static_cast<uint32_t>(request.arguments.size()),
                              .arguments = monitor::pointers_to(request.arguments, arena),
                              .environment_count = static_cast<uint32_t>(request.environment.size()),
                              .environment = monitor::pointers_to(request.environment, arena),
                              .directory = directory.data(),
                              .remote_host = remote_host.data()};
  monitor_.ask(monitor::RequestKind::start_session, start, caller.connection->get(),
               monitor::MonitorClient::without_reply(std::move(done)));
}

}  // namespace nta::daemon
