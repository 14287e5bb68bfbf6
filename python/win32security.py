"""Access tokens, as WTSQueryUserToken gives them.

The functions come from the extension module; their arguments, results and errors stand in win32security.pyi.
"""

import _ntadmin

globals().update(_ntadmin.win32security)

# Attributes of groups.
SE_GROUP_MANDATORY = 1
SE_GROUP_ENABLED_BY_DEFAULT = 2
SE_GROUP_ENABLED = 4
SE_GROUP_OWNER = 8

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
