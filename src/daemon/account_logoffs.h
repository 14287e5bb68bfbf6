// AccountLogoffs: what accounts have to do with the end of sessions. When it was is kept in the account; and who is
// still there, so long after the end of his hours as the accounts' policy says, is logged off from the network: his
// sessions of SMB end, and the associations in which he has logged on. Terminal sessions end by SessionLimits, with a
// warning.
#pragma once

#include <set>

#include "base/alive.h"
#include "daemon/rpc_callers.h"
#include "host/accounts/unix_map.h"
#include "host/connections/network_connections.h"
#include "host/sessions/session_table.h"

namespace nta::daemon {

class AccountLogoffs {
 public:
  /** All outlive it. */
  AccountLogoffs(std::shared_ptr<accounts::AccountStore> store, accounts::UnixMap& unix_map,
                 host::SessionTable& sessions, host::AllConnections& connections, RpcCallers& callers,
                 host::Executor& executor);
  ~AccountLogoffs();

 private:
  using Ends = std::map<Sid, FileTime>;  // when each user has to be off

  void record(const Sid& user);
  void record_next();
  void look();
  std::set<Sid> users() const;
  void end_late(const Ends& ends);
  void end_all_of(const Sid& user);

  std::shared_ptr<accounts::AccountStore> store_;
  host::AllConnections& connections_;
  RpcCallers& callers_;
  host::Executor& executor_;
  std::set<Sid> ended_;  // users whose log-off is not recorded yet
  bool recording_ = false;
  bool looking_ = false;
  bool look_again_ = false;
  host::RegistrationPtr timer_;
  host::RegistrationPtr subscription_;
  Alive alive_;
};

}  // namespace nta::daemon
