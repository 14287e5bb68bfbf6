"""Names of accounts and their SIDs, security descriptors, and access tokens, as WTSQueryUserToken gives them.

The functions come from the extension module; their arguments, results and errors stand in win32security.pyi.
"""

import _ntadmin
import _well_known_sids
import pywintypes as _pywintypes
import win32con as _win32con
from pywintypes import error

globals().update(_ntadmin.win32security)


def ACL(bufSize=64, /):
    """Make an empty access control list. The size is taken for its own sake: a list grows as it needs."""
    return _pywintypes.PyACL(bufSize)


def SECURITY_DESCRIPTOR(descriptor=None, /):
    """Make a security descriptor: an empty one, or that of a self-relative one's bytes.

    Raises pywintypes.error 1338 for bytes that are none.
    """
    return _pywintypes.PySECURITY_DESCRIPTOR(descriptor)


def SID(bufSize=32, SubAuthorities=None, /):
    """Make a SID, as pywintypes.SID does: of a size, of bytes, or of an authority and its sub-authorities."""
    return _pywintypes.SID(bufSize) if SubAuthorities is None else _pywintypes.SID(bufSize, SubAuthorities)


def ConvertSidToStringSid(Sid, /):
    """The text of a SID: S-1-5-32-544. Raises pywintypes.error 1337 for a SID that is not valid."""
    if not Sid.IsValid():
        raise error(1337, "ConvertSidToStringSid", "the SID is not valid")
    return str(Sid).removeprefix("PySID:")


def ConvertStringSidToSid(StringSid, /):
    """The SID of a text: S-1-5-32-544. Raises pywintypes.error 1337 for a text that is none."""
    try:
        return GetBinarySid(StringSid)
    except ValueError:
        raise error(1337, "ConvertStringSidToSid", f"{StringSid!r} is no SID") from None


def GetBinarySid(SID, /):
    """The SID of a text: S-1-5-32-544. Raises ValueError for a text that is none."""
    letter, *parts = SID.split("-")
    numbers = [int(part, 16 if part[:2] in ("0x", "0X") else 10) for part in parts]
    if letter not in ("S", "s") or len(numbers) < 2 or numbers[0] != 1 or len(numbers) > 17:
        raise ValueError(f"{SID!r} is no SID")
    if not 0 <= numbers[1] < 2**48 or not all(0 <= number < 2**32 for number in numbers[2:]):
        raise ValueError(f"{SID!r} has a number out of range")
    data = bytes([1, len(numbers) - 2]) + numbers[1].to_bytes(6, "big")
    return _pywintypes.SID(data + b"".join(number.to_bytes(4, "little") for number in numbers[2:]))



def CreateWellKnownSid(WellKnownSidType, DomainSid=None, /):
    """Make one of the SIDs that are the same everywhere: Win*Sid. DomainSid is the domain of WinAccount*Sid.

    Raises pywintypes.error: 87 no such kind, or one of a domain without a domain.
    """
    known = _well_known_sids.SIDS
    value = known[WellKnownSidType][1] if 0 <= WellKnownSidType < len(known) else None
    if isinstance(value, int) and DomainSid is not None:
        value = f"{ConvertSidToStringSid(DomainSid)}-{value}"
    if not isinstance(value, str):
        raise error(87, "CreateWellKnownSid", f"{WellKnownSidType} is no kind of SID without a domain")
    return ConvertStringSidToSid(value)


# WELL_KNOWN_SID_TYPE.
globals().update({_name: _number for _number, (_name, _) in enumerate(_well_known_sids.SIDS)})

# Logons, rights on tokens and privileges, which win32con has as well.
globals().update({_n: _v for _n, _v in vars(_win32con).items() if _n.startswith(("LOGON32_", "TOKEN_", "SE_PRIVILEGE_"))})
globals().update({_n: _v for _n, _v in vars(_win32con).items() if _n.startswith("SE_") and _n.endswith("_NAME")})

# SECURITY_IMPERSONATION_LEVEL.
SecurityAnonymous = 0
SecurityIdentification = 1
SecurityImpersonation = 2
SecurityDelegation = 3

# SID_NAME_USE.
SidTypeUser = 1
SidTypeGroup = 2
SidTypeDomain = 3
SidTypeAlias = 4
SidTypeWellKnownGroup = 5
SidTypeDeletedAccount = 6
SidTypeInvalid = 7
SidTypeUnknown = 8
SidTypeComputer = 9
SidTypeLabel = 10

# Attributes of groups.
SE_GROUP_MANDATORY = 1
SE_GROUP_ENABLED_BY_DEFAULT = 2
SE_GROUP_ENABLED = 4
SE_GROUP_OWNER = 8
SE_GROUP_USE_FOR_DENY_ONLY = 16

# What GetTokenInformation can tell: TOKEN_INFORMATION_CLASS.
TokenUser = 1
TokenGroups = 2
TokenOwner = 4
TokenPrimaryGroup = 5
TokenType = 8
TokenStatistics = 10
TokenSessionId = 12

# TOKEN_TYPE.
TokenPrimary = 1
TokenImpersonation = 2

# Kinds of entries of an access control list, and what they are inherited by.
ACL_REVISION = 2
ACL_REVISION_DS = 4
ACCESS_ALLOWED_ACE_TYPE = 0
ACCESS_DENIED_ACE_TYPE = 1
OBJECT_INHERIT_ACE = 1
CONTAINER_INHERIT_ACE = 2
NO_PROPAGATE_INHERIT_ACE = 4
INHERIT_ONLY_ACE = 8
INHERITED_ACE = 16

# Parts of a security descriptor: SECURITY_INFORMATION.
OWNER_SECURITY_INFORMATION = 1
GROUP_SECURITY_INFORMATION = 2
DACL_SECURITY_INFORMATION = 4
SACL_SECURITY_INFORMATION = 8

# Its control bits.
SE_OWNER_DEFAULTED = 1
SE_GROUP_DEFAULTED = 2
SE_DACL_PRESENT = 4
SE_DACL_DEFAULTED = 8
SE_SACL_PRESENT = 16
SE_SACL_DEFAULTED = 32
SE_SELF_RELATIVE = 32768
