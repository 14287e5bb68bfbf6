"""[MS-SAMR] 3.1.5: servers, domains, groups, aliases. Users and passwords are in samr_user.py.

The interface is declared ms_union: what a union's tag selects starts at a multiple of the union's own alignment, so that
enumerations of two octets in an arm are followed by two of padding. They are u4 here, which is the same octets.
"""

from .interface import Interface, i, io, o
from .ndr import ConformantVarying, Pointer, Record, Text, Union, b1, ctx, e2, i8, u2, u4
from .samr_user import OLD_LARGE_INTEGER, user_methods
from .security import RPC_STRING, RPC_UNICODE_STRING, SECURITY_DESCRIPTOR, SID, listed, method

t8 = OLD_LARGE_INTEGER
ustr = RPC_UNICODE_STRING

ULONG_ARRAY = Record(("Count", u4), ("Element", listed(u4, "Count")))
SID_ARRAY = Record(("Count", u4), ("Sids", listed(Record(("SidPointer", Pointer(SID))), "Count")))
NAMES = Record(("Count", u4), ("Element", listed(ustr, "Count")))
ENUMERATION = Record(
    ("EntriesRead", u4), ("Buffer", listed(Record(("RelativeId", u4), ("Name", ustr)), "EntriesRead"))
)

_GENERAL = Record(
    ("ForceLogoff", t8), ("OemInformation", ustr), ("DomainName", ustr), ("ReplicaSourceNodeName", ustr),
    ("DomainModifiedCount", t8), ("DomainServerState", u4), ("DomainServerRole", u4), ("UasCompatibilityRequired", b1),
    ("UserCount", u4), ("GroupCount", u4), ("AliasCount", u4),
)  # fmt: skip
_PASSWORD = Record(
    ("MinPasswordLength", u2), ("PasswordHistoryLength", u2), ("PasswordProperties", u4), ("MaxPasswordAge", t8),
    ("MinPasswordAge", t8),
)  # fmt: skip
_LOCKOUT = (("LockoutDuration", i8), ("LockoutObservationWindow", i8), ("LockoutThreshold", u2))
_TEXT, _NUMBER = Record(("Text", ustr)), Record(("Number", u4))
DOMAIN_INFO = {
    1: _PASSWORD, 2: _GENERAL, 3: Record(("ForceLogoff", t8)), 4: _TEXT, 5: _TEXT, 6: _TEXT, 7: _NUMBER,
    8: Record(("DomainModifiedCount", t8), ("CreationTime", t8)), 9: _NUMBER, 11: Record(("I1", _GENERAL), *_LOCKOUT),
    12: Record(*_LOCKOUT),
    13: Record(("DomainModifiedCount", t8), ("CreationTime", t8), ("ModifiedCountAtLastPromotion", t8)),
}  # fmt: skip

_GROUP = Record(("Name", ustr), ("Attributes", u4), ("MemberCount", u4), ("AdminComment", ustr))
GROUP_INFO = {1: _GROUP, 2: _TEXT, 3: _NUMBER, 4: _TEXT, 5: _GROUP}
ALIAS_INFO = {1: Record(("Name", ustr), ("MemberCount", u4), ("AdminComment", ustr)), 2: _TEXT, 3: _TEXT}


def _display(*members):
    row = Record(("Index", u4), *members)
    return Record(("EntriesRead", u4), ("Buffer", listed(row, "EntriesRead")))


_SHOWN = (("AccountName", ustr), ("AdminComment", ustr))
_OEM = _display(("OemAccountName", RPC_STRING))
DISPLAY_INFO = {
    1: _display(("Rid", u4), ("AccountControl", u4), *_SHOWN, ("FullName", ustr)),
    2: _display(("Rid", u4), ("AccountControl", u4), *_SHOWN),
    3: _display(("Rid", u4), ("Attributes", u4), *_SHOWN),
    4: _OEM,
    5: _OEM,
}

REVISION = Record(("Revision", u4), ("SupportedFeatures", u4))
_HANDLE, _OPENED, _ACCESS = i("Handle", ctx), o("Opened", ctx), i("DesiredAccess", u4)
_CLASS = i("Class", e2)


def _server(opnum, name, *parameters):
    return method(opnum, name, i("ServerName", Pointer(Text())), *parameters)


def _enumerate(opnum, name, *extra):
    return method(
        opnum, name, _HANDLE, io("EnumerationContext", u4), *extra, o("Buffer", Pointer(ENUMERATION)),
        i("PreferedMaximumLength", u4), o("CountReturned", u4),
    )  # fmt: skip


def _create(opnum, name):
    return method(opnum, name, _HANDLE, i("Name", ustr), _ACCESS, _OPENED, o("RelativeId", u4))


def open_by_rid(opnum, name):
    return method(opnum, name, _HANDLE, _ACCESS, i("RelativeId", u4), _OPENED)


def _query(opnum, name, arms):
    return method(opnum, name, _HANDLE, _CLASS, o("Buffer", Pointer(Union(e2, None, arms))))


def _set(opnum, name, arms):
    return method(opnum, name, _HANDLE, _CLASS, i("Buffer", Union(e2, "Class", arms)))


def _display_query(opnum, name):
    return method(
        opnum, name, _HANDLE, _CLASS, i("Index", u4), i("EntryCount", u4), i("PreferredMaximumLength", u4),
        o("TotalAvailable", u4), o("TotalReturned", u4), o("Buffer", Union(e2, None, DISPLAY_INFO)),
    )  # fmt: skip


def _display_index(opnum, name):
    return method(opnum, name, _HANDLE, _CLASS, i("Prefix", ustr), o("Index", u4))


def _on_member(opnum, name, *extra):
    return method(opnum, name, _HANDLE, i("MemberId", u4), *extra)


_ATTRIBUTES = i("Attributes", u4)
_THOUSAND = 1000  # both lookups declare room for it, whatever they send

METHODS = (
    method(0, "SamrConnect", i("ServerName", Pointer(u2)), _ACCESS, _OPENED),
    method(1, "SamrCloseHandle", io("Handle", ctx)),
    method(2, "SamrSetSecurityObject", _HANDLE, i("SecurityInformation", u4), i("SecurityDescriptor", SECURITY_DESCRIPTOR)),
    method(3, "SamrQuerySecurityObject", _HANDLE, i("SecurityInformation", u4),
           o("SecurityDescriptor", Pointer(SECURITY_DESCRIPTOR))),
    method(5, "SamrLookupDomainInSamServer", _HANDLE, i("Name", ustr), o("DomainId", Pointer(SID))),
    _enumerate(6, "SamrEnumerateDomainsInSamServer"),
    method(7, "SamrOpenDomain", _HANDLE, _ACCESS, i("DomainId", SID), _OPENED),
    _query(8, "SamrQueryInformationDomain", DOMAIN_INFO),
    _set(9, "SamrSetInformationDomain", DOMAIN_INFO),
    _create(10, "SamrCreateGroupInDomain"),
    _enumerate(11, "SamrEnumerateGroupsInDomain"),
    _create(12, "SamrCreateUserInDomain"),
    _enumerate(13, "SamrEnumerateUsersInDomain", i("UserAccountControl", u4)),
    _create(14, "SamrCreateAliasInDomain"),
    _enumerate(15, "SamrEnumerateAliasesInDomain"),
    method(16, "SamrGetAliasMembership", _HANDLE, i("SidArray", SID_ARRAY), o("Membership", ULONG_ARRAY)),
    method(17, "SamrLookupNamesInDomain", _HANDLE, i("Count", u4), i("Names", ConformantVarying(ustr, _THOUSAND, "Count")),
           o("RelativeIds", ULONG_ARRAY), o("Use", ULONG_ARRAY)),
    method(18, "SamrLookupIdsInDomain", _HANDLE, i("Count", u4), i("RelativeIds", ConformantVarying(u4, _THOUSAND, "Count")),
           o("Names", NAMES), o("Use", ULONG_ARRAY)),
    open_by_rid(19, "SamrOpenGroup"),
    _query(20, "SamrQueryInformationGroup", GROUP_INFO),
    _set(21, "SamrSetInformationGroup", GROUP_INFO),
    _on_member(22, "SamrAddMemberToGroup", _ATTRIBUTES),
    method(23, "SamrDeleteGroup", io("Handle", ctx)),
    _on_member(24, "SamrRemoveMemberFromGroup"),
    method(25, "SamrGetMembersInGroup", _HANDLE, o("Members", Pointer(Record(
        ("MemberCount", u4), ("Members", listed(u4, "MemberCount")), ("Attributes", listed(u4, "MemberCount")))))),
    _on_member(26, "SamrSetMemberAttributesOfGroup", _ATTRIBUTES),
    open_by_rid(27, "SamrOpenAlias"),
    _query(28, "SamrQueryInformationAlias", ALIAS_INFO),
    _set(29, "SamrSetInformationAlias", ALIAS_INFO),
    method(30, "SamrDeleteAlias", io("Handle", ctx)),
    method(31, "SamrAddMemberToAlias", _HANDLE, i("MemberId", SID)),
    method(32, "SamrRemoveMemberFromAlias", _HANDLE, i("MemberId", SID)),
    method(33, "SamrGetMembersInAlias", _HANDLE, o("Members", SID_ARRAY)),
    method(39, "SamrGetGroupsForUser", _HANDLE, o("Groups", Pointer(Record(
        ("MembershipCount", u4), ("Groups", listed(Record(("RelativeId", u4), ("Attributes", u4)), "MembershipCount")))))),
    _display_query(40, "SamrQueryDisplayInformation"),
    _display_index(41, "SamrGetDisplayEnumerationIndex"),
    method(42, "SamrTestPrivateFunctionsDomain", _HANDLE),
    method(43, "SamrTestPrivateFunctionsUser", _HANDLE),
    method(45, "SamrRemoveMemberFromForeignDomain", _HANDLE, i("MemberSid", SID)),
    _query(46, "SamrQueryInformationDomain2", DOMAIN_INFO),
    _display_query(48, "SamrQueryDisplayInformation2"),
    _display_index(49, "SamrGetDisplayEnumerationIndex2"),
    method(50, "SamrCreateUser2InDomain", _HANDLE, i("Name", ustr), i("AccountType", u4), _ACCESS, _OPENED,
           o("GrantedAccess", u4), o("RelativeId", u4)),
    _display_query(51, "SamrQueryDisplayInformation3"),
    method(52, "SamrAddMultipleMembersToAlias", _HANDLE, i("MembersBuffer", SID_ARRAY)),
    method(53, "SamrRemoveMultipleMembersFromAlias", _HANDLE, i("MembersBuffer", SID_ARRAY)),
    _server(57, "SamrConnect2", _OPENED, _ACCESS),
    _server(61, "SamrConnect3", _OPENED, i("ClientRevision", u4), _ACCESS),
    _server(62, "SamrConnect4", _OPENED, i("ClientRevision", u4), _ACCESS),
    _server(64, "SamrConnect5", _ACCESS, i("InVersion", u4), i("InRevisionInfo", Union(u4, "InVersion", {1: REVISION})),
            o("OutVersion", u4), o("OutRevisionInfo", Union(u4, "OutVersion", {1: REVISION})), _OPENED),
    method(65, "SamrRidToSid", _HANDLE, i("Rid", u4), o("Sid", Pointer(SID))),
    *user_methods(_PASSWORD),
)  # fmt: skip

SAMR = Interface("samr", "12345778-1234-abcd-ef00-0123456789ac", *sorted(METHODS, key=lambda each: each.opnum))
