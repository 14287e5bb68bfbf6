#include "daemon/monitor/monitor_login_peers.h"

#include "base/log.h"

namespace nta::daemon::monitor {

void MonitorLoginPeers::find(pid_t pid, Done done) {
  if (!host::looks_like_ssh("/proc", pid)) return done("");
  LoginPeer request{static_cast<uint32_t>(pid)};
  auto told = [pid, done = std::move(done)](Result<MonitorClient::Reply> reply) {
    if (!reply) log::debug("login-peer", "process {}: {}", pid, reply.error().text);
    done(reply ? std::move(reply->text) : "");
  };
  monitor_.ask(RequestKind::login_peer, request, -1, std::move(told));
}

}  // namespace nta::daemon::monitor
