#include "host/server/server_settings.h"

#include "base/files.h"
#include "describe/settings.h"

namespace nta::host {

Result<ServerSettingsStore> ServerSettingsStore::open(std::string path) {
  ServerSettingsStore store(std::move(path));
  if (store.path_.empty()) return store;
  auto text = read_file(store.path_);
  if (!text && text.error().code == Win32::file_not_found) return store;
  if (!text) return std::move(text).error();
  auto read = describe::read_settings(describe::type_of<ServerSettings>, *text, &store.settings_);
  if (!read) return fail(read.error().code, "'{}': {}", store.path_, read.error().text);
  return store;
}

Result<void> ServerSettingsStore::set(const ServerSettings& settings) {
  if (!path_.empty())
    NTA_CHECK(replace_file(path_, describe::settings_text(describe::type_of<ServerSettings>, &settings),
                           Durability::on_disk));
  settings_ = settings;
  return {};
}

}  // namespace nta::host
