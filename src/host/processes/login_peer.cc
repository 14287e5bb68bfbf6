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
#include <map>

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

std::string text_of(const in_addr& four) {
  char text[INET_ADDRSTRLEN] = "";
  inet_ntop(AF_INET, &four, text, sizeof text);
  return text;
}

std::string text_of(const in6_addr& six) {
  char text[INET6_ADDRSTRLEN] = "";
  bool holds_four = IN6_IS_ADDR_V4MAPPED(&six);  // of a socket for both
  inet_ntop(holds_four ? AF_INET : AF_INET6, holds_four ? &six.s6_addr[12] : six.s6_addr, text, sizeof text);
  return text;
}

std::string peer_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  if (address.ss_family == AF_INET) return text_of(reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  if (address.ss_family == AF_INET6) return text_of(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
  return {};
}

// As the kernel writes it: 32 bits at a time, each in this machine's order.
template <class Address>
std::string address_in_hex(std::string_view hex) {
  uint32_t words[sizeof(Address) / 4] = {};
  for (size_t i = 0; i < std::size(words); ++i) {
    const char* digits = hex.data() + 8 * i;
    if (std::from_chars(digits, digits + 8, words[i], 16).ptr != digits + 8) return {};
  }
  Address address;
  std::memcpy(&address, words, sizeof address);
  return text_of(address);
}

// Containers forbid to take a copy of another's descriptor; what they see of the network they may read.
std::string peer_by_inode(pid_t pid, std::string_view inode) {
  for (const char* table : {"tcp", "tcp6"}) {
    auto text = proc::read(fmt::format("{}/{}/net/{}", proc_root, pid, table));
    if (!text) continue;
    if (std::string address = peer_in_table(*text, inode); !address.empty()) return address;
  }
  return {};
}

/** By descriptor: the socket's inode. */
Result<std::map<int, std::string>> sockets_of(pid_t pid) {
  std::string path = fmt::format("{}/{}/fd", proc_root, pid);
  DIR* directory = opendir(path.c_str());
  if (!directory) return fail(win32_from_errno(errno), "{}: {}", path, std::strerror(errno));
  constexpr std::string_view socket = "socket:[";
  std::map<int, std::string> found;
  while (const dirent* entry = found.size() < most_descriptors ? readdir(directory) : nullptr) {
    int fd = -1;
    std::from_chars(entry->d_name, entry->d_name + std::strlen(entry->d_name), fd);
    std::string link = fd < 0 ? "" : link_text(fmt::format("{}/{}", path, fd));
    if (link.starts_with(socket)) found[fd] = link.substr(socket.size(), link.size() - socket.size() - 1);
  }
  closedir(directory);
  return found;
}

// The connection comes before what is forwarded through it: sshd starts with it.
Result<std::string> first_peer(pid_t pid) {
  UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return fail(win32_from_errno(errno), "process {}: {}", pid, std::strerror(errno));
  NTA_TRY(auto sockets, sockets_of(pid));
  for (const auto& [fd, inode] : sockets) {
    UniqueFd copy(static_cast<int>(syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
    bool is_forbidden = !copy && errno == EPERM;
    if (!copy && !is_forbidden) continue;
    std::string address = is_forbidden ? peer_by_inode(pid, inode) : peer_of(copy.get());
    if (!address.empty()) return address;
  }
  return std::string();
}

}  // namespace

std::string peer_in_table(std::string_view table, std::string_view inode) {
  constexpr size_t peer_column = 2, state_column = 3, inode_column = 9;
  constexpr std::string_view established = "01";
  while (!table.empty()) {
    std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(table.size(), line.size() + 1));
    std::array<std::string_view, inode_column + 1> words;
    for (auto& word : words) {
      line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
      word = line.substr(0, line.find(' '));
      line.remove_prefix(word.size());
    }
    if (words[inode_column] != inode || words[state_column] != established) continue;
    std::string_view peer = words[peer_column].substr(0, words[peer_column].find(':'));
    if (peer.size() == 2 * sizeof(in_addr)) return address_in_hex<in_addr>(peer);
    if (peer.size() == 2 * sizeof(in6_addr)) return address_in_hex<in6_addr>(peer);
  }
  return {};
}

bool looks_like_ssh(const std::string& root, pid_t pid) {
  return proc::find_above(root, pid, [](pid_t, const proc::Stat& stat) { return is_sshd(stat.command); });
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
