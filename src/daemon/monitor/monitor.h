// The monitor: root's part of a system host. It starts the unprivileged process that does everything else, starts it
// again when it dies, and answers what that process may ask: the rows of one table (monitor_requests.cc,
// docs/processes.md).
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "daemon/background.h"
#include "daemon/monitor/channel.h"
#include "daemon/monitor/children.h"
#include "daemon/monitor/keepers.h"
#include "daemon/monitor/restart_limit.h"
#include "daemon/monitor/rules.h"
#include "daemon/network_listeners.h"
#include "daemon/options.h"
#include "daemon/privileges.h"
#include "daemon/state_dir.h"

namespace nta::daemon::monitor {

class Monitor {
 public:
  /** What runs in the unprivileged process; its rights are gone when this is called. */
  using Host =
      std::function<Exit(const Settings& settings, Channel channel, UniqueFd listener, NetworkListeners network)>;

  Monitor(Options options, Settings settings, Starter& starter, Host host);
  ~Monitor();

  /** Directories, lock, socket, and the account to run as. service_already_running: another monitor has the host. */
  Result<void> open();

  /** Until SIGTERM or SIGINT, or until the host ends for good. */
  Exit run();

 private:
  /** An answer now, or none: the action gives it later. */
  using Outcome = std::optional<Result<Answer>>;
  struct Row;
  static const Row rows[];
  template <class Body, auto condition, auto action>
  static Outcome serve(Monitor& monitor, Message message);

  Result<void> block_signals();
  Result<void> start_host();
  void drop_own();
  void strip_child();
  [[noreturn]] void be_host(Channel channel);
  void wait_for_work();
  void read_channel();
  void answer(Message message);
  void send_answer(RequestKind kind, uint32_t serial, const Result<Answer>& outcome);
  void read_signals();
  void reap();
  void host_ended(int status);
  void reload();
  void rule_by(const Settings& settings);
  void stop(int signal);

  Outcome be_ready(const Ready& request);
  Outcome start_session(const StartSession& request);
  Outcome signal_process(const SignalProcess& request);
  Outcome power(const Power& request);
  Outcome login_peer(const LoginPeer& request);
  Outcome change_unix_user(const ChangeUnixUser& request);
  Outcome show_notice(const ShowNotice& request);

  Options options_;
  Settings settings_;
  Starter& starter_;
  Host host_;
  Children children_;
  Account account_;
  Rules rules_;
  std::optional<InstanceLock> lock_;
  std::optional<Keepers> keepers_;
  UniqueFd listener_;
  NetworkListeners network_;  // bound here: ports below 1024 are root's
  UniqueFd signals_;
  std::optional<Channel> channel_;
  RestartLimit restarts_{5, std::chrono::minutes(1)};
  pid_t host_pid_ = 0;
  uint32_t serial_ = 0;  // of the request being served
  std::string text_;     // of its answer
  bool was_ready_ = false;
  bool stopping_ = false;
  std::optional<std::chrono::steady_clock::time_point> kill_at_;
  std::optional<Exit> exit_;
};

}  // namespace nta::daemon::monitor
