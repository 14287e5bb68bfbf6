#include "services/target.h"

namespace nta::services {

Result<const host::Session*> find_row(const Host& host, const Client& client, SessionId id, Win32 missing) {
  if (id == current_session) id = client.token->session;
  const host::Session* session = host.sessions.find(id);
  if (!session) return fail(missing, "no session {} on this host", id.value);
  return session;
}

Result<const host::Session*> find_session(const Host& host, const Client& client, SessionId id, Win32 missing) {
  NTA_TRY(const host::Session* session, find_row(host, client, id, missing));
  if (session->kind == host::Kind::listener) return fail(missing, "{} is a listener, no session", id.value);
  return session;
}

Result<void> require(const Host& host, const Client& client, const host::Session& session, uint32_t rights,
                     std::string_view action) {
  if (rights == 0 || host.may(*client.token, session, rights)) return {};
  audit(client, action, session, Win32::access_denied);
  return fail(Win32::access_denied, "{} is not allowed: {}, session {}", client.token->name, action, session.id.value);
}

void audit(const Client& client, std::string_view action, const host::Session& session, Win32 result) {
  audit(client, action, fmt::format("session {} ({})", session.id.value, session.user), result);
}

bool is_anothers(const Client& client, const host::Session& session) {
  return !session.uid || session.uid != client.token->uid;
}

void audit_outcome(const Client& client, std::string_view action, const host::Session& session,
                   const Result<void>& result) {
  if (is_anothers(client, session)) audit(client, action, session, result ? Win32::success : result.error().code);
}

}  // namespace nta::services
