// Finding the local host, and connecting to it.
#include "api/client/local_host.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

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

Result<UniqueFd> new_socket() {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return fail(win32_from_errno(errno), "no socket: {}", std::generic_category().message(errno));
  return fd;
}

Result<UniqueFd> connect_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!fits_a_socket_address(path)) return fail(Win32::rpc_invalid_binding, "socket path '{}' is too long", path);
  std::memcpy(address.sun_path, path.data(), path.size());
  NTA_TRY(UniqueFd fd, new_socket());
  int result = 0;
  do {
    result = ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } while (result != 0 && errno == EINTR);
  if (result == 0) return fd;
  // What exists but may not be used is told apart from what is not there.
  Win32 code = errno == EACCES || errno == EPERM ? Win32::access_denied : Win32::rpc_server_unavailable;
  return fail(code, "nothing answers at '{}': {}", path, std::generic_category().message(errno));
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

Result<UniqueFd> connect_local(const LocalHost& host, std::chrono::milliseconds patience) {
  auto connected = connect_socket(host.socket);
  if (connected || connected.error().code != Win32::rpc_server_unavailable ||
      host.auto_start != AutoStart::when_not_running)
    return connected;
  return start_host(
      host, [&] { return connect_socket(host.socket); }, patience);
}

}  // namespace nta::client
