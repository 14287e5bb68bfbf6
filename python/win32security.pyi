"""Names of accounts and their SIDs, security descriptors, and access tokens, as WTSQueryUserToken gives them."""

from collections.abc import Iterable
from typing import Any

import pywintypes
from pywintypes import PyACL, PyHANDLE, PySECURITY_DESCRIPTOR, PySID

error = pywintypes.error

def ACL(bufSize: int | bytes = 64, /) -> PyACL:
    """Make an empty access control list. The size is taken for its own sake: a list grows as it needs."""

def SECURITY_DESCRIPTOR(descriptor: int | bytes | None = None, /) -> PySECURITY_DESCRIPTOR:
    """Make a security descriptor: an empty one, or that of a self-relative one's bytes.

    Raises pywintypes.error 1338 for bytes that are none.
    """

def SID(bufSize: Any = 32, SubAuthorities: Iterable[int] | None = None, /) -> PySID:
    """Make a SID, as pywintypes.SID does: of a size, of bytes, or of an authority and its sub-authorities."""

def ConvertSidToStringSid(Sid: PySID, /) -> str:
    """The text of a SID: S-1-5-32-544. Raises pywintypes.error 1337 for a SID that is not valid."""

def ConvertStringSidToSid(StringSid: str, /) -> PySID:
    """The SID of a text: S-1-5-32-544. Raises pywintypes.error 1337 for a text that is none."""

def GetBinarySid(SID: str, /) -> PySID:
    """The SID of a text: S-1-5-32-544. Raises ValueError for a text that is none."""

def GetTokenInformation(TokenHandle: PyHANDLE | int | None, TokenInformationClass: int) -> Any:
    """Tell one thing about a token.

    TokenUser gives (PySID, attributes), TokenGroups a tuple of such pairs, TokenOwner and TokenPrimaryGroup a PySID,
    TokenType and TokenSessionId an int, TokenStatistics a dict.
    Raises pywintypes.error: 6 no token, 50 what tokens here lack, 87 no such class. Source: securitybaseapi.h.
    """

def LookupAccountName(systemName: str | None, accountName: str, /) -> tuple[PySID, str, int]:
    """Get the SID of an account, by its name: (sid, domain, type).

    systemName tells whom to ask, None this machine; accountName is "name", "DOMAIN\\name" or "name@domain"; type is
    one of SidType*.
    Raises pywintypes.error: 1332 no such account, 1722 the system cannot be reached. Source: winbase.h.
    """

def LookupAccountSid(systemName: str | None, sid: PySID, /) -> tuple[str, str, int]:
    """Get the name of an account, by its SID: (name, domain, type).

    systemName tells whom to ask, None this machine; type is one of SidType*.
    Raises pywintypes.error: 1332 no such account, 1337 the SID is not valid, 1722 the system cannot be reached.
    Source: winbase.h.
    """

# SID_NAME_USE.
SidTypeUser: int
SidTypeGroup: int
SidTypeDomain: int
SidTypeAlias: int
SidTypeWellKnownGroup: int
SidTypeDeletedAccount: int
SidTypeInvalid: int
SidTypeUnknown: int
SidTypeComputer: int

# Attributes of groups.
SE_GROUP_MANDATORY: int
SE_GROUP_ENABLED_BY_DEFAULT: int
SE_GROUP_ENABLED: int
SE_GROUP_OWNER: int
SE_GROUP_USE_FOR_DENY_ONLY: int

# What GetTokenInformation can tell: TOKEN_INFORMATION_CLASS.
TokenUser: int
TokenGroups: int
TokenOwner: int
TokenPrimaryGroup: int
TokenType: int
TokenStatistics: int
TokenSessionId: int

# TOKEN_TYPE.
TokenPrimary: int
TokenImpersonation: int

# Kinds of entries of an access control list, and what they are inherited by.
ACL_REVISION: int
ACL_REVISION_DS: int
ACCESS_ALLOWED_ACE_TYPE: int
ACCESS_DENIED_ACE_TYPE: int
OBJECT_INHERIT_ACE: int
CONTAINER_INHERIT_ACE: int
NO_PROPAGATE_INHERIT_ACE: int
INHERIT_ONLY_ACE: int
INHERITED_ACE: int

# Parts of a security descriptor: SECURITY_INFORMATION.
OWNER_SECURITY_INFORMATION: int
GROUP_SECURITY_INFORMATION: int
DACL_SECURITY_INFORMATION: int
SACL_SECURITY_INFORMATION: int

# Its control bits.
SE_OWNER_DEFAULTED: int
SE_GROUP_DEFAULTED: int
SE_DACL_PRESENT: int
SE_DACL_DEFAULTED: int
SE_SACL_PRESENT: int
SE_SACL_DEFAULTED: int
SE_SELF_RELATIVE: int
