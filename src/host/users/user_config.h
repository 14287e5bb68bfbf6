// UserConfig: what is set for the sessions of one user.
#pragma once

#include "describe/user_config.h"

namespace nta::host {

using describe::default_user_config;
using describe::UserConfig;

}  // namespace nta::host
