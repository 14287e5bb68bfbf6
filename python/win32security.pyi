"""Names of accounts and their SIDs, and access tokens, as WTSQueryUserToken gives them."""

from typing import Any

import pywintypes
from pywintypes import PyHANDLE, PySID

error = pywintypes.error

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
