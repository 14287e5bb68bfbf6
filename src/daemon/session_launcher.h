// SessionLauncher: makes a new session real. In user mode this process starts it, in system mode the monitor's keeper.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "daemon/monitor/monitor_client.h"
#include "daemon/session_process.h"
#include "host/executor.h"
#include "host/sessions/opener.h"

namespace nta::daemon {

class SessionLauncher {
 public:
  virtual ~SessionLauncher() = default;

  /** `done` is called once, when the session's program runs, or with why not; then nothing of the session is left. */
  virtual void launch(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request,
                      host::Completion done) = 0;
};

/** The sessions of the user this daemon runs as. */
class OwnLauncher final : public SessionLauncher {
 public:
  /** `settings` are read at each launch, so that a reload counts. A start that takes longer than `patience` has failed.
   */
  OwnLauncher(const Settings& settings, Account account, host::Executor& executor,
              host::Executor::Duration patience = std::chrono::seconds(30));
  ~OwnLauncher() override;

  void launch(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request,
              host::Completion done) override;

 private:
  struct Start;
  Result<std::unique_ptr<Start>> begin(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request);
  void hear(SessionId id);
  void give_up(SessionId id);
  void finish(SessionId id, Result<void> outcome);
  void reap_when_ended(pid_t pid);

  const Settings& settings_;
  Account account_;
  host::Executor& executor_;
  host::Executor::Duration patience_;
  struct Child;
  std::map<pid_t, Child> children_;
  std::map<SessionId, std::unique_ptr<Start>> starts_;
};

/** The sessions of anyone, by the monitor, which starts a few of one user at a time: the others wait here. */
class MonitorLauncher final : public SessionLauncher {
 public:
  explicit MonitorLauncher(monitor::MonitorClient& monitor) : monitor_(monitor) {}

  void launch(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request,
              host::Completion done) override;

 private:
  struct Waiting {
    std::shared_ptr<const UniqueFd> connection;  // the caller's
    std::function<void()> start;
    host::Completion done;  // where it is not started
  };
  struct Starts {
    size_t running = 0;
    std::deque<Waiting> waiting;
  };
  void ask(SessionId id, const auth::AccessToken& caller, const host::OpenRequest& request, host::Completion done);
  void ended(uid_t uid);

  monitor::MonitorClient& monitor_;
  std::map<uid_t, Starts> starts_;
};

}  // namespace nta::daemon
