/* lmuse.h: connections of this user to other servers. */
#ifndef NTADMIN_WIN_LMUSE_H
#define NTADMIN_WIN_LMUSE_H

#include "lmcons.h"
#include "lmuseflg.h"

/* Numbers of members. */
#define USE_LOCAL_PARMNUM 1
#define USE_REMOTE_PARMNUM 2
#define USE_PASSWORD_PARMNUM 3
#define USE_ASGTYPE_PARMNUM 4
#define USE_USERNAME_PARMNUM 5
#define USE_DOMAINNAME_PARMNUM 6
#define USE_FLAGS_PARMNUM 7
#define USE_AUTHIDENTITY_PARMNUM 8
#define USE_SD_PARMNUM 9
#define USE_OPTIONS_PARMNUM 10

/* State of a connection. */
#define USE_OK 0
#define USE_PAUSED 1
#define USE_DISCONN 2
#define USE_SESSLOST 2
#define USE_NETERR 3
#define USE_CONN 4
#define USE_RECONN 5

/* What is connected. */
#define USE_DISKDEV 0
#define USE_SPOOLDEV 1
#define USE_CHARDEV 2
#define USE_IPC 3
#define USE_WILDCARD 0xFFFFFFFF /* whatever the remote name is */

/* Level and flags of NetUseAdd. */
#define CREATE_NO_CONNECT 0x1
#define CREATE_BYPASS_CSC 0x2
#define CREATE_CRED_RESET 0x4
#define USE_DEFAULT_CREDENTIALS 0x4
#define CREATE_REQUIRE_CONNECTION_INTEGRITY 0x8
#define CREATE_REQUIRE_CONNECTION_PRIVACY 0x10
#define CREATE_PERSIST_MAPPING 0x20
#define CREATE_WRITE_THROUGH_SEMANTICS 0x40
#define CREATE_GLOBAL_MAPPING 0x100
#define USE_FLAG_GLOBAL_MAPPING 0x10000

/* Options of level 5, by their tags. */
#define USE_OPTION_DEFERRED_CONNECTION_PARAMS 0x43666544
#define USE_OPTION_BLOCK_NTLM_PARAMS 0x4E6F6C42
#define USE_OPTION_TRANSPORT_PARAMS 0x50617254
#define USE_OPTION_SMB_COMPRESSION_PARAMS 0x506D6F43

typedef enum _TRANSPORT_TYPE NTADMIN_ENUM_INT {
  UseTransportType_None = 0,
  UseTransportType_Wsk = 1,
  UseTransportType_Quic = 2
} TRANSPORT_TYPE,
    *PTRANSPORT_TYPE;

typedef enum _TRANSPORT_INFO_FLAG NTADMIN_ENUM_INT {
  NoneFlag = 0,
  TcpPortSetFlag = 1,
  QuicPortSetFlag = 2,
  RdmaPortSetFlag = 4
} TRANSPORT_INFO_FLAG,
    *PTRANSPORT_INFO_FLAG;

/** local is a device such as X:, or null for a use without one; remote is \\server\share. */
typedef struct _USE_INFO_0 {
  LPWSTR ui0_local;
  LPWSTR ui0_remote;
} USE_INFO_0, *PUSE_INFO_0, *LPUSE_INFO_0;

/** password is never returned. status: USE_OK and following; asg_type: USE_DISKDEV and following. */
typedef struct _USE_INFO_1 {
  LPWSTR ui1_local;
  LPWSTR ui1_remote;
  LPWSTR ui1_password;
  DWORD ui1_status;
  DWORD ui1_asg_type;
  DWORD ui1_refcount;
  DWORD ui1_usecount;
} USE_INFO_1, *PUSE_INFO_1, *LPUSE_INFO_1;

typedef struct _USE_INFO_2 {
  LPWSTR ui2_local;
  LPWSTR ui2_remote;
  LPWSTR ui2_password;
  DWORD ui2_status;
  DWORD ui2_asg_type;
  DWORD ui2_refcount;
  DWORD ui2_usecount;
  LPWSTR ui2_username;
  LPWSTR ui2_domainname;
} USE_INFO_2, *PUSE_INFO_2, *LPUSE_INFO_2;

typedef struct _USE_INFO_3 {
  USE_INFO_2 ui3_ui2;
  ULONG ui3_flags;
} USE_INFO_3, *PUSE_INFO_3, *LPUSE_INFO_3;

/** auth_identity is opaque, auth_identity_length its size in bytes. */
typedef struct _USE_INFO_4 {
  USE_INFO_3 ui4_ui3;
  DWORD ui4_auth_identity_length;
  PBYTE ui4_auth_identity;
} USE_INFO_4, *PUSE_INFO_4, *LPUSE_INFO_4;

typedef struct _USE_INFO_5 {
  USE_INFO_3 ui4_ui3;
  DWORD ui4_auth_identity_length;
  PBYTE ui4_auth_identity;
  DWORD ui5_security_descriptor_length;
  PBYTE ui5_security_descriptor;
  DWORD ui5_use_options_length;
  PBYTE ui5_use_options;
} USE_INFO_5, *PUSE_INFO_5, *LPUSE_INFO_5;

typedef struct _BLOCK_NTLM_INFO {
  BOOLEAN BlockNTLM;
  BYTE Reserved1;
  USHORT Reserved2;
  ULONG Reserved3;
} BLOCK_NTLM_INFO, *PBLOCK_NTLM_INFO, *LPBLOCK_NTLM_INFO;

typedef struct _SMB_COMPRESSION_INFO {
  BOOLEAN Switch;
  BYTE Reserved1;
  USHORT Reserved2;
  ULONG Reserved3;
} SMB_COMPRESSION_INFO, *PSMB_COMPRESSION_INFO, *LPSMB_COMPRESSION_INFO;

typedef struct _SMB_TREE_CONNECT_PARAMETERS {
  ULONG EABufferOffset;
  DWORD EABufferLen;
  ULONG CreateOptions;
  ULONG TreeConnectAttributes;
} SMB_TREE_CONNECT_PARAMETERS, *PSMB_TREE_CONNECT_PARAMETERS, *LPSMB_TREE_CONNECT_PARAMETERS;

typedef struct _SMB_USE_OPTION_COMPRESSION_PARAMETERS {
  ULONG Tag;
  USHORT Length;
  USHORT Reserved;
} SMB_USE_OPTION_COMPRESSION_PARAMETERS, *PSMB_USE_OPTION_COMPRESSION_PARAMETERS,
    *LPSMB_USE_OPTION_COMPRESSION_PARAMETERS;

typedef struct _TRANSPORT_INFO {
  TRANSPORT_TYPE Type;
  BOOLEAN SkipCertificateCheck;
  USHORT TcpPort;
  USHORT QuicPort;
  USHORT RdmaPort;
  ULONG Flags;
} TRANSPORT_INFO, *PTRANSPORT_INFO, *LPTRANSPORT_INFO;

typedef struct _USE_OPTION_BLOCK_NTLM_PARAMETERS {
  ULONG Tag;
  USHORT Length;
  USHORT Reserved;
} USE_OPTION_BLOCK_NTLM_PARAMETERS, *PUSE_OPTION_BLOCK_NTLM_PARAMETERS, *LPUSE_OPTION_BLOCK_NTLM_PARAMETERS;

typedef struct _USE_OPTION_DEFERRED_CONNECTION_PARAMETERS {
  ULONG Tag;
  USHORT Length;
  USHORT Reserved;
} USE_OPTION_DEFERRED_CONNECTION_PARAMETERS, *PUSE_OPTION_DEFERRED_CONNECTION_PARAMETERS,
    *LPUSE_OPTION_DEFERRED_CONNECTION_PARAMETERS;

typedef struct _USE_OPTION_GENERIC {
  ULONG Tag;
  USHORT Length;
  USHORT Reserved;
} USE_OPTION_GENERIC, *PUSE_OPTION_GENERIC, *LPUSE_OPTION_GENERIC;

typedef struct _USE_OPTION_PROPERTIES {
  ULONG Tag;
  PVOID pInfo;
  size_t Length;
} USE_OPTION_PROPERTIES, *PUSE_OPTION_PROPERTIES, *LPUSE_OPTION_PROPERTIES;

typedef struct _USE_OPTION_TRANSPORT_PARAMETERS {
  ULONG Tag;
  USHORT Length;
  USHORT Reserved;
} USE_OPTION_TRANSPORT_PARAMETERS, *PUSE_OPTION_TRANSPORT_PARAMETERS, *LPUSE_OPTION_TRANSPORT_PARAMETERS;

NTADMIN_EXTERN_C_BEGIN

/*  The servers that this process uses, and as whom. `servername` is null: other machines' uses are not to be had (120).
 *  Codes: 124 unknown level; 87 a bad member, *parm_err says which. */

/** Logs on to \\server\IPC$ and has later calls of this process to that server made in that name. Levels 1 and 2;
 *  without a user's name the process' own credentials are used. A further addition of the same path is counted.
 *  50 a local device name, or a share that is not IPC$; 53 no such server; 1219 in use under another name;
 *  1326 the server refused the log-on. */
NTADMIN_API NET_API_STATUS NetUseAdd(LPWSTR servername, DWORD LevelFlags, LPBYTE buf, LPDWORD parm_err);

/** Levels 0, 1, 2; free *bufptr with NetApiBufferFree. A password is never told. 2250 not in use. */
NTADMIN_API NET_API_STATUS NetUseGetInfo(LPWSTR UncServerName, LPWSTR UseName, DWORD LevelFlags, LPBYTE* bufptr);

/** All uses, whatever size is preferred. Levels 0, 1, 2. */
NTADMIN_API NET_API_STATUS NetUseEnum(LPWSTR UncServerName, DWORD LevelFlags, LPBYTE* BufPtr, DWORD PreferedMaximumSize,
                                      LPDWORD EntriesRead, LPDWORD TotalEntries, LPDWORD ResumeHandle);

/** Takes one addition back, or with USE_LOTS_OF_FORCE all of them; the last ends the use. ForceLevelFlags: also
 *  USE_NOFORCE, USE_FORCE, which are the same here. 2250 not in use. */
NTADMIN_API NET_API_STATUS NetUseDel(LPWSTR UncServerName, LPWSTR UseName, DWORD ForceLevelFlags);

NTADMIN_EXTERN_C_END

#endif
