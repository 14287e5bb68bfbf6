// What each method of samr means here: the handlers, by file, and what they share.
#pragma once

#include "protocols/samr.h"
#include "services/samr_access.h"

namespace nta::services {

/** access_denied, with an audit line, when the call's handle was opened without all of `rights`. */
Result<void> sam_require(Desk& desk, uint32_t rights, std::string_view action);

/** A duration as SAMR tells it: negative, and the least number for ever. */
int64_t delta_from(int64_t duration);
/** invalid_parameter: positive, which would be a time of day. */
Result<int64_t> duration_from(int64_t delta);

/** What passwords may be encrypted with: the transport's key ([MS-SAMR] 3.1.2.4), or that of a log-on inside RPC, which
 *  Samba's clients before 4.22 take where there is one. access_denied, and an audit line, where there is none of the
 *  transport, and the call is not sealed. */
Result<std::vector<ByteView>> sam_session_keys(const Desk& desk);

/** For methods of which every attempt is told: one audit line with how it ended, which is handed on. */
Result<void> told(const Desk& desk, std::string_view action, std::string_view target, Result<void> result);

template <class M>
using SamHandler = Result<void>(Desk&, Call<M>&);

// samr_connect.cc
SamHandler<protocols::SamrConnect> sam_connect;
SamHandler<protocols::SamrConnect2> sam_connect2;
SamHandler<protocols::SamrConnect3> sam_connect3;
SamHandler<protocols::SamrConnect4> sam_connect4;
SamHandler<protocols::SamrConnect5> sam_connect5;
SamHandler<protocols::SamrLookupDomainInSamServer> sam_lookup_domain;
SamHandler<protocols::SamrEnumerateDomainsInSamServer> sam_enumerate_domains;
SamHandler<protocols::SamrOpenDomain> sam_open_domain;
SamHandler<protocols::SamrRidToSid> sam_rid_to_sid;
SamHandler<protocols::SamrQuerySecurityObject> sam_query_security;
SamHandler<protocols::SamrSetSecurityObject> sam_set_security;
void sam_close(Host& host, CallPtr<protocols::SamrCloseHandle> call);

// samr_domain.cc
SamHandler<protocols::SamrQueryInformationDomain> sam_query_domain;
SamHandler<protocols::SamrQueryInformationDomain2> sam_query_domain2;
SamHandler<protocols::SamrSetInformationDomain> sam_set_domain;
SamHandler<protocols::SamrGetDomainPasswordInformation> sam_password_information;
SamHandler<protocols::SamrGetUserDomainPasswordInformation> sam_user_password_information;

// samr_lists.cc
SamHandler<protocols::SamrEnumerateUsersInDomain> sam_enumerate_users;
SamHandler<protocols::SamrEnumerateGroupsInDomain> sam_enumerate_groups;
SamHandler<protocols::SamrEnumerateAliasesInDomain> sam_enumerate_aliases;
SamHandler<protocols::SamrLookupNamesInDomain> sam_lookup_names;
SamHandler<protocols::SamrLookupIdsInDomain> sam_lookup_ids;
SamHandler<protocols::SamrQueryDisplayInformation> sam_display;
SamHandler<protocols::SamrQueryDisplayInformation2> sam_display2;
SamHandler<protocols::SamrQueryDisplayInformation3> sam_display3;
SamHandler<protocols::SamrGetDisplayEnumerationIndex> sam_display_index;
SamHandler<protocols::SamrGetDisplayEnumerationIndex2> sam_display_index2;

// samr_groups.cc
SamHandler<protocols::SamrCreateGroupInDomain> sam_create_group;
SamHandler<protocols::SamrOpenGroup> sam_open_group;
SamHandler<protocols::SamrQueryInformationGroup> sam_query_group;
SamHandler<protocols::SamrSetInformationGroup> sam_set_group;
SamHandler<protocols::SamrDeleteGroup> sam_delete_group;
SamHandler<protocols::SamrAddMemberToGroup> sam_add_to_group;
SamHandler<protocols::SamrRemoveMemberFromGroup> sam_remove_from_group;
SamHandler<protocols::SamrSetMemberAttributesOfGroup> sam_set_member_attributes;
SamHandler<protocols::SamrGetMembersInGroup> sam_group_members;
SamHandler<protocols::SamrGetGroupsForUser> sam_groups_of_user;

// samr_aliases.cc
SamHandler<protocols::SamrCreateAliasInDomain> sam_create_alias;
SamHandler<protocols::SamrOpenAlias> sam_open_alias;
SamHandler<protocols::SamrQueryInformationAlias> sam_query_alias;
SamHandler<protocols::SamrSetInformationAlias> sam_set_alias;
SamHandler<protocols::SamrDeleteAlias> sam_delete_alias;
SamHandler<protocols::SamrAddMemberToAlias> sam_add_to_alias;
SamHandler<protocols::SamrRemoveMemberFromAlias> sam_remove_from_alias;
SamHandler<protocols::SamrAddMultipleMembersToAlias> sam_add_many_to_alias;
SamHandler<protocols::SamrRemoveMultipleMembersFromAlias> sam_remove_many_from_alias;
SamHandler<protocols::SamrGetMembersInAlias> sam_alias_members;
SamHandler<protocols::SamrGetAliasMembership> sam_alias_membership;
SamHandler<protocols::SamrRemoveMemberFromForeignDomain> sam_forget_member;

// samr_users.cc
SamHandler<protocols::SamrCreateUserInDomain> sam_create_user;
SamHandler<protocols::SamrCreateUser2InDomain> sam_create_user2;
SamHandler<protocols::SamrOpenUser> sam_open_user;
SamHandler<protocols::SamrDeleteUser> sam_delete_user;
SamHandler<protocols::SamrQueryInformationUser> sam_query_user;
SamHandler<protocols::SamrQueryInformationUser2> sam_query_user2;

// samr_user_set.cc
SamHandler<protocols::SamrSetInformationUser> sam_set_user;
SamHandler<protocols::SamrSetInformationUser2> sam_set_user2;

// samr_passwords.cc
SamHandler<protocols::SamrChangePasswordUser> sam_change_password;
SamHandler<protocols::SamrOemChangePasswordUser2> sam_change_password_oem;
SamHandler<protocols::SamrUnicodeChangePasswordUser2> sam_change_password2;
SamHandler<protocols::SamrUnicodeChangePasswordUser3> sam_change_password3;
SamHandler<protocols::SamrUnicodeChangePasswordUser4> sam_change_password4;

// samr_users.cc: of Windows, and of no use here
SamHandler<protocols::SamrTestPrivateFunctionsDomain> sam_test_domain;
SamHandler<protocols::SamrTestPrivateFunctionsUser> sam_test_user;
SamHandler<protocols::SamrSetDSRMPassword> sam_set_dsrm_password;

// samr_validate.cc
SamHandler<protocols::SamrValidatePassword> sam_validate_password;

}  // namespace nta::services
