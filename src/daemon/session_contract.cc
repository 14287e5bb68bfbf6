// What ntadmin-session is told and what it tells, in the session protocol's own words (docs/session.md).
#include <sys/stat.h>

#include "daemon/session_process.h"
#include "session/protocol/codec.h"
#include "session/protocol/start_messages.h"

namespace nta::daemon {
namespace {

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<const char*> list;
  for (const std::string& text : texts) list.push_back(text.c_str());
  return list;
}

// As login(1) does: a home that is not there must not keep its owner out.
std::string directory_of(const SessionPlan& plan) {
  if (!plan.working_directory.empty()) return plan.working_directory;
  struct stat status {};
  bool there = stat(plan.account.home.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  return there ? plan.account.home : "/";
}

}  // namespace

std::string session_socket(const std::string& directory) { return directory + "/" + session::socket_name; }

Result<Bytes> specification(const Settings& settings, const SessionPlan& plan) {
  const std::string& shell = settings.shell.empty() ? plan.account.shell : settings.shell;
  std::string directory = directory_of(plan);
  auto arguments = pointers_to(plan.arguments);
  auto environment = pointers_to(plan.environment);
  session::Spec spec{.session_id = plan.id.value,
                     .daemon_uid = plan.daemon_uid,
                     .rows = plan.rows,
                     .columns = plan.columns,
                     .scrollback_lines = settings.scrollback_lines,
                     .user = plan.account.name.c_str(),
                     .shell = shell.c_str(),
                     .working_directory = directory.c_str(),
                     .argument_count = static_cast<uint32_t>(arguments.size()),
                     .arguments = arguments.data(),
                     .environment_count = static_cast<uint32_t>(environment.size()),
                     .environment = environment.data()};
  Bytes bytes;
  NTA_CHECK(session::append(bytes, spec));
  return bytes;
}

Result<SessionReady> parse_ready(ByteView told) {
  Error died = fail(Win32::rpc_call_failed, "the process of the session died while it started");
  session::FrameReader reader(longest_ready);
  reader.append(told);
  NTA_TRY(auto frame, reader.next());
  if (!frame || frame->type != session::MessageType::started) return died;
  NTA_TRY(auto started, session::decode<session::Started>(*frame));
  if (started->code != 0)
    return Error{static_cast<Win32>(started->code), std::string(session::text_or_empty(started->text))};
  return SessionReady{static_cast<pid_t>(started->session_pid), std::string(session::text_or_empty(started->tty))};
}

}  // namespace nta::daemon
