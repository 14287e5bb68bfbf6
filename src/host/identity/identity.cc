#include "host/identity/identity.h"

#include <unistd.h>

#include <array>

#include "host/identity/nss.h"

namespace nta::host {
namespace {

constexpr size_t netbios_name_length = 15;
constexpr int most_groups = 65536;  // NGROUPS_MAX of Linux

}  // namespace

std::string computer_name_of(std::string_view host_name) {
  std::string name(host_name.substr(0, host_name.find('.')).substr(0, netbios_name_length));
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

std::string computer_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "LOCALHOST";
  return computer_name_of(name.data());
}

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
  std::vector<gid_t> groups(32);
  for (;;) {
    int count = static_cast<int>(groups.size());
    if (getgrouplist(user->first.c_str(), user->second, groups.data(), &count) >= 0) {
      groups.resize(static_cast<size_t>(count));
      return groups;
    }
    if (static_cast<size_t>(count) <= groups.size() || count > most_groups)
      return fail(Win32::invalid_data, "user {} is in {} groups", uid, count);
    groups.resize(static_cast<size_t>(count));
  }
}

Sid sid_of(uid_t uid) { return sid_of_uid(uid); }

}  // namespace nta::host
