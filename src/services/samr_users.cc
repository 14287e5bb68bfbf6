// samr: users made, opened, deleted, and what is told of them by class.
#include "base/utf16.h"
#include "services/samr_user_fields.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Home;
using accounts::Rid;
using accounts::User;
using All = SAMPR_USER_ALL_INFORMATION;

/** Reads all that the given right, and what it was opened for, let see. */
struct ClassRow {
  uint32_t level;
  uint32_t rights;
  void (*fill)(SAMPR_USER_INFO_BUFFER&, const All&);
};

constexpr uint32_t whole_logon = user_read_general | user_read_preferences | user_read_logon | user_read_account;

// [MS-SAMR] 3.1.5.5.5: the classes, what each needs, and its members.
constexpr ClassRow classes[] = {
    {1, user_read_general,
     [](auto& to, const All& all) {
       to.General = {all.UserName, all.FullName, all.PrimaryGroupId, all.AdminComment, all.UserComment};
     }},
    {2, user_read_general | user_read_preferences,
     [](auto& to, const All& all) {
       to.Preferences = {all.UserComment, {}, all.CountryCode, all.CodePage};
     }},
    {3, whole_logon,
     [](auto& to, const All& all) {
       to.Logon = {all.UserName,          all.FullName,           all.UserId,     all.PrimaryGroupId,
                   all.HomeDirectory,     all.HomeDirectoryDrive, all.ScriptPath, all.ProfilePath,
                   all.WorkStations,      all.LastLogon,          all.LastLogoff, all.PasswordLastSet,
                   all.PasswordCanChange, all.PasswordMustChange, all.LogonHours, all.BadPasswordCount,
                   all.LogonCount,        all.UserAccountControl};
     }},
    {4, user_read_logon, [](auto& to, const All& all) { to.LogonHours = all.LogonHours; }},
    {5, whole_logon,
     [](auto& to, const All& all) {
       to.Account = {all.UserName,       all.FullName,           all.UserId,     all.PrimaryGroupId,
                     all.HomeDirectory,  all.HomeDirectoryDrive, all.ScriptPath, all.ProfilePath,
                     all.AdminComment,   all.WorkStations,       all.LastLogon,  all.LastLogoff,
                     all.LogonHours,     all.BadPasswordCount,   all.LogonCount, all.PasswordLastSet,
                     all.AccountExpires, all.UserAccountControl};
     }},
    {6, user_read_general,
     [](auto& to, const All& all) {
       to.Name = {all.UserName, all.FullName};
     }},
    {7, user_read_general, [](auto& to, const All& all) { to.Text.Text = all.UserName; }},
    {8, user_read_general, [](auto& to, const All& all) { to.Text.Text = all.FullName; }},
    {9, user_read_general, [](auto& to, const All& all) { to.Number.Number = all.PrimaryGroupId; }},
    {10, user_read_logon,
     [](auto& to, const All& all) {
       to.Home = {all.HomeDirectory, all.HomeDirectoryDrive};
     }},
    {11, user_read_logon, [](auto& to, const All& all) { to.Text.Text = all.ScriptPath; }},
    {12, user_read_logon, [](auto& to, const All& all) { to.Text.Text = all.ProfilePath; }},
    {13, user_read_general, [](auto& to, const All& all) { to.Text.Text = all.AdminComment; }},
    {14, user_read_logon, [](auto& to, const All& all) { to.Text.Text = all.WorkStations; }},
    {16, user_read_account, [](auto& to, const All& all) { to.Number.Number = all.UserAccountControl; }},
    {17, user_read_account, [](auto& to, const All& all) { to.Expires.AccountExpires = all.AccountExpires; }},
    {20, user_read_account, [](auto& to, const All& all) { to.Text.Text = all.Parameters; }},
    {21, 0, [](auto& to, const All& all) { to.All = all; }},
};

template <class M>
Result<void> query(Desk& desk, Call<M>& call) {
  uint32_t level = call.in().Class;
  for (const ClassRow& row : classes) {
    if (row.level != level) continue;
    NTA_CHECK(sam_require(desk, row.rights, "user.query"));
    NTA_TRY(User user, desk.store.user(desk.object.rid));
    NTA_TRY(auto policy, desk.store.policy());
    All image = user_image(user, policy, desk.object.granted, call.memory);
    // [MS-SAMR] 3.1.5.5.5.2: all that there is needs no right in particular, but one that shows anything.
    if (image.WhichFields == 0) return sam_require(desk, user_read_general, "user.query");
    auto* buffer = call.memory.template make<SAMPR_USER_INFO_BUFFER>();
    row.fill(*buffer, image);
    call.out.Class = level;
    call.out.Buffer = buffer;
    return {};
  }
  return fail(Win32::invalid_level, "class {} of user information", level);
}

Result<void> open(Desk& desk, Rid rid, uint32_t desired) {
  SamObject user{.kind = SamKind::user, .home = Home::account, .rid = rid};
  NTA_TRY(user.granted, sam_access(desk, user, desired));
  desk.opened = user;
  return {};
}

// [MS-SAMR] 3.1.5.4.4: a new account is disabled and needs no password, until somebody gives it one.
Result<Rid> create(Desk& desk, const RPC_UNICODE_STRING& wanted, uint32_t type, uint32_t desired) {
  namespace control = accounts::control;
  std::string name = to_utf8(text_of(wanted));
  if (desk.object.home == Home::builtin) return fail(Win32::access_denied, "Builtin has no users");
  if (type != control::normal && type != control::workstation_trust && type != control::server_trust)
    return fail(Win32::invalid_parameter, "no account of type {:#x} is made here", type);
  if (type == control::server_trust) return fail(Win32::access_denied, "this is no domain for other servers");
  User user;
  user.name = name;
  user.control = type | control::disabled | control::password_not_required;
  user.by_operator = !desk.caller().is_administrator();
  auto made = desk.store.add_user(user);
  NTA_CHECK(told(desk, "user.create", name, made ? Result<void>() : Result<void>(made.error())));
  NTA_CHECK(open(desk, *made, desired));
  return *made;
}

}  // namespace

Result<void> sam_create_user(Desk& desk, Call<SamrCreateUserInDomain>& call) {
  NTA_TRY(Rid made, create(desk, call.in().Name, accounts::control::normal, call.in().DesiredAccess));
  call.out.RelativeId = made.value;
  return {};
}

Result<void> sam_create_user2(Desk& desk, Call<SamrCreateUser2InDomain>& call) {
  NTA_TRY(Rid made, create(desk, call.in().Name, call.in().AccountType, call.in().DesiredAccess));
  call.out.RelativeId = made.value;
  call.out.GrantedAccess = desk.opened->granted;
  return {};
}

Result<void> sam_open_user(Desk& desk, Call<SamrOpenUser>& call) {
  Rid rid(call.in().RelativeId);
  if (desk.object.home == Home::builtin) return fail(Win32::user_not_found, "Builtin has no users");
  NTA_CHECK(desk.store.user(rid));
  return open(desk, rid, call.in().DesiredAccess);
}

Result<void> sam_delete_user(Desk& desk, Call<SamrDeleteUser>&) {
  auto target = fmt::format("user {}", desk.object.rid.value);
  NTA_CHECK(told(desk, "user.delete", target, desk.store.delete_user(desk.object.rid)));
  desk.closed = true;
  return {};
}

Result<void> sam_test_domain(Desk&, Call<SamrTestPrivateFunctionsDomain>&) {
  return fail(Win32::invalid_function, "tests of Windows' own");
}
Result<void> sam_test_user(Desk&, Call<SamrTestPrivateFunctionsUser>&) {
  return fail(Win32::invalid_function, "tests of Windows' own");
}
Result<void> sam_set_dsrm_password(Desk&, Call<SamrSetDSRMPassword>&) {
  return fail(Win32::not_supported, "only domain controllers have such a password");
}

Result<void> sam_query_user(Desk& desk, Call<SamrQueryInformationUser>& call) { return query(desk, call); }
Result<void> sam_query_user2(Desk& desk, Call<SamrQueryInformationUser2>& call) { return query(desk, call); }

}  // namespace nta::services
