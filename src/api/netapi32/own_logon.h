// Who the calling process is logged on as.
#pragma once

#include <string>

#include "base/result.h"

namespace nta::api {

struct OwnLogon {
  std::u16string user;
  std::u16string computer;  // is the user's domain, and has logged them on itself
};

/** Fails with 53 where this machine has no host that runs. */
Result<OwnLogon> find_own_logon();

}  // namespace nta::api
