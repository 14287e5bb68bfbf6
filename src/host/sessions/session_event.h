// SessionEvent: what the session table tells those who watch it.
#pragma once

#include "host/sessions/session.h"

namespace nta::host {

struct SessionEvent {
  enum class Type {
    created,
    connected,
    disconnected,
    logon,
    logoff,
    deleted,
    state_changed,
    locked,
    unlocked,
    renamed
  };
  Type type;
  SessionId id;
  const Session& session;  // as it is now; for `deleted` and `logoff` as it last was. Good during the call only
};

}  // namespace nta::host
