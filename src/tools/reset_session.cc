// ntadmin reset session (rwinsta): ends a session that hangs, as log-off does.
#include <array>

#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr std::array options = {server_option, verbose_option};

Result<void> reset_session(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(DWORD session, session_to_act_on(server, arguments));
  if (arguments.has(verbose_option)) talk("Resetting session {} of {}", session, server.place());
  if (WTSLogoffSession(server.handle(), session, TRUE)) return {};
  return act_error(server, session, "reset");
}

}  // namespace

const Command reset_session_command = {
    .name = "reset session",
    .alias = "rwinsta",
    .what = "end a session that hangs",
    .operands = {"{sessionname | id}", 1, 1},
    .options = options,
    .notes = "Its programs are asked to end, and killed after ten seconds, as 'ntadmin logoff' does it.\n",
    .run = reset_session,
};

}  // namespace nta::tools
