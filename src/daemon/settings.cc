#include "daemon/settings.h"

#include <sys/un.h>

#include "base/host_paths.h"

namespace nta::daemon {

std::string Settings::socket_path() const {
  return mode == Mode::system ? runtime_dir + "/ntadmind.sock" : user_socket_path(state_dir);
}

std::vector<std::string> listed(std::string_view value) {
  std::vector<std::string> names;
  while (!value.empty()) {
    std::string_view each = value.substr(0, value.find(','));
    value.remove_prefix(std::min(each.size() + 1, value.size()));
    size_t first = each.find_first_not_of(' '), last = each.find_last_not_of(' ');
    if (first != each.npos) names.emplace_back(each.substr(first, last + 1 - first));
  }
  return names;
}

Result<Settings> default_settings(Mode mode) {
  Settings settings;
  settings.mode = mode;
  if (mode == Mode::system) {
    settings.state_dir = system_state_dir;
    settings.runtime_dir = system_runtime_dir;
    return settings;
  }
  NTA_TRY(settings.state_dir, user_state_dir());
  return settings;
}

std::string default_config_path(Mode mode) {
  if (mode == Mode::system) return "/etc/ntadmin/ntadmind.conf";
  std::string base = xdg_directory("XDG_CONFIG_HOME");
  if (base.empty()) base = home_directory() + "/.config";
  return base + "/ntadmin/ntadmind.conf";
}

Result<void> complete(Settings& settings) {
  if (!settings.state_dir.starts_with('/'))
    return fail(Win32::invalid_parameter, "state directory '{}' is not an absolute path", settings.state_dir);
  if (settings.mode == Mode::user) settings.runtime_dir = settings.state_dir;
  if (settings.mode == Mode::user && settings.unix_users == accounts::UnixMode::create)
    return fail(Win32::not_supported, "unix = create is for the machine's host: a user's own makes no Unix users");
  std::string socket = settings.socket_path();
  if (!fits_a_socket_address(socket))
    return fail(Win32::invalid_name,
                "socket path '{}' is longer than the {} bytes a socket address takes: choose a shorter state "
                "directory, or set XDG_RUNTIME_DIR",
                socket, sizeof(sockaddr_un::sun_path) - 1);
  return {};
}

}  // namespace nta::daemon
