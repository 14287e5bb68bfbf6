#include "daemon/host_process.h"

#include <signal.h>
#include <unistd.h>

#include "daemon/background.h"
#include "daemon/config.h"
#include "daemon/ephemeral.h"
#include "daemon/logging.h"
#include "daemon/user_scope.h"
#include "transport/unix_listener.h"

namespace nta::daemon {

namespace {

constexpr std::chrono::seconds longest_move{3};

}  // namespace

HostProcess::HostProcess(Options options, Settings settings, Surroundings surroundings)
    : options_(std::move(options)), settings_(std::move(settings)), surroundings_(std::move(surroundings)) {}

HostProcess::~HostProcess() {
  frontend_.reset();
  if (bound_here_) unlink(settings_.socket_path().c_str());
}

Result<void> HostProcess::open() {
  NTA_CHECK(take_state_dir());
  NTA_CHECK(open_log(options_, settings_));
  NTA_CHECK(bind());
  if (surroundings_.monitor) monitor_.emplace(*std::move(surroundings_.monitor), executor_, [this] { stop(); });
  NTA_TRY(model_, HostModel::make(settings_, executor_, monitor_ ? &*monitor_ : nullptr));
  frontend_ = std::make_unique<Frontend>(settings_, *model_, executor_, loop_, [this] { stop_soon(); });
  wait_for_signal();
  // Not before every session is found again, and every account: a client's first question is which there are. Who
  // connects earlier waits.
  model_->sessions().when_ready([this] { model_->load_accounts([this] { leave_login(); }); });
  return {};
}

// A host that someone's first call started belongs to no login: it, and the sessions it starts, go on when that ends.
void HostProcess::leave_login() {
  bool by_hand = options_.stay == Stay::in_foreground || settings_.mode == Mode::system;
  if (by_hand) return let_in();
  executor_.run<void>(
      longest_move, [] { return outlive_login(getpid()); },
      [this](Result<void> moved) {
        if (!moved) log::warning("daemon-scope", "{}; sessions may end with this login", moved.error().text);
        let_in();
      });
}

Result<void> HostProcess::bind() {
  if (surroundings_.listener) return {};
  NTA_TRY(surroundings_.network, listen_on_network(settings_));
  NTA_TRY(surroundings_.listener, transport::listen_at(settings_.socket_path(), socket_mode));
  bound_here_ = true;
  return {};
}

void HostProcess::let_in() {
  if (auto started = frontend_->start(std::move(surroundings_.listener), std::move(surroundings_.network)); !started) {
    log::error("daemon-socket", "{}", started.error().text);
    return stop();
  }
  log::info("daemon-ready", "pid {} answers at {}, state in {}", getpid(), settings_.socket_path(),
            settings_.state_dir);
  if (!monitor_) return surroundings_.ready();
  monitor::Ready ready{static_cast<uint32_t>(getpid())};
  monitor_->ask(monitor::RequestKind::ready, ready, -1, [](Result<monitor::MonitorClient::Reply> heard) {
    if (!heard) log::warning("daemon-ready", "{}", heard.error().text);
  });
}

Result<void> HostProcess::take_state_dir() {
  NTA_CHECK(make_directory(settings_.state_dir, 0700));
  pid_t holder = 0;
  auto lock = InstanceLock::take(settings_.state_dir + "/lock", &holder);
  if (!lock) return std::move(lock).error();
  lock_ = *std::move(lock);
  NTA_CHECK(lock_->sign());
  NTA_CHECK(settle_format(settings_.state_dir));
  if (settings_.mode == Mode::user) NTA_CHECK(make_directory(settings_.sessions_dir(), 0700));
  return {};
}

void HostProcess::wait_for_signal() {
  signals_.clear();
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) signals_.add(signal);
  signals_.async_wait([this](asio::error_code error, int signal) {
    if (error) return;
    if (signal != SIGHUP) stop();
    if (signal != SIGHUP) return wait_for_signal();
    reload();
    wait_for_signal();
  });
}

// What is wrong in a file that is read again is said, and nothing changes. So is what does not count yet.
void HostProcess::reload() {
  auto read = settings_for(options_);
  if (!read) return log::error("config-reload", "{}; the settings stay as they were", read.error().text);
  std::vector<std::string> waiting = take_changes(settings_, *read);
  if (auto opened = open_log(options_, settings_); !opened)
    log::error("log-reopen", "{}; lines go on where they went", opened.error().text);
  log::info("config-reload", "configuration read again");
  for (const std::string& key : waiting) log::warning("config-restart", "needs a restart: {}", key);
}

void HostProcess::run() {
  loop_.run();
  log::info("daemon-stop", "pid {} ends; {}", getpid(),
            settings_.ephemeral ? "its sessions, too" : "sessions that still run live on");
}

void HostProcess::stop() {
  if (!settings_.ephemeral || stopping_) return loop_.stop();
  stopping_ = true;
  end_sessions_and_stop();
}

// A disposable host takes its sessions with it.
void HostProcess::end_sessions_and_stop() {
  constexpr std::chrono::seconds longest_end{15};
  end_ = executor_.after(longest_end, [this] { loop_.stop(); });
  std::vector<SessionId> own;
  if (model_)
    for (const auto& [id, session] : model_->sessions().rows())
      if (session.provider == "pty" && session.kind != host::Kind::listener) own.push_back(id);
  if (own.empty()) return loop_.stop();
  auto left = std::make_shared<size_t>(own.size());
  for (SessionId id : own)
    model_->sessions().logoff(id, "was logged off: its host ends", [this, left](const Result<void>&) {
      if (--*left == 0) loop_.stop();
    });
}

std::string HostProcess::environment() const {
  return environment_lines(settings_.socket_path(), settings_.listen.empty() ? "127.0.0.1" : settings_.listen,
                           frontend_->smb_port());
}

// What is being answered now still leaves.
void HostProcess::stop_soon() {
  constexpr std::chrono::milliseconds last_words{200};
  end_ = executor_.after(last_words, [this] { stop(); });
}

}  // namespace nta::daemon
