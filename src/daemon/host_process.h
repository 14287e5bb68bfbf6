// HostProcess: the process that holds the model and answers clients. In user mode it is the whole daemon; in system
// mode the unprivileged half, beside its monitor (docs/processes.md).
#pragma once

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <functional>
#include <optional>

#include "daemon/frontend.h"
#include "daemon/host_model.h"
#include "daemon/loop_executor.h"
#include "daemon/options.h"
#include "daemon/state_dir.h"

namespace nta::daemon {

class HostProcess {
 public:
  /** What differs between the two modes. */
  struct Surroundings {
    UniqueFd listener;                        // system mode: bound by the monitor. Else this process binds it
    NetworkListeners network;                 // the same on the network, where it is served
    std::optional<monitor::Channel> monitor;  // system mode
    std::function<void()> ready;              // user mode: clients are answered. Else the monitor is told
  };

  HostProcess(Options options, Settings settings, Surroundings surroundings);
  ~HostProcess();

  /** Takes the state directory and starts to answer. service_already_running: another process has the directory. */
  Result<void> open();

  /** Where clients reach it, once ready. */
  std::string environment() const;

  /** Until SIGTERM or SIGINT, or stop(). The sessions live on. */
  void run();
  void stop();

 private:
  Result<void> take_state_dir();
  Result<void> bind();
  void leave_login();
  void let_in();
  void wait_for_signal();
  void reload();
  void stop_soon();
  void end_sessions_and_stop();

  Options options_;
  Settings settings_;
  Surroundings surroundings_;
  asio::io_context loop_{1};
  asio::signal_set signals_{loop_};
  LoopExecutor executor_{loop_};
  std::optional<InstanceLock> lock_;
  bool bound_here_ = false;
  bool stopping_ = false;
  std::optional<monitor::MonitorClient> monitor_;
  std::unique_ptr<HostModel> model_;
  std::unique_ptr<Frontend> frontend_;
  host::RegistrationPtr end_;
};

}  // namespace nta::daemon
