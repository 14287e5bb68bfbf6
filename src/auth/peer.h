// The peer of a unix socket: what the kernel says about it, and the access token that makes (docs/identity.md).
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "auth/access_token.h"
#include "base/result.h"

namespace nta::auth {

struct PeerCredentials {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;              // 0 when it lives in a pid namespace that is not visible here
  std::vector<gid_t> groups;  // supplementary ones, as they were when it connected
  UniqueFd pidfd;             // empty where the kernel has no SO_PEERPIDFD (before 6.5)
};

/** Reads the credentials of a connected unix socket's peer. The overflow uid, which stands for every user that is
 *  not mapped into this namespace, is refused with access_denied. */
Result<PeerCredentials> read_peer(int socket);

/** The overflow uid of this kernel. */
uid_t overflow_uid();

/** What a host knows about local callers. Name and SID come from memory: this runs on the loop thread. */
struct LocalPolicy {
  std::optional<uid_t> owner;                 // of a user-mode host
  std::optional<gid_t> administrators_group;  // Unix group `ntadmin`, where there is one
  std::function<Sid(uid_t)> sid_of = [](uid_t uid) { return sid_of_uid(uid); };
  std::function<std::vector<Sid>(uid_t)> groups_of;  // of the account that the user is
  /** Local groups that one of these is in, whatever the account is. */
  std::function<std::vector<Sid>(std::span<const Sid>)> aliases_of;
  std::function<std::string(uid_t)> name_of;   // DOMAIN\user
  std::function<SessionId(pid_t)> session_of;  // by ancestry; session 0 where there is none
};

/** SID of a Unix group: S-1-22-2-gid. */
Sid sid_of_gid(gid_t gid);

AccessToken make_local_token(const PeerCredentials& peer, const LocalPolicy& policy);

}  // namespace nta::auth
