// Groups of a domain: listed, asked about, made, changed, and who is in them.
#include "api/netapi32/group_tables.h"
#include "api/netapi32/paging.h"
#include "api/netapi32/user_reader.h"
#include "describe/memory.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::api {
namespace {

using namespace protocols;
using describe::Type;

constexpr uint32_t group_read = 0x1, group_write = 0x2, group_add = 0x4, group_remove = 0x8, group_list = 0x10;
constexpr uint32_t right_to_delete = 0x10000, member_attributes = 7;
constexpr uint32_t domain_read = 0x4;  // how many there are

const Type* info_level(DWORD level) {
  switch (level) {
    case 0:
      return &type_of<GROUP_INFO_0>;
    case 1:
      return &type_of<GROUP_INFO_1>;
    case 2:
      return &type_of<GROUP_INFO_2>;
    case 3:
      return &type_of<GROUP_INFO_3>;
    default:
      return nullptr;
  }
}

const Type* users_level(DWORD level) {
  if (level == 0) return &type_of<GROUP_USERS_INFO_0>;
  return level == 1 ? &type_of<GROUP_USERS_INFO_1> : nullptr;
}

Error no_level(DWORD level) { return fail(Win32::invalid_level, "level {}", level); }

struct GroupFacts {
  RPC_UNICODE_STRING name, comment;
  uint32_t rid = 0;
  uint32_t attributes = 0;
};

// Levels 0 to 2 are prefixes of one another; level 3 has the SID where 2 has the RID.
void fill(DWORD level, std::byte* row, const GroupFacts& facts, const SamDomain& domain, Arena& memory) {
  char16_t* name = memory.text(text_of(facts.name));
  if (level == 0) return describe::store(row, GROUP_INFO_0{name});
  char16_t* comment = memory.text(text_of(facts.comment));
  if (level == 1) return describe::store(row, GROUP_INFO_1{name, comment});
  if (level == 2) return describe::store(row, GROUP_INFO_2{name, comment, facts.rid, facts.attributes});
  Bytes sid = domain.sid().with(facts.rid).bytes();
  describe::store(row, GROUP_INFO_3{name, comment, memory.copy(std::span<const std::byte>(sid)), facts.attributes});
}

struct OpenedGroup {
  SamDomain domain;
  uint32_t rid;
  SamHandle group;
};

Result<OpenedGroup> open(const WCHAR* server_name, const WCHAR* name, uint32_t access) {
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup));
  NTA_TRY(uint32_t rid, domain.rid(name, Use::group, Win32::group_not_found));
  NTA_TRY(SamHandle group, domain.open<SamrOpenGroup>(rid, access));
  return OpenedGroup{std::move(domain), rid, std::move(group)};
}

Result<void> get(const WCHAR* server_name, const WCHAR* name, DWORD level, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  const Type* row = info_level(level);
  if (!row) return no_level(level);
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_read));
  NTA_TRY(auto out, sam_call<SamrQueryInformationGroup>(opened.domain, opened.group, {.Class = 1}));
  if (!out->Buffer) return fail(Win32::rpc_bad_stub_data, "a group without information");
  const auto& general = out->Buffer->General;
  Arena memory;
  auto* filled = static_cast<std::byte*>(memory.allocate(row->size, row->align));
  fill(level, filled, {general.Name, general.AdminComment, opened.rid, general.Attributes}, opened.domain, memory);
  return hand_out(*row, filled, 1, bufptr);
}

/** All there are from a position on; what a server does not say is what came. */
uint32_t groups_from(const SamDomain& domain, uint32_t first, uint32_t came) {
  auto info = domain.call<SamrQueryInformationDomain>({.Class = 2});
  uint32_t all = info && info->value.Buffer ? info->value.Buffer->General.GroupCount : 0;
  return all > first + came ? all - first : came;
}

Result<void> list(const WCHAR* server_name, DWORD level, DWORD prefmaxlen, const EnumOutputs& outputs,
                  PDWORD_PTR resume) {
  constexpr uint32_t display_groups = 3;
  NTA_CHECK(outputs.clear());
  const Type* row = info_level(level);
  if (!row) return no_level(level);
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_list | domain_read));
  NTA_TRY(uint32_t first, position_of(resume));
  NTA_TRY(
      auto page,
      domain.page<SamrQueryDisplayInformation2>(
          {.Class = display_groups, .Index = first, .EntryCount = UINT32_MAX, .PreferredMaximumLength = prefmaxlen}));
  auto found = rows_in(page->Buffer.Group.Buffer, page->Buffer.Group.EntriesRead);
  auto count = static_cast<uint32_t>(found.size());
  Arena memory;
  auto* rows = static_cast<std::byte*>(memory.allocate(size_t{row->size} * count, row->align));
  for (uint32_t i = 0; i < count; ++i) {
    const auto& each = found[i];
    fill(level, rows + size_t{i} * row->size, {each.AccountName, each.AdminComment, each.Rid, each.Attributes}, domain,
         memory);
  }
  Win32 status = status_of(page.value);
  bool is_last = status != Win32::more_data;
  if (resume) *resume = is_last ? 0 : resume_at(first + count);
  return outputs.fill(*row, rows, count, is_last ? count : groups_from(domain, first, count), status);
}

Result<void> set_text(const OpenedGroup& opened, uint32_t level, const WCHAR* text) {
  SamrSetInformationGroup::In in{.Class = level};
  in.Buffer.Name.Text = counted(text);
  NTA_CHECK(sam_call<SamrSetInformationGroup>(opened.domain, opened.group, in));
  return {};
}

Result<void> set_attributes(const OpenedGroup& opened, DWORD attributes) {
  SamrSetInformationGroup::In in{.Class = 3};
  in.Buffer.Attribute.Number = attributes;
  NTA_CHECK(sam_call<SamrSetInformationGroup>(opened.domain, opened.group, in));
  return {};
}

constexpr uint32_t name_class = 2, comment_class = 4;

Result<void> set(const WCHAR* server_name, const WCHAR* name, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  if (!info_level(level) && level != 1002 && level != 1005) return no_level(level);
  if (!buf) return fail(Win32::invalid_parameter, "no structure");
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_write));
  switch (level) {
    case 0: {
      const WCHAR* wanted = reinterpret_cast<GROUP_INFO_0*>(buf)->grpi0_name;
      if (parm_err && view_or_empty(wanted).empty()) *parm_err = GROUP_NAME_PARMNUM;
      NTA_CHECK(need_name(wanted));
      return set_text(opened, name_class, wanted);
    }
    case 1002:
      return set_text(opened, comment_class, reinterpret_cast<GROUP_INFO_1002*>(buf)->grpi1002_comment);
    case 1005:
      return set_attributes(opened, reinterpret_cast<GROUP_INFO_1005*>(buf)->grpi1005_attributes);
    default:
      return set_text(opened, comment_class, reinterpret_cast<GROUP_INFO_1*>(buf)->grpi1_comment);
  }
}

Result<void> add(const WCHAR* server_name, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  if (!info_level(level)) return no_level(level);
  const WCHAR* name = buf ? reinterpret_cast<GROUP_INFO_0*>(buf)->grpi0_name : nullptr;
  if (parm_err && view_or_empty(name).empty()) *parm_err = GROUP_NAME_PARMNUM;
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_create_group));
  NTA_TRY(auto made, domain.call<SamrCreateGroupInDomain>({.Name = counted(name), .DesiredAccess = maximum_allowed}));
  OpenedGroup opened{std::move(domain), made->RelativeId, {}};
  opened.group = opened.domain.own(made->Opened);
  const WCHAR* comment = level == 0 ? nullptr : reinterpret_cast<GROUP_INFO_1*>(buf)->grpi1_comment;
  return view_or_empty(comment).empty() ? Result<void>() : set_text(opened, comment_class, comment);
}

Result<void> remove(const WCHAR* server_name, const WCHAR* name) {
  NTA_TRY(OpenedGroup opened, open(server_name, name, right_to_delete));
  NTA_CHECK(sam_call<SamrDeleteGroup>(opened.domain, opened.group, {}));
  opened.group.forget();
  return {};
}

Result<void> add_member(const WCHAR* server_name, const WCHAR* name, const WCHAR* user) {
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_add));
  NTA_TRY(uint32_t rid, opened.domain.rid(user, Use::user, Win32::user_not_found));
  NTA_CHECK(
      sam_call<SamrAddMemberToGroup>(opened.domain, opened.group, {.MemberId = rid, .Attributes = member_attributes}));
  return {};
}

Result<void> remove_member(const WCHAR* server_name, const WCHAR* name, const WCHAR* user) {
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_remove));
  NTA_TRY(uint32_t rid, opened.domain.rid(user, Use::user, Win32::user_not_found));
  NTA_CHECK(sam_call<SamrRemoveMemberFromGroup>(opened.domain, opened.group, {.MemberId = rid}));
  return {};
}

Result<std::vector<uint32_t>> members_of(const OpenedGroup& opened) {
  NTA_TRY(auto out, sam_call<SamrGetMembersInGroup>(opened.domain, opened.group, {}));
  std::vector<uint32_t> rids;
  if (!out->Members) return rids;
  auto members = rows_in(out->Members->Members, out->Members->MemberCount);
  rids.assign(members.begin(), members.end());
  return rids;
}

/** Rows of GROUP_USERS_INFO_*: names with the attributes of a membership. */
Result<void> hand_out_names(const Type& row, const std::vector<std::u16string>& names, const EnumOutputs& outputs,
                            DWORD prefmaxlen, PDWORD_PTR resume = nullptr) {
  Arena memory;
  auto* rows = static_cast<std::byte*>(memory.allocate(row.size * names.size(), row.align));
  for (size_t i = 0; i < names.size(); ++i) {
    GROUP_USERS_INFO_1 filled{memory.text(names[i]), member_attributes};
    std::memcpy(rows + i * row.size, &filled, row.size);
  }
  return fill_page(outputs, row, rows, static_cast<uint32_t>(names.size()), prefmaxlen, resume);
}

Result<void> list_members(const WCHAR* server_name, const WCHAR* name, DWORD level, DWORD prefmaxlen,
                          const EnumOutputs& outputs, PDWORD_PTR resume) {
  NTA_CHECK(outputs.clear());
  const Type* row = users_level(level);
  if (!row) return no_level(level);
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_list));
  NTA_TRY(auto rids, members_of(opened));
  NTA_TRY(auto names, opened.domain.names(rids));
  return hand_out_names(*row, names, outputs, prefmaxlen, resume);
}

/** Names in an array of GROUP_USERS_INFO_* or GROUP_INFO_0-like rows of one name first. */
Result<std::vector<std::u16string_view>> names_in(const Type& row, const void* buf, DWORD count) {
  if (count != 0 && !buf) return fail(Win32::invalid_parameter, "no names");
  std::vector<std::u16string_view> names;
  for (DWORD i = 0; i < count; ++i)
    names.push_back(view_or_empty(describe::load<const char16_t*>(describe::at(buf, size_t{i} * row.size))));
  return names;
}

// What is missing is added before what is too much is taken away, so that a failure leaves nobody out.
Result<void> set_members(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, DWORD count) {
  const Type* row = users_level(level);
  if (!row) return no_level(level);
  NTA_TRY(auto names, names_in(*row, buf, count));
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_list | group_add | group_remove));
  NTA_TRY(auto wanted, opened.domain.rids(names, Use::user, Win32::user_not_found));
  NTA_TRY(auto present, members_of(opened));
  std::set<uint32_t> before(present.begin(), present.end()), after(wanted.begin(), wanted.end());
  for (uint32_t rid : after)
    if (!before.count(rid))
      NTA_CHECK(sam_call<SamrAddMemberToGroup>(opened.domain, opened.group,
                                               {.MemberId = rid, .Attributes = member_attributes}));
  for (uint32_t rid : before)
    if (!after.count(rid))
      NTA_CHECK(sam_call<SamrRemoveMemberFromGroup>(opened.domain, opened.group, {.MemberId = rid}));
  return {};
}

struct OpenedUser {
  SamServer server;
  SamDomain domain;
  uint32_t rid;
  SamHandle user;
};

Result<OpenedUser> open_user(const WCHAR* server_name, const WCHAR* name, uint32_t access, uint32_t on_domain) {
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | on_domain));
  NTA_TRY(uint32_t rid, domain.rid(name, Use::user, Win32::user_not_found));
  NTA_TRY(SamHandle user, domain.open<SamrOpenUser>(rid, access));
  return OpenedUser{std::move(server), std::move(domain), rid, std::move(user)};
}

constexpr uint32_t list_groups = 0x100;

Result<std::vector<uint32_t>> groups_of(const OpenedUser& opened) {
  NTA_TRY(auto out, sam_call<SamrGetGroupsForUser>(opened.domain, opened.user, {}));
  std::vector<uint32_t> rids;
  if (!out->Groups) return rids;
  for (const auto& group : rows_in(out->Groups->Groups, out->Groups->MembershipCount)) rids.push_back(group.RelativeId);
  return rids;
}

Result<void> user_groups(const WCHAR* server_name, const WCHAR* name, DWORD level, DWORD prefmaxlen,
                         const EnumOutputs& outputs) {
  NTA_CHECK(outputs.clear());
  const Type* row = users_level(level);
  if (!row) return no_level(level);
  NTA_TRY(OpenedUser opened, open_user(server_name, name, list_groups, 0));
  NTA_TRY(auto rids, groups_of(opened));
  NTA_TRY(auto names, opened.domain.names(rids));
  return hand_out_names(*row, names, outputs, prefmaxlen);
}

Result<void> set_user_groups(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, DWORD count) {
  const Type* row = users_level(level);
  if (!row) return no_level(level);
  NTA_TRY(auto names, names_in(*row, buf, count));
  NTA_TRY(OpenedUser opened, open_user(server_name, name, list_groups, 0));
  NTA_TRY(auto wanted, opened.domain.rids(names, Use::group, Win32::group_not_found));
  NTA_TRY(auto present, groups_of(opened));
  std::set<uint32_t> before(present.begin(), present.end()), after(wanted.begin(), wanted.end());
  for (uint32_t rid : after) {
    if (before.count(rid)) continue;
    NTA_TRY(SamHandle group, opened.domain.open<SamrOpenGroup>(rid, group_add));
    NTA_CHECK(sam_call<SamrAddMemberToGroup>(opened.domain, group,
                                             {.MemberId = opened.rid, .Attributes = member_attributes}));
  }
  for (uint32_t rid : before) {
    if (after.count(rid)) continue;
    NTA_TRY(SamHandle group, opened.domain.open<SamrOpenGroup>(rid, group_remove));
    NTA_CHECK(sam_call<SamrRemoveMemberFromGroup>(opened.domain, group, {.MemberId = opened.rid}));
  }
  return {};
}

/** Names of the domain's aliases that one of the SIDs is in. */
Result<void> add_alias_names(const SamDomain& domain, std::vector<SAMPR_SID_INFORMATION>& sids,
                             std::vector<std::u16string>& names) {
  SAMPR_PSID_ARRAY array{static_cast<uint32_t>(sids.size()), sids.data()};
  NTA_TRY(auto out, domain.call<SamrGetAliasMembership>({.SidArray = array}));
  NTA_TRY(auto found, domain.names(rows_in(out->Membership.Element, out->Membership.Count)));
  names.insert(names.end(), found.begin(), found.end());
  return {};
}

/** In one call, where the server has it. */
Result<std::vector<std::u16string>> ask_for_aliases(const WCHAR* server_name, const WCHAR* name, DWORD flags) {
  NTA_TRY(NetServer server, net_server(server_name));
  NTA_TRY(auto out, host_call<HostAliasesOfUser>(*server.calls, {counted(name), flags & LG_INCLUDE_INDIRECT}));
  std::vector<std::u16string> names;
  for (const auto& each : rows_in(out->Names, out->EntriesRead)) names.emplace_back(text_of(each));
  return names;
}

Result<std::vector<std::u16string>> aliases_of(const SamServer& server, const SamDomain& accounts,
                                               std::span<const Sid> sids) {
  std::vector<Bytes> packed;
  std::vector<SAMPR_SID_INFORMATION> rows;
  for (const Sid& sid : sids) packed.push_back(sid.bytes());
  for (Bytes& bytes : packed) rows.push_back({reinterpret_cast<uint8_t*>(bytes.data())});
  NTA_TRY(SamDomain builtin, server.open_builtin(domain_lookup | domain_get_membership));
  std::vector<std::u16string> names;
  NTA_CHECK(add_alias_names(builtin, rows, names));
  NTA_CHECK(add_alias_names(accounts, rows, names));
  return names;
}

Result<std::vector<std::u16string>> find_aliases(const WCHAR* server_name, const WCHAR* name, DWORD flags) {
  NTA_TRY(OpenedUser opened, open_user(server_name, name, list_groups, domain_get_membership));
  std::vector<Sid> sids{opened.domain.sid().with(opened.rid)};
  if (flags & LG_INCLUDE_INDIRECT) {
    NTA_TRY(auto groups, groups_of(opened));
    for (uint32_t rid : groups) sids.push_back(opened.domain.sid().with(rid));
  }
  return aliases_of(opened.server, opened.domain, sids);
}

/** Of a user by its name in the server's own domain. */
Result<std::vector<std::u16string>> aliases_of_own(const WCHAR* server_name, const WCHAR* name, DWORD flags) {
  auto names = ask_for_aliases(server_name, name, flags);
  if (!names && is_unknown_call(names.error())) return find_aliases(server_name, name, flags);
  return names;
}

/** Of "DOMAIN\user". The groups of a user of another domain are that domain's to tell: there only the user counts. */
Result<std::vector<std::u16string>> aliases_of_qualified(const WCHAR* server_name, const WCHAR* name, DWORD flags) {
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain accounts, server.open_accounts(domain_lookup | domain_get_membership));
  std::u16string_view whole = view_or_empty(name);
  auto found = client::sids_of_names(*server.server(), {&whole, 1});
  if (!found) return net_error(std::move(found).error());
  const auto& [sid, use, asked, domain] = found->front();
  if (use != static_cast<uint32_t>(Use::user)) return fail(Win32::user_not_found, "no user '{}'", to_utf8(whole));
  bool is_own = sid.count > 0 && accounts.sid().with(sid.sub[sid.count - 1]) == sid;
  return is_own ? aliases_of_own(server_name, name + whole.rfind(u'\\') + 1, flags)
                : aliases_of(server, accounts, {&sid, 1});
}

Result<void> user_local_groups(const WCHAR* server_name, const WCHAR* name, DWORD level, DWORD flags, DWORD prefmaxlen,
                               const EnumOutputs& outputs) {
  NTA_CHECK(outputs.clear());
  if (level != 0) return no_level(level);
  if (flags & ~uint32_t{LG_INCLUDE_INDIRECT}) return fail(Win32::invalid_parameter, "flags {:#x}", flags);
  NTA_CHECK(need_name(name));
  bool is_qualified = view_or_empty(name).find(u'\\') != std::u16string_view::npos;
  auto find = is_qualified ? aliases_of_qualified : aliases_of_own;
  NTA_TRY(auto names, find(server_name, name, flags));
  return hand_out_names(type_of<LOCALGROUP_USERS_INFO_0>, names, outputs, prefmaxlen);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

extern "C" {

NET_API_STATUS NetGroupAdd(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return add(servername, level, buf, parm_err); });
}
NET_API_STATUS NetGroupAddUser(LPCWSTR servername, LPCWSTR GroupName, LPCWSTR username) {
  return c_status([&] { return add_member(servername, GroupName, username); });
}
NET_API_STATUS NetGroupEnum(LPCWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                            LPDWORD totalentries, PDWORD_PTR resume_handle) {
  return c_status([&] {
    return list(servername, level, prefmaxlen, {bufptr, entriesread, totalentries}, resume_handle);
  });
}
NET_API_STATUS NetGroupGetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get(servername, groupname, level, bufptr); });
}
NET_API_STATUS NetGroupSetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return set(servername, groupname, level, buf, parm_err); });
}
NET_API_STATUS NetGroupDel(LPCWSTR servername, LPCWSTR groupname) {
  return c_status([&] { return remove(servername, groupname); });
}
NET_API_STATUS NetGroupDelUser(LPCWSTR servername, LPCWSTR GroupName, LPCWSTR Username) {
  return c_status([&] { return remove_member(servername, GroupName, Username); });
}
NET_API_STATUS NetGroupGetUsers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                LPDWORD entriesread, LPDWORD totalentries, PDWORD_PTR ResumeHandle) {
  return c_status([&] {
    return list_members(servername, groupname, level, prefmaxlen, {bufptr, entriesread, totalentries}, ResumeHandle);
  });
}
NET_API_STATUS NetGroupSetUsers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf, DWORD totalentries) {
  return c_status([&] { return set_members(servername, groupname, level, buf, totalentries); });
}

NET_API_STATUS NetUserGetGroups(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                LPDWORD entriesread, LPDWORD totalentries) {
  return c_status([&] {
    return user_groups(servername, username, level, prefmaxlen, {bufptr, entriesread, totalentries});
  });
}
NET_API_STATUS NetUserSetGroups(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE buf, DWORD num_entries) {
  return c_status([&] { return set_user_groups(servername, username, level, buf, num_entries); });
}
NET_API_STATUS NetUserGetLocalGroups(LPCWSTR servername, LPCWSTR username, DWORD level, DWORD flags, LPBYTE* bufptr,
                                     DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries) {
  return c_status([&] {
    return user_local_groups(servername, username, level, flags, prefmaxlen, {bufptr, entriesread, totalentries});
  });
}

}  // extern "C"
