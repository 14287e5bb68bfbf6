#include "daemon/logging.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/types.h"
#include "daemon/state_dir.h"

namespace nta::daemon {
namespace {

constexpr const char* system_log = "/var/log/ntadmind.log";

Result<void> give_file(const std::string& path, const Account& writer) {
  size_t slash = path.rfind('/');
  NTA_CHECK(check_directory(slash == 0 ? "/" : path.substr(0, slash)));
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640));
  if (!fd) return fail(win32_from_errno(errno), "cannot open log file '{}': {}", path, std::strerror(errno));
  if (fchown(fd.get(), writer.uid, writer.gid) < 0)
    return fail(win32_from_errno(errno), "cannot give log file '{}' to '{}': {}", path, writer.name,
                std::strerror(errno));
  return {};
}

}  // namespace

std::string log_destination(const Options& options, const Settings& settings) {
  if (!settings.log_file.empty() || options.stay == Stay::in_foreground) return settings.log_file;
  return settings.mode == Mode::system ? system_log : settings.state_dir + "/ntadmind.log";
}

Result<void> open_log(const Options& options, const Settings& settings) {
  return log::open(settings.log_level, log_destination(options, settings));
}

Result<void> open_log(const Options& options, const Settings& settings, const Account& writer) {
  std::string path = log_destination(options, settings);
  if (!path.empty()) NTA_CHECK(give_file(path, writer));
  return log::open(settings.log_level, path);
}

}  // namespace nta::daemon
