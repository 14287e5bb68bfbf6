// ntadmin userconfig: what is set for the sessions of a user, or of everybody else.
#include <fmt/format.h>

#include <array>
#include <cstring>

#include "base/printable.h"
#include "base/utf16.h"
#include "tools/commands.h"
#include "tools/server.h"
#include "tools/set_values.h"
#include "tools/table.h"
#include "user_settings/user_config.h"

namespace nta::tools {
namespace {

constexpr Option default_option{"default", "", "of the users of whom nothing was set; of this host alone"};
constexpr std::array options = {default_option, server_option, fleet_option, json_option};
constexpr const describe::Type& type = describe::type_of<WTSUSERCONFIGW>;

/** Whose settings, and where. The API names servers here, and takes no handle. */
struct Whose {
  std::u16string server, user;
  bool is_default = false;

  LPWSTR server_name() { return server.empty() ? nullptr : server.data(); }
  LPWSTR user_name() { return is_default ? nullptr : user.data(); }
  std::string shown() const { return is_default ? "users" : to_utf8(user); }
};

Result<WTSUSERCONFIGW> query(Whose& whose) {
  LPWSTR block = nullptr;
  DWORD bytes = 0;
  if (!WTSQueryUserConfigW(whose.server_name(), whose.user_name(), WTSUserConfigUser, &block, &bytes))
    return last_error("cannot read the settings of {}", whose.shown());
  std::unique_ptr<void, void (*)(PVOID)> owner(block, WTSFreeMemory);
  WTSUSERCONFIGW config{};
  std::memcpy(&config, block, std::min<size_t>(bytes, sizeof config));
  return config;
}

Result<void> set(Whose& whose, WTSUSERCONFIGW& config) {
  auto* value = reinterpret_cast<LPWSTR>(&config);
  if (WTSSetUserConfigW(whose.server_name(), whose.user_name(), WTSUserConfigUser, value, sizeof config)) return {};
  return last_error("cannot change the settings of {}", whose.shown());
}

/** As many settings as lines: "Name = value". */
Result<void> show(const WTSUSERCONFIGW& config, bool json) {
  std::string text = describe::settings_text(type, &config);
  CollectedRows printed;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string line = printable(text.substr(at, end - at));
    size_t equals = std::min(line.find(" ="), line.size());
    printed.labels.push_back(line.substr(0, equals));
    printed.values.push_back(line.substr(std::min(equals + 3, line.size())));
    printed.lines.push_back(std::move(line) + "\n");
    at = end + 1;
  }
  describe::append_json(type, &config, printed.objects.emplace_back());
  return print_collected(std::move(printed), json);
}

/** The words that set something: all behind the user's name. */
std::span<const std::string> changes_of(const Arguments& arguments) {
  std::span words(arguments.operands());
  return arguments.has(default_option) || words.empty() ? words : words.subspan(1);
}

Result<void> userconfig(const Arguments& arguments) {
  Whose whose{.server = to_utf16(arguments.value(server_option).value_or("")),
              .is_default = arguments.has(default_option)};
  const auto& words = arguments.operands();
  if (!whose.is_default && words.empty()) return misuse("whose? Give a user's name, or --default");
  if (!whose.is_default) whose.user = to_utf16(words.front());
  auto changes = changes_of(arguments);
  NTA_TRY(WTSUSERCONFIGW config, query(whose));
  if (changes.empty()) return show(config, arguments.has(json_option));
  NTA_CHECK(set_values(type, changes, &config));
  user_settings::UserConfig checked{};  // the server has one code for whatever it refuses
  auto taken = user_settings::put_config_class(checked, WTSUserConfigUser, {.whole = &config});
  if (!taken) return misuse("{}", taken.error().text);
  return set(whose, config);
}

}  // namespace

const Command userconfig_command = {
    .name = "userconfig",
    .alias = {},
    .what = "show or set what a user's sessions are given",
    .operands = {"[username] [Name=value ...]", 0, 32},
    .options = options,
    .notes = "Times are milliseconds, 0 is no limit. Limits count at once, also for sessions that run.\n",
    .run = userconfig,
    .changes = [](const Arguments& arguments) { return !changes_of(arguments).empty(); },
};

}  // namespace nta::tools
