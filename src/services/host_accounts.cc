// HostAccounts on this host: with the rights that samr's calls would need.
#include "protocols/host_accounts.h"

#include "base/utf16.h"
#include "services/rows.h"
#include "services/samr_user_fields.h"
#include "services/user_additions.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Home;
using accounts::Rid;
using accounts::UserInGroups;

constexpr uint32_t most_rows = 1000;

/** Everything that decides on what the caller is told of the users of one answer. */
class Teller {
 public:
  static Result<Teller> make(Desk& desk) {
    NTA_TRY(auto policy, desk.store.policy());
    return Teller(desk, policy);
  }

  HOST_USER image(const UserInGroups& from, Arena& memory) {
    uint32_t granted = rights_on(from.user);
    HOST_USER image{.All = user_image(from.user, policy_, granted, memory)};
    image.MayNotChangePassword = from.user.may_not_change_password;
    if (!(granted & user_list_groups)) return image;
    image.GroupCount = static_cast<uint32_t>(from.groups.size());
    image.Groups = memory.make<uint32_t>(from.groups.size());
    for (size_t i = 0; i < from.groups.size(); ++i) image.Groups[i] = from.groups[i].value;
    return image;
  }

 private:
  Teller(Desk& desk, const accounts::Policy& policy) : desk_(desk), policy_(policy) {}

  // Rights to read, which are the same on administrators; and on all users, but for the caller itself.
  uint32_t rights_on(const accounts::User& user) {
    UserStanding standing{.sid = desk_.store.sid_of(user.rid)};
    auto ask = [&] {
      return auth::granted_access(desk_.caller(), user_descriptor(standing), auth::right_maximum_allowed);
    };
    if (desk_.caller().is_member(standing.sid)) return ask();
    if (!rights_) rights_ = ask();
    return *rights_;
  }

  Desk& desk_;
  accounts::Policy policy_;
  std::optional<uint32_t> rights_;
};

Result<void> enumerate_users(Desk& desk, Call<HostEnumerateUsers>& call) {
  const auto& in = call.in();
  NTA_CHECK(sam_access(desk, {.kind = SamKind::domain}, domain_list | domain_lookup));
  uint32_t most = std::clamp(in.Count, 1u, most_rows);
  NTA_TRY(auto users, desk.store.users_in_groups({.after = Rid(in.After), .most = most}, in.UserAccountControl));
  NTA_TRY(Teller teller, Teller::make(desk));
  call.out.EntriesRead = static_cast<uint32_t>(users.size());
  call.out.Buffer = call.memory.make<HOST_USER>(users.size());
  for (size_t i = 0; i < users.size(); ++i) call.out.Buffer[i] = teller.image(users[i], call.memory);
  if (users.size() == most) call.out.Next = users.back().user.rid.value;
  return {};
}

/** Asks nothing of the database, for this is the loop. */
Result<accounts::NewUser> wished_user(Desk& desk, const HostAddUser::In& in) {
  NTA_CHECK(sam_access(desk, {.kind = SamKind::domain}, domain_lookup | domain_create_user));
  NTA_TRY(UserWish wish, read_wish(desk, in.Class, in.Buffer));
  accounts::NewUser wished;
  NTA_CHECK(apply_wish(wished.user, wish));
  wished.user.by_operator = !desk.caller().is_administrator();
  wished.user.may_not_change_password = in.MayNotChangePassword != 0;
  wished.password = std::move(wish.password);
  return wished;
}

void add_user(Host& host, CallPtr<HostAddUser> call) {
  if (!host.accounts) return call->finish(fail(Win32::not_supported, "this host keeps no accounts"));
  Desk desk{host.accounts, call->client, *host.accounts, *call->client, {}, {}, false, {}};
  auto wished = wished_user(desk, call->in());
  if (!wished) return call->finish(std::move(wished).error());
  std::string name = wished->user.name;
  host.additions->add(host.executor, host.accounts, *std::move(wished), [call, name](Result<Rid> made) {
    audit(*call->client, "user.create", name, made ? Win32::success : made.error().code);
    if (!made) return call->finish(std::move(made).error());
    call->out.RelativeId = made->value;
    call->finish({});
  });
}

/** SIDs of the aliases; groups may be among them. */
Result<std::vector<Sid>> aliases_of(Desk& desk, Rid user, bool indirect) {
  if (indirect) return desk.store.memberships_of(user);
  Sid sid = desk.store.sid_of(user);
  std::vector<Sid> sids;
  for (Home home : {Home::builtin, Home::account}) {
    NTA_TRY(auto rids, desk.store.aliases_of(home, std::span(&sid, 1)));
    for (Rid rid : rids) sids.push_back(desk.store.sid_of(home, rid));
  }
  return sids;
}

Result<void> aliases_of_user(Desk& desk, Call<HostAliasesOfUser>& call) {
  constexpr uint32_t rights = domain_lookup | domain_get_membership;
  for (Home home : {Home::account, Home::builtin})
    NTA_CHECK(sam_access(desk, {.kind = SamKind::domain, .home = home}, rights));
  NTA_TRY(auto user, desk.store.user(to_utf8(text_of(call.in().Name))));
  NTA_CHECK(sam_access(desk, {.kind = SamKind::user, .rid = user.rid}, user_list_groups));
  NTA_TRY(auto sids, aliases_of(desk, user.rid, call.in().Indirect != 0));
  NTA_TRY(auto found, desk.store.find_all(sids));
  std::vector<RPC_UNICODE_STRING> names;
  for (Home home : {Home::builtin, Home::account})
    for (const auto& each : found)
      if (each && each->kind == accounts::Kind::alias && each->home == home)
        names.push_back(counted_text(call.memory, to_utf16(each->name)));
  call.out.EntriesRead = static_cast<uint32_t>(names.size());
  call.out.Names = copy_rows(call.memory, names);
  return {};
}

constexpr Served rows[] = {
    serve_account<enumerate_users>(),
    serve<add_user>(),
    serve_account<aliases_of_user>(),
};

}  // namespace

std::span<const Served> host_accounts_rows() { return rows; }

}  // namespace nta::services
