#include "host/users/user_config_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.h"
#include "describe/settings.h"

namespace nta::host {
namespace {

constexpr std::string_view config_suffix = ".conf";

}  // namespace

Result<UserConfigStore> UserConfigStore::open(std::string directory) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(win32_from_errno(errno), "cannot make directory '{}': {}", directory, std::strerror(errno));
  return UserConfigStore(std::move(directory));
}

Result<user_settings::UserConfig> UserConfigStore::get(const UserName& user) const {
  const std::string path = path_of(user);
  auto text = read_file(path);
  if (!text && text.error().code == Win32::file_not_found) {
    if (user) return get(std::nullopt);
    return user_settings::default_user_config();
  }
  if (!text) return std::move(text).error();
  user_settings::UserConfig config = user_settings::default_user_config();
  auto read = describe::read_settings(describe::type_of<user_settings::UserConfig>, *text, &config);
  if (!read) return fail(read.error().code, "'{}': {}", path, read.error().text);
  return config;
}

Result<void> UserConfigStore::set(const UserName& user, const user_settings::UserConfig& config) {
  return replace_file(path_of(user), describe::settings_text(describe::type_of<user_settings::UserConfig>, &config),
                      Durability::on_disk);
}

std::vector<std::string> UserConfigStore::names() const {
  std::vector<std::string> names;
  auto files = entries_of(directory_, config_suffix);
  if (!files) return names;
  for (const std::string& file : *files)
    if (auto name = text_of_file_name(file)) names.push_back(*std::move(name));
  return names;
}

Result<void> UserConfigStore::forget(const std::string& user) {
  std::string path = path_of(user);
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return fail(win32_from_errno(errno), "cannot remove '{}': {}", path, std::strerror(errno));
}

// '@' stands in no name that file_name_of makes.
std::string UserConfigStore::path_of(const UserName& user) const {
  return fmt::format("{}/{}{}", directory_, user ? file_name_of(*user) : "@default", config_suffix);
}

}  // namespace nta::host
