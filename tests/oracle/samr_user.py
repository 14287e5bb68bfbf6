"""[MS-SAMR] 2.2.6, 3.1.5.5, 3.1.5.10, 3.1.5.13.7: users, their classes of information, and passwords."""

from .interface import i, io, o
from .ndr import ConformantVarying, Fixed, Number, Pointer, Record, Union, b1, ctx, e2, i8, u1, u2, u4, u8
from .security import RPC_STRING, RPC_UNICODE_STRING, SECURITY_DESCRIPTOR, listed, method

OLD_LARGE_INTEGER = Number("q", alignment=4)  # two ULONGs
t8 = OLD_LARGE_INTEGER
ustr = RPC_UNICODE_STRING

LOGON_HOURS = Record(
    ("UnitsPerWeek", u2), ("LogonHours", Pointer(ConformantVarying(u1, 1260, lambda s: (s["UnitsPerWeek"] + 7) // 8)))
)
_BLOB = Record(  # RPC_SHORT_BLOB
    ("Length", u2),
    ("MaximumLength", u2),
    ("Buffer", Pointer(ConformantVarying(u2, lambda s: s["MaximumLength"] // 2, lambda s: s["Length"] // 2))),
)


def _times(*names):
    return tuple((name, t8) for name in names)


def _texts(*names):
    return tuple((name, ustr) for name in names)


_HOME = _texts("HomeDirectory", "HomeDirectoryDrive", "ScriptPath", "ProfilePath")
_COUNTS = (("BadPasswordCount", u2), ("LogonCount", u2))
_IDS = (("UserId", u4), ("PrimaryGroupId", u4))
_CONTROL = ("UserAccountControl", u4)
_TEXT, _NUMBER = Record(("Text", ustr)), Record(("Number", u4))

ALL = Record(
    *_times("LastLogon", "LastLogoff", "PasswordLastSet", "AccountExpires", "PasswordCanChange", "PasswordMustChange"),
    *_texts("UserName", "FullName"), *_HOME, *_texts("AdminComment", "WorkStations", "UserComment", "Parameters"),
    ("LmOwfPassword", _BLOB), ("NtOwfPassword", _BLOB), ("PrivateData", ustr), ("SecurityDescriptor", SECURITY_DESCRIPTOR),
    *_IDS, _CONTROL, ("WhichFields", u4), ("LogonHours", LOGON_HOURS), *_COUNTS, ("CountryCode", u2), ("CodePage", u2),
    ("LmPasswordPresent", b1), ("NtPasswordPresent", b1), ("PasswordExpired", b1), ("PrivateDataSensitive", b1),
)  # fmt: skip
AES = Record(
    ("AuthData", Fixed(u1, 64)), ("Salt", Fixed(u1, 16)), ("cbCipher", u4), ("Cipher", listed(u1, "cbCipher")),
    ("PBKDF2Iterations", u8),
)  # fmt: skip
_EXPIRED = ("PasswordExpired", b1)
OWF = Fixed(u1, 16)
RC4_PASSWORD = Fixed(u1, 516)

USER_INFO = {
    1: Record(*_texts("UserName", "FullName"), ("PrimaryGroupId", u4), *_texts("AdminComment", "UserComment")),
    2: Record(*_texts("UserComment", "Reserved1"), ("CountryCode", u2), ("CodePage", u2)),
    3: Record(
        *_texts("UserName", "FullName"), *_IDS, *_HOME, ("WorkStations", ustr),
        *_times("LastLogon", "LastLogoff", "PasswordLastSet", "PasswordCanChange", "PasswordMustChange"),
        ("LogonHours", LOGON_HOURS), *_COUNTS, _CONTROL,
    ),
    4: LOGON_HOURS,
    5: Record(
        *_texts("UserName", "FullName"), *_IDS, *_HOME, *_texts("AdminComment", "WorkStations"),
        *_times("LastLogon", "LastLogoff"), ("LogonHours", LOGON_HOURS), *_COUNTS,
        *_times("PasswordLastSet", "AccountExpires"), _CONTROL,
    ),
    6: Record(*_texts("UserName", "FullName")),
    **dict.fromkeys((7, 8, 11, 12, 13, 14, 20), _TEXT),
    **dict.fromkeys((9, 16), _NUMBER),
    10: Record(*_texts("HomeDirectory", "HomeDirectoryDrive")),
    17: Record(("AccountExpires", t8)),
    18: Record(("EncryptedNtOwfPassword", OWF), ("EncryptedLmOwfPassword", OWF), ("NtPasswordPresent", b1),
               ("LmPasswordPresent", b1), _EXPIRED),
    21: ALL,
    23: Record(("I1", ALL), ("UserPassword", RC4_PASSWORD)),
    24: Record(("UserPassword", RC4_PASSWORD), _EXPIRED),
    25: Record(("I1", ALL), ("UserPassword", Fixed(u1, 532))),
    26: Record(("UserPassword", Fixed(u1, 532)), _EXPIRED),
    31: Record(("UserPassword", AES), _EXPIRED),
    32: Record(("I1", ALL), ("UserPassword", AES)),
}  # fmt: skip

_HASH = Record(("Length", u4), ("Hash", listed(u1, "Length")))
_PERSISTED = Record(
    ("PresentFields", u4), ("PasswordLastSet", i8), ("BadPasswordTime", i8), ("LockoutTime", i8), ("BadPasswordCount", u4),
    ("PasswordHistoryLength", u4), ("PasswordHistory", listed(_HASH, "PasswordHistoryLength")),
)  # fmt: skip
_CANDIDATE = (
    ("InputPersistedFields", _PERSISTED), ("ClearPassword", ustr), ("UserAccountName", ustr), ("HashedPassword", _HASH),
)  # fmt: skip
VALIDATE_IN = {
    1: Record(("InputPersistedFields", _PERSISTED), ("PasswordMatched", b1)),
    2: Record(*_CANDIDATE, ("PasswordMatch", b1)),
    3: Record(*_CANDIDATE, ("PasswordMustChangeAtNextLogon", b1), ("ClearLockout", b1)),
}
_VALIDATED = Record(("ChangedPersistedFields", _PERSISTED), ("ValidationStatus", e2))
VALIDATE_OUT = dict.fromkeys((1, 2, 3), _VALIDATED)

_HANDLE, _CLASS = i("Handle", ctx), i("Class", e2)
_POLICY = Record(("MinPasswordLength", u2), ("PasswordProperties", u4))
_CHANGE = (
    i("ServerName", Pointer(ustr)), i("UserName", ustr), i("NewPasswordEncryptedWithOldNt", Pointer(RC4_PASSWORD)),
    i("OldNtOwfPasswordEncryptedWithNewNt", Pointer(OWF)), i("LmPresent", b1),
    i("NewPasswordEncryptedWithOldLm", Pointer(RC4_PASSWORD)), i("OldLmOwfPasswordEncryptedWithNewNt", Pointer(OWF)),
)  # fmt: skip


def _query(opnum, name):
    return method(opnum, name, _HANDLE, _CLASS, o("Buffer", Pointer(Union(e2, None, USER_INFO))))


def _set(opnum, name):
    return method(opnum, name, _HANDLE, _CLASS, i("Buffer", Union(e2, "Class", USER_INFO)))


def _owf(name):
    return i(name, Pointer(OWF))


def user_methods(domain_password):
    return (
        method(34, "SamrOpenUser", _HANDLE, i("DesiredAccess", u4), i("RelativeId", u4), o("Opened", ctx)),
        method(35, "SamrDeleteUser", io("Handle", ctx)),
        _query(36, "SamrQueryInformationUser"),
        _set(37, "SamrSetInformationUser"),
        method(38, "SamrChangePasswordUser", _HANDLE, i("LmPresent", b1), _owf("OldLmEncryptedWithNewLm"),
               _owf("NewLmEncryptedWithOldLm"), i("NtPresent", b1), _owf("OldNtEncryptedWithNewNt"),
               _owf("NewNtEncryptedWithOldNt"), i("NtCrossEncryptionPresent", b1), _owf("NewNtEncryptedWithNewLm"),
               i("LmCrossEncryptionPresent", b1), _owf("NewLmEncryptedWithNewNt")),
        method(44, "SamrGetUserDomainPasswordInformation", _HANDLE, o("PasswordInformation", _POLICY)),
        _query(47, "SamrQueryInformationUser2"),
        method(54, "SamrOemChangePasswordUser2", i("ServerName", Pointer(RPC_STRING)), i("UserName", RPC_STRING),
               i("NewPasswordEncryptedWithOldLm", Pointer(RC4_PASSWORD)), _owf("OldLmOwfPasswordEncryptedWithNewLm")),
        method(55, "SamrUnicodeChangePasswordUser2", *_CHANGE),
        method(56, "SamrGetDomainPasswordInformation", i("Unused", Pointer(ustr)), o("PasswordInformation", _POLICY)),
        _set(58, "SamrSetInformationUser2"),
        method(63, "SamrUnicodeChangePasswordUser3", *_CHANGE, i("AdditionalData", Pointer(RC4_PASSWORD)),
               o("EffectivePasswordPolicy", Pointer(domain_password)),
               o("PasswordChangeFailureInfo", Pointer(Record(("ExtendedFailureReason", u4), ("FilterModuleName", ustr))))),
        method(66, "SamrSetDSRMPassword", i("Unused", Pointer(ustr)), i("UserId", u4), _owf("EncryptedNtOwfPassword")),
        method(67, "SamrValidatePassword", i("ValidationType", e2), i("InputArg", Union(e2, "ValidationType", VALIDATE_IN)),
               o("OutputArg", Pointer(Union(e2, None, VALIDATE_OUT)))),
        method(73, "SamrUnicodeChangePasswordUser4", i("ServerName", Pointer(ustr)), i("UserName", ustr),
               i("EncryptedPassword", AES)),
    )  # fmt: skip
