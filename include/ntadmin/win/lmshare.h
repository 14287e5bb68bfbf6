/* lmshare.h: shares, network sessions, opened files and connections. */
#ifndef NTADMIN_WIN_LMSHARE_H
#define NTADMIN_WIN_LMSHARE_H

#include "lmcons.h"
#include "winnt.h"

/* Numbers of members, and levels that set one. */
#define SHARE_NETNAME_PARMNUM 1
#define SHARE_TYPE_PARMNUM 3
#define SHARE_REMARK_PARMNUM 4
#define SHI1_NUM_ELEMENTS 4
#define SHARE_PERMISSIONS_PARMNUM 5
#define SHARE_MAX_USES_PARMNUM 6
#define SHARE_CURRENT_USES_PARMNUM 7
#define SHARE_PATH_PARMNUM 8
#define SHARE_PASSWD_PARMNUM 9
#define SHI2_NUM_ELEMENTS 10
#define SHARE_FILE_SD_PARMNUM 501
#define SHARE_SERVER_PARMNUM 503
#define SHARE_QOS_POLICY_PARMNUM 504
#define SHARE_REMARK_INFOLEVEL 1004
#define SHARE_MAX_USES_INFOLEVEL 1006
#define SHARE_FILE_SD_INFOLEVEL 1501

/* Types of shares. */
#define STYPE_DISKTREE 0x0
#define STYPE_PRINTQ 0x1
#define STYPE_DEVICE 0x2
#define STYPE_IPC 0x3
#define STYPE_MASK 0xFF
#define STYPE_RESERVED5 0x100000
#define STYPE_RESERVED1 0x1000000
#define STYPE_RESERVED2 0x2000000
#define STYPE_RESERVED3 0x4000000
#define STYPE_RESERVED4 0x8000000
#define STYPE_RESERVED_ALL 0x3FFFFF00
#define STYPE_TEMPORARY 0x40000000
#define STYPE_SPECIAL 0x80000000
#define SHI_USES_UNLIMITED 0xFFFFFFFF /* no limit */

/* Flags of a share: level 1005, and shi501_flags. The caching bits are one field, CSC_MASK. */
#define SHI1005_FLAGS_DFS 0x1
#define SHI1005_FLAGS_DFS_ROOT 0x2
#define SHI1005_FLAGS_RESTRICT_EXCLUSIVE_OPENS 0x100
#define SHI1005_FLAGS_FORCE_SHARED_DELETE 0x200
#define SHI1005_FLAGS_ALLOW_NAMESPACE_CACHING 0x400
#define SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM 0x800
#define SHI1005_FLAGS_FORCE_LEVELII_OPLOCK 0x1000
#define SHI1005_FLAGS_ENABLE_HASH 0x2000
#define SHI1005_FLAGS_ENABLE_CA 0x4000
#define SHI1005_FLAGS_ENCRYPT_DATA 0x8000
#define SHI1005_FLAGS_RESERVED 0x10000
#define SHI1005_FLAGS_DISABLE_CLIENT_BUFFERING 0x20000
#define SHI1005_FLAGS_IDENTITY_REMOTING 0x40000
#define SHI1005_FLAGS_CLUSTER_MANAGED 0x80000
#define SHI1005_FLAGS_COMPRESS_DATA 0x100000
#define SHI1005_FLAGS_ISOLATED_TRANSPORT 0x200000
#define SHI1005_FLAGS_DISABLE_DIRECTORY_HANDLE_LEASING 0x400000
#define SHI1005_VALID_FLAGS_SET 0x7FFF30
#define CSC_CACHE_MANUAL_REINT 0x0
#define CSC_CACHE_AUTO_REINT 0x10
#define CSC_CACHE_VDO 0x20
#define CSC_CACHE_NONE 0x30
#define CSC_MASK 0x30
#define CSC_MASK_EXT 0x2030

/* Sessions and files. */
#define SESI1_NUM_ELEMENTS 8
#define SESI2_NUM_ELEMENTS 9
#define SESS_GUEST 1
#define SESS_NOENCRYPTION 2
#define PERM_FILE_READ 1
#define PERM_FILE_WRITE 2
#define PERM_FILE_CREATE 4

/** A share by its name. */
typedef struct _SHARE_INFO_0 {
  LPWSTR shi0_netname;
} SHARE_INFO_0, *PSHARE_INFO_0, *LPSHARE_INFO_0;

/** type: STYPE_*. */
typedef struct _SHARE_INFO_1 {
  LPWSTR shi1_netname;
  DWORD shi1_type;
  LPWSTR shi1_remark;
} SHARE_INFO_1, *PSHARE_INFO_1, *LPSHARE_INFO_1;

/** permissions and passwd are leftovers: ignored on input, 0 and null on output. max_uses: SHI_USES_UNLIMITED or a
 * number. */
typedef struct _SHARE_INFO_2 {
  LPWSTR shi2_netname;
  DWORD shi2_type;
  LPWSTR shi2_remark;
  DWORD shi2_permissions;
  DWORD shi2_max_uses;
  DWORD shi2_current_uses;
  LPWSTR shi2_path;
  LPWSTR shi2_passwd;
} SHARE_INFO_2, *PSHARE_INFO_2, *LPSHARE_INFO_2;

/** flags: SHI1005_FLAGS_* and CSC_*. */
typedef struct _SHARE_INFO_501 {
  LPWSTR shi501_netname;
  DWORD shi501_type;
  LPWSTR shi501_remark;
  DWORD shi501_flags;
} SHARE_INFO_501, *PSHARE_INFO_501, *LPSHARE_INFO_501;

/** security_descriptor is self-relative, reserved its size in bytes; null for none. */
typedef struct _SHARE_INFO_502 {
  LPWSTR shi502_netname;
  DWORD shi502_type;
  LPWSTR shi502_remark;
  DWORD shi502_permissions;
  DWORD shi502_max_uses;
  DWORD shi502_current_uses;
  LPWSTR shi502_path;
  LPWSTR shi502_passwd;
  DWORD shi502_reserved;
  PSECURITY_DESCRIPTOR shi502_security_descriptor;
} SHARE_INFO_502, *PSHARE_INFO_502, *LPSHARE_INFO_502;

/** servername: the name the share is scoped to, "*" for all. */
typedef struct _SHARE_INFO_503 {
  LPWSTR shi503_netname;
  DWORD shi503_type;
  LPWSTR shi503_remark;
  DWORD shi503_permissions;
  DWORD shi503_max_uses;
  DWORD shi503_current_uses;
  LPWSTR shi503_path;
  LPWSTR shi503_passwd;
  LPWSTR shi503_servername;
  DWORD shi503_reserved;
  PSECURITY_DESCRIPTOR shi503_security_descriptor;
} SHARE_INFO_503, *PSHARE_INFO_503, *LPSHARE_INFO_503;

typedef struct _SHARE_INFO_1004 {
  LPWSTR shi1004_remark;
} SHARE_INFO_1004, *PSHARE_INFO_1004, *LPSHARE_INFO_1004;

typedef struct _SHARE_INFO_1005 {
  DWORD shi1005_flags;
} SHARE_INFO_1005, *PSHARE_INFO_1005, *LPSHARE_INFO_1005;

typedef struct _SHARE_INFO_1006 {
  DWORD shi1006_max_uses;
} SHARE_INFO_1006, *PSHARE_INFO_1006, *LPSHARE_INFO_1006;

typedef struct _SHARE_INFO_1501 {
  DWORD shi1501_reserved;
  PSECURITY_DESCRIPTOR shi1501_security_descriptor;
} SHARE_INFO_1501, *PSHARE_INFO_1501, *LPSHARE_INFO_1501;

typedef struct _SHARE_INFO_1503 {
  GUID shi1503_sharefilter;
} SHARE_INFO_1503, *PSHARE_INFO_1503, *LPSHARE_INFO_1503;

/** A network session by its client, without backslashes. */
typedef struct _SESSION_INFO_0 {
  LPWSTR sesi0_cname;
} SESSION_INFO_0, *PSESSION_INFO_0, *LPSESSION_INFO_0;

/** time and idle_time in seconds; user_flags: SESS_*. */
typedef struct _SESSION_INFO_1 {
  LPWSTR sesi1_cname;
  LPWSTR sesi1_username;
  DWORD sesi1_num_opens;
  DWORD sesi1_time;
  DWORD sesi1_idle_time;
  DWORD sesi1_user_flags;
} SESSION_INFO_1, *PSESSION_INFO_1, *LPSESSION_INFO_1;

typedef struct _SESSION_INFO_2 {
  LPWSTR sesi2_cname;
  LPWSTR sesi2_username;
  DWORD sesi2_num_opens;
  DWORD sesi2_time;
  DWORD sesi2_idle_time;
  DWORD sesi2_user_flags;
  LPWSTR sesi2_cltype_name;
} SESSION_INFO_2, *PSESSION_INFO_2, *LPSESSION_INFO_2;

/** What anybody who logged on may see. */
typedef struct _SESSION_INFO_10 {
  LPWSTR sesi10_cname;
  LPWSTR sesi10_username;
  DWORD sesi10_time;
  DWORD sesi10_idle_time;
} SESSION_INFO_10, *PSESSION_INFO_10, *LPSESSION_INFO_10;

typedef struct _SESSION_INFO_502 {
  LPWSTR sesi502_cname;
  LPWSTR sesi502_username;
  DWORD sesi502_num_opens;
  DWORD sesi502_time;
  DWORD sesi502_idle_time;
  DWORD sesi502_user_flags;
  LPWSTR sesi502_cltype_name;
  LPWSTR sesi502_transport;
} SESSION_INFO_502, *PSESSION_INFO_502, *LPSESSION_INFO_502;

typedef struct _FILE_INFO_2 {
  DWORD fi2_id;
} FILE_INFO_2, *PFILE_INFO_2, *LPFILE_INFO_2;

/** permissions: PERM_FILE_*; pathname is the path on the server, or \pipe\name. */
typedef struct _FILE_INFO_3 {
  DWORD fi3_id;
  DWORD fi3_permissions;
  DWORD fi3_num_locks;
  LPWSTR fi3_pathname;
  LPWSTR fi3_username;
} FILE_INFO_3, *PFILE_INFO_3, *LPFILE_INFO_3;

typedef struct _CONNECTION_INFO_0 {
  DWORD coni0_id;
} CONNECTION_INFO_0, *PCONNECTION_INFO_0, *LPCONNECTION_INFO_0;

/** type: STYPE_*; time in seconds; netname is the other side: the client if a share was asked for, else the share. */
typedef struct _CONNECTION_INFO_1 {
  DWORD coni1_id;
  DWORD coni1_type;
  DWORD coni1_num_opens;
  DWORD coni1_num_users;
  DWORD coni1_time;
  LPWSTR coni1_username;
  LPWSTR coni1_netname;
} CONNECTION_INFO_1, *PCONNECTION_INFO_1, *LPCONNECTION_INFO_1;

typedef struct _SERVER_ALIAS_INFO_0 {
  LPWSTR srvai0_alias;
  LPWSTR srvai0_target;
  BOOLEAN srvai0_default;
  ULONG srvai0_reserved;
} SERVER_ALIAS_INFO_0, *PSERVER_ALIAS_INFO_0, *LPSERVER_ALIAS_INFO_0;

NTADMIN_EXTERN_C_BEGIN

/** Adds a share, levels 2, 502 and 503; for good unless its type has STYPE_TEMPORARY. parm_err, if not null, receives
 * the number of the member at fault.
 *  @return 0; 5, 50 nothing here serves files, 87, 123, 124, 2116, 2118. */
NTADMIN_API NET_API_STATUS NetShareAdd(LPWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Lists shares, levels 0, 1, 2, 501, 502 and 503.
 *  @param prefmaxlen  size preferred for the block, in bytes, or MAX_PREFERRED_LENGTH for everything.
 *  @param totalentries  entries from the position asked for on; a hint.
 *  @param resume_handle  0 at first, then as it was left; null: no going on.
 *  @return 0; 234 there is more: call again with the handle; 2123 not one entry fits; 5, 87, 124. So for every
 * enumeration. */
NTADMIN_API NET_API_STATUS NetShareEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                        LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle);

/** The same of the shares that are there after a restart. */
NTADMIN_API NET_API_STATUS NetShareEnumSticky(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                              LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle);

/** Tells about one share; the levels of NetShareEnum, and 1005.
 *  @return 0; 5, 87, 124, 2310. */
NTADMIN_API NET_API_STATUS NetShareGetInfo(LPWSTR servername, LPWSTR netname, DWORD level, LPBYTE* bufptr);

/** Changes a share: remark (levels 1, 2, 502, 503, 1004), greatest number of uses (2, 502, 503, 1006), security
 * descriptor in either form (502, 503, 1501), flags (1005). Other members are ignored.
 *  @return 0; 5, 50, 87, 124, 2310. */
NTADMIN_API NET_API_STATUS NetShareSetInfo(LPWSTR servername, LPWSTR netname, DWORD level, LPBYTE buf,
                                           LPDWORD parm_err);

/** Takes a share away, with the connections to it. reserved is ignored.
 *  @return 0; 5, 87, 2310. */
NTADMIN_API NET_API_STATUS NetShareDel(LPWSTR servername, LPWSTR netname, DWORD reserved);

/** Lets a share be forgotten at the next restart. */
NTADMIN_API NET_API_STATUS NetShareDelSticky(LPWSTR servername, LPWSTR netname, DWORD reserved);

/** Takes away the share of a name and server name; level 503. */
NTADMIN_API NET_API_STATUS NetShareDelEx(LPWSTR servername, DWORD level, LPBYTE buf);

/** Tells of what type the share of a path is.
 *  @return 0; 87, 2311 it is not shared. */
NTADMIN_API NET_API_STATUS NetShareCheck(LPWSTR servername, LPWSTR device, LPDWORD type);

/** Lists network sessions, of one client (with two backslashes), one user, or all; levels 0 and 10 for anybody, 1, 2
 * and 502.
 *  @return 0, 234; 5, 87, 124, 2221 no such user, 2312 no such client, 2351 a client without backslashes. */
NTADMIN_API NET_API_STATUS NetSessionEnum(LPWSTR servername, LPWSTR UncClientName, LPWSTR username, DWORD level,
                                          LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries,
                                          LPDWORD resume_handle);

/** Tells about the first session of a user at a client; levels 0, 1, 2 and 10. */
NTADMIN_API NET_API_STATUS NetSessionGetInfo(LPWSTR servername, LPWSTR UncClientName, LPWSTR username, DWORD level,
                                             LPBYTE* bufptr);

/** Ends the sessions of a client, of a user, or of one at the other, and closes their files.
 *  @return 0; 5, 87, 2312. */
NTADMIN_API NET_API_STATUS NetSessionDel(LPWSTR servername, LPWSTR UncClientName, LPWSTR username);

/** Lists opened files and pipes, below a path, of a user, or all; levels 2 and 3.
 *  @return 0, 234; 5, 87, 124, 2123. */
NTADMIN_API NET_API_STATUS NetFileEnum(LPWSTR servername, LPWSTR basepath, LPWSTR username, DWORD level, LPBYTE* bufptr,
                                       DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries,
                                       PDWORD_PTR resume_handle);

/** Tells about one opened file; levels 2 and 3.
 *  @return 0; 2 or 2314 no such file, 5, 87, 124. */
NTADMIN_API NET_API_STATUS NetFileGetInfo(LPWSTR servername, DWORD fileid, DWORD level, LPBYTE* bufptr);

/** Closes a file that a client has opened.
 *  @return 0; 5, 2314. */
NTADMIN_API NET_API_STATUS NetFileClose(LPWSTR servername, DWORD fileid);

/** Lists the connections to a share, or of a client, if qualifier begins with two backslashes; levels 0 and 1.
 *  @return 0, 234; 5, 87, 124, 2310. */
NTADMIN_API NET_API_STATUS NetConnectionEnum(LPWSTR servername, LPWSTR qualifier, DWORD level, LPBYTE* bufptr,
                                             DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries,
                                             LPDWORD resume_handle);

/** More names of a server, which it keeps: level 0, SERVER_ALIAS_INFO_0, whose target is the server's own name.
 *  @return 0, 234; 5, 50 the default alias, 87, 124, 2118 it is there already, 2123, 2310 there is none. */
NTADMIN_API NET_API_STATUS NetServerAliasAdd(LPWSTR servername, DWORD level, LPBYTE buf);
NTADMIN_API NET_API_STATUS NetServerAliasDel(LPWSTR servername, DWORD level, LPBYTE buf);
NTADMIN_API NET_API_STATUS NetServerAliasEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                              LPDWORD entriesread, LPDWORD totalentries, LPDWORD resumehandle);

NTADMIN_EXTERN_C_END

#endif
