// SessionSettings: everything an administrator can set for sessions, while the host runs.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/filetime.h"
#include "host/listeners/listener_store.h"
#include "host/sessions/logon_mode.h"
#include "host/sessions/session_policy.h"
#include "host/users/user_config_store.h"

namespace nta::host {

/** What the account database says of a user's sessions. */
struct AccountPart {
  std::optional<user_settings::UserConfig> config;  // none: nothing is set for the user
  std::optional<FileTime> log_off_at;               // none: never
};

class SessionSettings {
 public:
  /** None for users who have no account. From memory: it is asked on the loop. */
  using Accounts = std::function<std::optional<AccountPart>(const std::string& user)>;

  /** Reads what the state directory keeps; `listener` is the one our own sessions come through. */
  static Result<SessionSettings> open(const std::string& state_dir, const std::string& boot_id,
                                      const std::string& listener);

  ListenerStore listeners;
  UserConfigStore users;
  LogonSwitch logons;

  /** Set once, before anything is asked. */
  void take_accounts(Accounts accounts) { accounts_ = std::move(accounts); }

  /** What was set for the user: in the account where there is one, else here. */
  Result<user_settings::UserConfig> config_of(const UserName& user) const;

  /** What is in force for the sessions of this user. */
  Result<SessionPolicy> policy_for(const std::string& user) const;

  /** Calls `observer` after each change that was told by changed(). */
  void on_change(std::function<void()> observer) { observers_.push_back(std::move(observer)); }
  void changed() const;

 private:
  SessionSettings(ListenerStore of_listeners, UserConfigStore of_users, LogonSwitch of_logons)
      : listeners(std::move(of_listeners)), users(std::move(of_users)), logons(std::move(of_logons)) {}

  Accounts accounts_ = [](const std::string&) { return std::optional<AccountPart>(); };
  std::vector<std::function<void()>> observers_;
};

}  // namespace nta::host
