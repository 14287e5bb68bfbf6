// samr on a host with accounts of its own.
#include "auth/ntlm/keys.h"
#include "auth/password_cipher.h"
#include "services/accounts_host.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Rid;
using test::AccountsTest;

constexpr uint32_t most = 0x02000000;  // MAXIMUM_ALLOWED
const ByteView local_key = as_byte_view("SystemLibraryDTC");

std::vector<std::string> names_of(const SAMPR_ENUMERATION_BUFFER* buffer) {
  std::vector<std::string> names;
  for (uint32_t i = 0; buffer && i < buffer->EntriesRead; ++i)
    names.push_back(to_utf8(text_of(buffer->Buffer[i].Name)));
  return names;
}

TEST_F(AccountsTest, ServerHasItsOwnDomainAndBuiltin) {
  auto list = sam<SamrEnumerateDomainsInSamServer>({server(), 0, 0xFFFF});
  ASSERT_EQ(status(list), Win32::success);
  EXPECT_EQ(names_of(list->value.Buffer), (std::vector<std::string>{"HOST", "Builtin"}));
  auto found = sam<SamrLookupDomainInSamServer>({server(), text(u"host")});
  ASSERT_EQ(status(found), Win32::success);
  EXPECT_EQ(std::memcmp(found->value.DomainId, store_->domain_sid().bytes().data(), 24), 0);
  EXPECT_EQ(status(sam<SamrLookupDomainInSamServer>({server(), text(u"elsewhere")})), Win32::no_such_domain);
  EXPECT_EQ(status(sam<SamrLookupDomainInSamServer>({server(), {}})), Win32::invalid_parameter);
}

TEST_F(AccountsTest, EnumerationGoesOnBehindTheLastRidToldWhileAccountsComeAndGo) {
  std::vector<Rid> made;
  for (int i = 0; i < 9; ++i) made.push_back(add(fmt::format("user{}", i)));
  std::vector<std::string> all;
  uint32_t context = 0;
  for (bool first = true;; first = false) {
    auto page = sam<SamrEnumerateUsersInDomain>({domain(), context, 0, 4 * 32});
    for (const auto& name : names_of(page->value.Buffer)) all.push_back(name);
    context = page->value.EnumerationContext;
    if (status(page) != Win32::more_data) break;
    if (first) {
      ASSERT_TRUE(store_->delete_user(made[0]));
    }
  }
  EXPECT_EQ(std::count(all.begin(), all.end(), "user8"), 1);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST_F(AccountsTest, CreatedUserIsDisabledUntilItsFieldsAndPasswordAreSet) {
  auto made = sam<SamrCreateUser2InDomain>({domain(), text(u"anna"), 0x10, most});
  ASSERT_EQ(status(made), Win32::success);
  ContextHandle anna = made->value.Opened;
  auto control = sam<SamrQueryInformationUser>({anna, 16});
  ASSERT_EQ(status(control), Win32::success);
  EXPECT_EQ(control->value.Buffer->Number.Number & 1, 1u);

  SamrSetInformationUser2::In set{anna, 25, {}};
  auto& all = set.Buffer.Internal4New.I1;
  all.FullName = text(u"Anna Jöns");
  all.UserAccountControl = 0x10;
  all.WhichFields = 0x2 | 0x100000 | 0x1000000;
  auto sealed = auth::seal_password_salted(u"Sommer-2025", local_key);
  std::memcpy(set.Buffer.Internal4New.UserPassword, sealed->data(), sealed->size());
  ASSERT_EQ(status(sam<SamrSetInformationUser2>(set)), Win32::success);

  auto user = store_->user("anna");
  ASSERT_TRUE(user);
  EXPECT_EQ(user->full_name, "Anna Jöns");
  EXPECT_FALSE(user->is_disabled());
  EXPECT_EQ(**store_->nt_hash(user->rid), auth::ntlm::nt_hash(u"Sommer-2025"));
}

TEST_F(AccountsTest, PasswordThatIsRefusedLeavesTheFieldsAsTheyWere) {
  ASSERT_TRUE(store_->change_policy([](accounts::Policy& policy) {
    policy.minimum_length = 12;
    return Result<void>();
  }));
  Rid anna = add("anna", u"long-enough-password");
  SamrSetInformationUser2::In set{user(anna), 23, {}};
  set.Buffer.Internal4.I1.FullName = text(u"changed");
  set.Buffer.Internal4.I1.WhichFields = 0x2 | 0x1000000;
  auto sealed = auth::seal_password(u"short", local_key);
  std::memcpy(set.Buffer.Internal4.UserPassword, sealed->data(), sealed->size());
  auto refused = sam<SamrSetInformationUser2>(set);
  EXPECT_EQ(refused->value.nt_status, 0xC000006C);
  EXPECT_EQ(store_->user(anna)->full_name, "");
}

// Windows takes them over SMB alone ([MS-SAMR] 2.1).
TEST_F(AccountsTest, PasswordIsNotTakenWhereNoKeyKeepsItFromOthers) {
  Rid anna = add("anna");
  ContextHandle handle = user(anna);
  char16_t hash[8] = {};
  client_->session_key.clear();
  for (uint32_t level : {18, 21, 23, 24, 25, 26, 31, 32}) {
    SamrSetInformationUser2::In set{handle, level, {}};
    if (level == 18) {
      set.Buffer.Internal1.NtPasswordPresent = 1;
    } else if (level == 21 || level == 23 || level == 25 || level == 32) {  // which begin with the same
      set.Buffer.All.WhichFields = 0x1000000;
      set.Buffer.All.NtPasswordPresent = 1;
      set.Buffer.All.NtOwfPassword = {16, 16, hash};
    }
    EXPECT_EQ(status(sam<SamrSetInformationUser2>(set)), Win32::access_denied) << level;
  }
  EXPECT_EQ(**store_->nt_hash(anna), auth::ntlm::nt_hash(u"Sommer-2025"));
  SamrSetInformationUser2::In fields{handle, 25, {}};
  fields.Buffer.Internal4New.I1.WhichFields = 0x2;
  EXPECT_EQ(status(sam<SamrSetInformationUser2>(fields)), Win32::success);
}

TEST_F(AccountsTest, FieldsThatNobodyMaySetAreRefused) {
  SamrSetInformationUser::In set{user(add("anna")), 21, {}};
  for (uint32_t fields : {0u, 0x4u, 0x8000u, 0x40000000u}) {
    set.Buffer.All.WhichFields = fields;
    EXPECT_EQ(status(sam<SamrSetInformationUser>(set)), Win32::invalid_parameter) << fields;
  }
}

TEST_F(AccountsTest, ClassesTellTheSameUser) {
  Rid anna = add("anna");
  ASSERT_TRUE(store_->change_user(anna, [](accounts::User& row) {
    row.full_name = "Anna";
    row.comment = "für alle";
    row.home_directory = "\\\\srv\\anna";
    return Result<void>();
  }));
  ContextHandle handle = user(anna);
  auto all = sam<SamrQueryInformationUser>({handle, 21});
  ASSERT_EQ(status(all), Win32::success);
  EXPECT_EQ(to_utf8(text_of(all->value.Buffer->All.AdminComment)), "für alle");
  EXPECT_EQ(all->value.Buffer->All.UserId, anna.value);
  EXPECT_EQ(all->value.Buffer->All.LogonHours.UnitsPerWeek, 168);
  auto general = sam<SamrQueryInformationUser>({handle, 1});
  EXPECT_EQ(to_utf8(text_of(general->value.Buffer->General.FullName)), "Anna");
  auto home = sam<SamrQueryInformationUser>({handle, 10});
  EXPECT_EQ(to_utf8(text_of(home->value.Buffer->Home.HomeDirectory)), "\\\\srv\\anna");
  EXPECT_EQ(status(sam<SamrQueryInformationUser>({handle, 99})), Win32::invalid_level);
}

TEST_F(AccountsTest, UserReadsOthersButChangesNothing) {
  Rid anna = add("anna"), bert = add("bert");
  be(*store_, "HOST\\anna", store_->sid_of(anna), {sid_users});
  EXPECT_EQ(status(sam<SamrOpenUser>({domain(), 0x20, bert.value})), Win32::access_denied);
  EXPECT_EQ(status(sam<SamrCreateUserInDomain>({domain(), text(u"carl"), most})), Win32::access_denied);
  auto name = sam<SamrQueryInformationUser>({user(bert), 7});
  ASSERT_EQ(status(name), Win32::success);
  EXPECT_EQ(to_utf8(text_of(name->value.Buffer->Text.Text)), "bert");
}

TEST_F(AccountsTest, HandleOfAnotherKindIsRefusedAndAStrangersIsAFault) {
  EXPECT_EQ(status(sam<SamrQueryInformationDomain>({server(), 1})), Win32::datatype_mismatch);
  auto stranger = sam<SamrQueryInformationDomain>({ContextHandle{0, Guid::random()}, 1});
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().code, Win32::invalid_handle);
}

class ChangePasswordTest : public AccountsTest {
 protected:
  SamrUnicodeChangePasswordUser3::In wish(const std::u16string& old_password, const std::u16string& new_password) {
    auth::Key old_hash = auth::ntlm::nt_hash(old_password), new_hash = auth::ntlm::nt_hash(new_password);
    auto sealed = auth::seal_password(new_password, old_hash.view());
    std::memcpy(sealed_.Buffer, sealed->data(), sealed->size());
    auth::Key verifier = auth::encrypt_hash(old_hash, new_hash);
    std::memcpy(verifier_.data, verifier.data(), sizeof verifier_.data);
    return {nullptr, text(u"anna"), &sealed_, &verifier_, 0, nullptr, nullptr, nullptr};
  }
  ENCRYPTED_USER_PASSWORD sealed_{};
  ENCRYPTED_OWF verifier_{};
};

TEST_F(ChangePasswordTest, OwnerWhoKnowsTheOldPasswordChangesIt) {
  Rid anna = add("anna", u"Sommer-2025");
  ASSERT_EQ(status(sam<SamrUnicodeChangePasswordUser3>(wish(u"Sommer-2025", u"Winter-2026"))), Win32::success);
  EXPECT_EQ(**store_->nt_hash(anna), auth::ntlm::nt_hash(u"Winter-2026"));
}

TEST_F(ChangePasswordTest, WrongOldPasswordIsRefusedAndCounted) {
  Rid anna = add("anna", u"Sommer-2025");
  EXPECT_EQ(status(sam<SamrUnicodeChangePasswordUser3>(wish(u"guess", u"Winter-2026"))), Win32::invalid_password);
  EXPECT_EQ(store_->user(anna)->bad_password_count, 1u);
}

TEST_F(ChangePasswordTest, ThatTheAccountIsDisabledIsToldToWhoKnowsThePassword) {
  Rid anna = add("anna", u"Sommer-2025");
  ASSERT_TRUE(store_->change_user(anna, [](accounts::User& row) {
    row.control |= accounts::control::disabled;
    return Result<void>();
  }));
  EXPECT_EQ(status(sam<SamrUnicodeChangePasswordUser3>(wish(u"guess", u"Winter-2026"))), Win32::invalid_password);
  EXPECT_EQ(status(sam<SamrUnicodeChangePasswordUser3>(wish(u"Sommer-2025", u"Winter-2026"))), Win32::account_disabled);
}

TEST_F(ChangePasswordTest, RefusalSaysWhichRuleItWas) {
  add("anna", u"Sommer-2025");
  ASSERT_TRUE(store_->change_policy([](accounts::Policy& policy) {
    policy.minimum_length = 12;
    return Result<void>();
  }));
  auto refused = sam<SamrUnicodeChangePasswordUser3>(wish(u"Sommer-2025", u"kurz"));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->value.nt_status, 0xC000006C);
  ASSERT_NE(refused->value.PasswordChangeFailureInfo, nullptr);
  EXPECT_EQ(refused->value.PasswordChangeFailureInfo->ExtendedFailureReason, 1u);
  EXPECT_EQ(refused->value.EffectivePasswordPolicy->MinPasswordLength, 12);
}

TEST_F(AccountsTest, PasswordRulesAreToldAndSetAsDurations) {
  SamrSetInformationDomain::In set{domain(), 1, {}};
  constexpr int64_t day = accounts::day_ticks;
  set.Buffer.Password = {7, 24, 1, -42 * day, -day};
  ASSERT_EQ(status(sam<SamrSetInformationDomain>(set)), Win32::success);
  auto told = sam<SamrQueryInformationDomain>({domain(), 1});
  ASSERT_EQ(status(told), Win32::success);
  EXPECT_EQ(told->value.Buffer->Password.MaxPasswordAge, -42 * day);
  EXPECT_EQ(told->value.Buffer->Password.PasswordHistoryLength, 24);
  EXPECT_EQ(store_->policy()->minimum_age, day);
}

TEST_F(AccountsTest, AliasMembersAreSidsAndMembershipIsFoundByThem) {
  Rid anna = add("anna");
  auto opened = sam<SamrOpenAlias>({builtin(), most, 544});
  ASSERT_EQ(status(opened), Win32::success);
  Sid sid = store_->sid_of(anna);
  ASSERT_EQ(status(sam<SamrAddMemberToAlias>({opened->value.Opened, packed(sid)})), Win32::success);
  EXPECT_EQ(status(sam<SamrAddMemberToAlias>({opened->value.Opened, packed(sid)})), Win32::member_in_alias);
  SAMPR_SID_INFORMATION one{packed(sid)};
  auto membership = sam<SamrGetAliasMembership>({builtin(), {1, &one}});
  ASSERT_EQ(status(membership), Win32::success);
  ASSERT_EQ(membership->value.Membership.Count, 1u);
  EXPECT_EQ(membership->value.Membership.Element[0], 544u);
}

TEST_F(AccountsTest, NamesAreLookedUpInTheirDomainOnly) {
  add("anna");
  RPC_UNICODE_STRING names[] = {text(u"ANNA"), text(u"Administrators")};
  auto found = sam<SamrLookupNamesInDomain>({domain(), 2, 1000, names});
  ASSERT_EQ(status(found), Win32::some_not_mapped);
  EXPECT_EQ(found->value.Use.Element[0], 1u);
  EXPECT_EQ(found->value.Use.Element[1], 8u);
}

TEST_F(AccountsTest, SidsAndNamesAreTranslatedBothWays) {
  Rid anna = add("anna");
  auto policy = lsa<LsarOpenPolicy2>({nullptr, {}, most});
  ASSERT_EQ(status(policy), Win32::success);
  ContextHandle handle = policy->value.Opened;
  LSAPR_SID_INFORMATION sids[] = {{packed(store_->sid_of(anna))},
                                  {packed(sid_administrators)},
                                  {packed(sid_everyone)},
                                  {packed(make_sid(5, 21, 1, 2, 3, 4))}};
  auto names = lsa<LsarLookupSids2>({handle, {4, sids}, {}, 1, 0, 0, 2});
  ASSERT_EQ(status(names), Win32::some_not_mapped);
  const auto* rows = names->value.TranslatedNames.Rows;
  EXPECT_EQ(to_utf8(text_of(rows[0].Name)), "anna");
  EXPECT_EQ(rows[1].Use, 4u);
  EXPECT_EQ(to_utf8(text_of(rows[2].Name)), "Everyone");
  EXPECT_EQ(rows[3].DomainIndex, -1);

  RPC_UNICODE_STRING asked[] = {text(u"HOST\\Anna"), text(u"BUILTIN\\Administrators"), text(u"NT AUTHORITY\\SYSTEM")};
  auto found = lsa<LsarLookupNames3>({handle, 3, asked, {}, 1, 0, 0, 2});
  ASSERT_EQ(status(found), Win32::success);
  EXPECT_EQ(std::memcmp(found->value.TranslatedSids.Rows[2].Sid, sid_system.bytes().data(), 12), 0);
}

TEST_F(AccountsTest, AHandleOfOneInterfaceIsNoneOfTheOther) {
  auto policy = lsa<LsarOpenPolicy2>({nullptr, {}, most});
  ASSERT_EQ(status(policy), Win32::success);
  ContextHandle of_lsarpc = policy->value.Opened, of_samr = server();
  auto fault = [](const auto& reply) { return reply ? Win32::success : reply.error().code; };
  EXPECT_EQ(fault(sam<SamrCloseHandle>({of_lsarpc})), Win32::invalid_handle);
  EXPECT_EQ(fault(sam<SamrQuerySecurityObject>({of_lsarpc, 4})), Win32::invalid_handle);
  EXPECT_EQ(fault(sam<SamrEnumerateDomainsInSamServer>({of_lsarpc, 0, 0xFFFF})), Win32::invalid_handle);
  EXPECT_EQ(fault(lsa<LsarClose>({of_samr})), Win32::invalid_handle);
  EXPECT_EQ(fault(lsa<LsarQueryInformationPolicy>({of_samr, 5})), Win32::invalid_handle);
  EXPECT_EQ(fault(lsa<LsarClose>({of_lsarpc})), Win32::success);
  EXPECT_EQ(fault(sam<SamrCloseHandle>({of_samr})), Win32::success);
}

TEST_F(AccountsTest, AHandleThatComesBackWithAttributesIsUnknown) {
  ContextHandle changed = server();
  changed.attributes = 1;
  auto closed = sam<SamrCloseHandle>({changed});
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Win32::invalid_handle);
  EXPECT_EQ(fault_from(Win32::invalid_handle), 0x1C00001Au);
}

TEST_F(AccountsTest, DisplayListIsSortedByNameAndCutToThePreferredSize) {
  add("zoe");
  add("bert");
  auto page = sam<SamrQueryDisplayInformation2>({domain(), 1, 0, 3, 0xFFFF});
  ASSERT_TRUE(page);
  EXPECT_EQ(status(page), Win32::more_data);
  ASSERT_EQ(page->value.Buffer.User.EntriesRead, 3u);
  EXPECT_EQ(to_utf8(text_of(page->value.Buffer.User.Buffer[1].AccountName)), "bert");
}

TEST_F(AccountsTest, DisplayListThatWasCutGoesOnBehindItsLastRowWhateverCameMeanwhile) {
  add("bert");
  add("zoe");
  constexpr uint32_t room_for_two = 150;
  auto first = sam<SamrQueryDisplayInformation2>({domain(), 1, 0, 100, room_for_two});
  ASSERT_TRUE(first);
  EXPECT_EQ(status(first), Win32::more_data);
  ASSERT_EQ(first->value.Buffer.User.EntriesRead, 2u);
  EXPECT_EQ(to_utf8(text_of(first->value.Buffer.User.Buffer[1].AccountName)), "bert");
  add("aaron");
  auto second = sam<SamrQueryDisplayInformation2>({domain(), 1, 2, 100, 0xFFFF});
  ASSERT_TRUE(second);
  ASSERT_EQ(second->value.Buffer.User.EntriesRead, 2u);
  EXPECT_EQ(to_utf8(text_of(second->value.Buffer.User.Buffer[0].AccountName)), "Guest");
}

}  // namespace
}  // namespace nta::services
