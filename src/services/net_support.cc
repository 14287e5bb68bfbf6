#include "services/net_support.h"

namespace nta::services {
namespace {

std::vector<Sid> groups_of(Members members) {
  switch (members) {
    case Members::everyone:
      return {sid_everyone};
    case Members::authenticated:
      return {sid_authenticated_users};
    case Members::administrators:
      return {};
    case Members::server_operators:
      return {sid_server_operators};
    case Members::operators:
      return {sid_server_operators, sid_account_operators};
    case Members::server_and_power:
      return {sid_server_operators, sid_power_users};
    case Members::server_power_print:
      return {sid_server_operators, sid_power_users, sid_print_operators};
  }
  return {};
}

}  // namespace

bool is_one_of(const auth::AccessToken& caller, Members members) {
  if (caller.is_administrator() || caller.is_member(sid_system)) return true;
  auto groups = groups_of(members);
  return std::any_of(groups.begin(), groups.end(), [&](const Sid& group) { return caller.is_member(group); });
}

Result<void> require(Host& host, const Client& client, Members members, std::string_view action) {
  if (is_one_of(*client.token, members)) return {};
  if (host.server) ++host.server->statistics.permission_errors;
  audit(client, action, host.computer, Win32::access_denied);
  return fail(Win32::access_denied, "{} is not allowed: {}", client.token->name, action);
}

Result<host::NetworkServer*> server_of(const Host& host) {
  if (host.server) return host.server;
  return fail(Win32::server_not_started, "this host has no server");
}

std::vector<const host::Session*> logged_on_sessions(const Host& host) {
  std::vector<const host::Session*> sessions;
  for (const auto& [id, session] : host.sessions.rows())
    if (session.kind != host::Kind::listener && session.has_user()) sessions.push_back(&session);
  return sessions;
}

uint32_t seconds_since(FileTime then) {
  FileTime now = filetime_now();
  return then == 0 || then >= now ? 0 : static_cast<uint32_t>((now - then) / filetime_second);
}

Result<void> check_filter(const char16_t* filter, std::string_view name) {
  constexpr size_t longest = 1023;
  if (view_or_empty(filter).size() <= longest) return {};
  return fail(Win32::invalid_parameter, "{} is longer than {} characters", name, longest);
}

}  // namespace nta::services
