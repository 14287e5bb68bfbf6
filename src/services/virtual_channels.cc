#include "services/virtual_channels.h"

#include "services/shadow.h"

namespace nta::services {
namespace {

using namespace protocols;

Result<host::Admission> admission_of(const auth::AccessToken& token, const host::Session& session) {
  if (!token.uid || token.pid <= 0) return fail(Win32::not_supported, "only a process of this machine opens a channel");
  // As on Windows, where there are channels in remote sessions only. Of ours the session's process knows better whether
  // somebody shows it, or is about to.
  if (session.kind != host::Kind::pty)
    return fail(Win32::invalid_function, "session {} is not shown by a client that serves channels", session.id.value);
  host::Admission admission{.uid = *token.uid,
                            .pid = token.pid,
                            .purpose = host::Admission::Purpose::channel,
                            .ask_seconds = 0,
                            .ticket = {},
                            .who = token.name};
  NTA_TRY(admission.ticket, new_ticket());
  return admission;
}

}  // namespace

void open_channel(Host& host, CallPtr<HostOpenChannel> call, const host::Session& session) {
  auto admission = admission_of(call->token(), session);
  if (!admission) return call->finish(std::move(admission).error());
  std::string socket = host.opener.place(session.id).socket_path;
  host.sessions.admit(session.id, *admission, [call, session, socket, ticket = admission->ticket](Result<void> told) {
    audit_outcome(*call->client, "session.open-channel", session, told);
    if (!told) return call->finish(std::move(told));
    auto text = [&](const std::string& value) {
      return call->memory.copy(std::span<const char>(value.c_str(), value.size() + 1));
    };
    call->out.SessionId = session.id.value;
    call->out.SocketPath = text(socket);
    call->out.Ticket = text(ticket);
    call->finish({});
  });
}

}  // namespace nta::services
