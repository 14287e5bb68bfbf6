// What the account of a token is called.
#pragma once

#include <string>

#include "auth/access_token.h"

namespace nta::daemon {

/** "alice" of "HOST\alice"; nobody has no name. */
std::string account_of(const auth::AccessToken& token);

}  // namespace nta::daemon
