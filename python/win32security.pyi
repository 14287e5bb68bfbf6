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
    """The SID of a text, S-1-5-32-544, or of a name of SDDL, BA. Raises pywintypes.error 1337 for one that is none."""

def GetBinarySid(SID: str, /) -> PySID:
    """The SID of a text: S-1-5-32-544. Raises ValueError for a text that is none."""

def CreateWellKnownSid(WellKnownSidType: int, DomainSid: PySID | None = None, /) -> PySID:
    """Make one of the SIDs that are the same everywhere: Win*Sid. DomainSid is the domain of WinAccount*Sid.

    Raises pywintypes.error: 87 no such kind, or one of a domain without a domain.
    """

def DuplicateTokenEx(
    ExistingToken: PyHANDLE | int | None,
    ImpersonationLevel: int,
    DesiredAccess: int,
    TokenType: int,
    TokenAttributes: object = None,
) -> PyHANDLE:
    """Make a second handle to the user and session of a token, closed on its own.

    TokenAttributes is not used.
    Raises pywintypes.error: 6 no token, 50 TokenImpersonation: nothing here can impersonate, 87 unknown level or type.
    Source: securitybaseapi.h.
    """

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
SidTypeLabel: int

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

# WELL_KNOWN_SID_TYPE.
WinNullSid: int
WinWorldSid: int
WinLocalSid: int
WinCreatorOwnerSid: int
WinCreatorGroupSid: int
WinCreatorOwnerServerSid: int
WinCreatorGroupServerSid: int
WinNtAuthoritySid: int
WinDialupSid: int
WinNetworkSid: int
WinBatchSid: int
WinInteractiveSid: int
WinServiceSid: int
WinAnonymousSid: int
WinProxySid: int
WinEnterpriseControllersSid: int
WinSelfSid: int
WinAuthenticatedUserSid: int
WinRestrictedCodeSid: int
WinTerminalServerSid: int
WinRemoteLogonIdSid: int
WinLogonIdsSid: int
WinLocalSystemSid: int
WinLocalServiceSid: int
WinNetworkServiceSid: int
WinBuiltinDomainSid: int
WinBuiltinAdministratorsSid: int
WinBuiltinUsersSid: int
WinBuiltinGuestsSid: int
WinBuiltinPowerUsersSid: int
WinBuiltinAccountOperatorsSid: int
WinBuiltinSystemOperatorsSid: int
WinBuiltinPrintOperatorsSid: int
WinBuiltinBackupOperatorsSid: int
WinBuiltinReplicatorSid: int
WinBuiltinPreWindows2000CompatibleAccessSid: int
WinBuiltinRemoteDesktopUsersSid: int
WinBuiltinNetworkConfigurationOperatorsSid: int
WinAccountAdministratorSid: int
WinAccountGuestSid: int
WinAccountKrbtgtSid: int
WinAccountDomainAdminsSid: int
WinAccountDomainUsersSid: int
WinAccountDomainGuestsSid: int
WinAccountComputersSid: int
WinAccountControllersSid: int
WinAccountCertAdminsSid: int
WinAccountSchemaAdminsSid: int
WinAccountEnterpriseAdminsSid: int
WinAccountPolicyAdminsSid: int
WinAccountRasAndIasServersSid: int
WinNTLMAuthenticationSid: int
WinDigestAuthenticationSid: int
WinSChannelAuthenticationSid: int
WinThisOrganizationSid: int
WinOtherOrganizationSid: int
WinBuiltinIncomingForestTrustBuildersSid: int
WinBuiltinPerfMonitoringUsersSid: int
WinBuiltinPerfLoggingUsersSid: int
WinBuiltinAuthorizationAccessSid: int
WinBuiltinTerminalServerLicenseServersSid: int
WinBuiltinDCOMUsersSid: int
WinBuiltinIUsersSid: int
WinIUserSid: int
WinBuiltinCryptoOperatorsSid: int
WinUntrustedLabelSid: int
WinLowLabelSid: int
WinMediumLabelSid: int
WinHighLabelSid: int
WinSystemLabelSid: int
WinWriteRestrictedCodeSid: int
WinCreatorOwnerRightsSid: int
WinCacheablePrincipalsGroupSid: int
WinNonCacheablePrincipalsGroupSid: int
WinEnterpriseReadonlyControllersSid: int
WinAccountReadonlyControllersSid: int
WinBuiltinEventLogReadersGroup: int

# Logons, rights on tokens and privileges.
LOGON32_LOGON_INTERACTIVE: int
LOGON32_LOGON_NETWORK: int
LOGON32_LOGON_BATCH: int
LOGON32_LOGON_SERVICE: int
LOGON32_LOGON_UNLOCK: int
LOGON32_LOGON_NETWORK_CLEARTEXT: int
LOGON32_LOGON_NEW_CREDENTIALS: int
LOGON32_PROVIDER_DEFAULT: int
LOGON32_PROVIDER_WINNT35: int
LOGON32_PROVIDER_WINNT40: int
LOGON32_PROVIDER_WINNT50: int
TOKEN_ASSIGN_PRIMARY: int
TOKEN_DUPLICATE: int
TOKEN_IMPERSONATE: int
TOKEN_QUERY: int
TOKEN_QUERY_SOURCE: int
TOKEN_ADJUST_PRIVILEGES: int
TOKEN_ADJUST_GROUPS: int
TOKEN_ADJUST_DEFAULT: int
TOKEN_ADJUST_SESSIONID: int
TOKEN_ALL_ACCESS: int
TOKEN_READ: int
TOKEN_WRITE: int
TOKEN_EXECUTE: int
SE_PRIVILEGE_ENABLED_BY_DEFAULT: int
SE_PRIVILEGE_ENABLED: int
SE_PRIVILEGE_USED_FOR_ACCESS: int
SE_CREATE_TOKEN_NAME: str
SE_ASSIGNPRIMARYTOKEN_NAME: str
SE_LOCK_MEMORY_NAME: str
SE_INCREASE_QUOTA_NAME: str
SE_UNSOLICITED_INPUT_NAME: str
SE_MACHINE_ACCOUNT_NAME: str
SE_TCB_NAME: str
SE_SECURITY_NAME: str
SE_TAKE_OWNERSHIP_NAME: str
SE_LOAD_DRIVER_NAME: str
SE_SYSTEM_PROFILE_NAME: str
SE_SYSTEMTIME_NAME: str
SE_PROF_SINGLE_PROCESS_NAME: str
SE_INC_BASE_PRIORITY_NAME: str
SE_CREATE_PAGEFILE_NAME: str
SE_CREATE_PERMANENT_NAME: str
SE_BACKUP_NAME: str
SE_RESTORE_NAME: str
SE_SHUTDOWN_NAME: str
SE_DEBUG_NAME: str
SE_AUDIT_NAME: str
SE_SYSTEM_ENVIRONMENT_NAME: str
SE_CHANGE_NOTIFY_NAME: str
SE_REMOTE_SHUTDOWN_NAME: str

# SECURITY_IMPERSONATION_LEVEL.
SecurityAnonymous: int
SecurityIdentification: int
SecurityImpersonation: int
SecurityDelegation: int
