// lsarpc: privileges. Rights here follow from group membership alone, so they can be told and not given or taken.
#include "base/utf16.h"
#include "services/lsarpc_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;

struct Privilege {
  uint32_t value;  // LUID, low part
  const char16_t* name;
  const char16_t* display;
};

// [MS-LSAD] 3.1.1.2.1: names and values; of the display names those of Windows in English.
constexpr Privilege privileges[] = {
    {2, u"SeCreateTokenPrivilege", u"Create a token object"},
    {3, u"SeAssignPrimaryTokenPrivilege", u"Replace a process level token"},
    {4, u"SeLockMemoryPrivilege", u"Lock pages in memory"},
    {5, u"SeIncreaseQuotaPrivilege", u"Adjust memory quotas for a process"},
    {6, u"SeMachineAccountPrivilege", u"Add workstations to domain"},
    {7, u"SeTcbPrivilege", u"Act as part of the operating system"},
    {8, u"SeSecurityPrivilege", u"Manage auditing and security log"},
    {9, u"SeTakeOwnershipPrivilege", u"Take ownership of files or other objects"},
    {10, u"SeLoadDriverPrivilege", u"Load and unload device drivers"},
    {11, u"SeSystemProfilePrivilege", u"Profile system performance"},
    {12, u"SeSystemtimePrivilege", u"Change the system time"},
    {13, u"SeProfileSingleProcessPrivilege", u"Profile single process"},
    {14, u"SeIncreaseBasePriorityPrivilege", u"Increase scheduling priority"},
    {15, u"SeCreatePagefilePrivilege", u"Create a pagefile"},
    {16, u"SeCreatePermanentPrivilege", u"Create permanent shared objects"},
    {17, u"SeBackupPrivilege", u"Back up files and directories"},
    {18, u"SeRestorePrivilege", u"Restore files and directories"},
    {19, u"SeShutdownPrivilege", u"Shut down the system"},
    {20, u"SeDebugPrivilege", u"Debug programs"},
    {21, u"SeAuditPrivilege", u"Generate security audits"},
    {22, u"SeSystemEnvironmentPrivilege", u"Modify firmware environment values"},
    {23, u"SeChangeNotifyPrivilege", u"Bypass traverse checking"},
    {24, u"SeRemoteShutdownPrivilege", u"Force shutdown from a remote system"},
};

constexpr uint16_t english = 0x409;

/** What members of a group may do on this host, in Windows' words. */
struct Holder {
  Sid sid;
  std::vector<const char16_t*> rights;
};
const std::vector<Holder>& holders() {
  static const std::vector<Holder> list{
      {sid_administrators,
       {u"SeShutdownPrivilege", u"SeRemoteShutdownPrivilege", u"SeDebugPrivilege", u"SeChangeNotifyPrivilege"}},
      {sid_remote_desktop_users, {u"SeRemoteInteractiveLogonRight"}},
      {sid_users, {u"SeChangeNotifyPrivilege", u"SeNetworkLogonRight"}},
  };
  return list;
}

const Privilege* find(std::u16string_view name) {
  for (const Privilege& each : privileges)
    if (upper_case(each.name) == upper_case(name)) return &each;
  return nullptr;
}

Error unknown(std::u16string_view name) {
  return fail(Win32::no_such_privilege, "there is no privilege {}", to_utf8(name));
}

Error not_given() {
  return fail(Win32::not_supported, "rights on this host follow from group membership, and are not given one by one");
}

Result<void> require_view(const Desk& desk) {
  if (desk.object.granted & policy_view_local) return {};
  return fail(Win32::access_denied, "the policy was opened for {:#x} only", desk.object.granted);
}

// POLICY_MODE_* ([MS-LSAD] 2.2.1.2): the rights that are no privileges.
struct AccessRight {
  std::u16string_view name;
  uint32_t flag;
};
constexpr AccessRight access_rights[] = {
    {u"SeInteractiveLogonRight", 0x1},
    {u"SeNetworkLogonRight", 0x2},
    {u"SeRemoteInteractiveLogonRight", 0x400},
};

const Holder* holder_of(const Sid& sid) {
  for (const Holder& holder : holders())
    if (holder.sid == sid) return &holder;
  return nullptr;
}

/** The holder behind a handle of an account: the RID of the object is its place in the list. */
const Holder& opened_holder(const Desk& desk) { return holders()[desk.object.rid.value]; }

LSAPR_SID_LIST sid_list(const std::vector<Sid>& sids, Arena& memory) {
  std::vector<LSAPR_SID_INFORMATION> rows;
  for (const Sid& sid : sids) rows.push_back({packed_sid(memory, sid)});
  return {static_cast<uint32_t>(rows.size()), copy_rows(memory, rows)};
}

}  // namespace

Result<void> lsa_enumerate_privileges(Desk& desk, Call<LsarEnumeratePrivileges>& call) {
  NTA_CHECK(require_view(desk));
  uint32_t first = std::min<uint32_t>(call.in().EnumerationContext, std::size(privileges));
  std::vector<LSAPR_POLICY_PRIVILEGE_DEF> rows;
  for (uint32_t i = first; i < std::size(privileges); ++i)
    rows.push_back({counted_text(call.memory, privileges[i].name), {privileges[i].value, 0}});
  call.out.EnumerationContext = std::size(privileges);
  call.out.EnumerationBuffer = {static_cast<uint32_t>(rows.size()), copy_rows(call.memory, rows)};
  if (rows.empty()) return fail(Win32::no_more_items, "there are no more privileges");
  return {};
}

Result<void> lsa_enumerate_accounts(Desk& desk, Call<LsarEnumerateAccounts>& call) {
  NTA_CHECK(require_view(desk));
  std::vector<Sid> sids;
  for (size_t i = call.in().EnumerationContext; i < holders().size(); ++i) sids.push_back(holders()[i].sid);
  call.out.EnumerationContext = static_cast<uint32_t>(holders().size());
  call.out.EnumerationBuffer = sid_list(sids, call.memory);
  if (sids.empty()) return fail(Win32::no_more_items, "there are no more accounts with rights");
  return {};
}

Result<void> lsa_enumerate_trusted(Desk& desk, Call<LsarEnumerateTrustedDomains>&) {
  NTA_CHECK(require_view(desk));
  return fail(Win32::no_more_items, "this host trusts no domain");
}

Result<void> lsa_create_account(Desk&, Call<LsarCreateAccount>& call) {
  if (!holder_of(sid_from(call.in().AccountSid))) return not_given();
  return fail(Win32::already_exists, "the account has rights already");
}

Result<void> lsa_open_account(Desk& desk, Call<LsarOpenAccount>& call) {
  Sid sid = sid_from(call.in().AccountSid);
  const Holder* holder = holder_of(sid);
  if (!holder) return fail(Win32::file_not_found, "{} has no rights of its own", sid.text());
  auto place = static_cast<uint32_t>(holder - holders().data());
  SamObject account{.kind = SamKind::lsa_account, .rid = accounts::Rid(place)};
  NTA_TRY(account.granted, sam_access(desk, account, call.in().DesiredAccess));
  desk.opened = account;
  return {};
}

Result<void> lsa_privileges_of_account(Desk& desk, Call<LsarEnumeratePrivilegesAccount>& call) {
  std::vector<LSAPR_LUID_AND_ATTRIBUTES> rows;
  for (const char16_t* right : opened_holder(desk).rights)
    if (const Privilege* privilege = find(right)) rows.push_back({{privilege->value, 0}, 0});
  call.out.Privileges = call.memory.make<LSAPR_PRIVILEGE_SET>();
  *call.out.Privileges = {static_cast<uint32_t>(rows.size()), 0, copy_rows(call.memory, rows)};
  return {};
}

Result<void> lsa_access_of_account(Desk& desk, Call<LsarGetSystemAccessAccount>& call) {
  for (const char16_t* right : opened_holder(desk).rights)
    for (const AccessRight& row : access_rights)
      if (row.name == right) call.out.SystemAccess |= row.flag;
  return {};
}

Result<void> lsa_add_rights(Desk&, Call<LsarAddAccountRights>&) { return not_given(); }
Result<void> lsa_remove_rights(Desk&, Call<LsarRemoveAccountRights>&) { return not_given(); }

Result<void> lsa_privilege_value(Desk&, Call<LsarLookupPrivilegeValue>& call) {
  const Privilege* found = find(text_of(call.in().Name));
  if (!found) return unknown(text_of(call.in().Name));
  call.out.Value = {found->value, 0};
  return {};
}

Result<void> lsa_privilege_name(Desk&, Call<LsarLookupPrivilegeName>& call) {
  for (const Privilege& each : privileges) {
    if (each.value != call.in().Value.LowPart || call.in().Value.HighPart != 0) continue;
    call.out.Name = call.memory.make<RPC_UNICODE_STRING>();
    *call.out.Name = counted_text(call.memory, each.name);
    return {};
  }
  return fail(Win32::no_such_privilege, "there is no privilege {}", call.in().Value.LowPart);
}

Result<void> lsa_privilege_display_name(Desk&, Call<LsarLookupPrivilegeDisplayName>& call) {
  const Privilege* found = find(text_of(call.in().Name));
  if (!found) return unknown(text_of(call.in().Name));
  call.out.DisplayName = call.memory.make<RPC_UNICODE_STRING>();
  *call.out.DisplayName = counted_text(call.memory, found->display);
  call.out.LanguageReturned = english;
  return {};
}

Result<void> lsa_accounts_with_right(Desk& desk, Call<LsarEnumerateAccountsWithUserRight>& call) {
  NTA_CHECK(require_view(desk));
  std::vector<Sid> sids;
  std::u16string wanted = call.in().UserRight ? upper_case(text_of(*call.in().UserRight)) : u"";
  for (const Holder& holder : holders())
    for (const char16_t* right : holder.rights)
      if (wanted == upper_case(right)) sids.push_back(holder.sid);
  if (sids.empty()) return fail(Win32::no_more_items, "nobody has that right");
  call.out.EnumerationBuffer = sid_list(sids, call.memory);
  return {};
}

Result<void> lsa_account_rights(Desk& desk, Call<LsarEnumerateAccountRights>& call) {
  NTA_CHECK(require_view(desk));
  Sid sid = sid_from(call.in().AccountSid);
  const Holder* holder = holder_of(sid);
  if (!holder) return fail(Win32::file_not_found, "{} has no rights of its own", sid.text());
  std::vector<RPC_UNICODE_STRING> rows;
  for (const char16_t* right : holder->rights) rows.push_back(counted_text(call.memory, right));
  call.out.UserRights = {static_cast<uint32_t>(rows.size()), copy_rows(call.memory, rows)};
  return {};
}

}  // namespace nta::services
