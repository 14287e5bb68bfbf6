"""Names of accounts and their SIDs, security descriptors, and access tokens, as WTSQueryUserToken gives them.

The functions come from the extension module; their arguments, results and errors stand in win32security.pyi.
"""

import _ntadmin
import _well_known_sids
import pywintypes as _pywintypes
import win32con as _win32con
from ntsecuritycon import (  # noqa: F401
    SidTypeAlias, SidTypeComputer, SidTypeDeletedAccount, SidTypeDomain, SidTypeGroup, SidTypeInvalid, SidTypeLabel,
    SidTypeUnknown, SidTypeUser, SidTypeWellKnownGroup, TokenGroups, TokenImpersonation, TokenOwner, TokenPrimary,
    TokenPrimaryGroup, TokenSessionId, TokenStatistics, TokenType, TokenUser,
)  # fmt: skip
from pywintypes import error
from win32con import (  # noqa: F401
    ACCESS_ALLOWED_ACE_TYPE, ACCESS_DENIED_ACE_TYPE, ACL_REVISION, CONTAINER_INHERIT_ACE, DACL_SECURITY_INFORMATION,
    GROUP_SECURITY_INFORMATION, INHERIT_ONLY_ACE, NO_PROPAGATE_INHERIT_ACE, OBJECT_INHERIT_ACE,
    OWNER_SECURITY_INFORMATION, SACL_SECURITY_INFORMATION, SE_DACL_DEFAULTED, SE_DACL_PRESENT, SE_GROUP_DEFAULTED,
    SE_GROUP_ENABLED, SE_GROUP_ENABLED_BY_DEFAULT, SE_GROUP_MANDATORY, SE_GROUP_OWNER, SE_OWNER_DEFAULTED,
    SE_SACL_DEFAULTED, SE_SACL_PRESENT, SE_SELF_RELATIVE,
)  # fmt: skip

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
    if not isinstance(Sid, _pywintypes.PySID):
        raise TypeError("a PySID is required")
    if not Sid.IsValid():
        raise error(1337, "ConvertSidToStringSid", "the SID is not valid")
    return str(Sid).removeprefix("PySID:")


def GetBinarySid(SID, /):
    """The SID of a text: S-1-5-32-544. Raises ValueError for a text that is none."""
    if not isinstance(SID, str):
        raise TypeError("a str is required")
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

# Attributes of groups, kinds of entries of an access control list, and what they are inherited by: what others lack.
SE_GROUP_USE_FOR_DENY_ONLY = 16
ACL_REVISION_DS = 4
INHERITED_ACE = 16
