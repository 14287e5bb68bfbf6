// Rights on the objects of samr and lsarpc: what clients ask for, and hosts give ([MS-SAMR] 2.2.1, [MS-LSAD] 2.2.1.1).
#pragma once

#include <cstdint>

namespace nta::protocols {

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

inline constexpr uint32_t policy_view_local = 0x1, policy_view_audit = 0x2, policy_lookup_names = 0x800;

}  // namespace nta::protocols
