// The local host interface: what a caller on this machine asks of its own host.
#include "protocols/local_host.h"

#include <signal.h>
#include <unistd.h>

#include "base/utf16.h"
#include "services/host_settings.h"
#include "services/host_uses.h"
#include "services/rows.h"
#include "services/shadow.h"
#include "services/user_token.h"
#include "services/virtual_channels.h"

namespace nta::services {
namespace {

using namespace protocols;

Result<void> session_of_process(Host& host, Call<HostSessionOfProcess>& call) {
  auto pid = static_cast<pid_t>(call.in().ProcessId);
  if (pid <= 0 || (::kill(pid, 0) != 0 && errno == ESRCH))
    return fail(Win32::invalid_parameter, "no process {}", call.in().ProcessId);
  call.out.SessionId = host.sessions.session_of_pid(pid).value;
  return {};
}

Result<void> console_session(Host& host, Call<HostConsoleSession>& call) {
  call.out.SessionId = host.sessions.console().value;
  return {};
}

std::vector<std::string> strings(char* const* list, uint32_t count) {
  std::vector<std::string> out;
  for (uint32_t i = 0; list && i < count; ++i)
    if (list[i]) out.emplace_back(list[i]);
  return out;
}

std::string text_or_empty(const char* text) { return text ? text : ""; }

Result<host::OpenRequest> request_from(const HostOpenSession::In& in) {
  constexpr uint32_t most_strings = 4096;
  if (in.Wanted > static_cast<uint32_t>(Wanted::a_new_one))
    return fail(Win32::invalid_parameter, "{} is no way to choose a session", in.Wanted);
  if (in.ArgumentCount > most_strings || in.EnvironmentCount > most_strings)
    return fail(Win32::invalid_parameter, "at most {} arguments and variables", most_strings);
  if (in.Columns == 0 || in.Rows == 0)
    return fail(Win32::invalid_parameter, "a terminal of {} by {}", in.Columns, in.Rows);
  host::OpenRequest request;
  request.wanted = static_cast<host::OpenRequest::Wanted>(in.Wanted);
  request.id = SessionId(in.SessionId);
  request.name = text_or_empty(in.Name);
  request.arguments = strings(in.Arguments, in.ArgumentCount);
  request.environment = strings(in.Environment, in.EnvironmentCount);
  request.working_directory = text_or_empty(in.WorkingDirectory);
  request.columns = in.Columns;
  request.rows = in.Rows;
  return request;
}

char* copy_text(const std::string& text, Arena& memory) {
  return memory.copy(std::span<const char>(text.c_str(), text.size() + 1));
}

void open_session(Host& host, CallPtr<HostOpenSession> call) {
  auto request = request_from(call->in());
  if (!request) return call->finish(std::move(request).error());
  host.opener.open(call->token(), *std::move(request), [call](Result<host::OpenedSession> opened) {
    if (!opened) {
      call->out.Reason = copy_text(opened.error().text, call->memory);
      return call->finish(std::move(opened).error());
    }
    call->out.SessionId = opened->id.value;
    call->out.Created = opened->created;
    call->out.SocketPath = copy_text(opened->socket_path, call->memory);
    call->out.DetachKey = copy_text(opened->detach_key, call->memory);
    call->finish({});
  });
}

Result<void> get_info(Host& host, Call<HostGetInfo>& call) {
  call.out.ComputerName = call.memory.text(to_utf16(host.computer));
  call.out.Version = copy_text(host.version, call.memory);
  call.out.ProcessId = static_cast<uint32_t>(::getpid());
  call.out.SystemMode = host.mode == Mode::system;
  call.out.CallerSessionId = call.token().session.value;
  return {};
}

Result<void> enable_child_sessions(Host&, Call<HostEnableChildSessions>& call) {
  if (!call.token().is_administrator())
    return fail(Win32::access_denied, "{} may not change child sessions", call.token().name);
  if (call.in().Enable) return fail(Win32::not_supported, "this host has no child sessions");
  return {};
}

constexpr Served rows[] = {
    serve<session_of_process>(),
    serve<console_session>(),
    serve<open_session>(),
    serve<get_info>(),
    serve<enumerate_listeners>(),
    serve<query_listener>(),
    serve<set_listener>(),
    serve<get_listener_security>(),
    serve<set_listener_security>(),
    serve<query_user_config>(),
    serve<set_user_config>(),
    serve<get_logon_mode>(),
    serve<set_logon_mode>(),
    serve<enable_child_sessions>(),
    serve<query_user_token>(),
    serve<open_shadow>(Right::remote_control, "session.shadow"),
    serve<open_channel>(Right::virtual_channels, "session.open-channel"),
    serve<add_use>(),
    serve<remove_use>(),
    serve<enumerate_uses>(),
    serve<get_use_logon>(),
};

}  // namespace

std::span<const Served> local_host_rows() { return rows; }

}  // namespace nta::services
