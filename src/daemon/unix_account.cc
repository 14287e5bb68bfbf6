#include "daemon/unix_account.h"

#include "base/nss.h"
#include "host/identity/identity.h"

namespace nta::daemon {
namespace {

template <class Get>
Result<Account> find(Get get, const std::string& wanted) {
  NTA_TRY(auto account, look_up(get, [](passwd& entry) {
            return Account{entry.pw_name, entry.pw_uid, entry.pw_gid, entry.pw_dir, entry.pw_shell, {}};
          }));
  if (!account) return fail(Win32::user_not_found, "there is no user '{}' on this machine", wanted);
  NTA_TRY(account->groups, host::groups_of(account->name, account->gid));
  return *std::move(account);
}

}  // namespace

Result<Account> find_account(const std::string& name) {
  return find([&](auto... rest) { return getpwnam_r(name.c_str(), rest...); }, name);
}

Result<Account> find_account(uid_t uid) {
  return find([uid](auto... rest) { return getpwuid_r(uid, rest...); }, std::to_string(uid));
}

}  // namespace nta::daemon
