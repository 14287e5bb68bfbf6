// Who may do what to which session ([MS-TSTS] 3.1.1).
#pragma once

#include "auth/security_descriptor.h"
#include "host/sessions/session.h"

namespace nta::host {

enum class Right : uint32_t {
  query_information = auth::wts_query_information,
  set_information = auth::wts_set_information,
  reset = auth::wts_reset,
  virtual_channels = auth::wts_virtual_channels,
  remote_control = auth::wts_remote_control,
  logon = auth::wts_logon,
  logoff = auth::wts_logoff,
  message = auth::wts_message,
  connect = auth::wts_connect,
  disconnect = auth::wts_disconnect,
};

/** Whether the session is the caller's own: it has a user, and that is the caller. */
bool is_owner(const auth::AccessToken& caller, const Session& session);

/** To which sessions a caller may do something. */
struct Permit {
  bool for_all = false;
  bool for_own = false;
  bool covers(const auth::AccessToken& caller, const Session& session) const {
    return for_all || (for_own && is_owner(caller, session));
  }
};

/** What one of `rights` (bits of Right) permits. Administrators and SYSTEM may do all; the owner of a session all that
 * no entry of the listener's descriptor denies; others what the descriptor grants them. */
Permit permit_of(const auth::AccessToken& caller, uint32_t rights, const auth::SecurityDescriptor& listener);

bool may(const auth::AccessToken& caller, const Session& session, Right right,
         const auth::SecurityDescriptor& listener);

/** The same as a result: access_denied, with a sentence naming the session. */
Result<void> check(const auth::AccessToken& caller, const Session& session, Right right,
                   const auth::SecurityDescriptor& listener);

}  // namespace nta::host
