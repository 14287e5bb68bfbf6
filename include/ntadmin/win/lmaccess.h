/* lmaccess.h: accounts: users, groups, local groups and policy. */
#ifndef NTADMIN_WIN_LMACCESS_H
#define NTADMIN_WIN_LMACCESS_H

#include "lmaccess_groups.h"
#include "lmaccess_policy.h"
#include "lmaccess_users.h"

/* Resources and their permissions, as LAN Manager had them. */
#define ACCESS_NONE 0x0
#define ACCESS_AUDIT 0x1
#define ACCESS_READ 0x1
#define ACCESS_RESOURCE_NAME_PARMNUM 0x1
#define ACCESS_ATTR_PARMNUM 0x2
#define ACCESS_WRITE 0x2
#define ACCESS_COUNT_PARMNUM 0x3
#define ACCESS_ACCESS_LIST_PARMNUM 0x4
#define ACCESS_CREATE 0x4
#define ACCESS_FAIL_SHIFT 0x4
#define ACCESS_EXEC 0x8
#define ACCESS_DELETE 0x10
#define ACCESS_SUCCESS_OPEN 0x10
#define ACCESS_ATRIB 0x20
#define ACCESS_SUCCESS_WRITE 0x20
#define ACCESS_PERM 0x40
#define ACCESS_SUCCESS_DELETE 0x40
#define MAXPERMENTRIES 0x40
#define ACCESS_ALL 0x7F
#define ACCESS_SUCCESS_ACL 0x80
#define ACCESS_SUCCESS_MASK 0xF0
#define ACCESS_FAIL_OPEN 0x100
#define ACCESS_FAIL_WRITE 0x200
#define ACCESS_RESOURCE_NAME_INFOLEVEL 0x3E9
#define ACCESS_ATTR_INFOLEVEL 0x3EA
#define ACCESS_COUNT_INFOLEVEL 0x3EB
#define ACCESS_ACCESS_LIST_INFOLEVEL 0x3EC
#define ACCESS_FAIL_DELETE 0x400
#define ACCESS_FAIL_ACL 0x800
#define ACCESS_FAIL_MASK 0xF00
#define ACCESS_GROUP 0x8000
#define ACCESS_LETTERS "RWCXDAP         "

/* Logon service: control functions and what they tell. */
#define NETLOGON_CONTROL_QUERY 0x1
#define NETLOGON_REPLICATION_NEEDED 0x1
#define NETLOGON_CONTROL_REPLICATE 0x2
#define NETLOGON_REPLICATION_IN_PROGRESS 0x2
#define NETLOGON_CONTROL_SYNCHRONIZE 0x3
#define NETLOGON_CONTROL_PDC_REPLICATE 0x4
#define NETLOGON_FULL_SYNC_REPLICATION 0x4
#define NETLOGON_CONTROL_REDISCOVER 0x5
#define NETLOGON_CONTROL_TC_QUERY 0x6
#define NETLOGON_CONTROL_TRANSPORT_NOTIFY 0x7
#define NETLOGON_CONTROL_FIND_USER 0x8
#define NETLOGON_REDO_NEEDED 0x8
#define NETLOGON_CONTROL_CHANGE_PASSWORD 0x9
#define NETLOGON_CONTROL_TC_VERIFY 0xA
#define NETLOGON_CONTROL_FORCE_DNS_REG 0xB
#define NETLOGON_CONTROL_QUERY_DNS_REG 0xC
#define NETLOGON_CONTROL_QUERY_ENC_TYPES 0xD
#define NETLOGON_HAS_IP 0x10
#define NETLOGON_HAS_TIMESERV 0x20
#define NETLOGON_DNS_UPDATE_FAILURE 0x40
#define NETLOGON_VERIFY_STATUS_RETURNED 0x80
#define NETLOGON_CONTROL_UNLOAD_NETLOGON_DLL 0xFFFB
#define NETLOGON_CONTROL_BACKUP_CHANGE_LOG 0xFFFC
#define NETLOGON_CONTROL_TRUNCATE_LOG 0xFFFD
#define NETLOGON_CONTROL_SET_DBFLAG 0xFFFE
#define NETLOGON_CONTROL_BREAKPOINT 0xFFFF

/* Managed service accounts. */
#define SERVICE_ACCOUNT_FLAG_LINK_TO_HOST_ONLY 0x1
#define SERVICE_ACCOUNT_FLAG_UNLINK_FROM_HOST_ONLY 0x1
#define SERVICE_ACCOUNT_FLAG_ADD_AGAINST_RODC 0x2
#define SERVICE_ACCOUNT_FLAG_REMOVE_OFFLINE 0x2
#define DELEGATED_MANAGED_SERVICE_ACCOUNT_PASSWORD TEXT("_SA_{F8262F4C-499B-4770-88B4-A75C91D0D8E9}")
#define SERVICE_ACCOUNT_PASSWORD TEXT("_SA_{262E99C9-6160-4871-ACEC-4E61736B6F21}")
#define SERVICE_ACCOUNT_SECRET_PREFIX TEXT("_SC_{262E99C9-6160-4871-ACEC-4E61736B6F21}_")

typedef enum _MSA_INFO_LEVEL NTADMIN_ENUM_INT {
  MsaInfoLevel0 = 0,
  MsaInfoLevel1 = 1,
  MsaInfoLevelMax = 2
} MSA_INFO_LEVEL,
    *PMSA_INFO_LEVEL;

typedef enum _MSA_INFO_STATE NTADMIN_ENUM_INT {
  MsaInfoNotExist = 1,
  MsaInfoNotService = 2,
  MsaInfoCannotInstall = 3,
  MsaInfoCanInstall = 4,
  MsaInfoInstalled = 5
} MSA_INFO_STATE,
    *PMSA_INFO_STATE;

typedef enum _MSA_INFO_ACCOUNT_TYPE NTADMIN_ENUM_INT {
  MsaAccountFalse = 0,
  StandAloneManagedServiceAccount = 1,
  GroupManagedServiceAccount = 2,
  DelegatedManagedServiceAccount = 3
} MSA_INFO_ACCOUNT_TYPE,
    *PMSA_INFO_ACCOUNT_TYPE;

/** NetQueryDisplayInformation level 3. */
typedef struct _NET_DISPLAY_GROUP {
  LPWSTR grpi3_name;
  LPWSTR grpi3_comment;
  DWORD grpi3_group_id;
  DWORD grpi3_attributes;
  DWORD grpi3_next_index;
} NET_DISPLAY_GROUP, *PNET_DISPLAY_GROUP, *LPNET_DISPLAY_GROUP;

/** NetQueryDisplayInformation level 2. */
typedef struct _NET_DISPLAY_MACHINE {
  LPWSTR usri2_name;
  LPWSTR usri2_comment;
  DWORD usri2_flags;
  DWORD usri2_user_id;
  DWORD usri2_next_index;
} NET_DISPLAY_MACHINE, *PNET_DISPLAY_MACHINE, *LPNET_DISPLAY_MACHINE;

/** NetQueryDisplayInformation level 1; next_index continues the list. */
typedef struct _NET_DISPLAY_USER {
  LPWSTR usri1_name;
  LPWSTR usri1_comment;
  DWORD usri1_flags;
  LPWSTR usri1_full_name;
  DWORD usri1_user_id;
  DWORD usri1_next_index;
} NET_DISPLAY_USER, *PNET_DISPLAY_USER, *LPNET_DISPLAY_USER;

typedef struct _ACCESS_INFO_0 {
  LPWSTR acc0_resource_name;
} ACCESS_INFO_0, *PACCESS_INFO_0, *LPACCESS_INFO_0;

typedef struct _ACCESS_INFO_1 {
  LPWSTR acc1_resource_name;
  DWORD acc1_attr;
  DWORD acc1_count;
} ACCESS_INFO_1, *PACCESS_INFO_1, *LPACCESS_INFO_1;

typedef struct _ACCESS_INFO_1002 {
  DWORD acc1002_attr;
} ACCESS_INFO_1002, *PACCESS_INFO_1002, *LPACCESS_INFO_1002;

typedef struct _ACCESS_LIST {
  LPWSTR acl_ugname;
  DWORD acl_access;
} ACCESS_LIST, *PACCESS_LIST, *LPACCESS_LIST;

typedef struct _NETLOGON_INFO_1 {
  DWORD netlog1_flags;
  DWORD netlog1_pdc_connection_status;
} NETLOGON_INFO_1, *PNETLOGON_INFO_1, *LPNETLOGON_INFO_1;

typedef struct _NETLOGON_INFO_2 {
  DWORD netlog2_flags;
  DWORD netlog2_pdc_connection_status;
  LPWSTR netlog2_trusted_dc_name;
  DWORD netlog2_tc_connection_status;
} NETLOGON_INFO_2, *PNETLOGON_INFO_2, *LPNETLOGON_INFO_2;

typedef struct _NETLOGON_INFO_3 {
  DWORD netlog3_flags;
  DWORD netlog3_logon_attempts;
  DWORD netlog3_reserved1;
  DWORD netlog3_reserved2;
  DWORD netlog3_reserved3;
  DWORD netlog3_reserved4;
  DWORD netlog3_reserved5;
} NETLOGON_INFO_3, *PNETLOGON_INFO_3, *LPNETLOGON_INFO_3;

typedef struct _NETLOGON_INFO_4 {
  LPWSTR netlog4_trusted_dc_name;
  LPWSTR netlog4_trusted_domain_name;
} NETLOGON_INFO_4, *PNETLOGON_INFO_4, *LPNETLOGON_INFO_4;

typedef struct _MSA_INFO_0 {
  MSA_INFO_STATE State;
} MSA_INFO_0, *PMSA_INFO_0, *LPMSA_INFO_0;

typedef struct _MSA_INFO_1 {
  MSA_INFO_STATE State;
  MSA_INFO_ACCOUNT_TYPE AccountType;
} MSA_INFO_1, *PMSA_INFO_1, *LPMSA_INFO_1;

NTADMIN_EXTERN_C_BEGIN

/** Gives the name of a domain's primary controller, after two backslashes, as ServerName knows it. Names are NetBIOS's.
 *  @return 0; 53, 87; 2453: no domain controller is known, as to every ntadmin host. */
NTADMIN_API NET_API_STATUS NetGetDCName(LPCWSTR ServerName, LPCWSTR DomainName, LPBYTE* Buffer);

/** Gives the name of any controller of a domain, in the same way.
 *  @return 0; 53, 87; 1355: no domain controller is known. */
NTADMIN_API NET_API_STATUS NetGetAnyDCName(LPCWSTR ServerName, LPCWSTR DomainName, LPBYTE* Buffer);

/** Lists users (level 1), machine accounts (2) or groups (3) by name, at most 100 a call, from Index: 0 at first, then
 * the next_index of the last row. Free *SortedBuffer with NetApiBufferFree; it is null when nothing is left.
 *  @return 0; 5, 87, 124, 234 more rows follow. */
NTADMIN_API NET_API_STATUS NetQueryDisplayInformation(LPCWSTR ServerName, DWORD Level, DWORD Index,
                                                      DWORD EntriesRequested, DWORD PreferredMaximumLength,
                                                      LPDWORD ReturnedEntryCount, PVOID* SortedBuffer);

/** The Index from which NetQueryDisplayInformation begins with the first name that is Prefix or sorts behind it.
 *  @return 0; 5, 87, 124, 259 there is none. */
NTADMIN_API NET_API_STATUS NetGetDisplayInformationIndex(LPCWSTR ServerName, DWORD Level, LPCWSTR Prefix,
                                                         LPDWORD Index);

NTADMIN_EXTERN_C_END

#endif
