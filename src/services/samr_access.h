// Who may do what to servers, domains, users, groups and aliases ([MS-SAMR] 2.2.1, 3.1.4.4).
#pragma once

#include "auth/security_descriptor.h"
#include "protocols/account_rights.h"
#include "services/account_call.h"

namespace nta::services {

inline constexpr uint32_t all_of_user = 0xF07FF;

/** The descriptor of an object: administrators everything; account operators and power users what is theirs to
 *  manage, which neither the server nor Builtin is, nor users who are administrators, in the database or as Unix users,
 *  nor groups of such; all who logged on read; users change their own password, unless they may not. */
Result<auth::SecurityDescriptor> sam_descriptor(accounts::AccountStore& store, const SamObject& object);

/** What of a user decides on its descriptor. */
struct UserStanding {
  Sid sid;
  bool is_administrator = false;
  bool may_not_change_password = false;
};
/** The same of a user who is known already. */
auth::SecurityDescriptor user_descriptor(const UserStanding& user);

/** The rights among `desired` (specific, standard and generic ones, or the most that there are) that the caller gets.
 *  access_denied, with an audit line, where one of them is not given. */
Result<uint32_t> sam_access(Desk& desk, const SamObject& object, uint32_t desired);

/** Whether `rights` change an object, or its rights: what neither reads nor executes it does. */
bool sam_changes(SamKind kind, uint32_t rights);

/** Rights that the generic bits of `mask` stand for. */
uint32_t sam_specific(SamKind kind, uint32_t mask);

}  // namespace nta::services
