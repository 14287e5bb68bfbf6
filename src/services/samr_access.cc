#include "services/samr_access.h"

#include <algorithm>

namespace nta::services {
namespace {

using namespace protocols;
using auth::Ace;
using auth::AceType;

constexpr uint32_t generic_all = 0x10000000, generic_execute = 0x20000000, generic_write = 0x40000000,
                   generic_read = 0x80000000;

/** [MS-SAMR] 2.2.1.3 to 2.2.1.7: what the generic rights mean; what account operators and power users get, and any user
 *  of the host. In a domain operators make accounts, and leave its rules alone. */
struct Rights {
  SamKind kind;
  uint32_t all, read, write, execute, operators, everyone;
};
constexpr Rights table[] = {
    {SamKind::server, 0xF003F, 0x20010, 0x2000E, 0x20021, 0, 0x20031},
    {SamKind::domain, 0xF07FF, 0x20084, 0x2047A, 0x20301, 0x203F5, 0x20385},
    {SamKind::user, all_of_user, 0x2031A, 0x20044, 0x20041, all_of_user, 0x2031B | user_change_password},
    {SamKind::group, 0xF001F, 0x20010, 0x2000E, 0x20001, 0xF001F, 0x20011},
    {SamKind::alias, 0xF001F, 0x20004, 0x20013, 0x20008, 0xF001F, 0x2000C},
    {SamKind::policy, 0xF0FFF, 0x20006, 0x207F8, 0x20801, 0, 0x20801},
    {SamKind::lsa_account, 0xF000F, 0x20001, 0x2000E, 0x20000, 0, 0x20001},
};

constexpr uint32_t user_writes_itself = 0x20044;
constexpr accounts::Rid rid_of_administrators(544);

const Rights& rights_of(SamKind kind) {
  for (const Rights& row : table)
    if (row.kind == kind) return row;
  return table[0];
}

Ace allow(const Sid& sid, uint32_t mask) { return {AceType::allowed, 0, mask, sid}; }

std::vector<Ace> dacl_of(const Rights& rights, bool is_for_operators) {
  std::vector<Ace> dacl = {allow(sid_system, rights.all), allow(sid_administrators, rights.all)};
  if (!is_for_operators) return dacl;
  for (const Sid& operators : {sid_account_operators, sid_power_users})
    dacl.push_back(allow(operators, rights.operators));
  return dacl;
}

auth::SecurityDescriptor owned_by_administrators(std::vector<Ace> dacl) {
  return {sid_administrators, sid_administrators, std::move(dacl)};
}

/** Whether account operators manage it, which is no user: not Builtin, and nothing by which they would become
 *  administrators. */
Result<bool> is_for_operators(accounts::AccountStore& store, const SamObject& object) {
  if (object.home != accounts::Home::account) return false;
  if (object.kind == SamKind::group) {
    Sid group = store.sid_of(object.rid);
    NTA_TRY(auto aliases, store.aliases_of(accounts::Home::builtin, std::span(&group, 1)));
    return std::find(aliases.begin(), aliases.end(), rid_of_administrators) == aliases.end();
  }
  return object.kind == SamKind::domain || object.kind == SamKind::alias;
}

}  // namespace

auth::SecurityDescriptor user_descriptor(const UserStanding& user) {
  const Rights& rights = rights_of(SamKind::user);
  std::vector<Ace> dacl = dacl_of(rights, !user.is_administrator);
  uint32_t kept = user.may_not_change_password ? ~user_change_password : ~0u;
  dacl.push_back(allow(sid_authenticated_users, rights.everyone & kept));
  dacl.push_back(allow(user.sid, user_writes_itself & kept));
  return owned_by_administrators(std::move(dacl));
}

Result<auth::SecurityDescriptor> sam_descriptor(accounts::AccountStore& store, const SamObject& object) {
  if (object.kind == SamKind::user) {
    NTA_TRY(accounts::User user, store.user(object.rid));
    NTA_TRY(bool is_administrator, store.is_administrator(user));
    return user_descriptor({store.sid_of(object.rid), is_administrator, user.may_not_change_password});
  }
  const Rights& rights = rights_of(object.kind);
  NTA_TRY(bool for_operators, is_for_operators(store, object));
  std::vector<Ace> dacl = dacl_of(rights, for_operators);
  dacl.push_back(allow(sid_authenticated_users, rights.everyone));
  return owned_by_administrators(std::move(dacl));
}

uint32_t sam_specific(SamKind kind, uint32_t mask) {
  const Rights& rights = rights_of(kind);
  uint32_t specific = mask & ~(generic_all | generic_execute | generic_write | generic_read);
  if (mask & generic_all) specific |= rights.all;
  if (mask & generic_read) specific |= rights.read;
  if (mask & generic_write) specific |= rights.write;
  if (mask & generic_execute) specific |= rights.execute;
  return specific;
}

bool sam_changes(SamKind kind, uint32_t rights) {
  return rights & sam_specific(kind, generic_all) & ~sam_specific(kind, generic_read | generic_execute);
}

Result<uint32_t> sam_access(Desk& desk, const SamObject& object, uint32_t desired) {
  NTA_TRY(auto descriptor, sam_descriptor(desk.store, object));
  uint32_t wanted = sam_specific(object.kind, desired);
  uint32_t granted = auth::granted_access(desk.caller(), descriptor, wanted);
  uint32_t required = wanted & ~auth::right_maximum_allowed;
  if ((granted & required) == required && (granted != 0 || wanted == 0)) return granted;
  audit(desk.client, "account.open", fmt::format("RID {} for {:#x}", object.rid.value, wanted), Win32::access_denied);
  return fail(Win32::access_denied, "{} may not open RID {} for {:#x}", desk.caller().name, object.rid.value, wanted);
}

}  // namespace nta::services
