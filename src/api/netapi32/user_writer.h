// Making and changing users over samr, passwords encrypted as the protocol wants.
#pragma once

#include "api/netapi32/user_fields.h"

namespace nta::api {

/** Makes the user and sets all of it; where setting fails nothing is left. */
Result<void> add_user(const WCHAR* server_name, UserWish wish);
Result<void> set_user(const SamServer& server, const WCHAR* name, UserWish wish);
Result<void> change_own_password(const WCHAR* server_name, const WCHAR* user, const WCHAR* old_password,
                                 const WCHAR* new_password);

}  // namespace nta::api
