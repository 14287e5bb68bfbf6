// Who may do what to servers, domains, users, groups and aliases ([MS-SAMR] 2.2.1, 3.1.4.4).
#pragma once

#include "auth/security_descriptor.h"
#include "services/account_call.h"

namespace nta::services {

inline constexpr uint32_t server_enumerate = 0x10, server_lookup = 0x20;

inline constexpr uint32_t domain_read_password = 0x1, domain_write_password = 0x2, domain_read_other = 0x4,
                          domain_write_other = 0x8, domain_create_user = 0x10, domain_create_group = 0x20,
                          domain_create_alias = 0x40, domain_get_membership = 0x80, domain_list = 0x100,
                          domain_lookup = 0x200;

inline constexpr uint32_t user_read_general = 0x1, user_read_preferences = 0x2, user_write_preferences = 0x4,
                          user_read_logon = 0x8, user_read_account = 0x10, user_write_account = 0x20,
                          user_change_password = 0x40, user_set_password = 0x80, user_list_groups = 0x100;

inline constexpr uint32_t group_read = 0x1, group_write = 0x2, group_add = 0x4, group_remove = 0x8, group_list = 0x10;

inline constexpr uint32_t alias_add = 0x1, alias_remove = 0x2, alias_list = 0x4, alias_read = 0x8, alias_write = 0x10;

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

/** Rights that the generic bits of `mask` stand for. */
uint32_t sam_specific(SamKind kind, uint32_t mask);

}  // namespace nta::services
