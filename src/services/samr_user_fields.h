// The fields of a user: the rights they need, and how they are told and set
// ([MS-SAMR] 2.2.1.8, 3.1.5.5.5, 3.1.5.6.4).
#pragma once

#include "protocols/samr_user_bits.h"
#include "services/samr_handlers.h"

namespace nta::services {

namespace user_field {
using namespace protocols::user_field;
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
