#include "transport/unix_listener.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace nta::transport {
namespace {

constexpr int backlog = 512;

Result<void> remove_leftover(const std::string& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) < 0) return {};
  if (!S_ISSOCK(status.st_mode))
    return fail(Win32::already_exists, "'{}' is not a socket, and is not ours to remove", path);
  if (unlink(path.c_str()) < 0)
    return fail(win32_from_errno(errno), "cannot remove the old socket '{}': {}", path, std::strerror(errno));
  return {};
}

}  // namespace

Result<UniqueFd> listen_at(const std::string& path, mode_t mode) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return fail(Win32::invalid_name, "socket path '{}' is too long", path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  NTA_CHECK(remove_leftover(path));
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return fail(win32_from_errno(errno), "cannot make a socket: {}", std::strerror(errno));
  // fchmod before bind gives the file its mode from the first moment on.
  if (fchmod(fd.get(), mode) < 0 || bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) < 0)
    return fail(win32_from_errno(errno), "cannot bind '{}': {}", path, std::strerror(errno));
  if (chmod(path.c_str(), mode) < 0 || listen(fd.get(), backlog) < 0)
    return fail(win32_from_errno(errno), "cannot listen at '{}': {}", path, std::strerror(errno));
  return fd;
}

}  // namespace nta::transport
