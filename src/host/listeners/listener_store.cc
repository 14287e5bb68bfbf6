#include "host/listeners/listener_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "base/files.h"
#include "base/utf16.h"
#include "describe/settings.h"
#include "user_settings/wts_config.h"

namespace nta::host {
namespace {

constexpr std::string_view config_suffix = ".conf";
constexpr std::string_view security_suffix = ".sd";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Result<void> check_name(std::string_view name) {
  bool bad = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\\'; });
  if (name.empty() || bad || to_utf16(name).size() > WTS_LISTENER_NAME_LENGTH)
    return fail(Win32::invalid_name, "'{}' cannot name a listener: 1 to {} characters, no backslash", name,
                WTS_LISTENER_NAME_LENGTH);
  return {};
}

Error in_file(const std::string& path, const Error& error) { return fail(error.code, "'{}': {}", path, error.text); }

}  // namespace

WTSLISTENERCONFIGW default_listener_config() {
  WTSLISTENERCONFIGW config{};
  config.version = 1;
  config.fEnableListener = 1;
  config.MaxConnectionCount = 0xFFFFFFFF;
  config.fInheritColorDepth = 1;
  config.fInheritBrokenTimeoutSettings = 1;
  config.fInheritShadowSettings = 1;
  config.ShadowSettings = 1;
  config.MinEncryptionLevel = 1;
  return config;
}

bool ListenerStore::Less::operator()(std::string_view a, std::string_view b) const {
  return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

Result<ListenerStore> ListenerStore::open(std::string directory, const std::string& built_in) {
  NTA_CHECK(check_name(built_in));
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(win32_from_errno(errno), "cannot make directory '{}': {}", directory, std::strerror(errno));
  ListenerStore store(std::move(directory), built_in);
  NTA_CHECK(store.load());
  return store;
}

Result<void> ListenerStore::load() {
  NTA_TRY(auto files, entries_of(directory_, config_suffix));
  for (const std::string& file : files) NTA_CHECK(load(file));
  auto security = read_file(path_of(built_in_->name, security_suffix));
  if (!security && security.error().code == Win32::file_not_found) return {};
  return load(file_name_of(built_in_->name));
}

Result<void> ListenerStore::load(const std::string& file) {
  NTA_TRY(std::string name, text_of_file_name(file));
  Listener listener;
  listener.name = name;
  const std::string config_path = path_of(name, config_suffix), security_path = path_of(name, security_suffix);
  auto text = read_file(config_path);
  if (text) {
    auto read = describe::read_settings(describe::type_of<WTSLISTENERCONFIGW>, *text, &listener.config);
    if (!read) return in_file(config_path, read.error());
  } else if (text.error().code != Win32::file_not_found) {
    return std::move(text).error();
  }
  auto bytes = read_file(security_path);
  if (bytes) {
    auto parsed = auth::SecurityDescriptor::parse(std::as_bytes(std::span(*bytes)));
    if (!parsed) return in_file(security_path, parsed.error());
    listener.security = *std::move(parsed);
  } else if (bytes.error().code != Win32::file_not_found) {
    return std::move(bytes).error();
  }
  listeners_.insert_or_assign(name, std::move(listener));
  return {};
}

Result<const Listener*> ListenerStore::find(std::string_view name) const {
  auto found = listeners_.find(std::string(name));
  if (found == listeners_.end()) return fail(Win32::file_not_found, "there is no listener '{}'", name);
  return &found->second;
}

Result<void> ListenerStore::create(const std::string& name, const WTSLISTENERCONFIGW& config) {
  NTA_CHECK(check_name(name));
  if (listeners_.contains(name)) return fail(Win32::already_exists, "there is a listener '{}' already", name);
  NTA_CHECK(save_config(name, config));
  Listener& listener = listeners_[name];
  listener.name = name;
  listener.config = config;
  return {};
}

Result<void> ListenerStore::update(std::string_view name, const WTSLISTENERCONFIGW& config) {
  NTA_TRY(const Listener* listener, find(name));
  NTA_CHECK(save_config(listener->name, config));
  listeners_[listener->name].config = config;
  return {};
}

Result<void> ListenerStore::set_dacl(std::string_view name, std::optional<std::vector<auth::Ace>> dacl) {
  NTA_TRY(const Listener* listener, find(name));
  auth::SecurityDescriptor changed = listener->security;
  changed.dacl = std::move(dacl);
  Bytes bytes = changed.bytes();
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  NTA_CHECK(replace_file(path_of(listener->name, security_suffix), text, Durability::on_disk));
  listeners_[listener->name].security = std::move(changed);
  return {};
}

Result<void> ListenerStore::save_config(const std::string& name, const WTSLISTENERCONFIGW& config) const {
  std::string text = describe::settings_text(describe::type_of<WTSLISTENERCONFIGW>, &config);
  return replace_file(path_of(name, config_suffix), text, Durability::on_disk);
}

std::string ListenerStore::path_of(std::string_view name, std::string_view suffix) const {
  return fmt::format("{}/{}{}", directory_, file_name_of(name), suffix);
}

}  // namespace nta::host
