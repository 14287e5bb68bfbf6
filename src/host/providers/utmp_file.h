// The records of /run/utmp: who is logged on where, on hosts without logind (utmp(5)).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/sessions/session.h"

namespace nta::host {

struct Login {
  pid_t pid = 0;
  std::string line;  // "pts/3"
  std::string user;
  std::string host;  // as the login program wrote it
  Address address;   // from the host where it is numeric, else from the record's own address
  FileTime time = 0;
  std::string key;  // line, pid and time: of this login only
  std::optional<uid_t> uid;
};

/** The logins whose process lives. Blocks: users are looked up. A file that does not exist has none. */
Result<std::vector<Login>> read_logins(const std::string& path, const std::string& proc_root);

}  // namespace nta::host
