// SessionSettings: everything an administrator can set for sessions, while the host runs.
#pragma once

#include <functional>
#include <vector>

#include "host/listeners/listener_store.h"
#include "host/sessions/logon_mode.h"
#include "host/sessions/session_policy.h"
#include "host/users/user_config_store.h"

namespace nta::host {

class SessionSettings {
 public:
  /** Reads what the state directory keeps; `listener` is the one our own sessions come through. */
  static Result<SessionSettings> open(const std::string& state_dir, const std::string& boot_id,
                                      const std::string& listener);

  ListenerStore listeners;
  UserConfigStore users;
  LogonSwitch logons;

  /** What is in force for the sessions of this user. */
  Result<SessionPolicy> policy_for(const std::string& user) const;

  /** Calls `observer` after each change that was told by changed(). */
  void on_change(std::function<void()> observer) { observers_.push_back(std::move(observer)); }
  void changed() const;

 private:
  SessionSettings(ListenerStore of_listeners, UserConfigStore of_users, LogonSwitch of_logons)
      : listeners(std::move(of_listeners)), users(std::move(of_users)), logons(std::move(of_logons)) {}

  std::vector<std::function<void()>> observers_;
};

}  // namespace nta::host
