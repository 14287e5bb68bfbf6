// What each method of lsarpc means here: the handlers, by file.
#pragma once

#include "protocols/lsarpc.h"
#include "services/samr_access.h"

namespace nta::services {

inline constexpr uint32_t lsa_account_view = 0x1;

template <class M>
using LsaHandler = Result<void>(Desk&, Call<M>&);

// lsarpc_policy.cc
LsaHandler<protocols::LsarOpenPolicy> lsa_open_policy;
LsaHandler<protocols::LsarOpenPolicy2> lsa_open_policy2;
LsaHandler<protocols::LsarOpenPolicy3> lsa_open_policy3;
LsaHandler<protocols::LsarDelete> lsa_delete;
LsaHandler<protocols::LsarQueryDomainInformationPolicy> lsa_query_domain_policy;
LsaHandler<protocols::LsarQuerySecurityObject> lsa_query_security;
LsaHandler<protocols::LsarQueryInformationPolicy> lsa_query_policy;
LsaHandler<protocols::LsarQueryInformationPolicy2> lsa_query_policy2;
void lsa_close(Host& host, CallPtr<protocols::LsarClose> call);

// lsarpc_lookup.cc
LsaHandler<protocols::LsarLookupNames> lsa_lookup_names;
LsaHandler<protocols::LsarLookupNames2> lsa_lookup_names2;
LsaHandler<protocols::LsarLookupNames3> lsa_lookup_names3;
LsaHandler<protocols::LsarLookupNames4> lsa_lookup_names4;
LsaHandler<protocols::LsarLookupSids> lsa_lookup_sids;
LsaHandler<protocols::LsarLookupSids2> lsa_lookup_sids2;
LsaHandler<protocols::LsarLookupSids3> lsa_lookup_sids3;
LsaHandler<protocols::LsarGetUserName> lsa_get_user_name;

// lsarpc_rights.cc
LsaHandler<protocols::LsarEnumeratePrivileges> lsa_enumerate_privileges;
LsaHandler<protocols::LsarCreateAccount> lsa_create_account;
LsaHandler<protocols::LsarEnumerateAccounts> lsa_enumerate_accounts;
LsaHandler<protocols::LsarEnumerateTrustedDomains> lsa_enumerate_trusted;
LsaHandler<protocols::LsarOpenAccount> lsa_open_account;
LsaHandler<protocols::LsarEnumeratePrivilegesAccount> lsa_privileges_of_account;
LsaHandler<protocols::LsarGetSystemAccessAccount> lsa_access_of_account;
LsaHandler<protocols::LsarLookupPrivilegeValue> lsa_privilege_value;
LsaHandler<protocols::LsarLookupPrivilegeName> lsa_privilege_name;
LsaHandler<protocols::LsarLookupPrivilegeDisplayName> lsa_privilege_display_name;
LsaHandler<protocols::LsarEnumerateAccountsWithUserRight> lsa_accounts_with_right;
LsaHandler<protocols::LsarEnumerateAccountRights> lsa_account_rights;
LsaHandler<protocols::LsarAddAccountRights> lsa_add_rights;
LsaHandler<protocols::LsarRemoveAccountRights> lsa_remove_rights;

// lsarpc_trusts.cc
LsaHandler<protocols::LsarCreateTrustedDomain> lsa_create_trusted;
LsaHandler<protocols::LsarOpenTrustedDomain> lsa_open_trusted;
LsaHandler<protocols::LsarOpenTrustedDomainByName> lsa_open_trusted_by_name;
LsaHandler<protocols::LsarQueryTrustedDomainInfo> lsa_query_trusted;
LsaHandler<protocols::LsarQueryTrustedDomainInfoByName> lsa_query_trusted_by_name;
LsaHandler<protocols::LsarDeleteTrustedDomain> lsa_delete_trusted;

}  // namespace nta::services
