// MonitorLoginPeers: where logins come from, by the monitor: sshd shows its sockets to root only.
#pragma once

#include "daemon/monitor/monitor_client.h"
#include "host/processes/login_peer.h"

namespace nta::daemon::monitor {

class MonitorLoginPeers final : public host::LoginPeers {
 public:
  explicit MonitorLoginPeers(MonitorClient& monitor) : monitor_(monitor) {}

  void find(pid_t pid, Done done) override;

 private:
  MonitorClient& monitor_;
};

}  // namespace nta::daemon::monitor
