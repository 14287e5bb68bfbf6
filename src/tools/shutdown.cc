// ntadmin shutdown: warns everybody, then logs users off or shuts the host down.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "base/utf16.h"
#include "ntadmin/win/winuser.h"
#include "tools/commands.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option stop_option{"stop", "", "stop: the machine, or a user's own host with its sessions", "s"};
constexpr Option reboot_option{"reboot", "", "stop the machine and start it again", "r"};
constexpr Option power_option{"power-off", "", "stop the machine and turn it off", "p"};
constexpr Option logoff_option{"logoff", "", "log off your own session", "l"};
constexpr Option everybody_option{"logoff-all", "", "log off every other session; refuse new ones", "la"};
constexpr Option time_option{"time", "SECONDS", "how long after the warning (30)", "t", Support::full, Joint::space};
constexpr Option comment_option{"comment", "TEXT", "what the warning says", "c", Support::full, Joint::space};
constexpr Option host_option{"server", "NAME", "the host; this one if left out", "m", Support::full, Joint::space};

constexpr std::array options = {
    stop_option,
    reboot_option,
    power_option,
    logoff_option,
    everybody_option,
    time_option,
    comment_option,
    Option{"force", "", "end programs that do not end by themselves: always done", "f"},
    Option{"abort", "", "none waits in the host; interrupt the command that waits", "a", Support::none},
    Option{"hibernate", "", "a session host does not sleep", "h", Support::none},
    Option{"reason", "REASON", "the host keeps no reasons; say it to people with --comment", "d", Support::none,
           Joint::space},
    Option{"dialog", "", "there is no window to ask in", "i", Support::none},
    Option{"reopen", "", "programs are not started again by a host that comes back; use --reboot", "g", Support::none},
    Option{"stop-and-reopen", "", "programs are not started again by a host that comes back; use --stop", "sg",
           Support::none},
    Option{"hybrid", "", "a session host keeps nothing for a fast start; use --stop", {}, Support::none},
    Option{"firmware", "", "the next start is the boot loader's affair", "fw", Support::none},
    Option{"options", "", "the next start is the boot loader's affair", "o", Support::none},
    Option{"unexpected", "", "the host keeps no reasons; say it to people with --comment", "e", Support::none},
    Option{"soft", "", "programs that do not end by themselves are always ended", {}, Support::none},
    host_option,
    verbose_option,
};

struct Action {
  const Option& option;
  DWORD flag;  // WTS_WSD_*; 0: the caller's own log-off
  std::string_view will;
};

constexpr Action actions[] = {
    {stop_option, WTS_WSD_SHUTDOWN, "shut down"},
    {reboot_option, WTS_WSD_REBOOT, "restarted"},
    {power_option, WTS_WSD_POWEROFF, "turned off"},
    {everybody_option, WTS_WSD_LOGOFF, "log everybody off"},
    {logoff_option, 0, "log you off"},
};

Result<const Action*> action_of(const Arguments& arguments) {
  NTA_CHECK(arguments.at_most_one_of({stop_option, reboot_option, power_option, everybody_option, logoff_option}));
  for (const Action& action : actions)
    if (arguments.has(action.option)) return &action;
  return misuse("what is to be done? --stop, --reboot, --power-off, --logoff-all or --logoff");
}

Result<std::chrono::seconds> delay_of(const Arguments& arguments) {
  constexpr uint32_t usual = 30, longest = 315'360'000;  // ten years, as Windows has it
  auto text = arguments.value(time_option);
  if (!text) return std::chrono::seconds(usual);
  auto number = parse_number(*text);
  if (!number || *number > longest) return misuse("'{}' is no number of seconds", *text);
  return std::chrono::seconds(*number);
}

std::string warning(const Action& action, const Arguments& arguments, std::chrono::seconds delay) {
  std::string text = arguments.value(comment_option).value_or("");
  if (!text.empty()) text += "\n";
  if (action.flag == WTS_WSD_LOGOFF) return fmt::format("{}You are logged off in {} seconds.", text, delay.count());
  return fmt::format("{}This host is {} in {} seconds. Save your work.", text, action.will, delay.count());
}

/** To every session with a user but one's own. Whom it does not reach, the shutdown does. */
Result<void> warn(const Server& server, const Action& action, const Arguments& arguments, std::chrono::seconds delay) {
  NTA_TRY(auto sessions, list_sessions(server));
  auto own = own_session(server);
  std::u16string title = u"Shutdown", text = to_utf16(warning(action, arguments, delay));
  for (const auto& session : sessions.all()) {
    if (session.State == WTSListen || !session.pUserName || own == session.SessionId) continue;
    DWORD response = 0;
    bool sent = WTSSendMessageW(server.handle(), session.SessionId, title.data(), title.size() * sizeof(WCHAR),
                                text.data(), text.size() * sizeof(WCHAR), MB_OK | MB_ICONWARNING,
                                static_cast<DWORD>(delay.count()), &response, FALSE);
    if (arguments.has(verbose_option) || !sent)
      talk("Session {} {} warned", session.SessionId, sent ? "is" : "could not be");
  }
  std::this_thread::sleep_for(delay);
  return {};
}

Result<void> shutdown(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(const Action* action, action_of(arguments));
  NTA_TRY(auto delay, delay_of(arguments));
  if (action->flag == 0) {
    if (WTSLogoffSession(server.handle(), WTS_CURRENT_SESSION, TRUE)) return {};
    return last_error("cannot log you off");
  }
  if (delay.count() > 0 && action->flag != WTS_WSD_POWEROFF) NTA_CHECK(warn(server, *action, arguments, delay));
  if (arguments.has(verbose_option)) talk("{}: --{}", server.place(), action->option.name);
  if (WTSShutdownSystem(server.handle(), action->flag)) return {};
  return last_error("{} cannot be made to {}", server.place(), action->option.name);
}

}  // namespace

const Command shutdown_command = {
    .name = "shutdown",
    .alias = "",
    .what = "log everybody off, or shut the host down, after a warning",
    .operands = {"", 0, 0},
    .options = options,
    .notes =
        "Administrators only. --power-off warns nobody, as on Windows. To stop a shutdown, interrupt the command\n"
        "while it waits.\n",
    .run = shutdown,
};

}  // namespace nta::tools
