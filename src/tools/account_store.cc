#include "tools/account_store.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "api/client/local_host.h"
#include "base/computer_name.h"
#include "base/files.h"
#include "base/host_paths.h"

namespace nta::tools {
namespace {

constexpr const char* daemon_user = "ntadmin";

// Root means the machine's host where that is installed, as calls without a server do.
Result<std::string> directory_of(const Arguments& arguments) {
  if (auto named = arguments.value(state_dir_option)) {
    NTA_TRY(std::string path, absolute_path(*named));
    return std::filesystem::path(path).lexically_normal().string();
  }
  if (geteuid() == 0 && client::system_service_is_installed()) return std::string(system_state_dir);
  return user_state_dir();
}

Result<void> become(uid_t uid, gid_t gid) {
  if (setgroups(0, nullptr) == 0 && setegid(gid) == 0 && seteuid(uid) == 0) return {};
  return fail(win32_from_errno(errno), "cannot act as uid {}: {}", uid, std::strerror(errno));
}

Result<void> make_directory(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  if (mkdir(path.c_str(), 0700) != 0)
    return fail(win32_from_errno(errno), "cannot make {}: {}", path, std::strerror(errno));
  const passwd* owner = path == system_state_dir ? getpwnam(daemon_user) : nullptr;
  if (owner && chown(path.c_str(), owner->pw_uid, owner->pw_gid) != 0)
    return fail(win32_from_errno(errno), "cannot give {} to {}: {}", path, daemon_user, std::strerror(errno));
  return {};
}

Result<struct stat> look_at(const std::string& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0)
    return fail(win32_from_errno(errno), "cannot look at {}: {}", directory, std::strerror(errno));
  if (status.st_uid != geteuid() && geteuid() != 0)
    return fail(Win32::access_denied, "{} belongs to uid {}: only that user and root may", directory, status.st_uid);
  return status;
}

Result<std::unique_ptr<accounts::AccountStore>> open_in(const std::string& directory,
                                                        accounts::AccountStore::Missing missing) {
  return accounts::AccountStore::open({directory, computer_name()}, missing);
}

}  // namespace

// The daemon holds this lock while it runs (docs/host.md).
Result<void> check_not_running(const std::string& directory) {
  UniqueFd lock(open((directory + "/lock").c_str(), O_RDONLY | O_CLOEXEC));
  if (!lock || flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return {};
  return fail(Win32::service_already_running, "the host of {} is running: stop it first", directory);
}

Result<std::string> find_state_dir(const Arguments& arguments) {
  NTA_TRY(std::string directory, directory_of(arguments));
  NTA_CHECK(look_at(directory));
  return directory;
}

Result<std::unique_ptr<accounts::AccountStore>> open_accounts(const Arguments& arguments) {
  NTA_TRY(std::string directory, find_state_dir(arguments));
  return open_in(directory, accounts::AccountStore::Missing::is_an_error);
}

Result<std::unique_ptr<accounts::AccountStore>> make_accounts(const Arguments& arguments) {
  NTA_TRY(std::string directory, directory_of(arguments));
  if (access(directory.c_str(), F_OK) != 0) NTA_CHECK(make_directory(directory));
  NTA_TRY(struct stat owner, look_at(directory));
  if (geteuid() != owner.st_uid) NTA_CHECK(become(owner.st_uid, owner.st_gid));
  return open_in(directory, accounts::AccountStore::Missing::create);
}

}  // namespace nta::tools
