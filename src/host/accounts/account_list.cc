#include "host/accounts/account_list.h"

#include "base/utf16.h"

namespace nta::accounts {
namespace {

// The part up to `mark`, which goes from `text` with it.
std::string_view cut(std::string_view& text, char mark) {
  size_t end = std::min(text.find(mark), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

Result<Principal> local_group(AccountStore& store, std::string_view name) {
  NTA_TRY(auto found, store.find(name));
  if (!found) {
    NTA_CHECK(store.add_alias({Home::account, {}, std::string(name), ""}));
    NTA_TRY(found, store.find(name));
  }
  if (found && found->kind == Kind::alias) return *std::move(found);
  return fail(Win32::no_such_alias, "'{}' is no local group", name);
}

Result<Rid> account(AccountStore& store, std::string_view name, std::string_view password) {
  Password secret{to_utf16(password), false, 0};
  NTA_TRY(auto found, store.find(name));
  if (!found) {
    User user;
    user.name = name;
    return store.add_user(user, secret, SetBy::import);
  }
  if (found->kind != Kind::user) return fail(Win32::user_exists, "'{}' is the name of a group", name);
  NTA_CHECK(store.set_password(found->rid, secret, SetBy::import));
  return found->rid;
}

Result<void> add_listed(AccountStore& store, std::string_view line) {
  std::string_view name = cut(line, ':');
  std::string_view password = cut(line, ':');
  NTA_TRY(Rid rid, account(store, name, password));
  while (!line.empty()) {
    NTA_TRY(Principal group, local_group(store, cut(line, ',')));
    std::vector<Sid> member{store.sid_of(rid)};
    auto added = store.add_to_alias(group.home, group.rid, member);
    if (!added && added.error().code != Win32::member_in_alias) return added;
  }
  return {};
}

}  // namespace

Result<void> add_listed_accounts(AccountStore& store, std::string_view text) {
  for (size_t number = 1; !text.empty(); ++number) {
    std::string_view line = cut(text, '\n');
    if (line.empty() || line.starts_with('#')) continue;
    if (auto added = add_listed(store, line); !added)
      return fail(added.error().code, "line {} of the accounts: {}", number, added.error().text);
  }
  return {};
}

}  // namespace nta::accounts
