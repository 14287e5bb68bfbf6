// The numbers of a user's fields and of its account control, as samr has them on both sides.
#pragma once

#include <cstdint>

namespace nta::protocols {

/** WhichFields ([MS-SAMR] 2.2.1.8). */
namespace user_field {
inline constexpr uint32_t user_name = 0x1, full_name = 0x2, user_id = 0x4, primary_group = 0x8, admin_comment = 0x10,
                          user_comment = 0x20, home_directory = 0x40, home_drive = 0x80, script = 0x100,
                          profile = 0x200, workstations = 0x400, last_logon = 0x800, last_logoff = 0x1000,
                          logon_hours = 0x2000, bad_password_count = 0x4000, logon_count = 0x8000, can_change = 0x10000,
                          must_change = 0x20000, last_set = 0x40000, expires = 0x80000, control = 0x100000,
                          parameters = 0x200000, country = 0x400000, code_page = 0x800000, nt_password = 0x1000000,
                          lm_password = 0x2000000, private_data = 0x4000000, password_expired = 0x8000000,
                          security_descriptor = 0x10000000;
}  // namespace user_field

/** USER_* of UserAccountControl ([MS-SAMR] 2.2.1.12). */
namespace user_control {
inline constexpr uint32_t disabled = 0x1, home_directory_required = 0x2, password_not_required = 0x4,
                          temporary_duplicate = 0x8, normal = 0x10, mns_logon = 0x20, interdomain_trust = 0x40,
                          workstation_trust = 0x80, server_trust = 0x100, password_never_expires = 0x200,
                          locked = 0x400, encrypted_text_password_allowed = 0x800, smartcard_required = 0x1000,
                          trusted_for_delegation = 0x2000, not_delegated = 0x4000, des_key_only = 0x8000,
                          no_preauthentication = 0x10000, password_expired = 0x20000;
/** Of these a user has one. */
inline constexpr uint32_t types =
    temporary_duplicate | normal | mns_logon | interdomain_trust | workstation_trust | server_trust;
}  // namespace user_control

}  // namespace nta::protocols
