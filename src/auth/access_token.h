// AccessToken: who a call is made for. The one identity that everything above the transport sees (docs/identity.md).
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/sid.h"
#include "base/types.h"

namespace nta::auth {

/** How the identity was proved. */
enum class Origin {
  none,         // not at all: an anonymous caller
  local,        // kernel credentials of a unix socket's peer
  smb_session,  // the SMB session that carries the pipe
  rpc,          // authentication inside the RPC association; beats the session's below it
  samba,        // handed over by smbd with the pipe
};

struct AccessToken {
  Sid user;
  std::vector<Sid> groups;
  std::string name;          // DOMAIN\user, UTF-8
  std::optional<uid_t> uid;  // where the user is a Unix user
  pid_t pid = 0;             // of the calling process; 0 when it is on another machine
  SessionId session;         // terminal session of that process; 0 when there is none
  Origin origin = Origin::local;
  std::shared_ptr<const UniqueFd> connection;  // local: the socket itself, for the monitor to check again; else null

  bool is_member(const Sid& sid) const {
    return sid == user || std::find(groups.begin(), groups.end(), sid) != groups.end();
  }
  bool is_anonymous() const { return origin == Origin::none; }
  bool is_administrator() const { return is_member(sid_administrators); }
  /** "alice" of "HOST\alice"; nobody has no name. */
  std::string account() const { return user == sid_anonymous ? std::string() : name.substr(name.rfind('\\') + 1); }
};

/** Who has not said who they are. Reaches only what is meant for everybody. */
inline AccessToken anonymous_token() {
  return {.user = sid_anonymous, .groups = {}, .name = "NT AUTHORITY\\ANONYMOUS LOGON", .origin = Origin::none};
}

}  // namespace nta::auth
