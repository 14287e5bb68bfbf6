// TermSrvSession on this host ([MS-TSTS] 3.3.4.1).
#include "protocols/termsrv_session.h"

#include "base/utf16.h"
#include "services/connect.h"
#include "services/images.h"
#include "services/messages.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Session;

Result<void> open_session(Host& host, Call<RpcOpenSession>& call) {
  SessionId id(static_cast<uint32_t>(call.in().SessionId));
  NTA_TRY(const Session* session, find_session(host, *call.client, id, Win32::ctx_winstation_not_found));
  NTA_TRY(call.out.phSession, call.client->contexts->add(std::make_unique<SessionHandle>(session->id)));
  return {};
}

Result<void> close_session(Host&, Call<RpcCloseSession>& call) {
  NTA_CHECK(call.client->contexts->find<SessionHandle>(call.in().phSession));
  call.client->contexts->remove(call.in().phSession);
  return {};
}

// The answer comes when the act is done: a caller that does not want to wait uses LegacyApi's methods.
void disconnect(Host& host, CallPtr<RpcDisconnect> call, const Session& session) {
  host.sessions.disconnect(session.id, fmt::format("was disconnected by {}", call->token().name),
                           finishing(call, "session.disconnect", session));
}

void logoff(Host& host, CallPtr<RpcLogoff> call, const Session& session) {
  host.sessions.logoff(session.id, fmt::format("was logged off by {}", call->token().name),
                       finishing(call, "session.logoff", session));
}

void show_message_box(Host& host, CallPtr<RpcShowMessageBox> call, const Session& session) {
  const auto& in = call->in();
  host::Message message{to_utf8(view_or_empty(in.szTitle)), to_utf8(view_or_empty(in.szMessage)), in.ulStyle,
                        in.ulTimeout,
                        in.bDoNotWait ? host::Message::Wait::for_delivery : host::Message::Wait::for_answer};
  send_message(host, std::move(call), session, std::move(message), &RpcShowMessageBox::Out::pulResponse);
}

Result<void> get_user_name(Host&, Call<RpcGetUserName>& call, const Session& session) {
  call.out.pszUserName = call.memory.text(to_utf16(session.user));
  call.out.pszDomain = call.memory.text(to_utf16(session.domain));
  return {};
}

Result<void> get_terminal_name(Host&, Call<RpcGetTerminalName>& call, const Session& session) {
  call.out.pszTerminalName = call.memory.text(to_utf16(session.winstation));
  return {};
}

Result<void> get_state(Host&, Call<RpcGetState>& call, const Session& session) {
  call.out.plState = static_cast<int32_t>(session.state);
  return {};
}

// Success says locked; what says "not locked" is a failure code, 0x80070001.
Result<void> is_locked(Host&, Call<RpcIsSessionDesktopLocked>&, const Session& session) {
  if (session.lock == host::Lock::locked) return {};
  return fail(Win32::invalid_function, "session {} is not locked", session.id.value);
}

Result<void> get_times(Host&, Call<RpcGetTimes>& call, const Session& session) {
  call.out.pConnectTime = session.connect_time;
  call.out.pDisconnectTime = session.disconnect_time;
  call.out.pLogonTime = session.logon_time;
  return {};
}

// An unknown counter comes back with id 0 and no result.
Result<void> get_counters(Host& host, Call<RpcGetSessionCounters>& call) {
  uint32_t count = call.in().uEntries;
  auto* counters = call.memory.make<TS_COUNTER>(count);
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t id = call.in().pCounter[i].dwCounterID;
    if (auto value = host.sessions.counter(id)) counters[i] = {id, 1, *value, 0};
  }
  call.out.pCounter = counters;
  call.out.uEntries = count;
  return {};
}

Result<void> get_information(Host&, Call<RpcGetSessionInformation>& call, const Session& session) {
  auto& info = call.out.pSessionInfo;
  info.pszUserName = call.memory.text(to_utf16(session.user));
  info.pszDomain = call.memory.text(to_utf16(session.domain));
  info.pszTerminalName = call.memory.text(to_utf16(session.winstation));
  info.SessionState = static_cast<int32_t>(session.state);
  info.DesktopLocked = session.lock == host::Lock::locked;
  info.ConnectTime = session.connect_time;
  info.DisconnectTime = session.disconnect_time;
  info.LogonTime = session.logon_time;
  return {};
}

Result<void> get_logged_on_count(Host& host, Call<RpcGetLoggedOnCount>& call) {
  for (const auto& [id, session] : host.sessions.rows())
    if (session.has_user()) ++call.out.pUserSessions;
  return {};
}

Result<void> get_session_type(Host& host, Call<RpcGetSessionType>& call) {
  enum : uint32_t { services = 1, listener = 2, desktop = 3 };
  SessionId id(static_cast<uint32_t>(call.in().SessionId));
  if (id == current_session) id = call.token().session;
  const Session* session = host.sessions.find(id);
  if (!session) return fail(Win32::file_not_found, "no session {} on this host", id.value);
  call.out.pSessionType = session->kind == host::Kind::services   ? services
                          : session->kind == host::Kind::listener ? listener
                                                                  : desktop;
  return {};
}

Result<void> get_information_ex(Host&, Call<RpcGetSessionInformationEx>& call, const Session& session) {
  if (call.in().Level != 1) return fail(Win32::invalid_level, "level {}: only 1 is known", call.in().Level);
  auto& info = call.out.Data.Level1;
  info.SessionState = static_cast<int32_t>(session.state);
  info.SessionFlags = session_flags(session);
  copy_cut(info.SessionName, to_utf16(session.winstation));
  copy_cut(info.DomainName, to_utf16(session.domain));
  copy_cut(info.UserName, to_utf16(session.user));
  info.ConnectTime = session.connect_time;
  info.DisconnectTime = session.disconnect_time;
  info.LogonTime = session.logon_time;
  info.LastInputTime = session.last_input_time;
  info.ProtocolDataSize = sizeof(PROTOCOLSTATUSEX);
  info.ProtocolData = image_bytes(status_image(session), call.memory);
  return {};
}

constexpr uint32_t reset_or_logoff = static_cast<uint32_t>(Right::reset) | static_cast<uint32_t>(Right::logoff);

constexpr Served rows[] = {
    serve<open_session>(),
    serve<close_session>(),
    serve<connect>(Right::connect, "session.connect"),
    serve<disconnect>(Right::disconnect, "session.disconnect"),
    serve<logoff>(reset_or_logoff, "session.logoff"),
    serve<get_user_name>(Right::query_information, "session.query"),
    serve<get_terminal_name>(Right::query_information, "session.query"),
    serve<get_state>(Right::query_information, "session.query"),
    serve<is_locked>(Right::query_information, "session.query"),
    serve<show_message_box>(Right::message, "session.message"),
    serve<get_times>(Right::query_information, "session.query"),
    serve<get_counters>(),
    serve<get_information>(Right::query_information, "session.query"),
    serve<get_logged_on_count>(),
    serve<get_session_type>(),
    serve<get_information_ex>(Right::query_information, "session.query"),
};

}  // namespace

std::span<const Served> termsrv_session_rows() { return rows; }

}  // namespace nta::services
