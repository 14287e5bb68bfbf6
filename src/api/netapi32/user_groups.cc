// The groups and local groups of a user: asked about, and set.
#include "api/netapi32/group_members.h"
#include "api/netapi32/group_tables.h"
#include "api/netapi32/user_reader.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/account_rights.h"

namespace nta::api {
namespace {

using namespace protocols;
using describe::Type;

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
  NTA_TRY(OpenedUser opened, open_user(server_name, name, user_list_groups, 0));
  NTA_TRY(auto rids, groups_of(opened));
  NTA_TRY(auto names, opened.domain.names(rids));
  return hand_out_names(*row, names, outputs, prefmaxlen);
}

Result<void> set_user_groups(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, DWORD count) {
  const Type* row = users_level(level);
  if (!row) return no_level(level);
  NTA_TRY(auto names, names_in(*row, buf, count));
  NTA_TRY(OpenedUser opened, open_user(server_name, name, user_list_groups, 0));
  NTA_TRY(auto wanted, opened.domain.rids(names, Use::group, Win32::group_not_found));
  NTA_TRY(auto present, groups_of(opened));
  auto [added, removed] = changes(present, wanted);
  for (uint32_t rid : added) {
    NTA_TRY(SamHandle group, opened.domain.open<SamrOpenGroup>(rid, group_add));
    NTA_CHECK(sam_call<SamrAddMemberToGroup>(opened.domain, group,
                                             {.MemberId = opened.rid, .Attributes = member_attributes}));
  }
  for (uint32_t rid : removed) {
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
  NTA_TRY(OpenedUser opened, open_user(server_name, name, user_list_groups, domain_get_membership));
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
