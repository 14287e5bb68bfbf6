#include "daemon/ephemeral.h"

#include <stdlib.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

namespace nta::daemon {

// In /tmp, not $TMPDIR: the socket's path has to stay short.
Result<EphemeralDirectory> EphemeralDirectory::make() {
  char path[] = "/tmp/ntadmin-XXXXXX";
  if (!mkdtemp(path))
    return fail(win32_from_errno(errno), "a directory in /tmp cannot be made: {}", std::strerror(errno));
  return EphemeralDirectory(path);
}

EphemeralDirectory::~EphemeralDirectory() {
  std::error_code failed;  // what cannot be removed stays; there is nobody left to tell
  if (!path_.empty()) std::filesystem::remove_all(path_, failed);
}

std::string environment_lines(const std::string& socket, const std::string& address, uint16_t smb_port) {
  std::string lines = fmt::format("export NTADMIN_HOST='unix:{}'\n", socket);
  if (smb_port) lines += fmt::format("export NTADMIN_SERVER='{}:{}'\n", address, smb_port);
  return lines + fmt::format("export NTADMIND_PID={}\n", getpid());
}

}  // namespace nta::daemon
