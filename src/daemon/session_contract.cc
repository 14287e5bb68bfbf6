// What ntadmin-session is told and what it tells (docs/session.md).
#include "daemon/session_process.h"

namespace nta::daemon {

std::string session_socket(const std::string& directory) { return directory + "/attach"; }

std::string specification(const Settings& settings, const SessionPlan& plan) {
  std::string text = fmt::format("id {}\ncolumns {}\nrows {}\nscrollback {}\n", plan.id.value, plan.columns, plan.rows,
                                 settings.scrollback_lines);
  return text;
}

Result<SessionReady> parse_ready(std::string_view told) {
  if (told.starts_with("ok ") && told.ends_with('\n'))
    return SessionReady{std::string(told.substr(3, told.size() - 4))};
  return fail(Win32::rpc_call_failed, "the session's process died while it started");
}

}  // namespace nta::daemon
