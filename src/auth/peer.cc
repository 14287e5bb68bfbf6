// Kernel credentials to access token.
#include "auth/peer.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77  // Linux 6.5; the headers of Debian 12 lack it
#endif

namespace nta::auth {

namespace {

constexpr uid_t default_overflow_uid = 65534;
constexpr size_t most_groups = 65536;  // NGROUPS_MAX of Linux

Result<std::vector<gid_t>> read_groups(int socket) {
  std::vector<gid_t> groups(32);
  for (;;) {
    auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0) {
      groups.resize(size / sizeof(gid_t));
      return groups;
    }
    // ERANGE puts the size wanted into `size`.
    if (errno != ERANGE || size / sizeof(gid_t) <= groups.size() || size / sizeof(gid_t) > most_groups)
      return fail(win32_from_errno(errno), "SO_PEERGROUPS: {}", std::strerror(errno));
    groups.resize(size / sizeof(gid_t));
  }
}

UniqueFd read_pidfd(int socket) {
  int fd = -1;
  socklen_t size = sizeof fd;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERPIDFD, &fd, &size) != 0) return {};
  return UniqueFd(fd);
}

bool is_local_administrator(const PeerCredentials& peer, const LocalPolicy& policy) {
  if (peer.uid == 0 || (policy.owner && peer.uid == *policy.owner)) return true;
  if (!policy.administrators_group) return false;
  return peer.gid == *policy.administrators_group ||
         std::find(peer.groups.begin(), peer.groups.end(), *policy.administrators_group) != peer.groups.end();
}

}  // namespace

uid_t overflow_uid() {
  static const uid_t value = [] {
    unsigned read = default_overflow_uid;
    if (std::FILE* file = std::fopen("/proc/sys/kernel/overflowuid", "re")) {
      if (std::fscanf(file, "%u", &read) != 1) read = default_overflow_uid;
      std::fclose(file);
    }
    return static_cast<uid_t>(read);
  }();
  return value;
}

Result<PeerCredentials> read_peer(int socket) {
  ucred kernel{};
  socklen_t size = sizeof kernel;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &kernel, &size) != 0)
    return fail(win32_from_errno(errno), "SO_PEERCRED: {}", std::strerror(errno));
  if (kernel.uid == overflow_uid())
    return fail(Win32::access_denied, "a peer with the overflow uid {} is nobody in particular", kernel.uid);
  PeerCredentials peer{.uid = kernel.uid, .gid = kernel.gid, .pid = kernel.pid};
  NTA_TRY(peer.groups, read_groups(socket));
  peer.pidfd = read_pidfd(socket);
  return peer;
}

Sid sid_of_gid(gid_t gid) { return make_sid(22, 2, gid); }

AccessToken make_local_token(const PeerCredentials& peer, const LocalPolicy& policy) {
  AccessToken token{.user = policy.sid_of(peer.uid), .uid = peer.uid, .pid = peer.pid, .origin = Origin::local};
  token.groups = {sid_everyone, sid_authenticated_users, sid_users, sid_remote_desktop_users};
  if (is_local_administrator(peer, policy)) token.groups.push_back(sid_administrators);
  auto join = [&token](const Sid& group) {
    if (!token.is_member(group)) token.groups.push_back(group);
  };
  join(sid_of_uid(peer.uid));  // what was allowed to the number stays so for the account
  if (policy.groups_of)
    for (const Sid& group : policy.groups_of(peer.uid)) join(group);
  token.groups.push_back(sid_of_gid(peer.gid));
  for (gid_t gid : peer.groups)
    if (gid != peer.gid) token.groups.push_back(sid_of_gid(gid));
  std::vector<Sid> sids = token.groups;
  sids.push_back(sid_of_uid(peer.uid));
  if (policy.aliases_of)
    for (const Sid& alias : policy.aliases_of(sids)) join(alias);
  if (policy.name_of) token.name = policy.name_of(peer.uid);
  if (policy.session_of && peer.pid != 0) token.session = policy.session_of(peer.pid);
  return token;
}

}  // namespace nta::auth
