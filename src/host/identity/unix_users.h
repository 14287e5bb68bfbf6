// The people among the users of the system: who they are, by NSS and by what login.defs calls a person's uid.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace nta::host {

struct UnixUser {
  uid_t uid = 0;
  std::string name;
  std::string full_name;  // of GECOS, up to its first comma
  std::string home_directory;
};

/** Which uids are people's: neither the system's nor, at the other end, nobody's. */
struct UidRange {
  uid_t first = 1000;
  uid_t last = 60000;
  bool holds(uid_t uid) const { return uid >= first && uid <= last; }
};

/** UID_MIN and UID_MAX; what the file does not say, or a range that is none, is as in UidRange. */
UidRange uid_range(const std::string& login_defs = "/etc/login.defs");

/** Where useradd puts the home directories of new users. */
std::string base_of_homes(const std::string& useradd_defaults = "/etc/default/useradd");

/** Those that NSS lists (getpwent): a directory on the network may hold more than it lists. Blocks. */
Result<std::vector<UnixUser>> list_unix_users(UidRange range);

/** One of them, listed or not; null when there is none. Blocks. */
Result<std::optional<UnixUser>> unix_user(uid_t uid);

}  // namespace nta::host
