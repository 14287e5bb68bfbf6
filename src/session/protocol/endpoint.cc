#include "session/protocol/endpoint.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "session/protocol/messages.h"

namespace nta::session {
namespace {

constexpr int backlog = 128;

struct Place {
  UniqueFd directory;
  sockaddr_un address{};
};

// sun_path has 108 bytes, a path may have 4096: go through the directory's descriptor.
Result<Place> place_of(const std::string& directory) {
  Place place;
  place.directory = UniqueFd(open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!place.directory) return fail(win32_from_errno(errno), "{}: {}", directory, strerror(errno));
  place.address.sun_family = AF_UNIX;
  auto path = fmt::format("/proc/self/fd/{}/{}", place.directory.get(), socket_name);
  std::memcpy(place.address.sun_path, path.c_str(), path.size() + 1);
  return place;
}

const sockaddr* address_of(const Place& place) { return reinterpret_cast<const sockaddr*>(&place.address); }

Result<UniqueFd> stream_socket(int flags) {
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  if (!fd) return fail(win32_from_errno(errno), "socket: {}", strerror(errno));
  return fd;
}

}  // namespace

Result<UniqueFd> listen_at(const std::string& directory) {
  if (connect_to(directory)) return fail(Win32::already_exists, "{}: a session runs there", directory);
  NTA_TRY(Place place, place_of(directory));
  NTA_TRY(UniqueFd fd, stream_socket(SOCK_NONBLOCK));
  unlinkat(place.directory.get(), socket_name, 0);
  if (bind(fd.get(), address_of(place), sizeof place.address) != 0)
    return fail(win32_from_errno(errno), "{}/{}: {}", directory, socket_name, strerror(errno));
  // Who may talk is decided by peer credentials: the daemon may run as another user.
  if (fchmodat(place.directory.get(), socket_name, 0666, 0) != 0 || listen(fd.get(), backlog) != 0) {
    int error = errno;
    unlinkat(place.directory.get(), socket_name, 0);
    return fail(win32_from_errno(error), "{}/{}: {}", directory, socket_name, strerror(error));
  }
  return fd;
}

Result<UniqueFd> connect_to(const std::string& directory, Blocking blocking) {
  NTA_TRY(Place place, place_of(directory));
  NTA_TRY(UniqueFd fd, stream_socket(blocking == Blocking::no ? SOCK_NONBLOCK : 0));
  if (connect(fd.get(), address_of(place), sizeof place.address) == 0) return fd;
  if (errno == ECONNREFUSED || errno == ENOENT)
    return fail(Win32::file_not_found, "{}: no session runs there", directory);
  return fail(win32_from_errno(errno), "{}/{}: {}", directory, socket_name, strerror(errno));
}

}  // namespace nta::session
