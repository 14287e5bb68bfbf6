#include "api/client/shadow.h"

#include <unistd.h>

#include <filesystem>

#include "api/client/link.h"
#include "api/client/server.h"

namespace nta::client {
namespace {

/** For somebody who will have to wait. */
void say_who_is_asked(int terminal, SessionId session) {
  std::string line = fmt::format("[asking the person at session {}; Control-C gives up]\r\n", session.value);
  if (write(terminal, line.data(), line.size()) < 0) return;  // the wait itself will tell
}

}  // namespace

Result<session::AttachOutcome> shadow(const ShadowRequest& request) {
  if (!isatty(request.terminal))
    return fail(Win32::invalid_handle, "a session is shown in a terminal, and here is none");
  protocols::HostOpenShadow::In in{request.session.value, static_cast<uint32_t>(request.wanted)};
  NTA_TRY(auto answer, Server::local()->ask<protocols::HostOpenShadow>(protocols::local_host, in));
  auto status = protocols::status_of(answer.value);
  if (status != Win32::success)
    return fail(status, "{}",
                answer->Reason ? answer->Reason : fmt::format("session {} is not shown", request.session.value));
  if (!answer->SocketPath || !answer->Ticket) return fail(Win32::invalid_data, "the host told no way to the session");
  session::AttachOptions how{.input = request.terminal, .output = request.terminal, .ticket = answer->Ticket};
  if (request.detach_key) {
    how.detach_key = *request.detach_key;
  } else if (answer->DetachKey) {
    NTA_TRY(how.detach_key, session::parse_detach_key(answer->DetachKey));
  }
  std::string directory = std::filesystem::path(answer->SocketPath).parent_path();
  NTA_TRY(auto connection, session::Connection::open(directory, session::Role::client));
  if (answer->AskSeconds > 0) say_who_is_asked(request.terminal, request.session);
  Link::local(Link::local_environment())->close_idle();  // this may go on for days
  NTA_TRY(auto outcome, session::attach(connection, how));
  if (outcome.end == session::AttachEnd::lost)
    return fail(Win32::netname_deleted, "session {} ended without a word", request.session.value);
  return outcome;
}

}  // namespace nta::client
