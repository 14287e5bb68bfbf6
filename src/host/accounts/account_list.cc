#include "host/accounts/account_list.h"

#include <algorithm>
#include <set>

#include "base/utf16.h"
#include "host/accounts/rules.h"

namespace nta::accounts {
namespace {

// The part up to `mark`, which goes from `text` with it.
std::string_view cut(std::string_view& text, char mark) {
  size_t end = std::min(text.find(mark), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// Not by its name in the error: that may be the rest of a password with a colon in it.
Result<Principal> local_group(AccountStore& store, std::string_view name, size_t number) {
  NTA_TRY(auto found, store.find(name));
  if (found && found->kind == Kind::alias) return *std::move(found);
  return fail(Win32::no_such_alias, "local group {} of the line is none of this host", number);
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

// What the line says has a password in it: no error shows more of it than the name.
Result<void> check_form(std::string_view line, std::set<std::string>& names) {
  auto wrong = [](std::string_view why) { return fail(Win32::invalid_data, "{}", why); };
  for (char each : line)
    if (static_cast<unsigned char>(each) < ' ') return wrong("there is a control character in it");
  auto colons = std::ranges::count(line, ':');
  if (colons == 0) return wrong("it is not name:password:local group,local group");
  if (colons > 2) return wrong("it has more than two colons, and neither a name nor a password can hold one");
  std::string_view name = cut(line, ':');
  if (!names.insert(name_key(name)).second) return fail(Win32::user_exists, "'{}' is listed twice", name);
  return {};
}

Result<void> add_listed(AccountStore& store, std::string_view line) {
  std::string_view name = cut(line, ':');
  std::string_view password = cut(line, ':');
  NTA_TRY(Rid rid, account(store, name, password));
  for (size_t number = 1; !line.empty(); ++number) {
    NTA_TRY(Principal group, local_group(store, cut(line, ','), number));
    std::vector<Sid> member{store.sid_of(rid)};
    auto added = store.add_to_alias(group.home, group.rid, member);
    if (!added && added.error().code != Win32::member_in_alias) return added;
  }
  return {};
}

}  // namespace

Result<void> add_listed_accounts(AccountStore& store, std::string_view text) {
  std::set<std::string> names;
  for (size_t number = 1; !text.empty(); ++number) {
    std::string_view line = cut(text, '\n');
    if (line.empty() || line.starts_with('#')) continue;
    auto added = check_form(line, names);
    if (added) added = add_listed(store, line);
    if (!added) return fail(added.error().code, "line {} of the accounts: {}", number, added.error().text);
  }
  return {};
}

}  // namespace nta::accounts
