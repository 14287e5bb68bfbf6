// ntadmin change logon: whether anybody may log on to this host.
#include <array>

#include "api/client/server.h"
#include "protocols/local_host.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using namespace protocols;

constexpr Option query_option{"query", "", "say how it is; so does no option at all"};
constexpr Option enable_option{"enable", "", "everybody may log on"};
constexpr Option disable_option{"disable", "", "no new session, and none is gone back to"};
constexpr Option drain_option{"drain", "", "no new session; who has one may go back to it"};
constexpr Option until_restart_option{"drainuntilrestart", "", "the same, until the machine restarts"};
constexpr std::array options = {query_option, enable_option, disable_option, drain_option, until_restart_option};

/** What each mode is called, by its number on the wire. */
struct Mode {
  const Option& option;
  std::string_view says;
};
constexpr Mode modes[] = {
    {enable_option, "Session logins are currently ENABLED\n"},
    {drain_option, "New user logons are DISABLED, but reconnections to existing sessions are ENABLED\n"},
    {until_restart_option,
     "New user logons are DISABLED until the host is restarted, but reconnections to existing sessions are ENABLED\n"},
    {disable_option, "Session logins are currently DISABLED\n"},
};

Result<void> change_logon(const Arguments& arguments) {
  NTA_CHECK(
      arguments.at_most_one_of({query_option, enable_option, disable_option, drain_option, until_restart_option}));
  std::optional<uint32_t> mode;
  for (uint32_t each = 0; each < std::size(modes); ++each)
    if (arguments.has(modes[each].option)) mode = each;
  auto server = client::Server::local();
  if (mode) {
    auto done = server->call<HostSetLogonMode>(local_host, {.Mode = *mode});
    if (!done) return fail(done.error().code, "cannot change who may log on");
  }
  NTA_TRY(auto now, server->call<HostGetLogonMode>(local_host, {}));
  if (now->Mode >= std::size(modes)) return fail(Win32::invalid_data, "the host has logon mode {}", now->Mode);
  return print(modes[now->Mode].says);
}

}  // namespace

const Command change_logon_command = {
    .name = "change logon",
    .alias = {},
    .what = "allow or refuse new sessions",
    .operands = {"", 0, 0},
    .options = options,
    .notes = "Sessions that are shown stay. Only administrators may change it.\n",
    .run = change_logon,
};

}  // namespace nta::tools
