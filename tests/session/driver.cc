// session_driver: what the daemon and `ntadmin attach` do with a session process, as one command each, for tests.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "session/client/attach.h"
#include "starter.h"

namespace nta::session {
namespace {

constexpr auto patience = std::chrono::seconds(60);

/** start BINARY DIR COLUMNS ROWS CWD LINES [program…] */
Result<void> start(int count, char** words) {
  Spec spec{.session_id = 3, .daemon_uid = getuid()};
  spec.columns = static_cast<uint32_t>(atoi(words[4]));
  spec.rows = static_cast<uint32_t>(atoi(words[5]));
  spec.working_directory = words[6];
  spec.scrollback_lines = static_cast<uint32_t>(atoi(words[7]));
  spec.user = "tester";
  spec.shell = "/bin/bash";
  std::vector<const char*> arguments(words + 8, words + count), environment;
  for (char** setting = environ; *setting; ++setting) environment.push_back(*setting);
  spec.argument_count = static_cast<uint32_t>(arguments.size());
  spec.arguments = arguments.data();
  spec.environment_count = static_cast<uint32_t>(environment.size());
  spec.environment = environment.data();
  NTA_TRY(Starting starting, start_session(words[2], words[3], spec));
  auto started = read_started(starting.ready.get());
  waitpid(starting.starter, nullptr, 0);
  if (!started) return started.error();
  fmt::print("{} {} {}\n", started->session_pid, started->program_pid, started->tty);
  return {};
}

Result<void> attach_here(Connection& session, int count, char** words) {
  AttachOptions options;
  for (int i = 3; i < count; ++i) {
    if (strcmp(words[i], "--take-over") == 0) options.take_over = true;
    if (strcmp(words[i], "--relayed") == 0) options.serving = Serving::relayed;
    if (strcmp(words[i], "--ticket") == 0 && i + 1 < count) options.ticket = words[i + 1];
    if (strcmp(words[i], "--detach-key") == 0 && i + 1 < count) {
      NTA_TRY(options.detach_key, parse_detach_key(words[i + 1]));
    }
  }
  NTA_TRY(AttachOutcome outcome, attach(session, options));
  exit(static_cast<int>(outcome.end));
}

Result<void> print_state(Connection& session) {
  NTA_TRY(Frame frame, session.receive(patience));
  NTA_TRY(auto state, decode<State>(frame));
  fmt::print("id={}\nconnection={}\nrows={}\ncolumns={}\nclient_pid={}\nclient_tty={}\ntitle={}\nprogram_pid={}\n",
             state->session_id, state->connection, state->rows, state->columns, state->client_pid,
             text_or_empty(state->client_tty), text_or_empty(state->title), state->program_pid);
  return {};
}

Result<void> run(int count, char** words) {
  std::string_view command = count > 2 ? words[1] : "";
  if (command == "start" && count >= 8) return start(count, words);
  NTA_TRY(auto session, Connection::open(words[2], command == "attach" ? Role::client : Role::daemon));
  if (command == "attach") return attach_here(session, count, words);
  if (command == "state") return print_state(session);
  if (command == "disconnect") return session.call(Disconnect{1, "was disconnected by the test"}, patience);
  if (command == "logoff") return session.call(Logoff{1}, patience);
  if (command == "capture")
    return session.call(Capture{1}, patience, [](const Frame& frame) {
      if (frame.type == MessageType::captured) fwrite(frame.payload.data(), 1, frame.payload.size(), stdout);
    });
  return fail(Win32::invalid_parameter, "no such command");
}

}  // namespace
}  // namespace nta::session

int main(int count, char** words) {
  auto done = nta::session::run(count, words);
  if (done) return 0;
  fmt::print(stderr, "{} {}\n", nta::code(done.error().code), done.error().text);
  return 100;
}
