// samr: the accounts of a host ([MS-SAMR]).
#pragma once

#include "protocols/samr_connect.h"
#include "protocols/samr_display.h"
#include "protocols/samr_groups.h"
#include "protocols/samr_user.h"
#include "protocols/samr_validate.h"

namespace nta::protocols {

inline constexpr MethodInfo samr_methods[] = {
    method<SamrConnect>("SamrConnect"),
    method<SamrCloseHandle>("SamrCloseHandle"),
    method<SamrSetSecurityObject>("SamrSetSecurityObject"),
    method<SamrQuerySecurityObject>("SamrQuerySecurityObject"),
    method<SamrLookupDomainInSamServer>("SamrLookupDomainInSamServer"),
    method<SamrEnumerateDomainsInSamServer>("SamrEnumerateDomainsInSamServer"),
    method<SamrOpenDomain>("SamrOpenDomain"),
    method<SamrQueryInformationDomain>("SamrQueryInformationDomain"),
    method<SamrSetInformationDomain>("SamrSetInformationDomain"),
    method<SamrCreateGroupInDomain>("SamrCreateGroupInDomain"),
    method<SamrEnumerateGroupsInDomain>("SamrEnumerateGroupsInDomain"),
    method<SamrCreateUserInDomain>("SamrCreateUserInDomain"),
    method<SamrEnumerateUsersInDomain>("SamrEnumerateUsersInDomain"),
    method<SamrCreateAliasInDomain>("SamrCreateAliasInDomain"),
    method<SamrEnumerateAliasesInDomain>("SamrEnumerateAliasesInDomain"),
    method<SamrGetAliasMembership>("SamrGetAliasMembership"),
    method<SamrLookupNamesInDomain>("SamrLookupNamesInDomain"),
    method<SamrLookupIdsInDomain>("SamrLookupIdsInDomain"),
    method<SamrOpenGroup>("SamrOpenGroup"),
    method<SamrQueryInformationGroup>("SamrQueryInformationGroup"),
    method<SamrSetInformationGroup>("SamrSetInformationGroup"),
    method<SamrAddMemberToGroup>("SamrAddMemberToGroup"),
    method<SamrDeleteGroup>("SamrDeleteGroup"),
    method<SamrRemoveMemberFromGroup>("SamrRemoveMemberFromGroup"),
    method<SamrGetMembersInGroup>("SamrGetMembersInGroup"),
    method<SamrSetMemberAttributesOfGroup>("SamrSetMemberAttributesOfGroup"),
    method<SamrOpenAlias>("SamrOpenAlias"),
    method<SamrQueryInformationAlias>("SamrQueryInformationAlias"),
    method<SamrSetInformationAlias>("SamrSetInformationAlias"),
    method<SamrDeleteAlias>("SamrDeleteAlias"),
    method<SamrAddMemberToAlias>("SamrAddMemberToAlias"),
    method<SamrRemoveMemberFromAlias>("SamrRemoveMemberFromAlias"),
    method<SamrGetMembersInAlias>("SamrGetMembersInAlias"),
    method<SamrOpenUser>("SamrOpenUser"),
    method<SamrDeleteUser>("SamrDeleteUser"),
    method<SamrQueryInformationUser>("SamrQueryInformationUser"),
    method<SamrSetInformationUser>("SamrSetInformationUser"),
    method<SamrChangePasswordUser>("SamrChangePasswordUser"),
    method<SamrGetGroupsForUser>("SamrGetGroupsForUser"),
    method<SamrQueryDisplayInformation>("SamrQueryDisplayInformation"),
    method<SamrGetDisplayEnumerationIndex>("SamrGetDisplayEnumerationIndex"),
    method<SamrTestPrivateFunctionsDomain>("SamrTestPrivateFunctionsDomain"),
    method<SamrTestPrivateFunctionsUser>("SamrTestPrivateFunctionsUser"),
    method<SamrGetUserDomainPasswordInformation>("SamrGetUserDomainPasswordInformation"),
    method<SamrRemoveMemberFromForeignDomain>("SamrRemoveMemberFromForeignDomain"),
    method<SamrQueryInformationDomain2>("SamrQueryInformationDomain2"),
    method<SamrQueryInformationUser2>("SamrQueryInformationUser2"),
    method<SamrQueryDisplayInformation2>("SamrQueryDisplayInformation2"),
    method<SamrGetDisplayEnumerationIndex2>("SamrGetDisplayEnumerationIndex2"),
    method<SamrCreateUser2InDomain>("SamrCreateUser2InDomain"),
    method<SamrQueryDisplayInformation3>("SamrQueryDisplayInformation3"),
    method<SamrAddMultipleMembersToAlias>("SamrAddMultipleMembersToAlias"),
    method<SamrRemoveMultipleMembersFromAlias>("SamrRemoveMultipleMembersFromAlias"),
    method<SamrOemChangePasswordUser2>("SamrOemChangePasswordUser2"),
    method<SamrUnicodeChangePasswordUser2>("SamrUnicodeChangePasswordUser2"),
    method<SamrGetDomainPasswordInformation>("SamrGetDomainPasswordInformation"),
    method<SamrConnect2>("SamrConnect2"),
    method<SamrSetInformationUser2>("SamrSetInformationUser2"),
    method<SamrConnect3>("SamrConnect3"),
    method<SamrConnect4>("SamrConnect4"),
    method<SamrUnicodeChangePasswordUser3>("SamrUnicodeChangePasswordUser3"),
    method<SamrConnect5>("SamrConnect5"),
    method<SamrRidToSid>("SamrRidToSid"),
    method<SamrSetDSRMPassword>("SamrSetDSRMPassword"),
    method<SamrValidatePassword>("SamrValidatePassword"),
    method<SamrUnicodeChangePasswordUser4>("SamrUnicodeChangePasswordUser4"),
};

inline constexpr Interface samr{"samr", guid("12345778-1234-abcd-ef00-0123456789ac"), 1, 0, "samr", samr_methods};

}  // namespace nta::protocols
