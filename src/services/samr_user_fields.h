// The fields of a user: their bits in WhichFields, the rights they need, and how they are told and set
// ([MS-SAMR] 2.2.1.8, 3.1.5.5.5, 3.1.5.6.4).
#pragma once

#include "services/samr_handlers.h"

namespace nta::services {

namespace user_field {
inline constexpr uint32_t user_name = 0x1, full_name = 0x2, user_id = 0x4, primary_group = 0x8, admin_comment = 0x10,
                          user_comment = 0x20, home_directory = 0x40, home_drive = 0x80, script = 0x100,
                          profile = 0x200, workstations = 0x400, last_logon = 0x800, last_logoff = 0x1000,
                          logon_hours = 0x2000, bad_password_count = 0x4000, logon_count = 0x8000, can_change = 0x10000,
                          must_change = 0x20000, last_set = 0x40000, expires = 0x80000, control = 0x100000,
                          parameters = 0x200000, country = 0x400000, code_page = 0x800000, nt_password = 0x1000000,
                          lm_password = 0x2000000, private_data = 0x4000000, password_expired = 0x8000000,
                          security_descriptor = 0x10000000;
/** Not for a caller of SamrSetInformationUser to set: an error, whatever the rights ([MS-SAMR] 3.1.5.6.4.2). */
inline constexpr uint32_t read_only = user_id | last_logon | last_logoff | bad_password_count | logon_count |
                                      can_change | must_change | last_set | private_data | security_descriptor |
                                      0xC0000000;
}  // namespace user_field

/** Everything that is told of a user, in memory of the arena; WhichFields are those that `granted` lets read. */
protocols::SAMPR_USER_ALL_INFORMATION user_image(const accounts::User& user, const accounts::Policy& policy,
                                                 uint32_t granted, Arena& memory);

/** The right that setting all of `fields` takes. */
uint32_t rights_to_set(uint32_t fields);

/** Puts the fields of `from` that `fields` names into the user. */
Result<void> apply_fields(accounts::User& user, const protocols::SAMPR_USER_ALL_INFORMATION& from, uint32_t fields);

/** What a class of SamrSetInformationUser asks for: fields with their values, and a password. */
struct UserWish {
  uint32_t fields = 0;
  protocols::SAMPR_USER_ALL_INFORMATION values{};
  std::optional<accounts::Password> password;
  std::optional<bool> must_change;
};
/** samr_user_set.cc. invalid_level, invalid_parameter, and what is wrong with an encrypted password. */
Result<UserWish> read_wish(const Desk& desk, uint32_t level, const protocols::SAMPR_USER_INFO_BUFFER& from);
/** All but the password. */
Result<void> apply_wish(accounts::User& user, const UserWish& wish);

}  // namespace nta::services
