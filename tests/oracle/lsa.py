"""[MS-LSAT] 3.1.4 and the part of [MS-LSAD] that it needs: policy, names and SIDs, rights."""

from .interface import Interface, i, io, o
from .ndr import Conformant, Pointer, Record, TailedRecord, Text, Union, b1, ctx, e2, guid, i4, i8, u1, u2, u4
from .security import RPC_STRING, RPC_UNICODE_STRING, SECURITY_DESCRIPTOR, SID, listed, method

ustr = RPC_UNICODE_STRING
_QOS = Record(("Length", u4), ("ImpersonationLevel", e2), ("ContextTrackingMode", u1), ("EffectiveOnly", u1))
ATTRIBUTES = Record(
    ("Length", u4), ("RootDirectory", Pointer(u1)), ("ObjectName", Pointer(RPC_STRING)), ("Attributes", u4),
    ("SecurityDescriptor", Pointer(u1)), ("SecurityQualityOfService", Pointer(_QOS)),
)  # fmt: skip
NAMED_SID = Record(("Name", ustr), ("Sid", Pointer(SID)))
DNS = Record(("Name", ustr), ("DnsDomainName", ustr), ("DnsForestName", ustr), ("DomainGuid", guid), ("Sid", Pointer(SID)))
# ms_union, as in samr: an arm starts at the alignment of the union.
POLICY = {
    1: Record(("AuditLogPercentFull", u4), ("MaximumLogSize", u4), ("AuditRetentionPeriod", i8),
              ("AuditLogFullShutdownInProgress", b1), ("TimeToShutdown", i8), ("NextAuditRecordId", u4)),
    2: Record(("AuditingMode", b1), ("EventAuditingOptions", listed(u4, "MaximumAuditEventCount")),
              ("MaximumAuditEventCount", u4)),
    3: NAMED_SID,
    4: Record(("Name", ustr)),
    5: NAMED_SID,
    6: Record(("LsaServerRole", u4)),
    7: Record(("ReplicaSource", ustr), ("ReplicaAccountName", ustr)),
    9: Record(("ModifiedId", i8), ("DatabaseCreationTime", i8)),
    12: DNS,
    13: DNS,
    14: NAMED_SID,
    15: Record(("Rid", u4), ("Sid", Pointer(SID))),
}  # fmt: skip
KERBEROS = Record(
    ("AuthenticationOptions", u4), ("MaxServiceTicketAge", i8), ("MaxTicketAge", i8), ("MaxRenewAge", i8), ("MaxClockSkew", i8),
    ("Reserved", i8),
)  # fmt: skip
REVISION = Record(("Revision", u4), ("SupportedFeatures", u4))
DOMAINS = Record(("Entries", u4), ("Domains", listed(NAMED_SID, "Entries")), ("MaxEntries", u4))
SIDS = Record(("Entries", u4), ("SidInfo", listed(Record(("Sid", Pointer(SID))), "Entries")))


def _rows(*members):
    return Record(("Entries", u4), ("Rows", listed(Record(("Use", e2), *members), "Entries")))


_INDEX, _FLAGS = ("DomainIndex", i4), ("Flags", u4)
_NAME_ROWS = _rows(("Name", ustr), _INDEX), _rows(("Name", ustr), _INDEX, _FLAGS)
_SID_ROWS = (
    _rows(("RelativeId", u4), _INDEX),
    _rows(("RelativeId", u4), _INDEX, _FLAGS),
    _rows(("Sid", Pointer(SID)), _INDEX, _FLAGS),
)
_HANDLE, _OPENED, _ACCESS = i("Handle", ctx), o("Opened", ctx), i("DesiredAccess", u4)
_OPTIONS = i("LookupOptions", u4), i("ClientRevision", u4)
_SYSTEM = i("SystemName", Pointer(Text()))


def _names(opnum, name, rows, handle=(_HANDLE,), options=_OPTIONS):
    return method(
        opnum, name, *handle, i("Count", u4), i("Names", Conformant(ustr, "Count")), o("ReferencedDomains", Pointer(DOMAINS)),
        io("TranslatedSids", rows), i("LookupLevel", e2), io("MappedCount", u4), *options,
    )  # fmt: skip


def _sids(opnum, name, rows, handle=(_HANDLE,), options=_OPTIONS):
    return method(
        opnum, name, *handle, i("SidEnumBuffer", SIDS), o("ReferencedDomains", Pointer(DOMAINS)), io("TranslatedNames", rows),
        i("LookupLevel", e2), io("MappedCount", u4), *options,
    )  # fmt: skip


def _policy(opnum, name):
    return method(opnum, name, _HANDLE, i("Class", e2), o("Information", Pointer(Union(e2, None, POLICY))))


def _enumerate(opnum, name, buffer):
    return method(
        opnum, name, _HANDLE, io("EnumerationContext", u4), o("EnumerationBuffer", buffer), i("PreferedMaximumLength", u4)
    )


_LUID = Record(("LowPart", u4), ("HighPart", i4))
_PRIVILEGES = Record(("Entries", u4), ("Privileges", listed(Record(("Name", ustr), ("LocalValue", _LUID)), "Entries")))
_SET = TailedRecord(
    ("PrivilegeCount", u4), ("Control", u4), tail="Privilege", element=Record(("Luid", _LUID), ("Attributes", u4)),
    size_is="PrivilegeCount",
)  # fmt: skip
_ACCOUNTS = Record(("EntriesRead", u4), ("Information", listed(Record(("Sid", Pointer(SID))), "EntriesRead")))
_TRUSTED = Record(("EntriesRead", u4), ("Information", listed(NAMED_SID, "EntriesRead")))
_RIGHTS = Record(("Entries", u4), ("UserRights", listed(ustr, "Entries")))
_ACCOUNT = i("AccountSid", SID)
_TRUSTED_SID, _TRUSTED_NAME = i("TrustedDomainSid", SID), i("TrustedDomainName", ustr)
_TRUSTED_INFO = o("Buffer", Pointer(Union(e2, None, {1: ustr})))

LSARPC = Interface(
    "lsarpc",
    "12345778-1234-abcd-ef00-0123456789ab",
    method(0, "LsarClose", io("Handle", ctx)),
    method(1, "LsarDelete", _HANDLE),
    _enumerate(2, "LsarEnumeratePrivileges", _PRIVILEGES),
    method(3, "LsarQuerySecurityObject", _HANDLE, i("SecurityInformation", u4),
           o("SecurityDescriptor", Pointer(SECURITY_DESCRIPTOR))),
    method(6, "LsarOpenPolicy", i("SystemName", Pointer(u2)), i("ObjectAttributes", ATTRIBUTES), _ACCESS, _OPENED),
    _policy(7, "LsarQueryInformationPolicy"),
    method(10, "LsarCreateAccount", _HANDLE, _ACCOUNT, _ACCESS, _OPENED),
    _enumerate(11, "LsarEnumerateAccounts", _ACCOUNTS),
    method(12, "LsarCreateTrustedDomain", _HANDLE, i("TrustedDomainInformation", NAMED_SID), _ACCESS, _OPENED),
    _enumerate(13, "LsarEnumerateTrustedDomains", _TRUSTED),
    _names(14, "LsarLookupNames", _SID_ROWS[0], options=()),
    _sids(15, "LsarLookupSids", _NAME_ROWS[0], options=()),
    method(17, "LsarOpenAccount", _HANDLE, _ACCOUNT, _ACCESS, _OPENED),
    method(18, "LsarEnumeratePrivilegesAccount", _HANDLE, o("Privileges", Pointer(_SET))),
    method(23, "LsarGetSystemAccessAccount", _HANDLE, o("SystemAccess", u4)),
    method(25, "LsarOpenTrustedDomain", _HANDLE, _TRUSTED_SID, _ACCESS, _OPENED),
    method(31, "LsarLookupPrivilegeValue", _HANDLE, i("Name", ustr), o("Value", _LUID)),
    method(32, "LsarLookupPrivilegeName", _HANDLE, i("Value", _LUID), o("Name", Pointer(ustr))),
    method(33, "LsarLookupPrivilegeDisplayName", _HANDLE, i("Name", ustr), i("ClientLanguage", u2),
           i("ClientSystemDefaultLanguage", u2), o("DisplayName", Pointer(ustr)), o("LanguageReturned", u2)),
    method(35, "LsarEnumerateAccountsWithUserRight", _HANDLE, i("UserRight", Pointer(ustr)), o("EnumerationBuffer", _ACCOUNTS)),
    method(36, "LsarEnumerateAccountRights", _HANDLE, _ACCOUNT, o("UserRights", _RIGHTS)),
    method(37, "LsarAddAccountRights", _HANDLE, _ACCOUNT, i("UserRights", _RIGHTS)),
    method(38, "LsarRemoveAccountRights", _HANDLE, _ACCOUNT, i("AllRights", b1), i("UserRights", _RIGHTS)),
    method(39, "LsarQueryTrustedDomainInfo", _HANDLE, _TRUSTED_SID, i("Class", e2), _TRUSTED_INFO),
    method(41, "LsarDeleteTrustedDomain", _HANDLE, _TRUSTED_SID),
    method(44, "LsarOpenPolicy2", _SYSTEM, i("ObjectAttributes", ATTRIBUTES), _ACCESS, _OPENED),
    method(45, "LsarGetUserName", _SYSTEM, io("UserName", Pointer(ustr)), io("DomainName", Pointer(Pointer(ustr)))),
    _policy(46, "LsarQueryInformationPolicy2"),
    method(48, "LsarQueryTrustedDomainInfoByName", _HANDLE, _TRUSTED_NAME, i("Class", e2), _TRUSTED_INFO),
    method(53, "LsarQueryDomainInformationPolicy", _HANDLE, i("Class", e2),
           o("Buffer", Pointer(Union(e2, None, {3: KERBEROS})))),
    method(55, "LsarOpenTrustedDomainByName", _HANDLE, _TRUSTED_NAME, _ACCESS, _OPENED),
    _sids(57, "LsarLookupSids2", _NAME_ROWS[1]),
    _names(58, "LsarLookupNames2", _SID_ROWS[1]),
    _names(68, "LsarLookupNames3", _SID_ROWS[2]),
    _sids(76, "LsarLookupSids3", _NAME_ROWS[1], handle=()),
    _names(77, "LsarLookupNames4", _SID_ROWS[2], handle=()),
    method(130, "LsarOpenPolicy3", _SYSTEM, i("ObjectAttributes", ATTRIBUTES), _ACCESS, i("InVersion", u4),
           i("InRevisionInfo", Union(u4, "InVersion", {1: REVISION})), o("OutVersion", u4),
           o("OutRevisionInfo", Union(u4, "OutVersion", {1: REVISION})), _OPENED),
)  # fmt: skip
