#include "host/sessions/rights.h"

#include "base/sid.h"

namespace nta::host {

bool is_owner(const auth::AccessToken& caller, const Session& session) {
  if (!session.uid || !session.has_user()) return false;
  return caller.uid ? *caller.uid == *session.uid : caller.user == sid_of_uid(*session.uid);
}

Permit permit_of(const auth::AccessToken& caller, uint32_t rights, const auth::SecurityDescriptor& listener) {
  if (rights == 0 || caller.is_administrator() || caller.is_member(sid_system)) return {.for_all = true};
  auto decision = auth::decide(caller, listener, rights);
  // The owner has what no entry denies, as if by an entry behind all others.
  return {.for_all = decision.granted != 0, .for_own = decision.open != 0};
}

bool may(const auth::AccessToken& caller, const Session& session, Right right,
         const auth::SecurityDescriptor& listener) {
  return permit_of(caller, static_cast<uint32_t>(right), listener).covers(caller, session);
}

Result<void> check(const auth::AccessToken& caller, const Session& session, Right right,
                   const auth::SecurityDescriptor& listener) {
  if (may(caller, session, right, listener)) return {};
  return fail(Win32::access_denied, "{} has not the right to do this to session {} ({})", caller.name, session.id.value,
              session.has_user() ? session.user : "no user");
}

}  // namespace nta::host
