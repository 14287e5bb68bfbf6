#include "daemon/monitor/monitor.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "daemon/config.h"
#include "daemon/logging.h"
#include "transport/unix_listener.h"

namespace nta::daemon::monitor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience_at_stop{10};  // before SIGTERM becomes SIGKILL
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

// ---- start ----------------------------------------------------------------------------------------------------------

Monitor::Monitor(Options options, Settings settings, Starter& starter, Host host)
    : options_(std::move(options)),
      settings_(std::move(settings)),
      starter_(starter),
      host_(std::move(host)),
      children_([this] { strip_child(); },
                [this](const Children::Task& task, const Result<Answer>& outcome) {
                  send_answer(task.kind, task.serial, outcome);
                }) {}

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
  children_.clear();
  signals_.reset();
  lock_->drop();
  unblock_signals();
}

// In a child that reports: nothing of the monitor's stays open but the pipe that it is given.
void Monitor::strip_child() {
  drop_own();
  listener_.reset();
  network_ = {};
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
  size_t own = waited.size();
  children_.watch(waited);
  constexpr int once_a_second = 1000;
  bool deadline_waits = kill_at_ || children_.has_deadline();
  if (poll(waited.data(), waited.size(), deadline_waits ? once_a_second : -1) < 0 && errno != EINTR) {
    log::error("monitor-poll", "cannot wait: {}", std::strerror(errno));
    return stop(SIGTERM);
  }
  children_.read(std::span(waited).subspan(own));
  if (waited[1].revents) read_channel();
  if (waited[0].revents) read_signals();
  children_.end_late();
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
  children_.forget_asker();
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
