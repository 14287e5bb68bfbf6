// Local groups of a machine and the built-in ones: listed, asked about, made, changed, and who is in them.
#include "api/client/pages.h"
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
  if (level == 0) return &type_of<LOCALGROUP_INFO_0>;
  return level == 1 ? &type_of<LOCALGROUP_INFO_1> : nullptr;
}

struct OpenedAlias {
  SamDomain domain;
  SamHandle alias;
};

/** In the machine's own domain or in Builtin, wherever the name is. */
Result<OpenedAlias> open(const WCHAR* server_name, const WCHAR* name, uint32_t access) {
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_builtin(domain_lookup));
  auto rid = domain.rid(name, Use::alias, Win32::group_not_found);
  if (!rid && rid.error().code == Win32::group_not_found) {
    NTA_TRY(domain, server.open_accounts(domain_lookup));
    rid = domain.rid(name, Use::alias, Win32::group_not_found);
  }
  if (!rid) return std::move(rid).error();
  NTA_TRY(SamHandle alias, domain.open<SamrOpenAlias>(*rid, access));
  return OpenedAlias{std::move(domain), std::move(alias)};
}

Result<std::u16string> comment_of(const SamDomain& domain, const SamHandle& alias) {
  NTA_TRY(auto out, sam_call<SamrQueryInformationAlias>(domain, alias, {.Class = 3}));
  if (!out->Buffer) return fail(Win32::rpc_bad_stub_data, "a local group without information");
  return std::u16string(text_of(out->Buffer->AdminComment.Text));
}

Result<void> get(const WCHAR* server_name, const WCHAR* name, DWORD level, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  const Type* row = info_level(level);
  if (!row) return no_level(level);
  NTA_TRY(OpenedAlias opened, open(server_name, name, alias_read));
  NTA_TRY(auto out, sam_call<SamrQueryInformationAlias>(opened.domain, opened.alias, {.Class = 1}));
  if (!out->Buffer) return fail(Win32::rpc_bad_stub_data, "a local group without information");
  Arena memory;
  LOCALGROUP_INFO_1 info{memory.text(text_of(out->Buffer->General.Name)),
                         memory.text(text_of(out->Buffer->General.AdminComment))};
  return hand_out(*row, &info, 1, bufptr);  // level 0 is its first member
}

Result<void> add_rows(const SamDomain& domain, DWORD level, std::vector<LOCALGROUP_INFO_1>& rows, Arena& memory) {
  client::Pages pages;
  uint32_t context = 0;
  for (bool goes_on = true; goes_on;) {
    NTA_TRY(auto page, domain.page<SamrEnumerateAliasesInDomain>(
                           {.EnumerationContext = context, .PreferedMaximumLength = UINT32_MAX}));
    SAMPR_ENUMERATION_BUFFER found = page->Buffer ? *page->Buffer : SAMPR_ENUMERATION_BUFFER{};
    auto aliases = rows_in(found.Buffer, found.EntriesRead);
    for (const auto& each : aliases) {
      LOCALGROUP_INFO_1 row{memory.text(text_of(each.Name)), nullptr};
      if (level == 1) {
        NTA_TRY(SamHandle alias, domain.open<SamrOpenAlias>(each.RelativeId, alias_read));
        NTA_TRY(auto comment, comment_of(domain, alias));
        row.lgrpi1_comment = memory.text(comment);
      }
      rows.push_back(row);
    }
    context = page->EnumerationContext;
    goes_on = status_of(page.value) == Win32::more_data && pages.may_go_to(context, aliases.size());
  }
  return {};
}

Result<void> list(const WCHAR* server_name, DWORD level, DWORD prefmaxlen, const EnumOutputs& outputs,
                  PDWORD_PTR resume) {
  NTA_CHECK(outputs.clear());
  const Type* row = info_level(level);
  if (!row) return no_level(level);
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain builtin, server.open_builtin(domain_lookup | domain_list));
  NTA_TRY(SamDomain own, server.open_accounts(domain_lookup | domain_list));
  Arena memory;
  std::vector<LOCALGROUP_INFO_1> found;
  NTA_CHECK(add_rows(builtin, level, found, memory));
  NTA_CHECK(add_rows(own, level, found, memory));
  auto* rows = static_cast<std::byte*>(memory.allocate(found.size() * row->size, row->align));
  for (size_t i = 0; i < found.size(); ++i) std::memcpy(rows + i * row->size, &found[i], row->size);
  return fill_page(outputs, *row, rows, static_cast<uint32_t>(found.size()), prefmaxlen, resume);
}

Result<void> set_text(const OpenedAlias& opened, uint32_t level, const WCHAR* text) {
  SamrSetInformationAlias::In in{.Class = level};
  in.Buffer.Name.Text = counted(text);
  NTA_CHECK(sam_call<SamrSetInformationAlias>(opened.domain, opened.alias, in));
  return {};
}

constexpr uint32_t name_class = 2, comment_class = 3;

Result<void> set_comment(const OpenedAlias& opened, const WCHAR* text, LPDWORD parm_err) {
  auto set = set_text(opened, comment_class, text);
  if (!set && set.error().code == Win32::invalid_parameter && parm_err) *parm_err = LOCALGROUP_COMMENT_PARMNUM;
  return set;
}

Result<void> set(const WCHAR* server_name, const WCHAR* name, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  if (level > 1 && level != 1002) return no_level(level);
  if (!buf) return fail(Win32::invalid_parameter, "no structure");
  NTA_TRY(OpenedAlias opened, open(server_name, name, alias_write));
  if (level == 1) return set_comment(opened, reinterpret_cast<LOCALGROUP_INFO_1*>(buf)->lgrpi1_comment, parm_err);
  const WCHAR* text = reinterpret_cast<LOCALGROUP_INFO_0*>(buf)->lgrpi0_name;  // as level 1002's only member lies
  if (level == 1002) return set_comment(opened, text, parm_err);
  if (parm_err && view_or_empty(text).empty()) *parm_err = LOCALGROUP_NAME_PARMNUM;
  NTA_CHECK(need_name(text));
  return set_text(opened, name_class, text);
}

Result<void> add(const WCHAR* server_name, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  if (!info_level(level)) return no_level(level);
  const WCHAR* name = buf ? reinterpret_cast<LOCALGROUP_INFO_0*>(buf)->lgrpi0_name : nullptr;
  if (parm_err && view_or_empty(name).empty()) *parm_err = LOCALGROUP_NAME_PARMNUM;
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain builtin, server.open_builtin(domain_lookup));
  if (builtin.rid(name, Use::alias, Win32::group_not_found)) return fail(Win32::alias_exists, "it is a built-in group");
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_create_alias));
  NTA_TRY(auto made,
          domain.call<SamrCreateAliasInDomain>({.Name = counted(name), .DesiredAccess = auth::right_maximum_allowed}));
  OpenedAlias opened{std::move(domain), {}};
  opened.alias = opened.domain.own(made->Opened);
  const WCHAR* comment = level == 0 ? nullptr : reinterpret_cast<LOCALGROUP_INFO_1*>(buf)->lgrpi1_comment;
  if (view_or_empty(comment).empty()) return {};
  auto set = set_comment(opened, comment, parm_err);
  if (!set && sam_call<SamrDeleteAlias>(opened.domain, opened.alias, {})) opened.alias.forget();
  return set;
}

Result<void> remove(const WCHAR* server_name, const WCHAR* name) {
  NTA_TRY(OpenedAlias opened, open(server_name, name, auth::right_delete));
  NTA_CHECK(sam_call<SamrDeleteAlias>(opened.domain, opened.alias, {}));
  opened.alias.forget();
  return {};
}

// ---- members

const Type* members_level(DWORD level) {
  constexpr const Type* levels[] = {&type_of<LOCALGROUP_MEMBERS_INFO_0>, &type_of<LOCALGROUP_MEMBERS_INFO_1>,
                                    &type_of<LOCALGROUP_MEMBERS_INFO_2>, &type_of<LOCALGROUP_MEMBERS_INFO_3>};
  return level < std::size(levels) ? levels[level] : nullptr;
}

Result<std::vector<Sid>> members_of(const OpenedAlias& opened) {
  NTA_TRY(auto out, sam_call<SamrGetMembersInAlias>(opened.domain, opened.alias, {}));
  std::vector<Sid> sids;
  for (const auto& row : rows_in(out->Members.Sids, out->Members.Count)) sids.push_back(sid_of_packed(row.SidPointer));
  return sids;
}

void fill(DWORD level, std::byte* row, const client::AccountName& member, Arena& memory) {
  Bytes bytes = member.sid.bytes();
  auto* sid = memory.copy(std::span<const std::byte>(bytes));
  auto use = static_cast<SID_NAME_USE>(member.use);
  std::u16string whole = member.domain.empty() ? member.name : member.domain + u"\\" + member.name;
  switch (level) {
    case 0:
      return describe::store(row, LOCALGROUP_MEMBERS_INFO_0{sid});
    case 1:
      return describe::store(row, LOCALGROUP_MEMBERS_INFO_1{sid, use, memory.text(member.name)});
    case 2:
      return describe::store(row, LOCALGROUP_MEMBERS_INFO_2{sid, use, memory.text(whole)});
    default:
      return describe::store(row, LOCALGROUP_MEMBERS_INFO_3{memory.text(whole)});
  }
}

Result<void> list_members(const WCHAR* server_name, const WCHAR* name, DWORD level, DWORD prefmaxlen,
                          const EnumOutputs& outputs, PDWORD_PTR resume) {
  NTA_CHECK(outputs.clear());
  const Type* row = members_level(level);
  if (!row) return no_level(level);
  NTA_TRY(OpenedAlias opened, open(server_name, name, alias_list));
  NTA_TRY(auto sids, members_of(opened));
  std::vector<client::AccountName> members;
  if (level == 0) {
    for (const Sid& sid : sids) members.push_back({.sid = sid});
  } else {
    auto found = client::names_of_sids(*opened.domain.server(), sids);
    if (!found) return net_error(std::move(found).error());
    members = *std::move(found);
  }
  Arena memory;
  auto* rows = static_cast<std::byte*>(memory.allocate(members.size() * row->size, row->align));
  for (size_t i = 0; i < members.size(); ++i) fill(level, rows + i * row->size, members[i], memory);
  return fill_page(outputs, *row, rows, static_cast<uint32_t>(members.size()), prefmaxlen, resume);
}

/** The SIDs in an array of level 0, or of the names in one of level 3. */
Result<std::vector<Sid>> sids_in(client::Server& server, DWORD level, const void* buf, DWORD count) {
  if (level != 0 && level != 3) return no_level(level);
  if (count != 0 && !buf) return fail(Win32::invalid_parameter, "no members");
  std::vector<Sid> sids;
  std::vector<std::u16string_view> names;
  for (DWORD i = 0; i < count; ++i) {
    const auto* pointer = static_cast<void* const*>(buf)[i];
    if (!pointer) return fail(Win32::invalid_parameter, "member {} is missing", i + 1);
    if (level == 0)
      sids.push_back(sid_of_packed(pointer));
    else
      names.push_back(view_or_empty(static_cast<const char16_t*>(pointer)));
  }
  if (level == 0) return sids;
  auto found = client::sids_of_names(server, names);
  if (!found) return net_error(std::move(found).error());
  for (const client::AccountName& account : *found) {
    if (!account.is_known()) return fail(Win32::no_such_member, "{} is not known to the server", to_utf8(account.name));
    sids.push_back(account.sid);
  }
  return sids;
}

enum class Change { add, remove };

/** Samba's servers have no calls for many members: they say so in one of these ways. */
bool is_missing(const Result<void>& result) {
  if (result) return false;
  Win32 code = result.error().code;
  return code == Win32::not_supported || code == Win32::invalid_function || code == Win32::rpc_procnum_out_of_range;
}

template <class Many, class One>
Result<void> change_all(const OpenedAlias& opened, std::span<SAMPR_SID_INFORMATION> rows) {
  SAMPR_PSID_ARRAY array{static_cast<uint32_t>(rows.size()), rows.data()};
  auto all = sam_call<Many>(opened.domain, opened.alias, {.MembersBuffer = array});
  Result<void> result = all ? Result<void>() : Result<void>(std::move(all).error());
  if (!is_missing(result)) return result;
  for (const SAMPR_SID_INFORMATION& row : rows)
    NTA_CHECK(sam_call<One>(opened.domain, opened.alias, {.MemberId = row.SidPointer}));
  return {};
}

// All of them in one call where one member is not refused for being (or not being) there already: that is an error
// here, which samr's call for many passes over.
Result<void> change(const OpenedAlias& opened, std::span<const Sid> sids, Change what) {
  NTA_TRY(auto present, members_of(opened));
  std::vector<Bytes> packed;
  std::vector<SAMPR_SID_INFORMATION> rows;
  for (const Sid& sid : sids) {
    bool is_in = std::find(present.begin(), present.end(), sid) != present.end();
    if (is_in && what == Change::add) return fail(Win32::member_in_alias, "{} is a member", sid.text());
    if (!is_in && what == Change::remove) return fail(Win32::member_not_in_alias, "{} is no member", sid.text());
    packed.push_back(sid.bytes());
  }
  for (Bytes& bytes : packed) rows.push_back({reinterpret_cast<uint8_t*>(bytes.data())});
  if (what == Change::add) return change_all<SamrAddMultipleMembersToAlias, SamrAddMemberToAlias>(opened, rows);
  return change_all<SamrRemoveMultipleMembersFromAlias, SamrRemoveMemberFromAlias>(opened, rows);
}

Result<void> change_members(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, DWORD count,
                            Change what) {
  if (level != 0 && level != 3) return no_level(level);
  uint32_t access = alias_list | (what == Change::add ? alias_add : alias_remove);
  NTA_TRY(OpenedAlias opened, open(server_name, name, access));
  NTA_TRY(auto sids, sids_in(*opened.domain.server(), level, buf, count));
  return change(opened, sids, what);
}

Result<void> set_members(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, DWORD count) {
  if (level != 0 && level != 3) return no_level(level);
  NTA_TRY(OpenedAlias opened, open(server_name, name, alias_list | alias_add | alias_remove));
  NTA_TRY(auto wanted, sids_in(*opened.domain.server(), level, buf, count));
  NTA_TRY(auto present, members_of(opened));
  auto [added, removed] = changes(present, wanted);
  if (!added.empty()) NTA_CHECK(change(opened, added, Change::add));
  return removed.empty() ? Result<void>() : change(opened, removed, Change::remove);
}

Result<void> change_member(const WCHAR* server_name, const WCHAR* name, PSID sid, Change what) {
  return change_members(server_name, name, 0, &sid, 1, what);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

extern "C" {

NET_API_STATUS NetLocalGroupAdd(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return add(servername, level, buf, parm_err); });
}
NET_API_STATUS NetLocalGroupEnum(LPCWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                 LPDWORD totalentries, PDWORD_PTR resumehandle) {
  return c_status([&] {
    return list(servername, level, prefmaxlen, {bufptr, entriesread, totalentries}, resumehandle);
  });
}
NET_API_STATUS NetLocalGroupGetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get(servername, groupname, level, bufptr); });
}
NET_API_STATUS NetLocalGroupSetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return set(servername, groupname, level, buf, parm_err); });
}
NET_API_STATUS NetLocalGroupDel(LPCWSTR servername, LPCWSTR groupname) {
  return c_status([&] { return remove(servername, groupname); });
}
NET_API_STATUS NetLocalGroupGetMembers(LPCWSTR servername, LPCWSTR localgroupname, DWORD level, LPBYTE* bufptr,
                                       DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries,
                                       PDWORD_PTR resumehandle) {
  return c_status([&] {
    return list_members(servername, localgroupname, level, prefmaxlen, {bufptr, entriesread, totalentries},
                        resumehandle);
  });
}
NET_API_STATUS NetLocalGroupSetMembers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                       DWORD totalentries) {
  return c_status([&] { return set_members(servername, groupname, level, buf, totalentries); });
}
NET_API_STATUS NetLocalGroupAddMembers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                       DWORD totalentries) {
  return c_status([&] { return change_members(servername, groupname, level, buf, totalentries, Change::add); });
}
NET_API_STATUS NetLocalGroupDelMembers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                       DWORD totalentries) {
  return c_status([&] { return change_members(servername, groupname, level, buf, totalentries, Change::remove); });
}
NET_API_STATUS NetLocalGroupAddMember(LPCWSTR servername, LPCWSTR groupname, PSID membersid) {
  return c_status([&] { return change_member(servername, groupname, membersid, Change::add); });
}
NET_API_STATUS NetLocalGroupDelMember(LPCWSTR servername, LPCWSTR groupname, PSID membersid) {
  return c_status([&] { return change_member(servername, groupname, membersid, Change::remove); });
}

}  // extern "C"
