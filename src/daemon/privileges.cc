#include "daemon/privileges.h"

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>

#include "host/identity/identity.h"

namespace nta::daemon {

std::optional<gid_t> administrators_gid() {
  auto found = host::group_gid(administrators_group);
  return found ? *found : std::nullopt;
}

int become(const Account& account) {
  if (setgroups(account.groups.size(), account.groups.data()) < 0) return errno;
  if (setresgid(account.gid, account.gid, account.gid) < 0) return errno;
  if (setresuid(account.uid, account.uid, account.uid) < 0) return errno;
  bool way_back = account.uid != 0 && (setuid(0) == 0 || seteuid(0) == 0);
  return way_back ? EPERM : 0;
}

int gain_nothing_more() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return errno;
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0) return errno;
  return 0;
}

}  // namespace nta::daemon
