#include "host/accounts/setup.h"

namespace nta::accounts {
namespace {

constexpr Rid administrators{544};

Result<Rid> account_named(AccountStore& store, const std::string& name) {
  auto user = store.user(name);
  if (!user && user.error().code != Win32::user_not_found) return std::move(user).error();
  if (user && user->has_password)
    return fail(Win32::already_exists, "'{}' has a password already: 'ntadmin net user' changes accounts", name);
  if (user) return user->rid;
  User made;
  made.name = name;
  return store.add_user(made);
}

}  // namespace

Result<std::optional<std::string>> who_administers(const AccountStore& store) {
  NTA_TRY(std::vector<Sid> members, store.alias_members(Home::builtin, administrators));
  for (const Sid& sid : members) {
    NTA_TRY(auto member, store.find(sid));
    if (!member || member->kind != Kind::user) continue;
    NTA_TRY(User user, store.user(member->rid));
    if (user.has_password && !user.is_disabled()) return std::optional(user.name);
  }
  return std::optional<std::string>();
}

// The password comes last: when anything before it fails, the same call can be made again.
Result<void> set_up(AccountStore& store, const std::string& name, const std::u16string& password) {
  NTA_TRY(auto already, who_administers(store));
  if (already) return fail(Win32::already_exists, "this host is set up already: '{}' administers it", *already);
  if (password.empty()) return fail(Win32::password_too_short, "an empty password opens nothing over the network");
  NTA_TRY(Rid rid, account_named(store, name));
  std::vector<Sid> member{store.sid_of(rid)};
  auto joined = store.add_to_alias(Home::builtin, administrators, member);
  if (!joined && joined.error().code != Win32::member_in_alias) return joined;
  NTA_CHECK(store.change_user(rid, [](User& user) -> Result<void> {
    user.control &= ~control::disabled;
    return {};
  }));
  return store.set_password(rid, {password, false, 0}, SetBy::administrator);
}

}  // namespace nta::accounts
