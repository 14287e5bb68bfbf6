// The call behind open_session.h.
#include "tools/open_session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "api/client/link.h"
#include "api/client/server.h"

namespace nta::tools {
namespace {

// Variables of the terminal, and of the login, that attach runs in. A name ending in '*' means all that begin so.
constexpr std::string_view of_the_terminal[] = {
    "TERM",  "COLORTERM", "TERM_PROGRAM*", "COLUMNS",       "LINES",     "WINDOWID", "TMUX*", "STY",
    "SHLVL", "_",         "OLDPWD",        "XDG_SESSION_*", "XDG_SEAT*", "XDG_VTNR",
};

bool is_of_the_terminal(std::string_view variable) {
  auto name = variable.substr(0, variable.find('='));
  return std::ranges::any_of(of_the_terminal, [&](std::string_view known) {
    return known.ends_with('*') ? name.starts_with(known.substr(0, known.size() - 1)) : name == known;
  });
}

winsize terminal_size() {
  winsize size{};
  for (int fd : {STDIN_FILENO, STDOUT_FILENO})
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row) return size;
  return {.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
}

/** Pointers into `texts`, which stay good as long as it does. */
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  return list;
}

}  // namespace

std::vector<std::string> environment_for_a_session(char** environment) {
  std::vector<std::string> kept;
  for (char** variable = environment; variable && *variable; ++variable)
    if (!is_of_the_terminal(*variable)) kept.emplace_back(*variable);
  return kept;
}

Result<OpenedSession> open_session(const SessionRequest& request) {
  std::error_code no_directory;  // a directory that is gone: the session starts at home
  std::string directory = std::filesystem::current_path(no_directory).string();
  std::string name = request.name;
  std::vector<std::string> program = request.program;
  std::vector<std::string> environment = environment_for_a_session(environ);
  auto arguments = pointers(program);
  auto variables = pointers(environment);
  winsize size = terminal_size();
  protocols::HostOpenSession::In in{.Wanted = static_cast<uint32_t>(request.wanted),
                                    .SessionId = request.id.value,
                                    .Name = name.data(),
                                    .ArgumentCount = static_cast<uint32_t>(arguments.size()),
                                    .Arguments = arguments.data(),
                                    .EnvironmentCount = static_cast<uint32_t>(variables.size()),
                                    .Environment = variables.data(),
                                    .WorkingDirectory = directory.data(),
                                    .Columns = size.ws_col,
                                    .Rows = size.ws_row};
  NTA_TRY(auto answer, client::Server::local()->ask<protocols::HostOpenSession>(protocols::local_host, in));
  auto status = protocols::status_of(answer.value);
  if (status != Win32::success) return fail(status, "{}", answer->Reason ? answer->Reason : "the host refused");
  if (!answer->SocketPath)
    return fail(Win32::invalid_data, "the host told no socket for session {}", answer->SessionId);
  return OpenedSession{SessionId(answer->SessionId), answer->SocketPath, answer->DetachKey ? answer->DetachKey : "",
                       answer->Created != 0};
}

Result<SessionId> session_of_this_process() {
  protocols::HostSessionOfProcess::In in{static_cast<uint32_t>(getpid())};
  NTA_TRY(auto answer, client::Server::local()->call<protocols::HostSessionOfProcess>(protocols::local_host, in));
  return SessionId(answer->SessionId);
}

void leave_host() { client::Link::local(client::Link::local_environment())->close_idle(); }

}  // namespace nta::tools
