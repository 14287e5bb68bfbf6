// lsarpc, dssetup and netlogon of a machine that is in no domain.
#include "protocols/dssetup.h"
#include "protocols/netlogon.h"
#include "services/accounts_host.h"

namespace nta::services {
namespace {

using namespace protocols;

constexpr uint32_t most = 0x02000000;  // MAXIMUM_ALLOWED

class LsaTest : public test::AccountsTest {
 protected:
  ContextHandle policy() {
    auto made = lsa<LsarOpenPolicy2>({nullptr, {}, most});
    EXPECT_EQ(status(made), Win32::success);
    return made->value.Opened;
  }
  Win32 query(uint32_t level) { return status(lsa<LsarQueryInformationPolicy2>({policy(), level})); }
  ContextHandle account(const Sid& sid) {
    auto made = lsa<LsarOpenAccount>({policy(), packed(sid), most});
    EXPECT_EQ(status(made), Win32::success);
    return made->value.Opened;
  }
};

TEST_F(LsaTest, PolicyIsToldByClassAndOtherClassesAreNoParameters) {
  for (uint32_t level : {1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15}) EXPECT_EQ(query(level), Win32::success) << level;
  for (uint32_t level : {0, 9, 10, 11, 16}) EXPECT_EQ(query(level), Win32::invalid_parameter) << level;
}

TEST_F(LsaTest, NoDomainSetsAPolicy) {
  EXPECT_EQ(status(lsa<LsarQueryDomainInformationPolicy>({policy(), 3})), Win32::file_not_found);
  EXPECT_EQ(status(lsa<LsarQueryDomainInformationPolicy>({policy(), 1})), Win32::invalid_parameter);
}

TEST_F(LsaTest, ANameThatIsEmptyIsBuiltin) {
  RPC_UNICODE_STRING empty{};
  auto found = lsa<LsarLookupNames>({policy(), 1, &empty, {}, 1, 0});
  ASSERT_EQ(status(found), Win32::success);
  EXPECT_EQ(found->value.TranslatedSids.Rows[0].Use, 3u);
  EXPECT_EQ(text_of(found->value.ReferencedDomains->Domains[0].Name), u"BUILTIN");
}

TEST_F(LsaTest, RightsOfAGroupAreSeenThroughItsAccount) {
  auto privileges = lsa<LsarEnumeratePrivilegesAccount>({account(sid_administrators)});
  ASSERT_EQ(status(privileges), Win32::success);
  EXPECT_EQ(privileges->value.Privileges->PrivilegeCount, 4u);
  EXPECT_EQ(privileges->value.Privileges->Privilege[0].Luid.LowPart, 19u);
  auto access = lsa<LsarGetSystemAccessAccount>({account(sid_users)});
  ASSERT_EQ(status(access), Win32::success);
  EXPECT_EQ(access->value.SystemAccess, 0x2u);
}

TEST_F(LsaTest, RightsAreNotGivenOneByOne) {
  Sid anna = store_->sid_of(add("anna"));
  EXPECT_EQ(status(lsa<LsarOpenAccount>({policy(), packed(anna), most})), Win32::file_not_found);
  EXPECT_EQ(status(lsa<LsarCreateAccount>({policy(), packed(anna), most})), Win32::not_supported);
  EXPECT_EQ(status(lsa<LsarCreateAccount>({policy(), packed(sid_users), most})), Win32::already_exists);
}

TEST_F(LsaTest, AHandleOfAnAccountIsNoPolicyAndIsClosedLikeOne) {
  ContextHandle users = account(sid_users);
  EXPECT_EQ(status(lsa<LsarQueryInformationPolicy2>({users, 3})), Win32::datatype_mismatch);
  EXPECT_EQ(status(lsa<LsarDelete>({users})), Win32::not_supported);
  EXPECT_EQ(status(lsa<LsarClose>({users})), Win32::success);
  EXPECT_FALSE(lsa<LsarGetSystemAccessAccount>({users}));  // a fault
}

TEST_F(LsaTest, TrustedDomainsWantADirectoryBeforeAnythingElse) {
  Sid other = make_sid(5, 21, 1, 2, 3);
  RPC_UNICODE_STRING name{};
  EXPECT_EQ(status(lsa<LsarOpenTrustedDomain>({policy(), packed(other), most})), Win32::ds_ds_required);
  EXPECT_EQ(status(lsa<LsarOpenTrustedDomain>({policy(), packed(sid_users), most})), Win32::ds_ds_required);
  EXPECT_EQ(status(lsa<LsarOpenTrustedDomainByName>({policy(), name, most})), Win32::ds_ds_required);
  EXPECT_EQ(status(lsa<LsarQueryTrustedDomainInfo>({policy(), packed(other), 1})), Win32::ds_ds_required);
  EXPECT_EQ(status(lsa<LsarQueryTrustedDomainInfoByName>({policy(), name, 99})), Win32::ds_ds_required);
  EXPECT_EQ(status(lsa<LsarDeleteTrustedDomain>({policy(), packed(other)})), Win32::ds_ds_required);
  EXPECT_EQ(status(lsa<LsarCreateTrustedDomain>({policy(), {}, most})), Win32::ds_ds_required);
  EXPECT_FALSE(lsa<LsarOpenTrustedDomain>({{}, packed(other), most}));  // a fault
}

TEST_F(LsaTest, WindowsOwnTestsAreNotThere) {
  EXPECT_EQ(status(sam<SamrTestPrivateFunctionsDomain>({domain()})), Win32::invalid_function);
  EXPECT_EQ(status(sam<SamrSetDSRMPassword>({})), Win32::not_supported);
  EXPECT_EQ(status(sam<SamrConnect3>({nullptr, 0, most})), Win32::success);
}

TEST_F(LsaTest, AHostInAWorkgroupHasNoDomainController) {
  char16_t empty_text[] = u"";
  auto none = call<NetrGetDCName>(netlogon, {.ServerName = empty_text, .DomainName = nullptr});
  EXPECT_EQ(status(none), Win32::dc_not_found);
  EXPECT_EQ(status(call<NetrGetAnyDCName>(netlogon, {})), Win32::no_such_domain);
}

TEST_F(LsaTest, FlagsThatContradictEachOtherAndNamesOfNoDomainAreRefused) {
  auto locate = [&](std::u16string domain, uint32_t flags) {
    return status(call<DsrGetDcNameEx>(netlogon, {.DomainName = domain.data(), .Flags = flags}));
  };
  for (uint32_t flags : {0xC0000000u, 0x30000u, 0xC0u, 0x80010u, 0x2u, 0x2080u, 0x2020u})
    EXPECT_EQ(locate(u"ad.test", flags), Win32::invalid_flags) << flags;
  for (const char16_t* name : {u"a b", u"a..b", u"a/b"}) EXPECT_EQ(static_cast<uint32_t>(locate(name, 0)), 1212u);
  EXPECT_EQ(locate(u"", 0), Win32::no_such_domain);
  EXPECT_EQ(locate(u"FLAT", 0x10000), Win32::no_such_domain);
}

}  // namespace
}  // namespace nta::services
