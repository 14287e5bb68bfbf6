// samr and lsarpc: what hostile callers send, and what account operators may not.
#include "services/accounts_host.h"
#include "services/samr_access.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Home;
using accounts::Rid;
using test::AccountsTest;

constexpr uint32_t most = 0x02000000;  // MAXIMUM_ALLOWED

TEST_F(AccountsTest, CountOfSidsWithoutThemIsRefused) {
  auto policy = lsa<LsarOpenPolicy2>({nullptr, {}, most});
  ContextHandle handle = policy->value.Opened;
  EXPECT_EQ(status(lsa<LsarLookupSids>({handle, {1, nullptr}, {}, 1, 0})), Win32::invalid_parameter);
  EXPECT_EQ(status(lsa<LsarLookupSids2>({handle, {1, nullptr}, {}, 1, 0, 0, 2})), Win32::invalid_parameter);
  EXPECT_EQ(status(sam<SamrGetAliasMembership>({builtin(), {1, nullptr}})), Win32::invalid_parameter);
  auto alias = sam<SamrOpenAlias>({builtin(), most, 545});
  ContextHandle users = alias->value.Opened;
  EXPECT_EQ(status(sam<SamrAddMultipleMembersToAlias>({users, {2, nullptr}})), Win32::invalid_parameter);
  EXPECT_EQ(status(sam<SamrRemoveMultipleMembersFromAlias>({users, {2, nullptr}})), Win32::invalid_parameter);
}

TEST_F(AccountsTest, RefusalsBeforeTheWorkHaveTheFormThatWasAskedFor) {
  auto display = sam<SamrQueryDisplayInformation>({server(), 2, 0, 10, 1000});
  EXPECT_NE(status(display), Win32::success) << "a server is no domain";
  EXPECT_EQ(display->value.Class, 2u);
  ContextHandle opened = domain();
  loop_.is_full = [](const host::Executor::Asker&) { return true; };
  EXPECT_EQ(status(sam<SamrQueryDisplayInformation3>({opened, 3, 0, 10, 1000})), Win32::no_system_resources);
  EXPECT_EQ(status(sam<SamrConnect5>({nullptr, most, 1, {}})), Win32::no_system_resources);
  EXPECT_EQ(status(lsa<LsarOpenPolicy3>({nullptr, {}, most, 1, {}})), Win32::no_system_resources);
}

TEST_F(AccountsTest, WorkIsTheCallers) {
  loop_.is_full = [this](const host::Executor::Asker& asker) { return asker != client_->token->user; };
  EXPECT_EQ(status(sam<SamrConnect2>({nullptr, most})), Win32::success);
}

TEST_F(AccountsTest, HashesThatAreMissingAreRefused) {
  SAM_VALIDATE_PASSWORD_HASH missing{16, nullptr};
  SamrValidatePassword::In in{};
  in.ValidationType = 2;
  auto& change = in.InputArg.Change;
  change.PasswordMatch = 1;
  change.InputPersistedFields.PasswordHistoryLength = 1;
  EXPECT_EQ(status(sam<SamrValidatePassword>(in)), Win32::invalid_parameter);
  change.InputPersistedFields.PasswordHistory = &missing;
  EXPECT_EQ(status(sam<SamrValidatePassword>(in)), Win32::invalid_parameter);
  change.InputPersistedFields = {};
  change.HashedPassword = missing;
  EXPECT_EQ(status(sam<SamrValidatePassword>(in)), Win32::invalid_parameter);
}

TEST_F(AccountsTest, WrongPasswordsAreForgottenWithAGoodLogOnAndNoSooner) {
  constexpr uint32_t count_changed = 0x8, must_change = 1, success = 0;
  SamrValidatePassword::In in{};
  in.ValidationType = 1;
  auto& log_on = in.InputArg.Authentication;
  log_on.PasswordMatched = 1;
  log_on.InputPersistedFields.BadPasswordCount = 3;
  auto refused = sam<SamrValidatePassword>(in);
  ASSERT_EQ(status(refused), Win32::success);
  EXPECT_EQ(refused->value.OutputArg->Output.ValidationStatus, must_change);
  EXPECT_EQ(refused->value.OutputArg->Output.ChangedPersistedFields.PresentFields & count_changed, 0u);
  log_on.InputPersistedFields.PasswordLastSet = static_cast<uint64_t>(filetime_now());
  auto good = sam<SamrValidatePassword>(in);
  EXPECT_EQ(good->value.OutputArg->Output.ValidationStatus, success);
  EXPECT_EQ(good->value.OutputArg->Output.ChangedPersistedFields.PresentFields & count_changed, count_changed);
  EXPECT_EQ(good->value.OutputArg->Output.ChangedPersistedFields.BadPasswordCount, 0u);
}

TEST_F(AccountsTest, WrongPasswordsAreForgottenWithANewPassword) {
  constexpr uint32_t change = 2, reset = 3, count_changed = 0x8;
  auto count_of = [&](uint32_t type, uint32_t wrong_before) {
    SamrValidatePassword::In in{};
    in.ValidationType = type;
    in.InputArg.Change.PasswordMatch = 1;  // the two begin alike, and the members of both are given
    auto& fields = type == change ? in.InputArg.Change.InputPersistedFields : in.InputArg.Reset.InputPersistedFields;
    fields.BadPasswordCount = wrong_before;
    auto told = sam<SamrValidatePassword>(in);
    EXPECT_EQ(status(told), Win32::success);
    EXPECT_EQ(told->value.OutputArg->Output.ValidationStatus, 0u);
    EXPECT_EQ(told->value.OutputArg->Output.ChangedPersistedFields.BadPasswordCount, 0u);
    return told->value.OutputArg->Output.ChangedPersistedFields.PresentFields & count_changed;
  };
  for (uint32_t type : {change, reset}) {
    EXPECT_EQ(count_of(type, 3), count_changed) << type;
    EXPECT_EQ(count_of(type, 0), 0u) << type;
  }
}

TEST_F(AccountsTest, APasswordThatNeverWasSetHasExpired) {
  constexpr uint32_t expired = 0x20000;
  accounts::User user;
  user.name = "anna";
  auto rid = store_->add_user(user);
  ASSERT_TRUE(rid);
  auto told = sam<SamrQueryInformationUser>({this->user(*rid), 16});
  ASSERT_EQ(status(told), Win32::success);
  EXPECT_EQ(told->value.Buffer->Number.Number & expired, expired);
  auto guest = sam<SamrQueryInformationUser>({this->user(accounts::rid_guest), 16});
  EXPECT_EQ(guest->value.Buffer->Number.Number & expired, 0u);
}

TEST_F(AccountsTest, AllOfAUserIsWhatTheHandleMayRead) {
  Rid anna = add("anna");
  constexpr uint32_t read_control = 0x20000, user_name = 0x1;
  EXPECT_EQ(status(sam<SamrQueryInformationUser>({user(anna, read_control), 21})), Win32::access_denied);
  auto logon = sam<SamrQueryInformationUser2>({user(anna, user_read_logon), 21});
  ASSERT_EQ(status(logon), Win32::success);
  EXPECT_EQ(logon->value.Buffer->All.WhichFields & user_name, 0u);
  EXPECT_EQ(logon->value.Buffer->All.UserName.Length, 0u);
  auto general = sam<SamrQueryInformationUser2>({user(anna, user_read_general), 21});
  ASSERT_EQ(status(general), Win32::success);
  EXPECT_EQ(text_of(general->value.Buffer->All.UserName), u"anna");
}

TEST_F(AccountsTest, DescriptorThatIsMissingIsRefused) {
  EXPECT_EQ(status(sam<SamrSetSecurityObject>({user(add("anna")), 4, {20, nullptr}})), Win32::invalid_parameter);
}

class OperatorTest : public AccountsTest {
 protected:
  void be_operator(const Sid& by = sid_account_operators) {
    be(*store_, "HOST\\op", store_->sid_of(add("op")), {sid_users, by});
  }
  Rid group_of_administrators() {
    auto made = store_->add_group({{}, "chiefs", ""});
    EXPECT_TRUE(made);
    Sid sid = store_->sid_of(*made);
    EXPECT_TRUE(store_->add_to_alias(Home::builtin, Rid(544), std::span(&sid, 1)));
    return *made;
  }
  Win32 open_user(Rid rid, uint32_t access) { return status(sam<SamrOpenUser>({domain(), access, rid.value})); }
  Win32 open_group(Rid rid, uint32_t access) { return status(sam<SamrOpenGroup>({domain(), access, rid.value})); }
};

TEST_F(OperatorTest, ManagesUsersButNoAdministrators) {
  Rid anna = add("anna"), chief = add("chief");
  ASSERT_TRUE(store_->add_to_group(group_of_administrators(), chief));
  be_operator();
  EXPECT_EQ(open_user(anna, user_set_password | user_write_account), Win32::success);
  for (Rid protected_user : {accounts::rid_administrator, chief}) {
    EXPECT_EQ(open_user(protected_user, user_set_password), Win32::access_denied);
    EXPECT_EQ(open_user(protected_user, user_write_account), Win32::access_denied);
    EXPECT_EQ(open_user(protected_user, auth::right_delete), Win32::access_denied);
    EXPECT_EQ(open_user(protected_user, user_read_general), Win32::success);
  }
}

TEST_F(OperatorTest, PowerUsersAreOperatorsHere) {
  Rid anna = add("anna");
  be_operator(sid_power_users);
  EXPECT_EQ(open_user(anna, user_set_password | user_write_account), Win32::success);
  EXPECT_EQ(open_user(accounts::rid_administrator, user_set_password), Win32::access_denied);
}

TEST_F(OperatorTest, ManagesUnixUsersButNoneWhoAdministersTheMachine) {
  Sid chiefs = make_sid(22, 2, 50);
  ASSERT_TRUE(store_->add_to_alias(Home::builtin, Rid(544), std::span(&chiefs, 1)));
  unix_sids_ = {{1000, {sid_of_uid(1000)}},
                {1001, {sid_of_uid(1001), sid_administrators}},
                {1002, {sid_of_uid(1002), make_sid(22, 2, 1002), chiefs}}};
  std::vector<host::UnixUser> users = {{1000, "anna", "", "/a"}, {1001, "owner", "", "/b"}, {1002, "chief", "", "/c"}};
  ASSERT_TRUE(store_->see_unix_users(users, {}));
  be_operator();
  EXPECT_EQ(open_user(store_->user_of(1000)->rid, user_set_password | user_write_account), Win32::success);
  for (uid_t uid : {1001, 1002}) {
    Rid rid = store_->user_of(uid)->rid;
    for (uint32_t right : {user_set_password, user_write_account, auth::right_delete})
      EXPECT_EQ(open_user(rid, right), Win32::access_denied) << uid;
    EXPECT_EQ(open_user(rid, user_read_general), Win32::success) << uid;
  }
}

TEST_F(OperatorTest, WhatItMadeOrNamedIsKnownToBeIts) {
  Rid anna = add("anna"), berta = add("berta");
  auto rename = [&](Rid rid, std::u16string_view name) {
    SamrSetInformationUser::In in{.Handle = user(rid, user_write_account), .Class = 7, .Buffer = {}};
    in.Buffer.Text.Text = text(name);
    return status(sam<SamrSetInformationUser>(in));
  };
  EXPECT_EQ(rename(anna, u"anne"), Win32::success);
  EXPECT_FALSE(store_->user(anna)->by_operator) << "an administrator did that";
  be_operator();
  EXPECT_EQ(rename(berta, u"boss"), Win32::success);
  EXPECT_TRUE(store_->user(berta)->by_operator);
  auto made = sam<SamrCreateUser2InDomain>({domain(), text(u"carla"), accounts::control::normal, most});
  ASSERT_EQ(status(made), Win32::success);
  EXPECT_TRUE(store_->user(Rid(made->value.RelativeId))->by_operator);
}

TEST_F(OperatorTest, AHandleDoesNotOutlastTheRightToTouchTheUser) {
  Rid anna = add("anna");
  be_operator();
  SamrSetInformationUser::In in{.Handle = user(anna, user_write_account), .Class = 20, .Buffer = {}};
  in.Buffer.Text.Text = text(u"x");
  EXPECT_EQ(status(sam<SamrSetInformationUser>(in)), Win32::success);
  unix_sids_ = {{1001, {sid_of_uid(1001), sid_administrators}}};
  std::vector<host::UnixUser> users = {{1001, "anna", "", "/a"}};
  ASSERT_TRUE(store_->see_unix_users(users, {}));
  EXPECT_EQ(store_->user_of(1001)->rid, anna);
  EXPECT_EQ(status(sam<SamrSetInformationUser>(in)), Win32::access_denied);
}

TEST_F(OperatorTest, HasEveryRightOnGroupsAndTheDomainsRulesAreNotItsAffair) {
  auto staff = store_->add_group({{}, "staff", ""});
  auto team = store_->add_alias({.home = Home::account, .name = "team"});
  ASSERT_TRUE(staff && team);
  be_operator();
  EXPECT_EQ(open_group(*staff, group_write | group_add | group_remove | auth::right_delete), Win32::success);
  uint32_t all_of_alias = alias_add | alias_remove | alias_write | auth::right_delete;
  EXPECT_EQ(status(sam<SamrOpenAlias>({domain(), all_of_alias, team->value})), Win32::success);
  auto open_domain = [&](uint32_t access) {
    return status(sam<SamrOpenDomain>({server(), access, packed(store_->domain_sid())}));
  };
  EXPECT_EQ(open_domain(domain_create_user | domain_create_group | domain_create_alias | domain_list), Win32::success);
  EXPECT_EQ(open_domain(domain_write_password), Win32::access_denied);
  EXPECT_EQ(open_domain(domain_write_other), Win32::access_denied);
}

TEST_F(OperatorTest, ManagesGroupsButNoneThatAdministers) {
  Rid chiefs = group_of_administrators();
  auto staff = store_->add_group({{}, "staff", ""});
  ASSERT_TRUE(staff);
  be_operator();
  EXPECT_EQ(open_group(*staff, group_add), Win32::success);
  EXPECT_EQ(open_group(chiefs, group_add), Win32::access_denied);
  EXPECT_EQ(open_group(chiefs, group_list), Win32::success);
  EXPECT_EQ(status(sam<SamrOpenAlias>({builtin(), alias_add, 544})), Win32::access_denied);
}

TEST_F(OperatorTest, SidsAreTakenOutOfAliasesByWhoManagesThem) {
  Sid foreign = make_sid(5, 21, 1, 2, 3, 1000);
  auto team = store_->add_alias({.home = Home::account, .name = "team"});
  ASSERT_TRUE(team);
  ASSERT_TRUE(store_->add_to_alias(Home::account, *team, std::span(&foreign, 1)));
  ASSERT_TRUE(store_->add_to_alias(Home::builtin, Rid(555), std::span(&foreign, 1)));
  auto count = [&](Home home, Rid alias) { return store_->alias_members(home, alias)->size(); };

  be(*store_, "HOST\\anna", store_->sid_of(add("anna")), {sid_users});
  EXPECT_EQ(status(sam<SamrRemoveMemberFromForeignDomain>({domain(), packed(foreign)})), Win32::access_denied);
  be_operator();
  EXPECT_EQ(status(sam<SamrRemoveMemberFromForeignDomain>({builtin(), packed(foreign)})), Win32::access_denied);
  EXPECT_EQ(count(Home::account, *team), 1u);
  EXPECT_EQ(status(sam<SamrRemoveMemberFromForeignDomain>({domain(), packed(foreign)})), Win32::success);
  EXPECT_EQ(count(Home::account, *team), 0u);
  EXPECT_EQ(count(Home::builtin, Rid(555)), 1u);
}

TEST_F(AccountsTest, NeitherBuiltInNorLastAdministratorIsTakenOutOfAllAliases) {
  Rid admin = add("second");
  Sid sid = store_->sid_of(admin), built_in = store_->sid_of(accounts::rid_administrator);
  ASSERT_TRUE(store_->add_to_alias(Home::builtin, Rid(544), std::span(&sid, 1)));
  ASSERT_TRUE(store_->change_user(accounts::rid_administrator, [](accounts::User& row) {
    row.control |= accounts::control::disabled;
    return Result<void>();
  }));
  EXPECT_EQ(status(sam<SamrRemoveMemberFromForeignDomain>({builtin(), packed(built_in)})), Win32::special_account);
  EXPECT_EQ(status(sam<SamrRemoveMemberFromForeignDomain>({builtin(), packed(sid)})), Win32::last_admin);
}

}  // namespace
}  // namespace nta::services
