/* lmjoin.h: membership of a domain or workgroup, and names of a computer. */
#ifndef NTADMIN_WIN_LMJOIN_H
#define NTADMIN_WIN_LMJOIN_H

#include "lmcons.h"

/** What NetGetJoinInformation tells. */
typedef enum _NETSETUP_JOIN_STATUS NTADMIN_ENUM_INT {
  NetSetupUnknownStatus = 0,
  NetSetupUnjoined = 1,
  NetSetupWorkgroupName = 2,
  NetSetupDomainName = 3
} NETSETUP_JOIN_STATUS,
    *PNETSETUP_JOIN_STATUS;

/** What NetValidateName checks for. */
typedef enum _NETSETUP_NAME_TYPE NTADMIN_ENUM_INT {
  NetSetupUnknown = 0,
  NetSetupMachine = 1,
  NetSetupWorkgroup = 2,
  NetSetupDomain = 3,
  NetSetupNonExistentDomain = 4,
  NetSetupDnsMachine = 5
} NETSETUP_NAME_TYPE,
    *PNETSETUP_NAME_TYPE;

/** Which names NetEnumerateComputerNames gives. */
typedef enum _NET_COMPUTER_NAME_TYPE NTADMIN_ENUM_INT {
  NetPrimaryComputerName = 0,
  NetAlternateComputerNames = 1,
  NetAllComputerNames = 2,
  NetComputerNameTypeMax = 3
} NET_COMPUTER_NAME_TYPE,
    *PNET_COMPUTER_NAME_TYPE;

/* Options of joining and leaving. */
#define NETSETUP_JOIN_DOMAIN 0x1
#define NET_IGNORE_UNSUPPORTED_FLAGS 0x1
#define NETSETUP_ACCT_CREATE 0x2
#define NETSETUP_ACCT_DELETE 0x4
#define NETSETUP_WIN9X_UPGRADE 0x10
#define NETSETUP_DOMAIN_JOIN_IF_JOINED 0x20
#define NETSETUP_JOIN_UNSECURE 0x40
#define NETSETUP_MACHINE_PWD_PASSED 0x80
#define NETSETUP_DEFER_SPN_SET 0x100
#define NETSETUP_JOIN_DC_ACCOUNT 0x200
#define NETSETUP_JOIN_WITH_NEW_NAME 0x400
#define NETSETUP_JOIN_READONLY 0x800
#define NETSETUP_AMBIGUOUS_DC 0x1000
#define NETSETUP_DNS_NAME_CHANGES_ONLY 0x1000
#define NETSETUP_NO_NETLOGON_CACHE 0x2000
#define NETSETUP_DONT_CONTROL_SERVICES 0x4000
#define NETSETUP_PROCESS_OFFLINE_FLAGS 0x44A1
#define NETSETUP_SET_MACHINE_NAME 0x8000
#define NETSETUP_FORCE_SPN_SET 0x10000
#define NETSETUP_ALT_SAMACCOUNTNAME 0x20000
#define NETSETUP_NO_ACCT_REUSE 0x20000
#define NETSETUP_INSTALL_INVOCATION 0x40000
#define NETSETUP_IGNORE_UNSUPPORTED_FLAGS 0x10000000
#define NETSETUP_VALID_UNJOIN_FLAGS 0x10000204

/* Joining without a network. */
#define NETSETUP_PROVISIONING_PARAMS_WIN8_VERSION 0x1
#define NETSETUP_PROVISION_DOWNLEVEL_PRIV_SUPPORT 0x1
#define NETSETUP_PROVISIONING_PARAMS_CURRENT_VERSION 0x2
#define NETSETUP_PROVISION_REUSE_ACCOUNT 0x2
#define NETSETUP_PROVISION_USE_DEFAULT_PASSWORD 0x4
#define NETSETUP_PROVISION_SKIP_ACCOUNT_SEARCH 0x8
#define NETSETUP_PROVISION_ROOT_CA_CERTS 0x10
#define NETSETUP_PROVISION_PERSISTENTSITE 0x20
#define NETSETUP_PROVISION_ONLINE_CALLER 0x40000000
#define NETSETUP_PROVISION_CHECK_PWD_ONLY 0x80000000

/* Certificates: only ever passed on. */
typedef const struct _CERT_CONTEXT* PCCERT_CONTEXT;

typedef enum _DSREG_JOIN_TYPE NTADMIN_ENUM_INT {
  DSREG_UNKNOWN_JOIN = 0,
  DSREG_DEVICE_JOIN = 1,
  DSREG_WORKPLACE_JOIN = 2
} DSREG_JOIN_TYPE,
    *PDSREG_JOIN_TYPE;

typedef struct _DSREG_USER_INFO {
  LPWSTR pszUserEmail;
  LPWSTR pszUserKeyId;
  LPWSTR pszUserKeyName;
} DSREG_USER_INFO, *PDSREG_USER_INFO, *LPDSREG_USER_INFO;

typedef struct _DSREG_JOIN_INFO {
  DSREG_JOIN_TYPE joinType;
  PCCERT_CONTEXT pJoinCertificate;
  LPWSTR pszDeviceId;
  LPWSTR pszIdpDomain;
  LPWSTR pszTenantId;
  LPWSTR pszJoinUserEmail;
  LPWSTR pszTenantDisplayName;
  LPWSTR pszMdmEnrollmentUrl;
  LPWSTR pszMdmTermsOfUseUrl;
  LPWSTR pszMdmComplianceUrl;
  LPWSTR pszUserSettingSyncUrl;
  DSREG_USER_INFO* pUserInfo;
} DSREG_JOIN_INFO, *PDSREG_JOIN_INFO, *LPDSREG_JOIN_INFO;

typedef struct _NETSETUP_PROVISIONING_PARAMS {
  DWORD dwVersion;
  LPCWSTR lpDomain;
  LPCWSTR lpHostName;
  LPCWSTR lpMachineAccountOU;
  LPCWSTR lpDcName;
  DWORD dwProvisionOptions;
  LPCWSTR* aCertTemplateNames;
  DWORD cCertTemplateNames;
  LPCWSTR* aMachinePolicyNames;
  DWORD cMachinePolicyNames;
  LPCWSTR* aMachinePolicyPaths;
  DWORD cMachinePolicyPaths;
  LPWSTR lpNetbiosName;
  LPWSTR lpSiteName;
  LPWSTR lpPrimaryDNSDomain;
} NETSETUP_PROVISIONING_PARAMS, *PNETSETUP_PROVISIONING_PARAMS, *LPNETSETUP_PROVISIONING_PARAMS;

NTADMIN_EXTERN_C_BEGIN

/** Gives the domain or workgroup of a machine, in a block, and which of them it is.
 *  @return 0; 87. */
NTADMIN_API NET_API_STATUS NetGetJoinInformation(LPCWSTR lpServer, LPWSTR* lpNameBuffer,
                                                 PNETSETUP_JOIN_STATUS BufferType);

/** Tells whether a name can be given to a computer, workgroup or domain.
 *  @return 0; 50 with an account or password, 52, 87, 123, 1355, 2351, 2695, 9556, 9560. */
NTADMIN_API NET_API_STATUS NetValidateName(LPCWSTR lpServer, LPCWSTR lpName, LPCWSTR lpAccount, LPCWSTR lpPassword,
                                           NETSETUP_NAME_TYPE NameType);

/** Joins a machine to a domain, takes it out of one, or renames it there. An ntadmin host leaves that to the system's
 *  own tools. Machines are joined as the caller: an account or a password given is 50.
 *  @return 0; 5, 50, 87. */
NTADMIN_API NET_API_STATUS NetJoinDomain(LPCWSTR lpServer, LPCWSTR lpDomain, LPCWSTR lpMachineAccountOU,
                                         LPCWSTR lpAccount, LPCWSTR lpPassword, DWORD fJoinOptions);
NTADMIN_API NET_API_STATUS NetUnjoinDomain(LPCWSTR lpServer, LPCWSTR lpAccount, LPCWSTR lpPassword,
                                           DWORD fUnjoinOptions);
NTADMIN_API NET_API_STATUS NetRenameMachineInDomain(LPCWSTR lpServer, LPCWSTR lpNewMachineName, LPCWSTR lpAccount,
                                                    LPCWSTR lpPassword, DWORD fRenameOptions);

/** The organizational units in which a machine's account could be made: *OUCount texts in one block.
 *  @return 0; 5, 50, 87. */
NTADMIN_API NET_API_STATUS NetGetJoinableOUs(LPCWSTR lpServer, LPCWSTR lpDomain, LPCWSTR lpAccount, LPCWSTR lpPassword,
                                             DWORD* OUCount, LPWSTR** OUs);

/** Gives a machine one more name, takes it away, or makes one the first, which an ntadmin host refuses. Reserved is 0.
 *  @return 0; 5, 50, 87, 1004 Reserved is not 0, 1168 no such name. */
NTADMIN_API NET_API_STATUS NetAddAlternateComputerName(LPCWSTR Server, LPCWSTR AlternateName, LPCWSTR DomainAccount,
                                                       LPCWSTR DomainAccountPassword, ULONG Reserved);
NTADMIN_API NET_API_STATUS NetRemoveAlternateComputerName(LPCWSTR Server, LPCWSTR AlternateName, LPCWSTR DomainAccount,
                                                          LPCWSTR DomainAccountPassword, ULONG Reserved);
NTADMIN_API NET_API_STATUS NetSetPrimaryComputerName(LPCWSTR Server, LPCWSTR PrimaryName, LPCWSTR DomainAccount,
                                                     LPCWSTR DomainAccountPassword, ULONG Reserved);

/** The names of a machine: *EntryCount texts in one block.
 *  @return 0; 5, 87, 1004 Reserved is not 0. */
NTADMIN_API NET_API_STATUS NetEnumerateComputerNames(LPCWSTR Server, NET_COMPUTER_NAME_TYPE NameType, ULONG Reserved,
                                                     PDWORD EntryCount, LPWSTR** ComputerNames);

NTADMIN_EXTERN_C_END

#endif
