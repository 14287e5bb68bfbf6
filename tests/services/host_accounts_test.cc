// HostAccounts: whole users in one answer, as samr tells of each.
#include "protocols/host_accounts.h"

#include "auth/ntlm/keys.h"
#include "auth/password_cipher.h"
#include "services/accounts_host.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Rid;

constexpr uint32_t most = 0x02000000;  // MAXIMUM_ALLOWED

class HostAccountsTest : public test::AccountsTest {
 protected:
  auto list(uint32_t after, uint32_t count, uint32_t control = 0) {
    return call<HostEnumerateUsers>(host_accounts, {after, control, count});
  }
  void be_somebody() { be(*store_, "HOST\\somebody", store_->sid_of(Rid(4711)), {}); }
};

std::vector<uint32_t> rids_of(const HostEnumerateUsers::Out& answer) {
  std::vector<uint32_t> rids;
  for (uint32_t i = 0; i < answer.EntriesRead; ++i) rids.push_back(answer.Buffer[i].All.UserId);
  return rids;
}

TEST_F(HostAccountsTest, ListGoesOnBehindTheLastUserTold) {
  for (int i = 0; i < 7; ++i) add(fmt::format("user{}", i));
  std::vector<uint32_t> all;
  uint32_t after = 0;
  do {
    auto page = list(after, 4);
    ASSERT_EQ(status(page), Win32::success);
    for (uint32_t rid : rids_of(page->value)) all.push_back(rid);
    after = page->value.Next;
  } while (after != 0);
  EXPECT_EQ(all, (std::vector<uint32_t>{500, 501, 1000, 1001, 1002, 1003, 1004, 1005, 1006}));
}

TEST_F(HostAccountsTest, EachUserIsToldAsSamrTellsIt) {
  Rid anna = add("anna");
  auto group = store_->add_group({.name = "staff"});
  ASSERT_TRUE(store_->add_to_group(*group, anna));
  ASSERT_TRUE(store_->change_user(anna, [](accounts::User& user) -> Result<void> {
    user.full_name = "Anna Jöns";
    user.home_drive = "H:";
    user.may_not_change_password = true;
    return {};
  }));
  auto page = list(anna.value - 1, 1);
  ASSERT_EQ(status(page), Win32::success);
  const HOST_USER& row = page->value.Buffer[0];
  auto told = sam<SamrQueryInformationUser>({user(anna), 21});
  const auto& all = told->value.Buffer->All;
  EXPECT_EQ(text_of(row.All.FullName), text_of(all.FullName));
  EXPECT_EQ(text_of(row.All.HomeDirectoryDrive), u"H:");
  EXPECT_EQ(row.All.UserAccountControl, all.UserAccountControl);
  EXPECT_EQ(row.All.PasswordLastSet, all.PasswordLastSet);
  EXPECT_EQ(row.All.WhichFields, all.WhichFields);
  EXPECT_EQ(row.MayNotChangePassword, 1u);
  EXPECT_EQ(std::vector<uint32_t>(row.Groups, row.Groups + row.GroupCount), (std::vector<uint32_t>{513, group->value}));
}

TEST_F(HostAccountsTest, CallerIsToldTheFieldsThatItsRightsShow) {
  Rid anna = add("anna");
  be_somebody();
  auto page = list(anna.value - 1, 1);
  ASSERT_EQ(status(page), Win32::success);
  auto told = sam<SamrQueryInformationUser>({user(anna, most), 21});
  EXPECT_EQ(page->value.Buffer[0].All.WhichFields, told->value.Buffer->All.WhichFields);
  client_->token = std::make_shared<auth::AccessToken>();
  EXPECT_EQ(status(list(0, 10)), Win32::access_denied);
}

TEST_F(HostAccountsTest, OnlyUsersOfTheKindAskedForAreTold) {
  add("anna");
  accounts::User machine;
  machine.name = "PC1$";
  machine.control = accounts::control::workstation_trust;
  auto rid = store_->add_user(machine);
  ASSERT_TRUE(rid);
  auto page = list(0, 100, accounts::control::workstation_trust);
  ASSERT_EQ(status(page), Win32::success);
  EXPECT_EQ(rids_of(page->value), std::vector<uint32_t>{rid->value});
}

TEST_F(HostAccountsTest, CountThatIsTooLargeGetsAPage) {
  std::vector<accounts::NewUser> users(1200);
  for (size_t i = 0; i < users.size(); ++i) users[i].user.name = fmt::format("user{}", i);
  store_->add_users(users, accounts::SetBy::import);
  auto page = list(0, UINT32_MAX);
  ASSERT_EQ(status(page), Win32::success);
  EXPECT_EQ(page->value.EntriesRead, 1000u);
  EXPECT_NE(page->value.Next, 0u);
}

HostAddUser::In wish_for(const RPC_UNICODE_STRING& name, const RPC_UNICODE_STRING& full_name) {
  HostAddUser::In in{};
  in.Class = 25;
  auto& all = in.Buffer.Internal4New.I1;
  all.UserName = name;
  all.FullName = full_name;
  all.UserAccountControl = 0x10;
  all.WhichFields = 0x1 | 0x2 | 0x100000 | 0x1000000;
  auto sealed = auth::seal_password_salted(u"Sommer-2025", as_byte_view("SystemLibraryDTC"));
  std::memcpy(in.Buffer.Internal4New.UserPassword, sealed->data(), sealed->size());
  return in;
}

TEST_F(HostAccountsTest, AddedUserHasItsFieldsAndItsPassword) {
  auto in = wish_for(text(u"anna"), text(u"Anna Jöns"));
  in.MayNotChangePassword = 1;
  auto made = call<HostAddUser>(host_accounts, in);
  ASSERT_EQ(status(made), Win32::success);
  auto user = store_->user(Rid(made->value.RelativeId));
  ASSERT_TRUE(user);
  EXPECT_EQ(user->name, "anna");
  EXPECT_EQ(user->full_name, "Anna Jöns");
  EXPECT_FALSE(user->is_disabled());
  EXPECT_TRUE(user->may_not_change_password);
  EXPECT_EQ(**store_->nt_hash(user->rid), auth::ntlm::nt_hash(u"Sommer-2025"));
  EXPECT_EQ(status(call<HostAddUser>(host_accounts, in)), Win32::user_exists);
}

TEST_F(HostAccountsTest, UserWhosePasswordIsRefusedIsNotThere) {
  ASSERT_TRUE(store_->change_policy([](accounts::Policy& policy) {
    policy.minimum_length = 20;
    return Result<void>();
  }));
  EXPECT_EQ(status(call<HostAddUser>(host_accounts, wish_for(text(u"anna"), {}))), Win32::password_restriction);
  EXPECT_FALSE(store_->user("anna"));
}

TEST_F(HostAccountsTest, UsersAreAddedByThoseWhoMayCreateThem) {
  be_somebody();
  EXPECT_EQ(status(call<HostAddUser>(host_accounts, wish_for(text(u"anna"), {}))), Win32::access_denied);
  be(*store_, "HOST\\operator", store_->sid_of(Rid(4711)), {sid_account_operators});
  EXPECT_EQ(status(call<HostAddUser>(host_accounts, wish_for(text(u"anna"), {}))), Win32::success);
}

TEST_F(HostAccountsTest, AliasesOfAUserAreItsOwnAndThoseOfItsGroups) {
  Rid anna = add("anna");
  auto group = store_->add_group({.name = "staff"});
  ASSERT_TRUE(store_->add_to_group(*group, anna));
  auto alias = store_->add_alias({.name = "helpers"});
  Sid own = store_->sid_of(anna), through = store_->sid_of(*group);
  ASSERT_TRUE(store_->add_to_alias(accounts::Home::account, *alias, std::span(&own, 1)));
  ASSERT_TRUE(store_->add_to_alias(accounts::Home::builtin, Rid(546), std::span(&through, 1)));
  auto names = [&](uint32_t indirect) {
    auto out = call<HostAliasesOfUser>(host_accounts, {text(u"ANNA"), indirect});
    EXPECT_EQ(status(out), Win32::success);
    std::vector<std::string> found;
    for (uint32_t i = 0; i < out->value.EntriesRead; ++i) found.push_back(to_utf8(text_of(out->value.Names[i])));
    return found;
  };
  EXPECT_EQ(names(0), std::vector<std::string>{"helpers"});
  EXPECT_EQ(names(1), (std::vector<std::string>{"Guests", "helpers"}));
  EXPECT_EQ(status(call<HostAliasesOfUser>(host_accounts, {text(u"nobody"), 1})), Win32::user_not_found);
}

}  // namespace
}  // namespace nta::services
