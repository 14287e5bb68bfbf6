"""Samples of samr and lsarpc: every class of information at least once."""

import uuid

from . import lsa, samr, samr_user
from .ndr import Fixed, Pointer, Record, u1
from .security import RPC_UNICODE_STRING, octets, sid, ustr

HANDLE = bytes(4) + uuid.UUID("01234567-89ab-cdef-0123-456789abcdef").bytes_le
NONE = bytes(20)
TIME = 0x01DC_5A3E_1234_5678
NEVER = 0x7FFF_FFFF_FFFF_FFFF
DAY = 864_000_000_000
ACCESS_DENIED, NO_SUCH_USER, MORE, NONE_MAPPED, SOME_NOT_MAPPED = 0xC0000022, 0xC0000064, 0x105, 0xC0000073, 0x107
MACHINE = sid("S-1-5-21-1004336348-1177238915-682003330")
ADMINISTRATORS, ANNA = sid("S-1-5-32-544"), sid("S-1-5-21-1004336348-1177238915-682003330-1001")
DESCRIPTOR = bytes.fromhex("0100048000000000000000000000000000000000")
H = {"Handle": HANDLE}
DONE = [{"result": 0}, {"result": ACCESS_DENIED}]
OPENED = [{"Opened": HANDLE, "result": 0}, {"Opened": NONE, "result": ACCESS_DENIED}]


def blank(kind):
    """The value of a type in which nothing is set."""
    if kind is RPC_UNICODE_STRING:
        return ustr("")
    if isinstance(kind, Record):
        return {name: blank(member) for name, member in kind.members}
    if isinstance(kind, Fixed):
        return bytes(kind.count) if kind.element is u1 else [blank(kind.element)] * kind.count
    return None if isinstance(kind, Pointer) else 0


def filled(kind, **given):
    assert not given.keys() - {name for name, _ in kind.members}
    return {**blank(kind), **given}


def rows(count, **lists):
    """A counted list: {count: n, member: [...]} and null where it is empty."""
    size = len(next(iter(lists.values())) or ())
    return {count: size, **lists}


def counted(*numbers):
    return rows("Count", Element=list(numbers))


def sids(*packed):
    return rows("Count", Sids=[{"SidPointer": each} for each in packed])


def enumeration(*pairs):
    return rows("EntriesRead", Buffer=[{"RelativeId": rid, "Name": ustr(name)} for rid, name in pairs])


HOURS = {"UnitsPerWeek": 168, "LogonHours": (b"\xff" * 21, 1260)}
NO_HOURS = {"UnitsPerWeek": 0, "LogonHours": None}
ALL = filled(
    samr_user.ALL, LastLogon=TIME, PasswordLastSet=TIME, AccountExpires=NEVER, PasswordCanChange=TIME,
    PasswordMustChange=TIME + 42 * DAY, UserName=ustr("anna"), FullName=ustr("Anna Jöns", room=1), AdminComment=ustr("für alle"),
    WorkStations=ustr("PC1,PC2"), UserId=1001, PrimaryGroupId=513, UserAccountControl=0x10, WhichFields=0x00FFFFFF,
    LogonHours=HOURS, BadPasswordCount=1, LogonCount=7, CountryCode=49, NtPasswordPresent=1,
)  # fmt: skip
AES = {"AuthData": bytes(range(64)), "Salt": bytes(range(16)), "cbCipher": 32, "Cipher": bytes(range(32)), "PBKDF2Iterations": 5000}
_LONG = {"UserName": ustr("anna"), "FullName": ustr("Anna"), "UserId": 1001, "PrimaryGroupId": 513, "LogonHours": HOURS}
USER_VALUES = {
    1: filled(samr_user.USER_INFO[1], UserName=ustr("anna"), PrimaryGroupId=513),
    2: filled(samr_user.USER_INFO[2], CountryCode=49, CodePage=850),
    3: filled(samr_user.USER_INFO[3], **_LONG, LastLogon=TIME, UserAccountControl=0x211),
    4: {"UnitsPerWeek": 10, "LogonHours": (b"\xff\x03", 1260)},
    5: filled(samr_user.USER_INFO[5], **_LONG, AccountExpires=NEVER),
    6: {"UserName": ustr("anna"), "FullName": ustr(None)},
    7: {"Text": ustr("anna")},
    8: {"Text": ustr("Anna")},
    9: {"Number": 513},
    10: {"HomeDirectory": ustr("\\\\srv\\anna"), "HomeDirectoryDrive": ustr("H:")},
    11: {"Text": ustr("logon.cmd")},
    12: {"Text": ustr("")},
    13: {"Text": ustr("a comment")},
    14: {"Text": ustr("PC1")},
    16: {"Number": 0x211},
    17: {"AccountExpires": TIME},
    18: {**blank(samr_user.USER_INFO[18]), "EncryptedNtOwfPassword": bytes(range(16)), "NtPasswordPresent": 1},
    20: {"Text": ustr("m:d\u0001")},
    21: ALL,
    23: {"I1": ALL, "UserPassword": bytes(516)},
    24: {"UserPassword": bytes(516), "PasswordExpired": 1},
    25: {"I1": {**ALL, "LogonHours": NO_HOURS}, "UserPassword": bytes(532)},
    26: {"UserPassword": bytes(532), "PasswordExpired": 0},
    31: {"UserPassword": AES, "PasswordExpired": 0},
    32: {"I1": ALL, "UserPassword": AES},
}
_GENERAL = filled(
    samr.DOMAIN_INFO[2], ForceLogoff=-0x8000000000000000, DomainName=ustr("HOST"), DomainServerState=1, DomainServerRole=3,
    UasCompatibilityRequired=1, UserCount=3, GroupCount=1, AliasCount=2,
)  # fmt: skip
_LOCKOUT = {"LockoutDuration": -30 * 600_000_000, "LockoutObservationWindow": -30 * 600_000_000, "LockoutThreshold": 10}
DOMAIN_VALUES = {
    1: {"MinPasswordLength": 7, "PasswordHistoryLength": 24, "PasswordProperties": 1, "MaxPasswordAge": -42 * DAY,
        "MinPasswordAge": -DAY},
    2: _GENERAL,
    3: {"ForceLogoff": 0},
    **{number: {"Text": ustr("HOST")} for number in (4, 5, 6)},
    7: {"Number": 3},
    8: {"DomainModifiedCount": 17, "CreationTime": TIME},
    9: {"Number": 1},
    11: {"I1": _GENERAL, **_LOCKOUT},
    12: _LOCKOUT,
    13: {"DomainModifiedCount": 17, "CreationTime": TIME, "ModifiedCountAtLastPromotion": 0},
}  # fmt: skip
_GROUP = {"Name": ustr("None"), "Attributes": 7, "MemberCount": 3, "AdminComment": ustr("Ordinary users")}
GROUP_VALUES = {1: _GROUP, 2: {"Text": ustr("staff")}, 3: {"Number": 7}, 4: {"Text": ustr("")}, 5: _GROUP}
ALIAS_VALUES = {
    1: {"Name": ustr("Administrators"), "MemberCount": 2, "AdminComment": ustr("")},
    2: {"Text": ustr("ops")},
    3: {"Text": ustr("operators")},
}
_SHOWN = {"Index": 1, "Rid": 1001, "AccountName": ustr("anna"), "AdminComment": ustr("")}
_OEM = rows("EntriesRead", Buffer=[{"Index": 1, "OemAccountName": octets(b"anna")}])
DISPLAY_VALUES = {
    1: rows("EntriesRead", Buffer=[{**_SHOWN, "AccountControl": 0x10, "FullName": ustr("Anna")}] * 2),
    2: rows("EntriesRead", Buffer=[{**_SHOWN, "AccountControl": 0x80}]),
    3: rows("EntriesRead", Buffer=[{**_SHOWN, "Attributes": 7}]),
    4: _OEM,
    5: _OEM,
}


def query(values):
    """Request and replies of a query by class: each class, then a refusal."""
    replies = [{"Buffer": (number, value), "result": 0} for number, value in values.items()]
    return {**H, "Class": next(iter(values))}, [*replies, {"Buffer": None, "result": 0xC0000003}]


def setting(number, values):
    return {**H, "Class": number, "Buffer": (number, values[number])}, DONE


def display(*classes):
    replies = [
        {"TotalAvailable": 200, "TotalReturned": 100, "Buffer": (number, value), "result": MORE if number == 1 else 0}
        for number, value in DISPLAY_VALUES.items()
        if number in classes
    ]
    return {**H, "Class": 1, "Index": 0, "EntryCount": 32, "PreferredMaximumLength": 0xFFFF}, replies


_INDEX = ({**H, "Class": 1, "Prefix": ustr("an")}, [{"Index": 3, "result": 0}, {"Index": 0, "result": 0x8000001A}])
_ENUMERATE = {**H, "EnumerationContext": 0, "PreferedMaximumLength": 0xFFFF}
_LISTS = [
    {"EnumerationContext": 1001, "Buffer": enumeration((500, "Administrator"), (1001, "anna")), "CountReturned": 2, "result": MORE},
    {"EnumerationContext": 0, "Buffer": None, "CountReturned": 0, "result": ACCESS_DENIED},
]
_CREATE = (
    {**H, "Name": ustr("anna"), "DesiredAccess": 0xF07FF},
    [{"Opened": HANDLE, "RelativeId": 1001, "result": 0}, {"Opened": NONE, "RelativeId": 0, "result": 0xC0000063}],
)
_OPEN = ({**H, "DesiredAccess": 0x02000000, "RelativeId": 1001}, OPENED)
_CLOSE = ({"Handle": HANDLE}, [{"Handle": NONE, "result": 0}])
_MEMBER = {**H, "MemberId": 1001}
_MEMBER_SID = ({**H, "MemberId": ANNA}, DONE)
_MEMBER_SIDS = ({**H, "MembersBuffer": sids(ANNA, ADMINISTRATORS)}, DONE)
_POLICY = [{"PasswordInformation": {"MinPasswordLength": 7, "PasswordProperties": 1}, "result": 0}]
_CHANGE = {
    "ServerName": ustr("\\\\HOST"), "UserName": ustr("anna"), "NewPasswordEncryptedWithOldNt": bytes(516),
    "OldNtOwfPasswordEncryptedWithNewNt": bytes(range(16)), "LmPresent": 0, "NewPasswordEncryptedWithOldLm": None,
    "OldLmOwfPasswordEncryptedWithNewNt": None,
}  # fmt: skip
_OWFS = (
    "OldLmEncryptedWithNewLm NewLmEncryptedWithOldLm OldNtEncryptedWithNewNt NewNtEncryptedWithOldNt NewNtEncryptedWithNewLm "
    "NewLmEncryptedWithNewNt"
).split()
_PERSISTED = {
    "PresentFields": 0x3F, "PasswordLastSet": TIME, "BadPasswordTime": 0, "LockoutTime": 0, "BadPasswordCount": 2,
    **rows("PasswordHistoryLength", PasswordHistory=[{"Length": 4, "Hash": b"abcd"}]),
}  # fmt: skip
_EMPTY_HASH = {"Length": 0, "Hash": None}
_CANDIDATE = {
    "InputPersistedFields": _PERSISTED, "ClearPassword": ustr("Sommer-2025"), "UserAccountName": ustr("anna"),
    "HashedPassword": _EMPTY_HASH,
}  # fmt: skip
_REVISION = (1, {"Revision": 3, "SupportedFeatures": 0x10})

SAMR = {
    "SamrConnect": ({"ServerName": 0x5C, "DesiredAccess": 0x30}, OPENED),
    "SamrCloseHandle": _CLOSE,
    "SamrSetSecurityObject": ({**H, "SecurityInformation": 4,
                               "SecurityDescriptor": {"Length": 20, "SecurityDescriptor": DESCRIPTOR}}, DONE),
    "SamrQuerySecurityObject": ({**H, "SecurityInformation": 7}, [
        {"SecurityDescriptor": {"Length": 20, "SecurityDescriptor": DESCRIPTOR}, "result": 0},
        {"SecurityDescriptor": None, "result": ACCESS_DENIED}]),
    "SamrLookupDomainInSamServer": ({**H, "Name": ustr("HOST")}, [
        {"DomainId": MACHINE, "result": 0}, {"DomainId": None, "result": 0xC00000DF}]),
    "SamrEnumerateDomainsInSamServer": (_ENUMERATE, [
        {"EnumerationContext": 0, "Buffer": enumeration((0, "HOST"), (0, "Builtin")), "CountReturned": 2, "result": 0}]),
    "SamrOpenDomain": ({**H, "DesiredAccess": 0x200, "DomainId": MACHINE}, OPENED),
    "SamrQueryInformationDomain": query(DOMAIN_VALUES),
    "SamrSetInformationDomain": setting(12, DOMAIN_VALUES),
    "SamrCreateGroupInDomain": _CREATE,
    "SamrEnumerateGroupsInDomain": (_ENUMERATE, _LISTS),
    "SamrCreateUserInDomain": _CREATE,
    "SamrEnumerateUsersInDomain": ({**_ENUMERATE, "UserAccountControl": 0x10}, _LISTS),
    "SamrCreateAliasInDomain": _CREATE,
    "SamrEnumerateAliasesInDomain": (_ENUMERATE, _LISTS),
    "SamrGetAliasMembership": ({**H, "SidArray": sids(ANNA)}, [
        {"Membership": counted(544, 545), "result": 0}, {"Membership": {"Count": 0, "Element": None}, "result": 0}]),
    "SamrLookupNamesInDomain": ({**H, "Count": 2, "Names": ([ustr("anna"), ustr("nobody")], 1000)}, [
        {"RelativeIds": counted(1001, 0), "Use": counted(1, 8), "result": SOME_NOT_MAPPED},
        {"RelativeIds": {"Count": 0, "Element": None}, "Use": {"Count": 0, "Element": None}, "result": NONE_MAPPED}]),
    "SamrLookupIdsInDomain": ({**H, "Count": 2, "RelativeIds": ([1001, 4711], 1000)}, [
        {"Names": rows("Count", Element=[ustr("anna"), ustr(None)]), "Use": counted(1, 8), "result": SOME_NOT_MAPPED}]),
    "SamrOpenGroup": _OPEN,
    "SamrQueryInformationGroup": query(GROUP_VALUES),
    "SamrSetInformationGroup": setting(2, GROUP_VALUES),
    "SamrAddMemberToGroup": ({**_MEMBER, "Attributes": 7}, DONE),
    "SamrDeleteGroup": _CLOSE,
    "SamrRemoveMemberFromGroup": (_MEMBER, DONE),
    "SamrGetMembersInGroup": (H, [
        {"Members": {"MemberCount": 2, "Members": [500, 1001], "Attributes": [7, 7]}, "result": 0},
        {"Members": None, "result": ACCESS_DENIED}]),
    "SamrSetMemberAttributesOfGroup": ({**_MEMBER, "Attributes": 7}, DONE),
    "SamrOpenAlias": _OPEN,
    "SamrQueryInformationAlias": query(ALIAS_VALUES),
    "SamrSetInformationAlias": setting(3, ALIAS_VALUES),
    "SamrDeleteAlias": _CLOSE,
    "SamrAddMemberToAlias": _MEMBER_SID,
    "SamrRemoveMemberFromAlias": _MEMBER_SID,
    "SamrGetMembersInAlias": (H, [{"Members": sids(ANNA, ADMINISTRATORS), "result": 0}]),
    "SamrOpenUser": _OPEN,
    "SamrDeleteUser": _CLOSE,
    "SamrQueryInformationUser": query(USER_VALUES),
    "SamrSetInformationUser": setting(21, USER_VALUES),
    "SamrChangePasswordUser": ({
        **H, **dict.fromkeys(_OWFS), "LmPresent": 0, "NtPresent": 1, "OldNtEncryptedWithNewNt": bytes(range(16)),
        "NewNtEncryptedWithOldNt": bytes(16), "NtCrossEncryptionPresent": 0, "LmCrossEncryptionPresent": 0}, DONE),
    "SamrGetGroupsForUser": (H, [
        {"Groups": rows("MembershipCount", Groups=[{"RelativeId": 513, "Attributes": 7}]), "result": 0}]),
    "SamrQueryDisplayInformation": display(*DISPLAY_VALUES),
    "SamrGetDisplayEnumerationIndex": _INDEX,
    "SamrTestPrivateFunctionsDomain": (H, [{"result": 0xC0000002}]),
    "SamrTestPrivateFunctionsUser": (H, [{"result": 0xC0000002}]),
    "SamrGetUserDomainPasswordInformation": (H, _POLICY),
    "SamrRemoveMemberFromForeignDomain": ({**H, "MemberSid": ANNA}, DONE),
    "SamrQueryInformationDomain2": query({11: DOMAIN_VALUES[11]}),
    "SamrQueryInformationUser2": query({21: ALL}),
    "SamrQueryDisplayInformation2": display(1),
    "SamrGetDisplayEnumerationIndex2": _INDEX,
    "SamrCreateUser2InDomain": ({**H, "Name": ustr("anna"), "AccountType": 0x10, "DesiredAccess": 0xF07FF}, [
        {"Opened": HANDLE, "GrantedAccess": 0xF07FF, "RelativeId": 1001, "result": 0}]),
    "SamrQueryDisplayInformation3": display(3),
    "SamrAddMultipleMembersToAlias": _MEMBER_SIDS,
    "SamrRemoveMultipleMembersFromAlias": _MEMBER_SIDS,
    "SamrOemChangePasswordUser2": ({
        "ServerName": octets(b"HOST"), "UserName": octets(b"anna"), "NewPasswordEncryptedWithOldLm": bytes(516),
        "OldLmOwfPasswordEncryptedWithNewLm": bytes(16)}, DONE),
    "SamrUnicodeChangePasswordUser2": (_CHANGE, DONE),
    "SamrGetDomainPasswordInformation": ({"Unused": ustr("HOST")}, _POLICY),
    "SamrConnect2": ({"ServerName": "\\\\HOST", "DesiredAccess": 0x30}, OPENED),
    "SamrSetInformationUser2": setting(25, USER_VALUES),
    "SamrConnect3": ({"ServerName": "\\\\HOST", "ClientRevision": 0, "DesiredAccess": 0x30}, OPENED),
    "SamrConnect4": ({"ServerName": "\\\\HOST", "ClientRevision": 2, "DesiredAccess": 0x30}, OPENED),
    "SamrUnicodeChangePasswordUser3": ({**_CHANGE, "AdditionalData": None}, [
        {"EffectivePasswordPolicy": None, "PasswordChangeFailureInfo": None, "result": 0},
        {"EffectivePasswordPolicy": DOMAIN_VALUES[1],
         "PasswordChangeFailureInfo": {"ExtendedFailureReason": 1, "FilterModuleName": ustr(None)}, "result": 0xC000006C}]),
    "SamrConnect5": ({"ServerName": None, "DesiredAccess": 0x30, "InVersion": 1, "InRevisionInfo": _REVISION}, [
        {"OutVersion": 1, "OutRevisionInfo": _REVISION, "Opened": HANDLE, "result": 0}]),
    "SamrRidToSid": ({**H, "Rid": 1001}, [{"Sid": ANNA, "result": 0}, {"Sid": None, "result": NO_SUCH_USER}]),
    "SamrSetDSRMPassword": ({"Unused": None, "UserId": 500, "EncryptedNtOwfPassword": None}, [{"result": 0xC00000BB}]),
    "SamrValidatePassword": ({"ValidationType": 2, "InputArg": (2, {**_CANDIDATE, "PasswordMatch": 1})}, [
        {"OutputArg": (number, {"ChangedPersistedFields": _PERSISTED, "ValidationStatus": 8}), "result": 0}
        for number in (1, 2, 3)]),
    "SamrUnicodeChangePasswordUser4": ({"ServerName": None, "UserName": ustr("anna"), "EncryptedPassword": AES}, DONE),
}  # fmt: skip

_DOMAINS = rows("Entries", Domains=[{"Name": ustr("HOST"), "Sid": MACHINE}]) | {"MaxEntries": 32}
_NAMES_IN = {"LookupLevel": 1, "MappedCount": 0, "Count": 2, "Names": [ustr("HOST\\anna"), ustr("nobody")]}
_SIDS_IN = {"LookupLevel": 1, "MappedCount": 0, "SidEnumBuffer": rows("Entries", SidInfo=[{"Sid": ANNA}, {"Sid": ADMINISTRATORS}])}
_EMPTY = {"Entries": 0, "Rows": None}
_OPTIONS = {"LookupOptions": 0, "ClientRevision": 2}
_FLAGS = {"Flags": 0}


def lookup_names(found, missing):
    reply = {"ReferencedDomains": _DOMAINS, "MappedCount": 1, "result": SOME_NOT_MAPPED}
    return [{**reply, "TranslatedSids": rows("Entries", Rows=[found, missing])},
            {"ReferencedDomains": None, "TranslatedSids": _EMPTY, "MappedCount": 0, "result": ACCESS_DENIED}]  # fmt: skip


def lookup_sids(**more):
    found = {"Use": 1, "Name": ustr("anna"), "DomainIndex": 0, **more}
    missing = {"Use": 8, "Name": ustr("S-1-5-32-544"), "DomainIndex": -1, **more}
    return [{"ReferencedDomains": _DOMAINS, "TranslatedNames": rows("Entries", Rows=[found, missing]), "MappedCount": 1,
             "result": SOME_NOT_MAPPED}]  # fmt: skip


_RID, _NO_RID = {"Use": 1, "RelativeId": 1001, "DomainIndex": 0}, {"Use": 8, "RelativeId": 0, "DomainIndex": -1}
_SID, _NO_SID = {"Use": 1, "Sid": ANNA, "DomainIndex": 0, "Flags": 0}, {"Use": 8, "Sid": None, "DomainIndex": -1, "Flags": 0}
_ATTRIBUTES = {
    **blank(lsa.ATTRIBUTES), "Length": 24,
    "SecurityQualityOfService": {"Length": 12, "ImpersonationLevel": 2, "ContextTrackingMode": 1, "EffectiveOnly": 0},
}  # fmt: skip
_NAMED = {"Name": ustr("HOST", room=1), "Sid": MACHINE}
_DNS = {**blank(lsa.DNS), "Name": ustr("WORKGROUP"), "DomainGuid": uuid.UUID(int=0)}
POLICY_VALUES = {
    1: blank(lsa.POLICY[1]),
    2: {"AuditingMode": 0, **rows("MaximumAuditEventCount", EventAuditingOptions=[0, 0, 0])},
    3: {"Name": ustr("WORKGROUP"), "Sid": None},
    4: {"Name": ustr("")},
    5: _NAMED,
    6: {"LsaServerRole": 3},
    7: blank(lsa.POLICY[7]),
    9: {"ModifiedId": 7, "DatabaseCreationTime": TIME},
    12: _DNS,
    13: _DNS,
    14: _NAMED,
    15: {"Rid": 0, "Sid": None},
}
_POLICY_QUERY = ({**H, "Class": 5}, [
    *({"Information": (number, value), "result": 0} for number, value in POLICY_VALUES.items()),
    {"Information": None, "result": 0xC0000003}])  # fmt: skip
_POLICY_IN = {"ObjectAttributes": _ATTRIBUTES, "DesiredAccess": 0x02000000}
_LUID = {"LowPart": 8, "HighPart": 0}
_RIGHTS = rows("Entries", UserRights=[ustr("SeShutdownPrivilege")])
_ACCOUNT = ({**H, "AccountSid": ADMINISTRATORS, "DesiredAccess": 0x02000000}, OPENED)
_ACCOUNTS = rows("EntriesRead", Information=[{"Sid": ADMINISTRATORS}])
_LISTED = {**H, "EnumerationContext": 0, "PreferedMaximumLength": 0xFFFF}
_LAST = {"EnumerationContext": 0, "result": 0x8000001A}
_OTHER = sid("S-1-5-21-1-2-3")
_NO_DIRECTORY = [{"result": 0xC00002B1}]
_TRUSTED_TOLD = [{"Buffer": (1, ustr("OTHER")), "result": 0}, {"Buffer": None, "result": 0xC00002B1}]

LSARPC = {
    "LsarClose": _CLOSE,
    "LsarDelete": (H, [{"result": 0xC00000BB}]),
    "LsarEnumeratePrivileges": (_LISTED, [
        {"EnumerationContext": 1, "result": 0,
         "EnumerationBuffer": rows("Entries", Privileges=[{"Name": ustr("SeBackupPrivilege"), "LocalValue": _LUID}])}]),
    "LsarQuerySecurityObject": SAMR["SamrQuerySecurityObject"],
    "LsarOpenPolicy": ({"SystemName": 0x5C, **_POLICY_IN}, OPENED),
    "LsarQueryInformationPolicy": _POLICY_QUERY,
    "LsarCreateAccount": _ACCOUNT,
    "LsarEnumerateAccounts": (_LISTED, [
        {"EnumerationContext": 1, "EnumerationBuffer": _ACCOUNTS, "result": 0},
        {**_LAST, "EnumerationBuffer": {"EntriesRead": 0, "Information": None}}]),
    "LsarCreateTrustedDomain": (
        {**H, "TrustedDomainInformation": {"Name": ustr("OTHER"), "Sid": _OTHER}, "DesiredAccess": 0x02000000}, OPENED),
    "LsarEnumerateTrustedDomains": (_LISTED, [{**_LAST, "EnumerationBuffer": {"EntriesRead": 0, "Information": None}}]),
    "LsarLookupNames": ({**H, **_NAMES_IN, "TranslatedSids": _EMPTY}, lookup_names(_RID, _NO_RID)),
    "LsarLookupSids": ({**H, **_SIDS_IN, "TranslatedNames": _EMPTY}, lookup_sids()),
    "LsarOpenAccount": _ACCOUNT,
    "LsarEnumeratePrivilegesAccount": (H, [
        {"Privileges": {"PrivilegeCount": 1, "Control": 0, "Privilege": [{"Luid": _LUID, "Attributes": 0}]}, "result": 0},
        {"Privileges": None, "result": ACCESS_DENIED}]),
    "LsarGetSystemAccessAccount": (H, [{"SystemAccess": 3, "result": 0}]),
    "LsarOpenTrustedDomain": ({**H, "TrustedDomainSid": _OTHER, "DesiredAccess": 0x02000000}, OPENED),
    "LsarLookupPrivilegeValue": ({**H, "Name": ustr("SeDebugPrivilege")}, [{"Value": _LUID, "result": 0}]),
    "LsarLookupPrivilegeName": ({**H, "Value": _LUID}, [{"Name": ustr("SeDebugPrivilege"), "result": 0}]),
    "LsarLookupPrivilegeDisplayName": (
        {**H, "Name": ustr("SeDebugPrivilege"), "ClientLanguage": 0x409, "ClientSystemDefaultLanguage": 0x407},
        [{"DisplayName": ustr("Debug programs"), "LanguageReturned": 0x409, "result": 0}]),
    "LsarEnumerateAccountsWithUserRight": ({**H, "UserRight": ustr("SeDebugPrivilege")}, [
        {"EnumerationBuffer": _ACCOUNTS, "result": 0}]),
    "LsarEnumerateAccountRights": ({**H, "AccountSid": ADMINISTRATORS}, [{"UserRights": _RIGHTS, "result": 0}]),
    "LsarAddAccountRights": ({**H, "AccountSid": ANNA, "UserRights": _RIGHTS}, DONE),
    "LsarRemoveAccountRights": ({**H, "AccountSid": ANNA, "AllRights": 0, "UserRights": _RIGHTS}, DONE),
    "LsarQueryTrustedDomainInfo": ({**H, "TrustedDomainSid": _OTHER, "Class": 1}, _TRUSTED_TOLD),
    "LsarDeleteTrustedDomain": ({**H, "TrustedDomainSid": _OTHER}, _NO_DIRECTORY),
    "LsarQueryTrustedDomainInfoByName": ({**H, "TrustedDomainName": ustr("OTHER"), "Class": 1}, _TRUSTED_TOLD),
    "LsarOpenTrustedDomainByName": ({**H, "TrustedDomainName": ustr("OTHER"), "DesiredAccess": 0x02000000}, OPENED),
    "LsarOpenPolicy2": ({"SystemName": "\\\\HOST", **_POLICY_IN}, OPENED),
    "LsarGetUserName": ({"SystemName": None, "UserName": None, "DomainName": None}, [
        {"UserName": ustr("anna"), "DomainName": ustr("HOST"), "result": 0},
        {"UserName": ustr("anna"), "DomainName": None, "result": 0}]),
    "LsarQueryInformationPolicy2": _POLICY_QUERY,
    "LsarQueryDomainInformationPolicy": ({**H, "Class": 3}, [
        {"Buffer": (3, {**blank(lsa.KERBEROS), "MaxTicketAge": 10 * 36_000_000_000}), "result": 0},
        {"Buffer": None, "result": 0xC0000034}]),
    "LsarLookupSids2": ({**H, **_SIDS_IN, **_OPTIONS, "TranslatedNames": _EMPTY}, lookup_sids(**_FLAGS)),
    "LsarLookupNames2": ({**H, **_NAMES_IN, **_OPTIONS, "TranslatedSids": _EMPTY},
                         lookup_names({**_RID, **_FLAGS}, {**_NO_RID, **_FLAGS})),
    "LsarLookupNames3": ({**H, **_NAMES_IN, **_OPTIONS, "TranslatedSids": _EMPTY}, lookup_names(_SID, _NO_SID)),
    "LsarLookupSids3": ({**_SIDS_IN, **_OPTIONS, "TranslatedNames": _EMPTY}, lookup_sids(**_FLAGS)),
    "LsarLookupNames4": ({**_NAMES_IN, **_OPTIONS, "TranslatedSids": _EMPTY}, lookup_names(_SID, _NO_SID)),
    "LsarOpenPolicy3": ({"SystemName": None, **_POLICY_IN, "InVersion": 1, "InRevisionInfo": (1, {"Revision": 1, "SupportedFeatures": 0})}, [
        {"OutVersion": 1, "OutRevisionInfo": (1, {"Revision": 1, "SupportedFeatures": 0}), "Opened": HANDLE, "result": 0}]),
}  # fmt: skip

HOST_ACCOUNTS = {
    "HostEnumerateUsers": ({"After": 999, "UserAccountControl": 0x10, "Count": 256}, [
        {"Next": 1001, **rows("EntriesRead", Buffer=[
            {"All": ALL, "MayNotChangePassword": 1, **rows("GroupCount", Groups=[513, 1002])},
            {"All": filled(samr_user.ALL, UserName=ustr("bo"), UserId=1003, LogonHours=NO_HOURS), "MayNotChangePassword": 0,
             "GroupCount": 0, "Groups": None}]), "result": 0},
        {"Next": 0, "EntriesRead": 0, "Buffer": None, "result": 0xC0000022}]),
    "HostAddUser": ({"MayNotChangePassword": 1, "Class": 25, "Buffer": (25, USER_VALUES[25])}, [
        {"RelativeId": 1001, "result": 0}, {"RelativeId": 0, "result": 0xC0000063}]),
    "HostAliasesOfUser": ({"Name": ustr("anna"), "Indirect": 1}, [
        {**rows("EntriesRead", Names=[ustr("Users"), ustr("Helfer für alle")]), "result": 0},
        {"EntriesRead": 0, "Names": None, "result": 0xC0000064}]),
}  # fmt: skip

_SEARCH = {"ServerName": None, "DomainName": "ad.example", "DomainGuid": None, "Flags": 0x40000010}
_FOUND = {
    "DomainControllerName": "\\\\dc1.ad.example", "DomainControllerAddress": "\\\\192.0.2.1", "DomainControllerAddressType": 1,
    "DomainGuid": uuid.UUID("01234567-89ab-cdef-0123-456789abcdef"), "DomainName": "ad.example", "DnsForestName": "ad.example",
    "Flags": 0xE000F1FD, "DcSiteName": "Default-First-Site-Name", "ClientSiteName": None,
}  # fmt: skip
_CONTROLLER = [{"DomainControllerInfo": _FOUND, "result": 0}, {"DomainControllerInfo": None, "result": 1355}]
_NAMED_DC = [{"Buffer": "\\\\DC1", "result": 0}, {"Buffer": None, "result": 2453}]
NETLOGON = {
    "NetrGetDCName": ({"ServerName": "", "DomainName": "AD"}, _NAMED_DC),
    "NetrGetAnyDCName": ({"ServerName": None, "DomainName": None}, _NAMED_DC),
    "DsrGetDcName": ({**_SEARCH, "SiteGuid": None}, _CONTROLLER),
    "DsrGetDcNameEx": ({**_SEARCH, "SiteName": None}, _CONTROLLER),
    "DsrGetDcNameEx2": ({**_SEARCH, "AccountName": "anna", "AllowableAccountControlBits": 0x200, "SiteName": "Berlin",
                         "DomainGuid": uuid.UUID("01234567-89ab-cdef-0123-456789abcdef")}, _CONTROLLER),
}  # fmt: skip

_NOTHING_DOMAIN = {"DomainNameDns": None, "DomainForestName": None, "DomainGuid": uuid.UUID(int=0)}
DSSETUP = {
    "DsRolerGetPrimaryDomainInformation": ({"InfoLevel": 1}, [
        {"DomainInfo": (1, {"MachineRole": 2, "Flags": 0, "DomainNameFlat": "WORKGROUP", **_NOTHING_DOMAIN}), "result": 0},
        {"DomainInfo": (2, {"OperationState": 0, "PreviousServerState": 0}), "result": 0},
        {"DomainInfo": (3, {"OperationState": 0}), "result": 0},
        {"DomainInfo": None, "result": 87}]),
}  # fmt: skip

SAMPLES = {
    "samr": SAMR, "lsarpc": LSARPC, "netlogon": NETLOGON, "dssetup": DSSETUP, "HostAccounts": HOST_ACCOUNTS,
}  # fmt: skip
