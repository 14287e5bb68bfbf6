// The line a person reads when something failed: what, the code and its name, and what to do about it.
#pragma once

#include <string>

#include "base/result.h"
#include "tools/arguments.h"

namespace nta::tools {

/** What refused: the remedy is not the same everywhere. */
enum class Refuser {
  nobody,    // no host was asked
  service,   // of this machine
  own_host,  // the user's
  named,     // by NTADMIN_HOST
  server,    // on the network
};

struct Refusal {
  Refuser by = Refuser::nobody;
  std::string server = {};  // where it is one
};

/** Whom a command line asks. */
Refusal refusal_of(const Command& command, const Arguments& arguments);

/** "no session 7 on this host (7022, ERROR_CTX_WINSTATION_NOT_FOUND); 'ntadmin query session' lists them" */
std::string sentence(const Error& error, const Refusal& refusal = {});

}  // namespace nta::tools
