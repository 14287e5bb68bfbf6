// ntadmin tsdiscon: takes a session off its terminal; its programs keep running.
#include <array>

#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr std::array options = {server_option, verbose_option, vm_option};

Result<void> tsdiscon(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(DWORD session, session_to_act_on(server, arguments));
  if (arguments.has(verbose_option)) talk("Disconnecting session {} of {}", session, server.place());
  if (WTSDisconnectSession(server.handle(), session, TRUE)) return {};
  return act_error(server, session, "disconnect");
}

}  // namespace

const Command tsdiscon_command = {
    .name = "tsdiscon",
    .alias = "tsdiscon",
    .what = "disconnect a session; its programs keep running",
    .operands = {"[sessionname | id]", 0, 1},
    .options = options,
    .notes = "Without a session: your own. 'ntadmin attach ID' connects to it again.\n",
    .run = tsdiscon,
};

}  // namespace nta::tools
