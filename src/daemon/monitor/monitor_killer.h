// MonitorKiller: signals through the monitor, which may what this process may not.
#pragma once

#include "daemon/monitor/monitor_client.h"
#include "host/processes/process_killer.h"

namespace nta::daemon::monitor {

class MonitorKiller final : public host::ProcessKiller {
 public:
  explicit MonitorKiller(MonitorClient& monitor) : monitor_(monitor) {}

  void signal(std::vector<host::ProcessRef> processes, int signal, host::Completion done) override;
  void signal_for(const auth::AccessToken& caller, const host::ProcessRef& process, int signal,
                  host::Completion done) override;

 private:
  void ask(const host::ProcessRef& process, int signal, int proof, host::Completion done);
  MonitorClient& monitor_;
};

}  // namespace nta::daemon::monitor
