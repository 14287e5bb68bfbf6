// ntadmin logoff: ends a session with all its programs.
#include <array>

#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr std::array options = {server_option, verbose_option, vm_option};

Result<void> logoff(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(DWORD session, session_to_act_on(server, arguments));
  if (arguments.has(verbose_option)) talk("Logging off session {} of {}", session, server.place());
  if (WTSLogoffSession(server.handle(), session, TRUE)) return {};
  return act_error(server, session, "log off");
}

}  // namespace

const Command logoff_command = {
    .name = "logoff",
    .alias = "logoff",
    .what = "end a session and its programs",
    .operands = {"[sessionname | id]", 0, 1},
    .options = options,
    .notes = "Without a session: your own. Programs that do not end by themselves are killed after ten seconds.\n",
    .run = logoff,
};

}  // namespace nta::tools
