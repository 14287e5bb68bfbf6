#include "daemon/monitor/monitor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "daemon/config.h"
#include "daemon/keeper/keeper.h"
#include "daemon/logging.h"
#include "daemon/monitor/notifier.h"
#include "daemon/monitor/power.h"
#include "daemon/monitor/user_tool.h"
#include "host/processes/login_peer.h"
#include "ndr/decode.h"
#include "transport/unix_listener.h"

namespace nta::daemon::monitor {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr size_t most_keepers = 4096;
constexpr size_t most_starts = 64;    // at once: each may wait for PAM
constexpr seconds longest_start{60};  // PAM modules may ask the network; longer than the keeper's
static_assert(longest_start > keeper::longest_start);
constexpr seconds patience_at_stop{10};  // before SIGTERM becomes SIGKILL
constexpr size_t longest_report = 8192;
constexpr ptrdiff_t most_notices = 64;  // at once, on desktops, where each waits for a person, and as many on terminals
constexpr ptrdiff_t most_notices_of_one = 4;  // who lets them lie takes no room from others

constexpr std::array own_signals{SIGTERM, SIGINT, SIGHUP, SIGCHLD};

sigset_t signal_set() {
  sigset_t set;
  sigemptyset(&set);
  for (int each : own_signals) sigaddset(&set, each);
  return set;
}

void unblock_signals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The state directory is the unprivileged user's. Only one that is made here is given away: root changes nothing in a
// place that somebody else already has.
Result<void> make_state_dir(const std::string& path, const Account& account) {
  size_t slash = path.rfind('/');
  if (slash != 0 && slash != std::string::npos) NTA_CHECK(make_directory(path.substr(0, slash), 0755));
  if (mkdir(path.c_str(), 0700) < 0)
    return errno == EEXIST ? Result<void>()
                           : fail(win32_from_errno(errno), "cannot make '{}': {}", path, std::strerror(errno));
  if (lchown(path.c_str(), account.uid, account.gid) < 0)
    return fail(win32_from_errno(errno), "cannot give '{}' to '{}': {}", path, account.name, std::strerror(errno));
  return {};
}

}  // namespace

// ---- what may be asked ----------------------------------------------------------------------------------------------

struct Monitor::Row {
  RequestKind kind;
  const char* name;
  Outcome (*serve)(Monitor&, Message);
};

namespace {
Result<void> always(const Ready&, const Caller*, const Rules&) { return {}; }
}  // namespace

template <class Body, auto condition, auto action>
Monitor::Outcome Monitor::serve(Monitor& monitor, Message message) {
  auto body = ndr::decode<Body>(message.body);
  if (!body) return body.error();
  std::optional<Caller> caller;
  if (message.fd) {
    auto read = read_caller(message.fd.get(), monitor.rules_);
    if (!read) return read.error();
    caller = *std::move(read);
    message.fd.reset();  // the client's, and not for a child to hold open
  }
  monitor.rules_.keepers = monitor.keepers_->pids();
  if (auto allowed = condition(body->value, caller ? &*caller : nullptr, monitor.rules_); !allowed)
    return allowed.error();
  return (monitor.*action)(body->value);
}

// Request, condition, action. Nothing else is answered.
const Monitor::Row Monitor::rows[] = {
    {RequestKind::ready, "ready", serve<Ready, always, &Monitor::be_ready>},
    {RequestKind::start_session, "start_session", serve<StartSession, may_start_session, &Monitor::start_session>},
    {RequestKind::signal_process, "signal_process", serve<SignalProcess, may_signal, &Monitor::signal_process>},
    {RequestKind::power, "power", serve<Power, may_power, &Monitor::power>},
    {RequestKind::login_peer, "login_peer", serve<LoginPeer, may_find_login_peer, &Monitor::login_peer>},
    {RequestKind::change_unix_user, "change_unix_user",
     serve<ChangeUnixUser, may_change_unix_user, &Monitor::change_unix_user>},
    {RequestKind::show_notice, "show_notice", serve<ShowNotice, may_show_notice, &Monitor::show_notice>},
};

Monitor::Outcome Monitor::be_ready(const Ready&) {
  if (!was_ready_) starter_.ready();
  was_ready_ = true;
  return Answer{};
}

Monitor::Outcome Monitor::start_session(const StartSession& request) {
  size_t starting = count_pending(RequestKind::start_session);
  if (starting >= most_starts || keepers_->count() >= most_keepers)
    return fail(Win32::no_system_resources, "{} sessions, {} of them starting: no more", keepers_->count(), starting);
  if (count_pending(RequestKind::start_session, request.uid) >= most_starts_of_one)
    return fail(Win32::busy, "{} sessions of uid {} are starting: no more at once", most_starts_of_one, request.uid);
  auto started = start_child([&](UniqueFd report) {
    setsid();
    return keeper::keep_session(request, settings_, account_, std::move(report));
  });
  if (!started) return std::move(started).error();
  if (auto added = keepers_->add(SessionId(request.session), started->child); !added) {
    kill(started->child, SIGKILL);
    return added.error();
  }
  started->kind = RequestKind::start_session;
  started->uid = request.uid;
  started->what = fmt::format("session {}", request.session);
  started->deadline = Clock::now() + longest_start;
  pending_.push_back(*std::move(started));
  return std::nullopt;
}

Monitor::Outcome Monitor::show_notice(const ShowNotice& request) {
  bool is_for_terminal = request.terminal != nullptr;
  const char* where = is_for_terminal ? "terminals" : "the desktop";
  auto is_alike = [&](const Pending& child) {
    return child.kind == RequestKind::show_notice && child.is_for_terminal == is_for_terminal;
  };
  auto is_theirs = [&](const Pending& child) { return is_alike(child) && child.uid == request.uid; };
  if (std::ranges::count_if(pending_, is_alike) >= most_notices)
    return fail(Win32::busy, "{} messages are on their way to {}", most_notices, where);
  if (std::ranges::count_if(pending_, is_theirs) >= most_notices_of_one)
    return fail(Win32::busy, "{} messages are on their way to {} of uid {}", most_notices_of_one, where, request.uid);
  auto started = start_child([&](UniqueFd report) {
    return monitor::show_notice(request, rules_.runtime_root, rules_.dev_root, std::move(report));
  });
  if (!started) return std::move(started).error();
  started->kind = RequestKind::show_notice;
  started->uid = request.uid;
  started->what = fmt::format("a message to uid {}", request.uid);
  started->is_for_terminal = is_for_terminal;
  if (!request.wait) started->deadline = Clock::now() + longest_start;
  pending_.push_back(*std::move(started));
  return std::nullopt;
}

Monitor::Outcome Monitor::change_unix_user(const ChangeUnixUser& request) {
  if (count_pending(RequestKind::change_unix_user) >= most_starts)
    return fail(Win32::no_system_resources, "{} users are being changed: no more", most_starts);
  auto started = start_child([&](UniqueFd report) { return run_user_tool(request, rules_, std::move(report)); });
  if (!started) return std::move(started).error();
  started->kind = RequestKind::change_unix_user;
  started->what = fmt::format("Unix user '{}', action {}", text_at(request.name), request.action);
  started->deadline = Clock::now() + longest_start;
  log::audit({.who = "ntadmind", .from = "monitor", .action = "unix-user", .target = started->what, .result = 0});
  pending_.push_back(*std::move(started));
  return std::nullopt;
}

size_t Monitor::count_pending(RequestKind kind) const {
  return static_cast<size_t>(std::ranges::count(pending_, kind, &Pending::kind));
}

size_t Monitor::count_pending(RequestKind kind, uid_t uid) const {
  auto is_theirs = [&](const Pending& child) { return child.kind == kind && child.uid == uid; };
  return static_cast<size_t>(std::ranges::count_if(pending_, is_theirs));
}

// In the child nothing of the monitor's stays open but the pipe.
Result<Monitor::Pending> Monitor::start_child(const std::function<int(UniqueFd report)>& life) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
    return fail(win32_from_errno(errno), "cannot make a pipe: {}", std::strerror(errno));
  Pending made{.kind = {},
               .serial = serial_,
               .what = {},
               .uid = 0,
               .child = -1,
               .report = UniqueFd(ends[0]),
               .deadline = {},
               .told = {}};
  UniqueFd write_end(ends[1]);
  made.child = fork();
  if (made.child < 0) return fail(win32_from_errno(errno), "cannot fork: {}", std::strerror(errno));
  if (made.child > 0) return Result<Pending>(std::move(made));
  made.report.reset();
  drop_own();
  listener_.reset();
  network_ = {};
  _exit(life(std::move(write_end)));
}

Monitor::Outcome Monitor::signal_process(const SignalProcess& request) {
  host::ProcessRef process{static_cast<pid_t>(request.pid), request.start_ticks};
  if (auto sent = host::signal_process(process, static_cast<int>(request.signal)); !sent) return sent.error();
  return Answer{};
}

Monitor::Outcome Monitor::power(const Power& request) {
  log::warning("monitor-power", "logind is asked to {}", power_method(request.action));
  if (auto asked = ask_logind(power_method(request.action)); !asked) return asked.error();
  return Answer{};
}

Monitor::Outcome Monitor::login_peer(const LoginPeer& request) {
  auto address = host::ssh_peer_above(static_cast<pid_t>(request.pid), 0);
  if (!address) return address.error();
  text_ = *std::move(address);
  return Answer{.code = 0, .number = 0, .text = text_.data()};
}

// ---- start ----------------------------------------------------------------------------------------------------------

Monitor::Monitor(Options options, Settings settings, Starter& starter, Host host)
    : options_(std::move(options)), settings_(std::move(settings)), starter_(starter), host_(std::move(host)) {}

Monitor::~Monitor() {
  if (listener_) unlink(settings_.socket_path().c_str());
}

Result<void> Monitor::open() {
  if (geteuid() != 0)
    return fail(Win32::privilege_not_held, "--system is for root: start it through systemd, or use --user");
  NTA_TRY(account_, find_account(settings_.run_as));
  rules_.admins = administrators_gid();
  NTA_CHECK(may_be_host(account_, rules_.admins));
  NTA_CHECK(open_log(options_, settings_, account_));
  NTA_CHECK(make_directory(settings_.runtime_dir, 0755));
  pid_t holder = 0;
  auto lock = InstanceLock::take(settings_.runtime_dir + "/lock", &holder);
  if (!lock) return std::move(lock).error();
  lock_ = *std::move(lock);
  NTA_CHECK(lock_->sign());
  NTA_CHECK(make_directory(settings_.sessions_dir(), 0755));
  NTA_CHECK(make_state_dir(settings_.state_dir, account_));
  NTA_TRY(keepers_, Keepers::find(settings_.runtime_dir));
  NTA_TRY(listener_, transport::listen_at(settings_.socket_path(), socket_mode));
  NTA_TRY(network_, listen_on_network(settings_));
  rules_.socket_path = settings_.socket_path();
  rules_.monitor = getpid();
  rules_.own_user = account_.uid;
  rule_by(settings_);
  NTA_CHECK(block_signals());
  return start_host();
}

void Monitor::rule_by(const Settings& settings) {
  rules_.network_may_power = settings.remote_shutdown;
  rules_.makes_unix_users = settings.unix_users == accounts::UnixMode::create;
  rules_.people = host::uid_range();
  rules_.homes = host::base_of_homes();
}

Result<void> Monitor::block_signals() {
  sigset_t set = signal_set();
  sigprocmask(SIG_BLOCK, &set, nullptr);
  signals_.reset(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals_) return fail(win32_from_errno(errno), "cannot make a signalfd: {}", std::strerror(errno));
  return {};
}

Result<void> Monitor::start_host() {
  NTA_TRY(auto ends, Channel::make_pair());
  channel_ = std::move(ends.first);  // of which the child must not keep a copy: it would never hear of our end
  pid_t pid = fork();
  if (pid < 0) return fail(win32_from_errno(errno), "cannot fork: {}", std::strerror(errno));
  if (pid == 0) be_host(std::move(ends.second));
  host_pid_ = pid;
  return {};
}

// In a child: what is the monitor's whatever the child is made for.
void Monitor::drop_own() {
  channel_.reset();
  pending_.clear();
  signals_.reset();
  lock_->drop();
  unblock_signals();
}

// In the child. Nothing of the monitor's stays open but what it gives on purpose: its channel and the sockets that
// listen.
void Monitor::be_host(Channel channel) {
  drop_own();
  int error = become(account_);
  if (error == 0) error = gain_nothing_more();
  if (error != 0) {
    log::error("host-rights", "cannot become user '{}': {}", account_.name, std::strerror(error));
    _exit(static_cast<int>(Exit::failure));
  }
  _exit(static_cast<int>(host_(settings_, std::move(channel), std::move(listener_), std::move(network_))));
}

// ---- work -----------------------------------------------------------------------------------------------------------

Exit Monitor::run() {
  while (!exit_) wait_for_work();
  return *exit_;
}

void Monitor::wait_for_work() {
  std::vector<pollfd> waited{{signals_.get(), POLLIN, 0}, {channel_ ? channel_->fd() : -1, POLLIN, 0}};
  for (const Pending& child : pending_) waited.push_back({child.report.get(), POLLIN, 0});
  constexpr int once_a_second = 1000;
  auto has_deadline = [](const Pending& child) { return child.deadline.has_value(); };
  bool deadline_waits = kill_at_ || std::ranges::any_of(pending_, has_deadline);
  if (poll(waited.data(), waited.size(), deadline_waits ? once_a_second : -1) < 0 && errno != EINTR) {
    log::error("monitor-poll", "cannot wait: {}", std::strerror(errno));
    return stop(SIGTERM);
  }
  size_t at = 2;
  for (auto child = pending_.begin(); child != pending_.end() && at < waited.size(); ++at) {
    auto next = std::next(child);
    if (waited[at].revents) read_report(child);
    child = next;
  }
  if (waited[1].revents) read_channel();
  if (waited[0].revents) read_signals();
  end_late_children();
  if (kill_at_ && Clock::now() >= *kill_at_) stop(SIGKILL);
}

void Monitor::read_channel() {
  auto message = channel_->receive();
  if (!message) {
    // The end of the process itself is what counts, and comes as SIGCHLD.
    if (message.error().code != Win32::broken_pipe) {
      log::error("monitor-channel", "{}; the unprivileged process is ended", message.error().text);
      kill(host_pid_, SIGKILL);
    }
    channel_.reset();
    return;
  }
  if (*message) answer(**std::move(message));
}

void Monitor::answer(Message message) {
  const Row* found = nullptr;
  for (const Row& row : rows)
    if (static_cast<uint32_t>(row.kind) == message.header.kind) found = &row;
  const Header header = message.header;
  serial_ = header.serial;
  Outcome outcome = found ? found->serve(*this, std::move(message))
                          : Outcome(fail(Win32::invalid_function, "request {} is not known", header.kind));
  if (!outcome) return;
  if (!*outcome)
    log::warning("monitor-refused", "{}: {}", found ? found->name : "unknown request", outcome->error().text);
  send_answer(static_cast<RequestKind>(header.kind), serial_, *outcome);
}

void Monitor::send_answer(RequestKind kind, uint32_t serial, const Result<Answer>& outcome) {
  if (serial == 0 || !channel_) return;
  std::string text = outcome ? "" : outcome.error().text;
  Answer answer = outcome ? *outcome : Answer{code(outcome.error().code), 0, text.data()};
  if (auto sent = channel_->send(kind, serial, answer); !sent) log::error("monitor-channel", "{}", sent.error().text);
}

void Monitor::read_report(std::list<Pending>::iterator child) {
  std::byte part[1024];
  ssize_t count = read(child->report.get(), part, sizeof part);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count > 0 && child->told.size() < longest_report) {
    child->told.insert(child->told.end(), part, part + count);
    return;
  }
  auto answer = ndr::decode<Answer>(child->told);
  if (!answer) return finish(child, fail(Win32::rpc_call_failed, "{}: its process died", child->what));
  if (answer->value.code == 0) return finish(child, Answer{0, answer->value.number, nullptr});
  finish(child, Error{static_cast<Win32>(answer->value.code), text_at(answer->value.text)});
}

void Monitor::finish(std::list<Pending>::iterator child, const Result<Answer>& outcome) {
  if (!outcome) log::warning("monitor-child", "{}: {}", child->what, outcome.error().text);
  send_answer(child->kind, child->serial, outcome);
  pending_.erase(child);
}

// A notifier is its user's, who may have stopped it: to SIGTERM it would never wake. With the child that runs a tool
// the tool ends, which is of its process group.
void Monitor::end_child(const Pending& child) {
  if (child.kind == RequestKind::show_notice)
    kill(child.child, SIGKILL);
  else
    kill(child.kind == RequestKind::change_unix_user ? -child.child : child.child, SIGTERM);
}

void Monitor::end_late_children() {
  for (auto child = pending_.begin(); child != pending_.end();) {
    auto next = std::next(child);
    if (child->deadline && Clock::now() >= *child->deadline) {
      end_child(*child);
      finish(child, fail(Win32::timeout, "{}: nothing within {} s, a PAM module, a tool or a desktop hangs?",
                         child->what, longest_start.count()));
    }
    child = next;
  }
}

// ---- signals and ends -----------------------------------------------------------------------------------------------

void Monitor::read_signals() {
  signalfd_siginfo info{};
  while (read(signals_.get(), &info, sizeof info) == sizeof info) {
    switch (static_cast<int>(info.ssi_signo)) {
      case SIGCHLD:
        reap();
        break;
      case SIGHUP:
        reload();
        break;
      default:
        stop(SIGTERM);
    }
  }
}

void Monitor::reap() {
  int status = 0;
  for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
    if (pid == host_pid_)
      host_ended(status);
    else
      keepers_->remove(pid);
  }
  keepers_->drop_ended();
}

// A host that ends by itself, or that never got as far as answering, has its reasons. One that was cut short starts
// again, and finds its sessions.
void Monitor::host_ended(int status) {
  host_pid_ = 0;
  channel_.reset();
  for (Pending& child : pending_) {
    child.serial = 0;  // nobody waits for the answer any more
    if (child.kind == RequestKind::show_notice) end_child(child);
  }
  bool exited = WIFEXITED(status);
  if (stopping_ || (exited && WEXITSTATUS(status) == 0)) {
    exit_ = Exit::success;
  } else if (!was_ready_) {
    exit_ = exited ? static_cast<Exit>(WEXITSTATUS(status)) : Exit::failure;
  } else if (!restarts_.allow(Clock::now())) {
    log::error("host-restart", "the unprivileged process keeps dying; giving up. Its sessions live on");
    exit_ = Exit::failure;
  } else {
    log::error("host-restart", "the unprivileged process ended by {} {}; starting it again",
               exited ? "exit status" : "signal", exited ? WEXITSTATUS(status) : WTERMSIG(status));
    if (auto started = start_host(); !started) {
      log::error("host-restart", "{}", started.error().text);
      exit_ = Exit::failure;
    }
  }
}

void Monitor::reload() {
  auto read = settings_for(options_);
  if (!read) return log::error("config-reload", "{}; the settings stay as they were", read.error().text);
  take_changes(settings_, *read);
  rule_by(*read);  // what the host may not ask for any more it has at once not got
  if (auto opened = open_log(options_, settings_, account_); !opened)
    log::error("log-reopen", "{}; lines go on where they went", opened.error().text);
  if (host_pid_ > 0) kill(host_pid_, SIGHUP);
}

void Monitor::stop(int signal) {
  notify_service_manager("STOPPING=1");
  stopping_ = true;
  if (!kill_at_) kill_at_ = Clock::now() + patience_at_stop;
  if (host_pid_ > 0)
    kill(host_pid_, signal);
  else
    exit_ = Exit::success;
}

}  // namespace nta::daemon::monitor
