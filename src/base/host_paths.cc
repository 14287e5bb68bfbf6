// The rule of host_paths.h.
#include "base/host_paths.h"

#include <pwd.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>

namespace nta {
namespace {

constexpr const char* socket_name = "ntadmind.sock";

// A short name for one state directory among several, kept stable from start to start (FNV-1a).
std::string short_name_of(const std::string& path) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return fmt::format("ntadmind-{:016x}", hash);
}

}  // namespace

std::string xdg_directory(const char* variable) {
  const char* value = secure_getenv(variable);
  return value && *value == '/' ? value : "";
}

std::string home_directory() {
  const char* value = secure_getenv("HOME");
  if (value && *value == '/') return value;
  const passwd* entry = getpwuid(getuid());
  return entry && entry->pw_dir ? entry->pw_dir : "";
}

Result<std::string> user_state_dir() {
  std::string base = xdg_directory("XDG_STATE_HOME");
  if (!base.empty()) return base + "/ntadmin";
  std::string home = home_directory();
  if (home.empty()) return fail(Win32::path_not_found, "no home directory is known: name one with --state-dir");
  return home + "/.local/state/ntadmin";
}

std::string user_socket_path(const std::string& state_dir) {
  std::string wanted = fmt::format("{}/{}", state_dir, socket_name);
  std::string runtime = xdg_directory("XDG_RUNTIME_DIR");
  if (fits_a_socket_address(wanted) || runtime.empty()) return wanted;
  return fmt::format("{}/{}.sock", runtime, short_name_of(state_dir));
}

bool fits_a_socket_address(const std::string& path) { return path.size() < sizeof(sockaddr_un::sun_path); }

}  // namespace nta
