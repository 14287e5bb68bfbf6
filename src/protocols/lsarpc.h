// lsarpc: names, SIDs and local policy ([MS-LSAT], [MS-LSAD]).
#pragma once

#include "protocols/lsarpc_rights.h"
#include "protocols/lsarpc_trusts.h"

namespace nta::protocols {

inline constexpr MethodInfo lsarpc_methods[] = {
    method<LsarClose>("LsarClose"),
    method<LsarDelete>("LsarDelete"),
    method<LsarEnumeratePrivileges>("LsarEnumeratePrivileges"),
    method<LsarQuerySecurityObject>("LsarQuerySecurityObject"),
    method<LsarOpenPolicy>("LsarOpenPolicy"),
    method<LsarQueryInformationPolicy>("LsarQueryInformationPolicy"),
    method<LsarCreateAccount>("LsarCreateAccount"),
    method<LsarEnumerateAccounts>("LsarEnumerateAccounts"),
    method<LsarCreateTrustedDomain>("LsarCreateTrustedDomain"),
    method<LsarEnumerateTrustedDomains>("LsarEnumerateTrustedDomains"),
    method<LsarLookupNames>("LsarLookupNames"),
    method<LsarLookupSids>("LsarLookupSids"),
    method<LsarOpenAccount>("LsarOpenAccount"),
    method<LsarEnumeratePrivilegesAccount>("LsarEnumeratePrivilegesAccount"),
    method<LsarGetSystemAccessAccount>("LsarGetSystemAccessAccount"),
    method<LsarOpenTrustedDomain>("LsarOpenTrustedDomain"),
    method<LsarLookupPrivilegeValue>("LsarLookupPrivilegeValue"),
    method<LsarLookupPrivilegeName>("LsarLookupPrivilegeName"),
    method<LsarLookupPrivilegeDisplayName>("LsarLookupPrivilegeDisplayName"),
    method<LsarEnumerateAccountsWithUserRight>("LsarEnumerateAccountsWithUserRight"),
    method<LsarEnumerateAccountRights>("LsarEnumerateAccountRights"),
    method<LsarAddAccountRights>("LsarAddAccountRights"),
    method<LsarRemoveAccountRights>("LsarRemoveAccountRights"),
    method<LsarQueryTrustedDomainInfo>("LsarQueryTrustedDomainInfo"),
    method<LsarDeleteTrustedDomain>("LsarDeleteTrustedDomain"),
    method<LsarOpenPolicy2>("LsarOpenPolicy2"),
    method<LsarGetUserName>("LsarGetUserName"),
    method<LsarQueryInformationPolicy2>("LsarQueryInformationPolicy2"),
    method<LsarQueryTrustedDomainInfoByName>("LsarQueryTrustedDomainInfoByName"),
    method<LsarQueryDomainInformationPolicy>("LsarQueryDomainInformationPolicy"),
    method<LsarOpenTrustedDomainByName>("LsarOpenTrustedDomainByName"),
    method<LsarLookupSids2>("LsarLookupSids2"),
    method<LsarLookupNames2>("LsarLookupNames2"),
    method<LsarLookupNames3>("LsarLookupNames3"),
    method<LsarLookupSids3>("LsarLookupSids3"),
    method<LsarLookupNames4>("LsarLookupNames4"),
    method<LsarOpenPolicy3>("LsarOpenPolicy3"),
};

inline constexpr Interface lsarpc{"lsarpc",      guid("12345778-1234-abcd-ef00-0123456789ab"), 0, 0, "lsarpc",
                                  lsarpc_methods};

}  // namespace nta::protocols
