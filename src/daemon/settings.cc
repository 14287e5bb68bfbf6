#include "daemon/settings.h"

#include <pwd.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>

namespace nta::daemon {
namespace {

constexpr std::string_view socket_name = "/ntadmind.sock";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// XDG base directories: a relative path is to be ignored.
std::string xdg(const char* name) {
  std::string value = environment(name);
  return value.starts_with('/') ? value : "";
}

std::string home() {
  std::string value = environment("HOME");
  if (value.starts_with('/')) return value;
  const passwd* entry = getpwuid(getuid());
  return entry && entry->pw_dir ? entry->pw_dir : "";
}

bool fits_a_socket_address(const std::string& path) { return path.size() < sizeof(sockaddr_un::sun_path); }

// A short name for one state directory among several, kept stable from start to start (FNV-1a).
std::string short_name_of(const std::string& path) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return fmt::format("ntadmind-{:016x}", hash);
}

}  // namespace

std::string Settings::socket_path() const {
  if (mode == Mode::system) return runtime_dir + std::string(socket_name);
  std::string wanted = state_dir + std::string(socket_name);
  std::string runtime = xdg("XDG_RUNTIME_DIR");
  if (fits_a_socket_address(wanted) || runtime.empty()) return wanted;
  return fmt::format("{}/{}.sock", runtime, short_name_of(state_dir));
}

Result<Settings> default_settings(Mode mode) {
  Settings settings;
  settings.mode = mode;
  if (mode == Mode::system) {
    settings.state_dir = "/var/lib/ntadmin";
    settings.runtime_dir = "/run/ntadmin";
    return settings;
  }
  std::string base = xdg("XDG_STATE_HOME");
  if (base.empty()) {
    if (home().empty()) return fail(Win32::path_not_found, "no home directory is known: name one with --state-dir");
    base = home() + "/.local/state";
  }
  settings.state_dir = base + "/ntadmin";
  return settings;
}

std::string default_config_path(Mode mode) {
  if (mode == Mode::system) return "/etc/ntadmin/ntadmind.conf";
  std::string base = xdg("XDG_CONFIG_HOME");
  if (base.empty()) base = home() + "/.config";
  return base + "/ntadmin/ntadmind.conf";
}

Result<void> complete(Settings& settings) {
  if (!settings.state_dir.starts_with('/'))
    return fail(Win32::invalid_parameter, "state directory '{}' is not an absolute path", settings.state_dir);
  if (settings.mode == Mode::user) settings.runtime_dir = settings.state_dir;
  std::string socket = settings.socket_path();
  if (!fits_a_socket_address(socket))
    return fail(Win32::invalid_name,
                "socket path '{}' is longer than the {} bytes a socket address takes: choose a shorter state "
                "directory, or set XDG_RUNTIME_DIR",
                socket, sizeof(sockaddr_un::sun_path) - 1);
  return {};
}

}  // namespace nta::daemon
