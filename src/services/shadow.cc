#include "services/shadow.h"

#include <sys/random.h>

#include <array>

namespace nta::services {
namespace {

using namespace protocols;
using host::ShadowPolicy;

constexpr uint32_t time_to_agree = 30;  // seconds

/** What the policy makes of what is wanted. */
Result<host::Admission::Purpose> purpose_of(ShadowWanted wanted, ShadowPolicy policy) {
  using Purpose = host::Admission::Purpose;
  if (policy == ShadowPolicy::off) return fail(Win32::ctx_shadow_disabled, "this host lets nobody look on at sessions");
  if (wanted == ShadowWanted::view) return Purpose::view;
  if (wanted == ShadowWanted::control && !lets_control(policy))
    return fail(Win32::ctx_shadow_disabled, "this host lets sessions be seen, not controlled");
  return lets_control(policy) ? Purpose::control : Purpose::view;
}

Result<host::Admission> admission_of(const Call<HostOpenShadow>& call, ShadowPolicy policy) {
  const auto& token = call.token();
  if (call.in().Wanted > static_cast<uint32_t>(ShadowWanted::as_allowed))
    return fail(Win32::invalid_parameter, "{} is no way to look on", call.in().Wanted);
  if (!token.uid || token.pid <= 0) return fail(Win32::not_supported, "only a process of this machine can look on");
  host::Admission admission;
  NTA_TRY(admission.purpose, purpose_of(static_cast<ShadowWanted>(call.in().Wanted), policy));
  NTA_TRY(admission.ticket, new_ticket());
  admission.uid = *token.uid;
  admission.pid = token.pid;
  admission.ask_seconds = is_asked(policy) ? time_to_agree : 0;
  admission.who = token.name;
  return admission;
}

template <class M>
void explain(Call<M>& call, const Error& error) {
  call.out.Reason = call.memory.copy(std::span<const char>(error.text.c_str(), error.text.size() + 1));
}

template <class M>
void refuse(Call<M>& call, const host::Session& session, Error error) {
  audit(*call.client, "session.shadow", session, error.code);
  explain(call, error);
  call.finish(std::move(error));
}

}  // namespace

Result<std::string> new_ticket() {
  std::array<uint8_t, 16> random;
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    return fail(Win32::no_system_resources, "no random numbers");
  std::string text;
  for (uint8_t byte : random) text += fmt::format("{:02x}", byte);
  return text;
}

void open_shadow(Host& host, CallPtr<HostOpenShadow> call, const host::Session& session) {
  host::SessionPlace place = host.opener.place(session.id);
  auto admission = admission_of(*call, place.shadow);
  if (!admission) return refuse(*call, session, std::move(admission).error());
  if (call->token().session == session.id)
    return refuse(*call, session,
                  fail(Win32::ctx_shadow_invalid, "session {} is the one you are in", session.id.value));
  if (!session.has_client())
    return refuse(*call, session,
                  fail(Win32::ctx_shadow_invalid, "session {} is shown at no terminal", session.id.value));
  host.sessions.admit(session.id, *admission, [call, session, place, admission = *admission](Result<void> expected) {
    if (!expected) return refuse(*call, session, std::move(expected).error());
    audit(*call->client, "session.shadow", session, Win32::success);
    auto text = [&](const std::string& value) {
      return call->memory.copy(std::span<const char>(value.c_str(), value.size() + 1));
    };
    call->out.SessionId = session.id.value;
    call->out.SocketPath = text(place.socket_path);
    call->out.Ticket = text(admission.ticket);
    call->out.DetachKey = text(place.detach_key);
    call->out.Control = admission.purpose == host::Admission::Purpose::control;
    call->out.AskSeconds = admission.ask_seconds;
    call->finish({});
  });
}

Result<void> shadow_for_client(Host& host, Call<RpcWinStationShadow>& call) {
  NTA_CHECK(call.client->contexts->find<ServerHandle>(call.in().hServer));
  SessionId target(call.in().TargetLogonId);
  NTA_TRY(const host::Session* session, find_session(host, *call.client, target, Win32::ctx_winstation_not_found));
  NTA_CHECK(require(host, *call.client, *session, static_cast<uint32_t>(Right::remote_control), "session.shadow"));
  return fail(Win32::not_supported, "the client of session {} cannot be told to look on", call.in().LogonId);
}

// [MS-TSTS]: the right to disconnect, which the row has checked, and to reset.
void stop_shadow(Host& host, CallPtr<RpcWinStationShadowStop> call, const host::Session& session) {
  auto may = require(host, *call->client, session, static_cast<uint32_t>(Right::reset), "session.stop-shadow");
  if (!may) return call->finish(std::move(may));
  host.sessions.stop_shadow(session.id, [call, session](Result<void> stopped) {
    audit(*call->client, "session.stop-shadow", session, stopped ? Win32::success : stopped.error().code);
    call->finish(std::move(stopped));
  });
}

}  // namespace nta::services
