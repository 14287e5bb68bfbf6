// One audit line about what a client did, or was refused.
#pragma once

#include "services/call.h"

namespace nta::services {

/** How audit lines name a caller: DOMAIN\user (SID). */
std::string audit_name(const auth::AccessToken& caller);

void audit(const Client& client, std::string_view action, std::string_view target, Win32 result);

/** One line about what became of an act; gives the result back. */
Result<void> audited(const Client& client, std::string_view action, std::string_view target, Result<void> result);

}  // namespace nta::services
