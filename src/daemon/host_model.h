// HostModel: the sessions of this host, who makes them and who ends them, put together as the settings say.
#pragma once

#include <memory>

#include "daemon/account_logoffs.h"
#include "daemon/monitor/unix_user_client.h"
#include "daemon/session_launcher.h"
#include "daemon/session_opener.h"
#include "daemon/settings.h"
#include "host/accounts/unix_map.h"
#include "host/identity/user_names.h"
#include "host/processes/login_peer.h"
#include "host/processes/process_killer.h"
#include "host/server/network_server.h"
#include "host/sessions/id_map.h"
#include "host/sessions/session_ender.h"
#include "host/sessions/session_limits.h"
#include "host/sessions/session_settings.h"
#include "host/sessions/session_table.h"
#include "services/host.h"

namespace nta::daemon {

class HostModel {
 public:
  /** `monitor` is null in user mode. All three outlive the model. Reads the session ids kept in the state directory. */
  static Result<std::unique_ptr<HostModel>> make(const Settings& settings, host::Executor& executor,
                                                 monitor::MonitorClient* monitor);

  ~HostModel();

  host::SessionTable& sessions() { return table_; }
  host::ProcessKiller& killer() { return *killer_; }
  host::SessionOpener& opener() { return *opener_; }
  host::SessionSettings& settings() { return session_settings_; }
  host::NetworkServer& server() { return *server_; }
  RpcCallers& callers() { return callers_; }
  const std::shared_ptr<accounts::AccountStore>& accounts() const { return accounts_; }
  accounts::UnixMap& unix_map() { return *unix_map_; }
  host::UserNames& user_names() { return names_; }
  /** Loads the accounts of Unix users, and gives them what an earlier release kept for them elsewhere. */
  void load_accounts(std::function<void()> ready);

  /** Through the monitor, which asks the kernel who the caller is; not_supported in user mode. */
  void power(const auth::AccessToken& caller, services::PowerAction action, host::Completion done);

 private:
  HostModel(host::IdMap ids, host::SessionSettings session_settings, host::Executor& executor,
            std::unique_ptr<host::ProcessKiller> killer);
  void add_providers(const Settings& settings, host::Executor& executor);
  void take_accounts();
  void move_user_settings(std::function<void()> done);

  host::Executor& executor_;
  monitor::MonitorClient* monitor_ = nullptr;  // null in user mode
  bool network_may_power_ = false;
  std::shared_ptr<accounts::AccountStore> accounts_;
  std::shared_ptr<monitor::UnixUserClient> unix_users_;  // where accounts are made as Unix users, too
  std::unique_ptr<accounts::UnixMap> unix_map_;
  host::UserNames names_;
  host::IdMap ids_;
  host::SessionSettings session_settings_;
  std::unique_ptr<host::NetworkServer> server_;
  RpcCallers callers_;
  std::unique_ptr<host::ProcessKiller> killer_;
  host::SessionEnder ender_;
  std::unique_ptr<host::LoginPeers> login_peers_;
  std::unique_ptr<SessionLauncher> launcher_;
  std::unique_ptr<SessionOpener> opener_;
  host::SessionTable table_;  // with the providers, which use what is above
  std::unique_ptr<host::SessionLimits> limits_;
  std::unique_ptr<AccountLogoffs> logoffs_;
};

}  // namespace nta::daemon
