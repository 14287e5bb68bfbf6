// ntadmin shadow: shows a session in one more terminal while the person at it goes on working.
#include "api/client/shadow.h"

#include <unistd.h>

#include <array>

#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option view_option{"view", "", "only look"};
constexpr Option control_option{"control", "", "look and type"};
constexpr Option stop_option{"stop", "", "end all looking on at the session"};
constexpr Option key_option{"detach-key", "KEY", "the key that ends it; the host's setting (^]) if left out",
                            "detachkey"};
constexpr std::array options = {
    view_option,
    control_option,
    stop_option,
    key_option,
    verbose_option,
    Option{"server",
           "NAME",
           "terminals are lent on one machine: log on to that one, and look on there",
           {},
           Support::none},
};

Result<void> stop(const Server& server, DWORD session) {
  if (WTSStopRemoteControlSession(session)) return {};
  return act_error(server, session, "end looking on at");
}

Result<void> shadow(const Arguments& arguments) {
  using protocols::ShadowWanted;
  NTA_CHECK(arguments.at_most_one_of({view_option, control_option, stop_option}));
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(DWORD session, session_to_act_on(server, arguments));
  if (arguments.has(stop_option)) return stop(server, session);
  if (arguments.has(verbose_option)) talk("Looking on at session {} of {}", session, server.place());
  client::ShadowRequest request{.session = SessionId(session), .terminal = STDIN_FILENO};
  if (arguments.has(view_option)) request.wanted = ShadowWanted::view;
  if (arguments.has(control_option)) request.wanted = ShadowWanted::control;
  if (auto key = arguments.value(key_option)) {
    NTA_TRY(request.detach_key, session::parse_detach_key(*key));
  }
  NTA_CHECK(client::shadow(request));
  return {};
}

}  // namespace

const Command shadow_command = {
    .name = "shadow",
    .alias = "",
    .what = "look on at a session that another terminal shows",
    .operands = {"sessionname | id", 1, 1},
    .options = options,
    .notes =
        "The person at the session is asked first, unless the host is set otherwise ([sessions] shadow).\n"
        "Control-] ends it. Without --view or --control: what the host allows.\n",
    .run = shadow,
};

}  // namespace nta::tools
