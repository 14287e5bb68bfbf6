// Which session a call is about, and whether the caller may do this to it.
#pragma once

#include "services/audit.h"
#include "services/handles.h"

namespace nta::services {

/** The session with this id; LOGONID_CURRENT is the caller's own. Listeners are not sessions: `missing` for them too.
 */
Result<const host::Session*> find_session(const Host& host, const Client& client, SessionId id, Win32 missing);

/** The same to ask about it: listeners too, which tell everybody that nobody is there. Programs ask for the user of
 *  every row that an enumeration gave them. */
Result<const host::Session*> find_row(const Host& host, const Client& client, SessionId id, Win32 missing);

/** access_denied, and an audit line, when the caller lacks all of `rights`. */
Result<void> require(const Host& host, const Client& client, const host::Session& session, uint32_t rights,
                     std::string_view action);

/** One audit line about an act on a session. */
void audit(const Client& client, std::string_view action, const host::Session& session, Win32 result);

/** True when the session is not the caller's own: then what is done to it is audited. */
bool is_anothers(const Client& client, const host::Session& session);

/** What became of an act on a session: audited if that is another's. */
void audit_outcome(const Client& client, std::string_view action, const host::Session& session,
                   const Result<void>& result);

/** Audits what became of an act, and finishes the call with it. */
template <class M>
host::Completion finishing(const CallPtr<M>& call, std::string_view action, const host::Session& session) {
  return [call, action, session](Result<void> result) {
    audit_outcome(*call->client, action, session, result);
    call->finish(std::move(result));
  };
}

/** The member that names the session: an opened handle, or an id. */
template <class In>
Result<SessionId> named_session(const Client& client, const In& in) {
  if constexpr (requires { in.hSession; }) {
    NTA_TRY(auto* handle, client.contexts->find<SessionHandle>(in.hSession));
    return handle->id;
  } else if constexpr (requires {
                         in.hServer;
                         in.LogonId;
                       }) {
    NTA_CHECK(client.contexts->find<ServerHandle>(in.hServer));
    return SessionId(in.LogonId);
  } else if constexpr (requires { in.ConnectLogonId; }) {
    NTA_CHECK(client.contexts->find<ServerHandle>(in.hServer));
    return SessionId(in.ConnectLogonId);
  } else if constexpr (requires { in.LoginId; }) {
    NTA_CHECK(client.contexts->find<ServerHandle>(in.hServer));
    return SessionId(in.LoginId);
  } else {
    return SessionId(static_cast<uint32_t>(in.SessionId));
  }
}

}  // namespace nta::services
