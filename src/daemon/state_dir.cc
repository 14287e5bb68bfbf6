#include "daemon/state_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>

#include "base/files.h"
#include "host/processes/proc_files.h"

namespace nta::daemon {
namespace {

constexpr std::string_view format_magic = "ntadmin-state ";
constexpr size_t longest_small_file = 64;

template <class... Args>
Error system_error(int error, fmt::format_string<Args...> format, Args&&... args) {
  std::string remedy = error == ENOSPC || error == EDQUOT ? "; free some space there and start again" : "";
  return fail(win32_from_errno(error), "{}: {}{}", fmt::format(format, std::forward<Args>(args)...),
              std::strerror(error), remedy);
}

// The first bytes of a small file; empty when there is none.
Result<std::string> read_small(int fd, const std::string& path) {
  char text[longest_small_file];
  ssize_t count = pread(fd, text, sizeof text, 0);
  if (count < 0) return system_error(errno, "cannot read '{}'", path);
  return std::string(text, static_cast<size_t>(count));
}

Result<uint32_t> parse_format(std::string_view text, const std::string& path) {
  uint32_t version = 0;
  if (text.starts_with(format_magic)) {
    text.remove_prefix(format_magic.size());
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error == std::errc{} && version > 0 && std::string_view(end, text.data() + text.size()) == "\n") return version;
  }
  return fail(Win32::revision_mismatch, "'{}' does not name a format of ntadmin: choose another state directory", path);
}

Result<void> write_format(const std::string& directory, uint32_t version) {
  return replace_file(directory + "/format", fmt::format("{}{}\n", format_magic, version), Durability::on_disk);
}

Result<void> migrate(const std::string& directory, uint32_t from, uint32_t to, std::span<const Migration> migrations) {
  for (uint32_t version = from; version < to; ++version) {
    const Migration* step = nullptr;
    for (const Migration& each : migrations)
      if (each.from == version) step = &each;
    if (!step)
      return fail(Win32::revision_mismatch,
                  "state directory '{}' has format {}, which this release ({}) no longer reads: start the release "
                  "before it once, or choose another directory",
                  directory, version, to);
    NTA_CHECK(step->run(directory));
    NTA_CHECK(write_format(directory, version + 1));
  }
  return {};
}

// One that nobody has waited for yet has ended, too.
bool has_ended(pid_t pid) {
  auto stat = host::proc::read_stat("/proc", pid);
  return stat ? stat->state == 'Z' : kill(pid, 0) != 0 && errno == ESRCH;
}

}  // namespace

Result<InstanceLock> InstanceLock::take(const std::string& path, pid_t* holder) {
  *holder = 0;
  UniqueFd fd(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return system_error(errno, "cannot open lock file '{}'", path);
  // A daemon that was killed while it started a session leaves the lock to that child, until the child's exec.
  constexpr int attempts = 100;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return InstanceLock(std::move(fd));
    if (errno != EWOULDBLOCK) return system_error(errno, "cannot lock '{}'", path);
    NTA_TRY(std::string text, read_small(fd.get(), path));
    *holder = 0;
    std::from_chars(text.data(), text.data() + text.size(), *holder);
    if (*holder <= 0 || !has_ended(*holder)) break;
    usleep(20'000);
  }
  return fail(Win32::service_already_running, "another ntadmind has this state: '{}' is held by {}", path,
              *holder > 0 ? fmt::format("pid {}", *holder) : "another process that is starting");
}

Result<void> InstanceLock::sign() {
  std::string text = fmt::format("{}\n", getpid());
  if (ftruncate(fd_.get(), 0) < 0) return system_error(errno, "cannot empty the lock file");
  ssize_t count = pwrite(fd_.get(), text.data(), text.size(), 0);
  if (count < 0) return system_error(errno, "cannot write the lock file");
  return {};
}

Result<void> make_directory(const std::string& path, mode_t mode) {
  for (size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
    std::string parent = path.substr(0, at);
    if (mkdir(parent.c_str(), 0755) < 0 && errno != EEXIST)
      return system_error(errno, "cannot make directory '{}'", parent);
  }
  if (mkdir(path.c_str(), mode) < 0 && errno != EEXIST) return system_error(errno, "cannot make directory '{}'", path);
  return check_directory(path);
}

Result<void> check_directory(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) < 0) return system_error(errno, "cannot look at '{}'", path);
  if (!S_ISDIR(status.st_mode)) return fail(Win32::path_not_found, "'{}' is not a directory", path);
  if (status.st_uid != geteuid())
    return fail(Win32::access_denied, "'{}' belongs to uid {}, not to uid {}: choose another directory", path,
                status.st_uid, geteuid());
  if (status.st_mode & (S_IWGRP | S_IWOTH))
    return fail(Win32::access_denied, "'{}' can be written by others (mode {:04o}): chmod go-w it, or choose another",
                path, status.st_mode & 07777);
  return {};
}

Result<void> settle_format(const std::string& directory, uint32_t current, std::span<const Migration> migrations) {
  std::string path = directory + "/format";
  auto text = read_file(path, longest_small_file);
  if (!text && text.error().code == Win32::file_not_found) return write_format(directory, current);
  if (!text) return std::move(text).error();
  NTA_TRY(uint32_t version, parse_format(*text, path));
  if (version > current)
    return fail(Win32::revision_mismatch,
                "state directory '{}' has format {}, this release knows up to {}: it was used by a newer release; "
                "upgrade, or choose another directory",
                directory, version, current);
  return migrate(directory, version, current, migrations);
}

Result<void> settle_format(const std::string& directory) {
  return settle_format(directory, state_format, std::span<const Migration>{});
}

}  // namespace nta::daemon
