#include "host/providers/terminal.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <charconv>
#include <vector>

#include "host/processes/proc_files.h"

namespace nta::host {
namespace {

constexpr int deepest = 4;  // sshd, its unprivileged half, the shell
constexpr size_t most_looked_at = 64;
constexpr unsigned first_pts_major = 136, last_pts_major = 143, tty_major = 4;

std::string terminal_name(uint32_t device) {
  // tty_nr is the 16-bit form with the minor number's upper bits on top (proc(5)).
  unsigned device_major = (device >> 8) & 0xFFF, device_minor = (device & 0xFF) | ((device >> 12) & 0xFFF00);
  if (device_major >= first_pts_major && device_major <= last_pts_major)
    return fmt::format("pts/{}", device_minor + ((device_major - first_pts_major) << 20));
  if (device_major == tty_major && device_minor < 64) return fmt::format("tty{}", device_minor);
  return {};
}

std::vector<pid_t> children_of(const std::string& proc_root, pid_t pid) {
  std::vector<pid_t> children;
  auto text = proc::read(fmt::format("{0}/{1}/task/{1}/children", proc_root, pid));
  if (!text) return children;
  const char* at = text->data();
  const char* end = at + text->size();
  for (pid_t child = 0; at < end; ++at) {
    auto [next, error] = std::from_chars(at, end, child);
    if (error != std::errc()) break;
    children.push_back(child);
    at = next;
  }
  return children;
}

}  // namespace

std::optional<TerminalFacts> look_at_terminal(const std::string& dev_root, std::string_view name) {
  bool looks_right = name.starts_with("pts/") || name.starts_with("tty");
  if (!looks_right || name.find("..") != std::string_view::npos) return std::nullopt;
  struct stat info {};
  if (stat(fmt::format("{}/{}", dev_root, name).c_str(), &info) != 0 || !S_ISCHR(info.st_mode)) return std::nullopt;
  uint32_t device = (minor(info.st_rdev) & 0xFF) | (major(info.st_rdev) << 8) | ((minor(info.st_rdev) & 0xFFF00) << 12);
  return TerminalFacts{device, filetime_from_unix(info.st_atim.tv_sec, info.st_atim.tv_nsec)};
}

std::string terminal_below(const std::string& proc_root, pid_t pid) {
  std::vector<pid_t> level{pid};
  size_t looked_at = 0;
  for (int depth = 0; depth < deepest && !level.empty(); ++depth) {
    std::vector<pid_t> below;
    for (pid_t at : level) {
      if (at <= 0 || ++looked_at > most_looked_at) return {};
      auto stat = proc::read_stat(proc_root, at);
      if (stat && stat->terminal) return terminal_name(stat->terminal);
      auto children = children_of(proc_root, at);
      below.insert(below.end(), children.begin(), children.end());
    }
    level = std::move(below);
  }
  return {};
}

Address address_of(std::string_view text) {
  std::string number(text.substr(0, text.find('%')));
  unsigned char bytes[16];
  if (inet_pton(AF_INET, number.c_str(), bytes) == 1) return {std::string(text), AF_INET};
  if (inet_pton(AF_INET6, number.c_str(), bytes) != 1) return {};
  // An IPv4 client of a dual-stack socket.
  if (number.starts_with("::ffff:") && number.find('.') != std::string::npos) return {number.substr(7), AF_INET};
  return {std::string(text), AF_INET6};
}

}  // namespace nta::host
