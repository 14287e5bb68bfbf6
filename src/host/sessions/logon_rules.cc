#include "host/sessions/logon_rules.h"

#include <algorithm>

namespace nta::host {
namespace {

Result<void> check_listener(const Listener& listener) {
  if (listener.config.fEnableListener) return {};
  return fail(Win32::ctx_winstations_disabled, "listener '{}' is turned off", listener.name);
}

Result<void> check_count(const Listener& listener, const SessionTable& sessions) {
  auto count = std::ranges::count_if(sessions.rows(), [](const auto& row) { return row.second.provider == "pty"; });
  if (static_cast<uint64_t>(count) < listener.config.MaxConnectionCount) return {};
  return fail(Win32::no_system_resources, "listener '{}' takes {} sessions, and there are {}", listener.name,
              listener.config.MaxConnectionCount, count);
}

}  // namespace

Result<void> check_logon(const auth::AccessToken& caller, const SessionPolicy& policy, const SessionSettings& settings,
                         const SessionTable& sessions) {
  const Listener& listener = settings.listeners.built_in();
  if (settings.logons.mode() != LogonMode::enabled)
    return fail(
        Win32::ctx_winstations_disabled,
        "new sessions are turned off on this host; an administrator's 'ntadmin change logon /enable' allows them");
  NTA_CHECK(check_listener(listener));
  bool may = caller.is_administrator() || caller.is_member(sid_system) ||
             auth::access_check(caller, listener.security, auth::wts_logon);
  if (!may) return fail(Win32::access_denied, "{} may not log on by listener '{}'", caller.name, listener.name);
  if (!policy.may_log_on) return fail(Win32::ctx_logon_disabled, "{} may not log on to sessions", caller.name);
  return check_count(listener, sessions);
}

Result<void> check_reconnect(const SessionSettings& settings) {
  if (settings.logons.mode() == LogonMode::disabled)
    return fail(Win32::ctx_winstations_disabled,
                "sessions are turned off on this host; an administrator's 'ntadmin change logon /enable' allows them");
  return check_listener(settings.listeners.built_in());
}

bool may_be_shown_at(const Session& session, const std::string& client_address, const SessionPolicy& policy) {
  return policy.reconnect_from == ReconnectFrom::anywhere || session.last_client == client_address;
}

}  // namespace nta::host
