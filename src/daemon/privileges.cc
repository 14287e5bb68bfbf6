#include "daemon/privileges.h"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

namespace nta::daemon {
namespace {

constexpr size_t largest_entry = 1u << 20;

std::vector<gid_t> groups_of(const passwd& entry) {
  int count = 64;
  std::vector<gid_t> groups(64);
  while (getgrouplist(entry.pw_name, entry.pw_gid, groups.data(), &count) < 0)
    groups.resize(static_cast<size_t>(count));
  groups.resize(static_cast<size_t>(count));
  return groups;
}

using Lookup = std::function<int(passwd*, char*, size_t, passwd**)>;

Result<Account> find(const Lookup& lookup, const std::string& wanted) {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> text(4096);
  int error;
  while ((error = lookup(&entry, text.data(), text.size(), &found)) == ERANGE && text.size() < largest_entry)
    text.resize(text.size() * 2);
  if (!found && error != 0 && error != ENOENT && error != ESRCH)
    return fail(win32_from_errno(error), "cannot look up user '{}': {}", wanted, std::strerror(error));
  if (!found) return fail(Win32::user_not_found, "there is no user '{}' on this machine", wanted);
  return Account{entry.pw_name, entry.pw_uid, entry.pw_gid, entry.pw_dir, entry.pw_shell, groups_of(entry)};
}

}  // namespace

Result<Account> find_account(const std::string& name) {
  return find([&](passwd* entry, char* text, size_t size,
                  passwd** found) { return getpwnam_r(name.c_str(), entry, text, size, found); },
              name);
}

Result<Account> find_account(uid_t uid) {
  return find(
      [&](passwd* entry, char* text, size_t size, passwd** found) { return getpwuid_r(uid, entry, text, size, found); },
      std::to_string(uid));
}

std::optional<gid_t> find_group(const std::string& name) {
  group entry{};
  group* found = nullptr;
  std::vector<char> text(4096);
  while (getgrnam_r(name.c_str(), &entry, text.data(), text.size(), &found) == ERANGE && text.size() < largest_entry)
    text.resize(text.size() * 2);
  return found ? std::optional(found->gr_gid) : std::nullopt;
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
