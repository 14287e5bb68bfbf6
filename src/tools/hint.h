// The line a person reads when something failed: what, the code and its name, and what to do about it.
#pragma once

#include <string>

#include "base/result.h"

namespace nta::tools {

/** "no session 7 on this host (7022, ERROR_CTX_WINSTATION_NOT_FOUND); 'ntadmin query session' lists them" */
std::string sentence(const Error& error);

}  // namespace nta::tools
