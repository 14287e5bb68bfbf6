// LoginPeers: where somebody logged on from over SSH: the TCP peer of the sshd above one of their processes (design
// §9).
//
// The kernel's word, not the environment's, which anybody can write.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace nta::host {

class LoginPeers {
 public:
  /** A numeric address; empty where the process is below no sshd, or that cannot be read. */
  using Done = std::function<void(std::string address)>;

  virtual ~LoginPeers() = default;

  /** `done` is called once, also during the call. */
  virtual void find(pid_t pid, Done done) = 0;
};

/** With this process' own rights: enough for root, and for an sshd that the same user runs. */
class LocalLoginPeers final : public LoginPeers {
 public:
  void find(pid_t pid, Done done) override;
};

/** Whether a process above `pid` calls itself sshd: what anyone can see, and no proof. Spares most processes the rest.
 */
bool looks_like_ssh(const std::string& proc_root, pid_t pid);

/** The address that the nearest sshd above `pid` is connected to, of those that run as root or as `also`. Empty where
 *  there is none; access_denied where it cannot be read. */
Result<std::string> ssh_peer_above(pid_t pid, uid_t also);

/** The peer of the established connection with that inode, of /proc/PID/net/tcp or tcp6; empty where it is not there.
 */
std::string peer_in_table(std::string_view table, std::string_view inode);

}  // namespace nta::host
