// lsarpc: names, SIDs and local policy ([MS-LSAT], [MS-LSAD]).
#pragma once

#include "protocols/lsarpc_rights.h"

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
    method<LsarEnumerateTrustedDomains>("LsarEnumerateTrustedDomains"),
    method<LsarLookupNames>("LsarLookupNames"),
    method<LsarLookupSids>("LsarLookupSids"),
    method<LsarOpenAccount>("LsarOpenAccount"),
    method<LsarEnumeratePrivilegesAccount>("LsarEnumeratePrivilegesAccount"),
    method<LsarGetSystemAccessAccount>("LsarGetSystemAccessAccount"),
    method<LsarLookupPrivilegeValue>("LsarLookupPrivilegeValue"),
    method<LsarLookupPrivilegeName>("LsarLookupPrivilegeName"),
    method<LsarLookupPrivilegeDisplayName>("LsarLookupPrivilegeDisplayName"),
    method<LsarEnumerateAccountsWithUserRight>("LsarEnumerateAccountsWithUserRight"),
    method<LsarEnumerateAccountRights>("LsarEnumerateAccountRights"),
    method<LsarAddAccountRights>("LsarAddAccountRights"),
    method<LsarRemoveAccountRights>("LsarRemoveAccountRights"),
    method<LsarOpenPolicy2>("LsarOpenPolicy2"),
    method<LsarGetUserName>("LsarGetUserName"),
    method<LsarQueryInformationPolicy2>("LsarQueryInformationPolicy2"),
    method<LsarQueryDomainInformationPolicy>("LsarQueryDomainInformationPolicy"),
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
