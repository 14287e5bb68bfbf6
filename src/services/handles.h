// What the TermSrv context handles stand for.
#pragma once

#include <optional>
#include <vector>

#include "base/types.h"
#include "host/sessions/session.h"
#include "services/context_table.h"

namespace nta::services {

class EventBlock;

/** SESSION_HANDLE of TermSrvSession. */
struct SessionHandle final : ContextObject {
  explicit SessionHandle(SessionId opened) : id(opened) {}
  SessionId id;
};

/** SERVER_HANDLE of LegacyApi. */
struct ServerHandle final : ContextObject {
  ServerHandle();
  ~ServerHandle() override;
  std::unique_ptr<EventBlock> events;  // from the first wait on
};

/** ENUM_HANDLE of TermSrvEnumeration: filters laid on before the result is fetched. */
struct EnumHandle final : ContextObject {
  struct StateFilter {
    host::State state;
    bool inverted;
  };
  std::vector<StateFilter> states;
  bool only_callers_own = false;

  bool passes(const host::Session& session, std::optional<uid_t> caller) const {
    for (const StateFilter& filter : states)
      if ((session.state == filter.state) == filter.inverted) return false;
    return !only_callers_own || (session.uid && session.uid == caller);
  }
};

}  // namespace nta::services
