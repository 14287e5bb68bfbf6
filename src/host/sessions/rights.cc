#include "host/sessions/rights.h"

#include "host/identity/identity.h"

namespace nta::host {
namespace {

// Every one of Right. WTS_SECURITY_ALL_ACCESS would not do: in the header it lacks Logoff.
constexpr uint32_t every_right = 0x3FF;

}  // namespace

bool is_owner(const auth::AccessToken& caller, const Session& session) {
  if (!session.uid || !session.has_user()) return false;
  return caller.uid ? *caller.uid == *session.uid : caller.user == sid_of(*session.uid);
}

bool may(const auth::AccessToken& caller, const Session& session, Right right,
         const auth::SecurityDescriptor& listener) {
  if (caller.is_administrator() || caller.is_member(sid_system)) return true;
  auto desired = static_cast<uint32_t>(right);
  if (!is_owner(caller, session)) return auth::access_check(caller, listener, desired);
  // Entries count in their order: the owner's comes after all others, so that a denial meets first.
  auth::SecurityDescriptor with_owner = listener;
  if (with_owner.dacl) with_owner.dacl->push_back({auth::AceType::allowed, 0, every_right, caller.user});
  return auth::access_check(caller, with_owner, desired);
}

Result<void> check(const auth::AccessToken& caller, const Session& session, Right right,
                   const auth::SecurityDescriptor& listener) {
  if (may(caller, session, right, listener)) return {};
  return fail(Win32::access_denied, "{} has not the right to do this to session {} ({})", caller.name, session.id.value,
              session.has_user() ? session.user : "no user");
}

}  // namespace nta::host
