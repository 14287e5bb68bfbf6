// The names of the accounts that SIDs stand for.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>

#include "base/sid.h"
#include "ntadmin/win/winnt.h"
#include "tools/server.h"

namespace nta::tools {

inline constexpr const char* unknown_account = "(unknown)";

/** Names of the accounts behind SIDs; each is looked up once. */
class AccountNames {
 public:
  explicit AccountNames(const Server& server) : server_(server) {}

  /** This machine's Unix user for S-1-22-1-uid (and root for S-1-5-18), "SYSTEM" on another host, else what the host
   *  says; unknown_account for a SID that is hidden from the caller or that the host does not know. */
  std::string name_of(PSID sid);

 private:
  std::string look_up(const Sid& sid, PSID raw) const;

  const Server& server_;
  std::map<Sid, std::string> known_;
};

/** The name of a Unix user of this machine, or the number where nobody has it. */
std::string user_name(uid_t uid);

}  // namespace nta::tools
