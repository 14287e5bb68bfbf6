// Frontend: what clients reach. The socket, who they are, the services and what these act on.
#pragma once

#include <asio/io_context.hpp>

#include "auth/security_descriptor.h"
#include "base/alive.h"
#include "daemon/host_model.h"
#include "daemon/loop_executor.h"
#include "daemon/network_front.h"
#include "daemon/rpc_sink.h"
#include "transport/unix_endpoint.h"

namespace nta::daemon {

class Frontend {
 public:
  /** All outlive it. `end` ends this process, later. */
  Frontend(const Settings& settings, HostModel& model, host::Executor& executor, asio::io_context& loop,
           std::function<void()> end);

  /** Lets in who connects to `listener`, which is bound to the settings' socket, and to `network` where there is
   *  something. */
  Result<void> start(UniqueFd listener, NetworkListeners network);

  /** Once started; 0: nobody is served over SMB. */
  uint16_t smb_port() const { return network_.smb_port(); }

 private:
  void when_named(uid_t uid, std::function<void()> then);
  services::Host::Permit permit(const auth::AccessToken& caller, uint32_t rights) const;

  const Settings& settings_;
  HostModel& model_;
  host::Executor& executor_;
  asio::io_context& loop_;
  LoopExecutor logons_;  // own threads: what one caller's calls keep busy nobody's log-on waits for
  const host::SessionSettings& session_settings_;
  auth::LocalPolicy policy_;
  std::map<uid_t, services::KeptUses> uses_;
  services::Host host_;
  services::Dispatcher dispatcher_;
  RpcSink sink_;
  transport::RpcServer server_;
  std::unique_ptr<transport::UnixEndpoint> endpoint_;
  auth::Acceptors acceptors_;
  NetworkFront network_;
  Alive alive_;  // for what the model calls, which outlives this
};

}  // namespace nta::daemon
