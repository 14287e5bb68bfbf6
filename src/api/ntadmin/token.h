// Token: what a token handle stands for. The session's socket is where programs are run for it.
#pragma once

#include <string>
#include <vector>

#include "base/sid.h"
#include "ntadmin/win/windef.h"

namespace nta::api {

struct Token {
  Sid user;
  Sid primary_group;
  std::vector<Sid> groups;
  DWORD session = 0;
  std::string socket;  // empty: a login of the system's, in which nothing can be run
  uint32_t id = 0;     // of this handle's token, for TOKEN_STATISTICS
};

/** A number for a new token; never 0, never twice in a process. */
NTADMIN_API uint32_t new_token_id();

}  // namespace nta::api
