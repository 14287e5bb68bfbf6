#include "host/processes/login_peer.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fmt/core.h>
#include <limits.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

#include "base/types.h"
#include "host/processes/proc_files.h"

namespace nta::host {
namespace {

constexpr const char* proc_root = "/proc";
constexpr size_t most_descriptors = 1024;  // looked at; the connection is among the first

// Since OpenSSH 9.8 each connection has a program of its own.
constexpr std::array<std::string_view, 2> programs{"sshd", "sshd-session"};

bool is_sshd(std::string_view program) { return std::ranges::find(programs, program) != programs.end(); }

std::string link_text(const std::string& path) {
  char text[PATH_MAX];
  ssize_t length = readlink(path.c_str(), text, sizeof text);
  return length > 0 ? std::string(text, static_cast<size_t>(length)) : "";
}

// The file, since a name can be given to any program. One that an upgrade has replaced still runs.
bool runs_sshd(pid_t pid) {
  constexpr std::string_view replaced = " (deleted)";
  std::string path = link_text(fmt::format("{}/{}/exe", proc_root, pid));
  if (path.ends_with(replaced)) path.resize(path.size() - replaced.size());
  return is_sshd(std::string_view(path).substr(path.rfind('/') + 1));
}

// Real, effective and saved user: nobody else's hand is in the process.
bool runs_as(pid_t pid, uid_t uid) {
  auto status = proc::read(fmt::format("{}/{}/status", proc_root, pid));
  if (!status) return false;
  for (int column : {0, 1, 2})
    if (proc::status_number(*status, "Uid:", column) != uid) return false;
  return true;
}

std::string peer_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  } else if (address.ss_family == AF_INET6) {
    const in6_addr& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    bool holds_four = IN6_IS_ADDR_V4MAPPED(&six);  // of a socket for both
    inet_ntop(holds_four ? AF_INET : AF_INET6, holds_four ? &six.s6_addr[12] : six.s6_addr, text, sizeof text);
  }
  return text;
}

Result<std::vector<int>> sockets_of(pid_t pid) {
  std::string path = fmt::format("{}/{}/fd", proc_root, pid);
  DIR* directory = opendir(path.c_str());
  if (!directory) return fail(win32_from_errno(errno), "{}: {}", path, std::strerror(errno));
  std::vector<int> found;
  while (const dirent* entry = found.size() < most_descriptors ? readdir(directory) : nullptr) {
    int fd = -1;
    std::from_chars(entry->d_name, entry->d_name + std::strlen(entry->d_name), fd);
    if (fd >= 0 && link_text(fmt::format("{}/{}", path, fd)).starts_with("socket:")) found.push_back(fd);
  }
  closedir(directory);
  std::ranges::sort(found);
  return found;
}

// The connection comes before what is forwarded through it: sshd starts with it.
Result<std::string> first_peer(pid_t pid) {
  UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return fail(win32_from_errno(errno), "process {}: {}", pid, std::strerror(errno));
  NTA_TRY(std::vector<int> sockets, sockets_of(pid));
  for (int fd : sockets) {
    UniqueFd copy(static_cast<int>(syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
    if (!copy && errno == EPERM) return fail(Win32::access_denied, "the sockets of process {} are not shown", pid);
    if (!copy) continue;
    if (std::string address = peer_of(copy.get()); !address.empty()) return address;
  }
  return std::string();
}

}  // namespace

bool looks_like_ssh(const std::string& root, pid_t pid) {
  return std::ranges::any_of(proc::ancestry(root, pid), [&](pid_t above) {
    auto stat = proc::read_stat(root, above);
    return stat && is_sshd(stat->command);
  });
}

Result<std::string> ssh_peer_above(pid_t pid, uid_t also) {
  for (pid_t above : proc::ancestry(proc_root, pid)) {
    if (above == pid || !runs_sshd(above)) continue;
    if (!runs_as(above, 0) && !runs_as(above, also)) continue;
    NTA_TRY(std::string address, first_peer(above));
    if (!address.empty()) return address;
  }
  return std::string();
}

void LocalLoginPeers::find(pid_t pid, Done done) {
  if (!looks_like_ssh(proc_root, pid)) return done("");
  auto address = ssh_peer_above(pid, geteuid());
  done(address ? *std::move(address) : "");
}

}  // namespace nta::host
