// ntadmin userconfig: what is set for the sessions of a user, or of everybody else.
#include <fmt/format.h>

#include <array>

#include "api/client/server.h"
#include "base/printable.h"
#include "base/utf16.h"
#include "protocols/local_host.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/set_values.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using namespace protocols;

constexpr Option default_option{"default", "default", "", "of the users of whom nothing was set"};
constexpr std::array options = {default_option, json_option};

Result<void> userconfig(const Arguments& arguments) {
  bool of_default = arguments.has(default_option);
  const auto& words = arguments.operands();
  if (!of_default && words.empty()) return fail(Win32::invalid_parameter, "whose? Give a user's name, or --default");
  std::u16string name = of_default ? u"" : to_utf16(words.front());
  char16_t* user = of_default ? nullptr : name.data();
  auto changes = std::span(words).subspan(of_default ? 0 : 1);
  auto server = client::Server::local();
  auto config = server->call<HostQueryUserConfig>(local_host, {.UserName = user});
  if (!config) return fail(config.error().code, "cannot read the settings of {}", user ? words.front() : "users");
  constexpr const describe::Type& type = type_of<WTSUSERCONFIGW>;
  if (changes.empty() && arguments.has(json_option)) return print(describe::json_rows(type, &(*config)->Config, 1));
  if (changes.empty()) return print(printable_lines(describe::settings_text(type, &(*config)->Config)));
  NTA_CHECK(set_values(type, changes, &(*config)->Config));
  auto done = server->call<HostSetUserConfig>(
      local_host, {.UserName = user, .ConfigClass = WTSUserConfigUser, .Config = &(*config)->Config});
  if (!done && done.error().code == Win32::invalid_parameter)
    return fail(Win32::invalid_parameter, "the host does not take {} for {}; ntadmin-userconfig(1) tells what can be",
                fmt::join(changes, " "), user ? words.front() : "users");
  if (!done) return fail(done.error().code, "cannot change the settings of {}", user ? words.front() : "users");
  return {};
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
};

}  // namespace nta::tools
