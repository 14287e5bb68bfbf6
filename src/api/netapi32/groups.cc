// Groups of a domain: listed, asked about, made, changed, and who is in them.
#include "api/netapi32/group_members.h"
#include "api/netapi32/group_tables.h"
#include "api/netapi32/paging.h"
#include "api/netapi32/user_reader.h"
#include "auth/security_descriptor.h"
#include "describe/memory.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/account_rights.h"

namespace nta::api {
namespace {

using namespace protocols;
using describe::Type;

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
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_list | domain_read_other));
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

Result<void> set_comment(const OpenedGroup& opened, const WCHAR* text, LPDWORD parm_err) {
  auto set = set_text(opened, comment_class, text);
  if (!set && set.error().code == Win32::invalid_parameter && parm_err) *parm_err = GROUP_COMMENT_PARMNUM;
  return set;
}

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
      return set_comment(opened, reinterpret_cast<GROUP_INFO_1002*>(buf)->grpi1002_comment, parm_err);
    case 1005:
      return set_attributes(opened, reinterpret_cast<GROUP_INFO_1005*>(buf)->grpi1005_attributes);
    default:
      return set_comment(opened, reinterpret_cast<GROUP_INFO_1*>(buf)->grpi1_comment, parm_err);
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
  NTA_TRY(auto made,
          domain.call<SamrCreateGroupInDomain>({.Name = counted(name), .DesiredAccess = auth::right_maximum_allowed}));
  OpenedGroup opened{std::move(domain), made->RelativeId, {}};
  opened.group = opened.domain.own(made->Opened);
  const WCHAR* comment = level == 0 ? nullptr : reinterpret_cast<GROUP_INFO_1*>(buf)->grpi1_comment;
  if (view_or_empty(comment).empty()) return {};
  auto set = set_comment(opened, comment, parm_err);
  if (!set && sam_call<SamrDeleteGroup>(opened.domain, opened.group, {})) opened.group.forget();
  return set;
}

Result<void> remove(const WCHAR* server_name, const WCHAR* name) {
  NTA_TRY(OpenedGroup opened, open(server_name, name, auth::right_delete));
  NTA_CHECK(sam_call<SamrDeleteGroup>(opened.domain, opened.group, {}));
  opened.group.forget();
  return {};
}

Result<void> add_member(const OpenedGroup& opened, uint32_t rid) {
  NTA_CHECK(
      sam_call<SamrAddMemberToGroup>(opened.domain, opened.group, {.MemberId = rid, .Attributes = member_attributes}));
  return {};
}

Result<void> add_member(const WCHAR* server_name, const WCHAR* name, const WCHAR* user) {
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_add));
  NTA_TRY(uint32_t rid, opened.domain.rid(user, Use::user, Win32::user_not_found));
  return add_member(opened, rid);
}

Result<void> remove_member(const OpenedGroup& opened, uint32_t rid) {
  NTA_CHECK(sam_call<SamrRemoveMemberFromGroup>(opened.domain, opened.group, {.MemberId = rid}));
  return {};
}

Result<void> remove_member(const WCHAR* server_name, const WCHAR* name, const WCHAR* user) {
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_remove));
  NTA_TRY(uint32_t rid, opened.domain.rid(user, Use::user, Win32::user_not_found));
  return remove_member(opened, rid);
}

Result<std::vector<uint32_t>> members_of(const OpenedGroup& opened) {
  NTA_TRY(auto out, sam_call<SamrGetMembersInGroup>(opened.domain, opened.group, {}));
  std::vector<uint32_t> rids;
  if (!out->Members) return rids;
  auto members = rows_in(out->Members->Members, out->Members->MemberCount);
  rids.assign(members.begin(), members.end());
  return rids;
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

// What is missing is added before what is too much is taken away, so that a failure leaves nobody out.
Result<void> set_members(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, DWORD count) {
  const Type* row = users_level(level);
  if (!row) return no_level(level);
  NTA_TRY(auto names, names_in(*row, buf, count));
  NTA_TRY(OpenedGroup opened, open(server_name, name, group_list | group_add | group_remove));
  NTA_TRY(auto wanted, opened.domain.rids(names, Use::user, Win32::user_not_found));
  NTA_TRY(auto present, members_of(opened));
  auto [added, removed] = changes(present, wanted);
  for (uint32_t rid : added) NTA_CHECK(add_member(opened, rid));
  for (uint32_t rid : removed) NTA_CHECK(remove_member(opened, rid));
  return {};
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

}  // extern "C"
