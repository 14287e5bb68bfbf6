#include "host/users/user_config_store.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/files.h"
#include "describe/settings.h"

namespace nta::host {

UserConfig default_user_config() {
  UserConfig config{};
  config.common.InheritInitialProgram = 1;
  config.common.AllowLogonTerminalServer = 1;
  config.common.DeviceClientDrives = 1;
  config.common.DeviceClientPrinters = 1;
  config.common.ClientDefaultPrinter = 1;
  config.common.ShadowingSettings = 1;
  return config;
}

Result<UserConfigStore> UserConfigStore::open(std::string directory) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(win32_from_errno(errno), "cannot make directory '{}': {}", directory, std::strerror(errno));
  return UserConfigStore(std::move(directory));
}

Result<UserConfig> UserConfigStore::get(const UserName& user) const {
  const std::string path = path_of(user);
  auto text = read_file(path);
  if (!text && text.error().code == Win32::file_not_found) {
    if (user) return get(std::nullopt);
    return default_user_config();
  }
  if (!text) return std::move(text).error();
  UserConfig config = default_user_config();
  auto read = describe::read_settings(describe::type_of<UserConfig>, *text, &config);
  if (!read) return fail(read.error().code, "'{}': {}", path, read.error().text);
  return config;
}

Result<void> UserConfigStore::set(const UserName& user, const UserConfig& config) {
  return replace_file(path_of(user), describe::settings_text(describe::type_of<UserConfig>, &config),
                      Durability::on_disk);
}

// '@' stands in no name that file_name_of makes.
std::string UserConfigStore::path_of(const UserName& user) const {
  return fmt::format("{}/{}.conf", directory_, user ? file_name_of(*user) : "@default");
}

}  // namespace nta::host
