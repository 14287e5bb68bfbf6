#include "host/sessions/session_settings.h"

namespace nta::host {

Result<SessionSettings> SessionSettings::open(const std::string& state_dir, const std::string& boot_id,
                                              const std::string& listener) {
  NTA_TRY(ListenerStore listeners, ListenerStore::open(state_dir + "/listeners", listener));
  NTA_TRY(UserConfigStore users, UserConfigStore::open(state_dir + "/users"));
  NTA_TRY(LogonSwitch logons, LogonSwitch::open(state_dir + "/logon-mode", boot_id));
  return SessionSettings(std::move(listeners), std::move(users), std::move(logons));
}

Result<user_settings::UserConfig> SessionSettings::config_of(const UserName& user) const {
  auto account = user ? accounts_(*user) : std::nullopt;
  if (!account) return users.get(user);
  return account->config ? *account->config : users.get(std::nullopt);
}

Result<SessionPolicy> SessionSettings::policy_for(const std::string& user) const {
  NTA_TRY(user_settings::UserConfig config, config_of(user));
  SessionPolicy policy = policy_of(listeners.built_in().config, config);
  if (auto account = accounts_(user)) policy.log_off_at = account->log_off_at;
  return policy;
}

void SessionSettings::changed() const {
  for (const auto& observer : observers_) observer();
}

}  // namespace nta::host
