#include "host/sessions/rights.h"

#include "host/identity/identity.h"

namespace nta::host {

bool is_owner(const auth::AccessToken& caller, const Session& session) {
  if (!session.uid || !session.has_user()) return false;
  return caller.uid ? *caller.uid == *session.uid : caller.user == sid_of(*session.uid);
}

bool may(const auth::AccessToken& caller, const Session& session, Right right,
         const auth::SecurityDescriptor& listener) {
  if (caller.is_administrator() || caller.is_member(sid_system)) return true;
  auto decision = auth::decide(caller, listener, static_cast<uint32_t>(right));
  // The owner has what no entry denies, as if by an entry behind all others.
  return decision.granted || (decision.open && is_owner(caller, session));
}

Result<void> check(const auth::AccessToken& caller, const Session& session, Right right,
                   const auth::SecurityDescriptor& listener) {
  if (may(caller, session, right, listener)) return {};
  return fail(Win32::access_denied, "{} has not the right to do this to session {} ({})", caller.name, session.id.value,
              session.has_user() ? session.user : "no user");
}

}  // namespace nta::host
