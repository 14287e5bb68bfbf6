// ntadmin tscon: shows a session at the terminal of another one.
#include <array>

#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option dest_option{"dest", "SESSION", "whose terminal; your own if left out"};
constexpr std::array options = {
    dest_option,
    verbose_option,
    Option{"password",
           "*",
           "your own session needs none, and for others' only an administrator's right counts",
           {},
           Support::none},
};

Result<DWORD> destination(const Server& server, const Arguments& arguments) {
  if (auto name = arguments.value(dest_option)) return find_session(server, *name);
  if (auto own = own_session(server); own && *own != 0) return *own;
  return fail(Win32::invalid_parameter, "this terminal shows no session to leave; 'ntadmin attach' shows one in it");
}

Result<void> tscon(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(DWORD session, session_to_act_on(server, arguments));
  NTA_TRY(DWORD at, destination(server, arguments));
  if (arguments.has(verbose_option)) talk("Showing session {} at the terminal of session {}", session, at);
  WCHAR no_password[] = {0};
  if (WTSConnectSessionW(session, at, no_password, TRUE)) return {};
  if (GetLastError() == ERROR_INVALID_PARAMETER)
    return fail(Win32::invalid_parameter, "session {} of {} is at no terminal that could show another", at,
                server.place());
  return act_error(server, session, "connect to");
}

}  // namespace

const Command tscon_command = {
    .name = "tscon",
    .alias = "tscon",
    .what = "show a session at the terminal of another one",
    .operands = {"sessionname | id", 1, 1},
    .options = options,
    .notes = "The session that the terminal showed is left disconnected; its programs keep running.\n",
    .run = tscon,
};

}  // namespace nta::tools
