// What is set for the sessions of an account of another server: in the parameters that its SAM keeps
// (docs/accounts.md).
#pragma once

#include <functional>
#include <string>

#include "user_settings/user_config.h"

namespace nta::api {

/** Where nothing was ever set, what Windows then takes. user_not_found; access_denied. */
Result<user_settings::UserConfig> config_of_account(const std::u16string& server, const std::u16string& user);

/** Changes what is there; everything else in the parameters stays. */
Result<void> change_config_of_account(const std::u16string& server, const std::u16string& user,
                                      const std::function<Result<void>(user_settings::UserConfig&)>& edit);

}  // namespace nta::api
