"""Access tokens, as WTSQueryUserToken gives them."""

from typing import Any

from pywintypes import PyHANDLE

def GetTokenInformation(TokenHandle: PyHANDLE | int | None, TokenInformationClass: int) -> Any:
    """Tell one thing about a token.

    TokenUser gives (PySID, attributes), TokenGroups a tuple of such pairs, TokenOwner and TokenPrimaryGroup a PySID,
    TokenType and TokenSessionId an int, TokenStatistics a dict.
    Raises pywintypes.error: 6 no token, 50 what tokens here lack, 87 no such class. Source: securitybaseapi.h.
    """

# Attributes of groups.
SE_GROUP_MANDATORY: int
SE_GROUP_ENABLED_BY_DEFAULT: int
SE_GROUP_ENABLED: int
SE_GROUP_OWNER: int

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
