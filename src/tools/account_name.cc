// SIDs of Unix users, back to names.
#include "tools/account_name.h"

#include <pwd.h>

#include <array>

#include "base/sid.h"

namespace nta::tools {

std::string user_name(uid_t uid) {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found) return entry.pw_name;
  return std::to_string(uid);
}

std::string account_name(const Server& server, PSID raw) {
  if (!raw) return "(unknown)";
  const auto* bytes = static_cast<const std::byte*>(raw);
  auto sid = Sid::from_bytes({bytes, 8 + 4 * static_cast<size_t>(bytes[1])});
  if (!sid) return "(unknown)";
  if (*sid == sid_system) return server.is_local() ? user_name(0) : "SYSTEM";
  bool unix_user = sid->authority == 22 && sid->count == 2 && sid->sub[0] == 1;
  return unix_user && server.is_local() ? user_name(sid->sub[1]) : "(unknown)";
}

}  // namespace nta::tools
