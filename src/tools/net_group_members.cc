#include "tools/net_group_members.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/sid.h"
#include "base/utf16.h"
#include "ntadmin/win/lmaccess.h"
#include "ntadmin/win/winbase.h"
#include "tools/hint.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

/** What is wanted, as sentences of failures need it. */
struct Wanted {
  NetServer& server;
  std::string_view noun;
  const std::string& group;
  MemberChange change;

  bool adds() const { return change == MemberChange::add; }
  /** "cannot add 'bob' to local group 'staff' of this host". */
  std::string failure(std::string_view names) const {
    return fmt::format("cannot {} {} {} {} '{}' of {}", adds() ? "add" : "take", names, adds() ? "to" : "out of", noun,
                       group, server.place());
  }
};

std::string quoted(std::string_view name) { return fmt::format("'{}'", name); }

std::string quoted(MemberNames names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
  return text;
}

/** The name of a user as the server writes it; its key is what names are compared by. */
Result<std::u16string> user_key(const Wanted& wanted, const std::string& name) {
  NetInfo<USER_INFO_0> user;
  NTA_CHECK(net_done(NetUserGetInfo(wanted.server.name(), to_utf16(name).c_str(), 0, user.out()), "{}",
                     wanted.failure(quoted(name))));
  return upper_case(view_or_empty(user->usri0_name));
}

Result<std::set<std::u16string>> keys_of_members(const Wanted& wanted) {
  NetList<GROUP_USERS_INFO_0> members;
  std::u16string group = to_utf16(wanted.group);
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD_PTR* position) {
    return NetGroupGetUsers(wanted.server.name(), group.data(), 0, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  NTA_CHECK(net_done(NetList<GROUP_USERS_INFO_0>::read<DWORD_PTR>(read, members),
                     "cannot list the members of group '{}' of {}", wanted.group, wanted.server.place()));
  std::set<std::u16string> keys;
  for (const auto& member : members.rows()) keys.insert(upper_case(view_or_empty(member.grui0_name)));
  return keys;
}

/** A list is only begun where every name of it is a user, and one that is not (or is) a member yet. */
Result<void> check_users(const Wanted& wanted, MemberNames names) {
  std::vector<std::u16string> keys;
  for (const std::string& name : names) {
    NTA_TRY(auto key, user_key(wanted, name));
    keys.push_back(std::move(key));
  }
  NTA_TRY(auto members, keys_of_members(wanted));
  for (size_t i = 0; i < keys.size(); ++i) {
    bool changes = wanted.adds() ? members.insert(keys[i]).second : members.erase(keys[i]) == 1;
    if (changes) continue;
    return fail(wanted.adds() ? Win32::user_in_group : Win32::user_not_in_group, "{}; it is {} member",
                wanted.failure(quoted(names[i])), wanted.adds() ? "a" : "no");
  }
  return {};
}

Result<Sid> sid_of_member(const Wanted& wanted, const std::string& name) {
  if (auto sid = Sid::parse(name)) return *sid;
  std::array<std::byte, SECURITY_MAX_SID_SIZE> sid{};
  std::array<char16_t, 257> domain{};
  DWORD size = sid.size(), domain_size = domain.size();
  SID_NAME_USE use{};
  if (LookupAccountNameW(wanted.server.name(), to_utf16(name).c_str(), sid.data(), &size, domain.data(), &domain_size,
                         &use))
    return Sid::from_bytes(std::span(sid).first(size));
  auto reason = static_cast<Win32>(GetLastError());
  if (reason == Win32::none_mapped) reason = Win32::no_such_member;
  return fail(reason, "{}", wanted.failure(quoted(name)));
}

}  // namespace

// There is one call for each member only.
Result<void> change_group_members(NetServer& server, const std::string& group, MemberNames names, MemberChange change) {
  Wanted wanted{server, "group", group, change};
  NTA_CHECK(check_users(wanted, names));
  auto call = wanted.adds() ? NetGroupAddUser : NetGroupDelUser;
  std::u16string group_name = to_utf16(group);
  for (const std::string& name : names)
    NTA_CHECK(
        net_done(call(server.name(), group_name.data(), to_utf16(name).data()), "{}", wanted.failure(quoted(name))));
  return {};
}

// One call changes all of them or none, and takes either names or SIDs: names are looked up first, so that who is
// unknown can be named.
Result<void> change_local_group_members(NetServer& server, const std::string& group, MemberNames names,
                                        MemberChange change) {
  Wanted wanted{server, "local group", group, change};
  std::set<Sid> sids;
  for (const std::string& name : names) {
    NTA_TRY(Sid sid, sid_of_member(wanted, name));
    sids.insert(sid);
  }
  std::vector<Bytes> packed;
  std::vector<LOCALGROUP_MEMBERS_INFO_0> rows;
  for (const Sid& sid : sids) rows.push_back({.lgrmi0_sid = packed.emplace_back(sid.bytes()).data()});
  auto call = wanted.adds() ? NetLocalGroupAddMembers : NetLocalGroupDelMembers;
  return net_done(call(server.name(), to_utf16(group).data(), 0, reinterpret_cast<LPBYTE>(rows.data()),
                       static_cast<DWORD>(rows.size())),
                  "{}", wanted.failure(quoted(names)));
}

namespace {

/** The local group Users as the server calls it: Windows translates the name. Empty where it has none. */
std::string name_of_users(NetServer& server) {
  Bytes sid = sid_users.bytes();
  std::array<char16_t, 257> name{}, domain{};
  DWORD size = name.size(), domain_size = domain.size();
  SID_NAME_USE use{};
  bool is_there =
      LookupAccountSidW(server.name(), sid.data(), name.data(), &size, domain.data(), &domain_size, &use) != FALSE;
  return is_there ? to_utf8(name.data()) : "";
}

}  // namespace

void join_users(NetServer& server, const std::string& user) {
  std::string group = name_of_users(server);
  if (group.empty()) return;
  auto joined = change_local_group_members(server, group, {&user, 1}, MemberChange::add);
  if (!joined && joined.error().code != Win32::member_in_alias)
    talk("User '{}' was added, but {}", user, sentence(joined.error()));
}

}  // namespace nta::tools
