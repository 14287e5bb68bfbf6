#include "host/identity/power.h"

#include <unistd.h>

#include <algorithm>

#include "auth/peer.h"
#include "host/identity/identity.h"

namespace nta::host {
namespace {

// By sudo's and PolicyKit's rules; by what their members read and write (raw disks, hashes, logs); by services that do
// for them what root may.
constexpr const char* powerful_groups[] = {
    "root", "sudo", "wheel", "admin", "adm", "disk", "shadow", "docker", "lxd", "libvirt", administrators_group};

}  // namespace

Result<std::optional<std::string>> powerful_group(std::span<const gid_t> groups) {
  for (const char* name : powerful_groups) {
    NTA_TRY(auto gid, group_gid(name));
    if (gid && std::find(groups.begin(), groups.end(), *gid) != groups.end()) return std::optional<std::string>(name);
  }
  return std::optional<std::string>();
}

std::vector<Sid> sids_of_unix_user(uid_t uid) {
  std::vector<Sid> sids{sid_of_uid(uid)};
  auto groups = account_groups(uid);
  bool is_nobody = !groups && groups.error().code == Win32::none_mapped;
  bool is_powerful = uid == 0 || uid == geteuid() || (!groups && !is_nobody);
  if (groups) {
    for (gid_t gid : *groups) sids.push_back(auth::sid_of_gid(gid));
    auto powerful = powerful_group(*groups);
    is_powerful = is_powerful || !powerful || *powerful;
  }
  if (is_powerful) sids.push_back(sid_administrators);
  return sids;
}

}  // namespace nta::host
