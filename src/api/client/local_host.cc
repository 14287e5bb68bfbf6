// Finding the local host, and connecting to it.
#include "api/client/local_host.h"

#include <unistd.h>

#include <cstdlib>

#include "api/client/start_host.h"
#include "base/host_paths.h"

namespace nta::client {
namespace {

constexpr std::string_view unix_scheme = "unix:";

// A program with more rights than its caller does not let the caller's environment choose the host.
std::string_view environment(const char* name) {
  const char* value = secure_getenv(name);
  return value ? value : "";
}

Result<LocalHost> named_host(std::string_view value) {
  if (!value.starts_with(unix_scheme) || value.size() == unix_scheme.size())
    return fail(Win32::rpc_invalid_binding, "NTADMIN_HOST is '{}': unix:PATH is known", value);
  return LocalHost{.socket = std::string(value.substr(unix_scheme.size())), .state_dir = {}};
}

}  // namespace

bool system_service_is_installed() {
  constexpr const char* traces[] = {system_socket, "/etc/systemd/system/multi-user.target.wants/ntadmind.service",
                                    "/etc/systemd/system/sockets.target.wants/ntadmind.socket"};
  for (const char* path : traces)
    if (::access(path, F_OK) == 0) return true;
  return false;
}

Result<LocalHost> find_local_host() {
  if (auto named = environment("NTADMIN_HOST"); !named.empty()) return named_host(named);
  if (system_service_is_installed()) return LocalHost{.socket = system_socket, .state_dir = {}};
  NTA_TRY(std::string state_dir, user_state_dir());
  LocalHost host{.socket = user_socket_path(state_dir), .state_dir = state_dir};
  if (environment("NTADMIN_AUTOSTART") != "0") host.auto_start = AutoStart::when_not_running;
  return host;
}

bool local_host_answers(const transport::Wait& wait) {
  auto host = find_local_host();
  return host && transport::connect_unix(host->socket, wait).has_value();
}

Result<std::unique_ptr<transport::Channel>> connect_local(const LocalHost& host, const transport::Wait& wait) {
  auto connected = transport::connect_unix(host.socket, wait);
  bool is_absent = !connected && connected.error().code == Win32::rpc_server_unavailable;
  if (is_absent && host.auto_start == AutoStart::when_not_running) return start_host(host, wait);
  return connected;
}

}  // namespace nta::client
