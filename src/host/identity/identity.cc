#include "host/identity/identity.h"

#include "base/nss.h"

namespace nta::host {

Result<std::optional<std::string>> account_name(uid_t uid) {
  return look_up([uid](auto... rest) { return getpwuid_r(uid, rest...); },
                 [](passwd& entry) { return std::string(entry.pw_name); });
}

Result<std::optional<uid_t>> account_uid(const std::string& name) {
  return look_up([&name](auto... rest) { return getpwnam_r(name.c_str(), rest...); },
                 [](passwd& entry) { return entry.pw_uid; });
}

Result<std::optional<std::string>> group_name(gid_t gid) {
  return look_up<group>([gid](auto... rest) { return getgrgid_r(gid, rest...); },
                        [](group& entry) { return std::string(entry.gr_name); });
}

Result<std::optional<gid_t>> group_gid(const std::string& name) {
  return look_up<group>([&name](auto... rest) { return getgrnam_r(name.c_str(), rest...); },
                        [](group& entry) { return entry.gr_gid; });
}

Result<std::vector<gid_t>> account_groups(uid_t uid) {
  using Named = std::pair<std::string, gid_t>;
  NTA_TRY(auto user, look_up([uid](auto... rest) { return getpwuid_r(uid, rest...); },
                             [](passwd& entry) { return Named(entry.pw_name, entry.pw_gid); }));
  if (!user) return fail(Win32::none_mapped, "there is no user {}", uid);
  return groups_of(user->first, user->second);
}

Result<std::vector<gid_t>> groups_of(const std::string& name, gid_t primary) {
  constexpr int most_groups = 65536;  // NGROUPS_MAX of Linux
  std::vector<gid_t> groups(64);
  for (;;) {
    int count = static_cast<int>(groups.size());
    if (getgrouplist(name.c_str(), primary, groups.data(), &count) >= 0) {
      groups.resize(static_cast<size_t>(count));
      return groups;
    }
    if (static_cast<size_t>(count) <= groups.size() || count > most_groups)
      return fail(Win32::invalid_data, "user '{}' is in {} groups", name, count);
    groups.resize(static_cast<size_t>(count));
  }
}

}  // namespace nta::host
