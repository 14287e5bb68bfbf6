"""Names of accounts and their SIDs, and access tokens, as WTSQueryUserToken gives them.

The functions come from the extension module; their arguments, results and errors stand in win32security.pyi.
"""

import _ntadmin
from pywintypes import error

globals().update(_ntadmin.win32security)

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
