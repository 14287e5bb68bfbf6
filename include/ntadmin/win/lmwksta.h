/* lmwksta.h: workstations: what a machine is as a client, who is logged on, transports. */
#ifndef NTADMIN_WIN_LMWKSTA_H
#define NTADMIN_WIN_LMWKSTA_H

#include "lmcons.h"
#include "lmuseflg.h"
#include "lmwksta_levels.h"

/** langroup: the domain or workgroup. */
typedef struct _WKSTA_INFO_100 {
  DWORD wki100_platform_id;
  LPWSTR wki100_computername;
  LPWSTR wki100_langroup;
  DWORD wki100_ver_major;
  DWORD wki100_ver_minor;
} WKSTA_INFO_100, *PWKSTA_INFO_100, *LPWKSTA_INFO_100;

typedef struct _WKSTA_INFO_101 {
  DWORD wki101_platform_id;
  LPWSTR wki101_computername;
  LPWSTR wki101_langroup;
  DWORD wki101_ver_major;
  DWORD wki101_ver_minor;
  LPWSTR wki101_lanroot;
} WKSTA_INFO_101, *PWKSTA_INFO_101, *LPWKSTA_INFO_101;

/** logged_on_users: logons that are interactive, of services or of batch jobs. */
typedef struct _WKSTA_INFO_102 {
  DWORD wki102_platform_id;
  LPWSTR wki102_computername;
  LPWSTR wki102_langroup;
  DWORD wki102_ver_major;
  DWORD wki102_ver_minor;
  LPWSTR wki102_lanroot;
  DWORD wki102_logged_on_users;
} WKSTA_INFO_102, *PWKSTA_INFO_102, *LPWKSTA_INFO_102;

/** LAN Manager; current servers answer ERROR_INVALID_LEVEL. */
typedef struct _WKSTA_INFO_302 {
  DWORD wki302_char_wait;
  DWORD wki302_collection_time;
  DWORD wki302_maximum_collection_count;
  DWORD wki302_keep_conn;
  DWORD wki302_keep_search;
  DWORD wki302_max_cmds;
  DWORD wki302_num_work_buf;
  DWORD wki302_siz_work_buf;
  DWORD wki302_max_wrk_cache;
  DWORD wki302_sess_timeout;
  DWORD wki302_siz_error;
  DWORD wki302_num_alerts;
  DWORD wki302_num_services;
  DWORD wki302_errlog_sz;
  DWORD wki302_print_buf_time;
  DWORD wki302_num_char_buf;
  DWORD wki302_siz_char_buf;
  LPWSTR wki302_wrk_heuristics;
  DWORD wki302_mailslots;
  DWORD wki302_num_dgram_buf;
} WKSTA_INFO_302, *PWKSTA_INFO_302, *LPWKSTA_INFO_302;

/** LAN Manager; current servers answer ERROR_INVALID_LEVEL. */
typedef struct _WKSTA_INFO_402 {
  DWORD wki402_char_wait;
  DWORD wki402_collection_time;
  DWORD wki402_maximum_collection_count;
  DWORD wki402_keep_conn;
  DWORD wki402_keep_search;
  DWORD wki402_max_cmds;
  DWORD wki402_num_work_buf;
  DWORD wki402_siz_work_buf;
  DWORD wki402_max_wrk_cache;
  DWORD wki402_sess_timeout;
  DWORD wki402_siz_error;
  DWORD wki402_num_alerts;
  DWORD wki402_num_services;
  DWORD wki402_errlog_sz;
  DWORD wki402_print_buf_time;
  DWORD wki402_num_char_buf;
  DWORD wki402_siz_char_buf;
  LPWSTR wki402_wrk_heuristics;
  DWORD wki402_mailslots;
  DWORD wki402_num_dgram_buf;
  DWORD wki402_max_threads;
} WKSTA_INFO_402, *PWKSTA_INFO_402, *LPWKSTA_INFO_402;

typedef struct _WKSTA_INFO_502 {
  DWORD wki502_char_wait;
  DWORD wki502_collection_time;
  DWORD wki502_maximum_collection_count;
  DWORD wki502_keep_conn;
  DWORD wki502_max_cmds;
  DWORD wki502_sess_timeout;
  DWORD wki502_siz_char_buf;
  DWORD wki502_max_threads;
  DWORD wki502_lock_quota;
  DWORD wki502_lock_increment;
  DWORD wki502_lock_maximum;
  DWORD wki502_pipe_increment;
  DWORD wki502_pipe_maximum;
  DWORD wki502_cache_file_timeout;
  DWORD wki502_dormant_file_limit;
  DWORD wki502_read_ahead_throughput;
  DWORD wki502_num_mailslot_buffers;
  DWORD wki502_num_srv_announce_buffers;
  DWORD wki502_max_illegal_datagram_events;
  DWORD wki502_illegal_datagram_event_reset_frequency;
  BOOL wki502_log_election_packets;
  BOOL wki502_use_opportunistic_locking;
  BOOL wki502_use_unlock_behind;
  BOOL wki502_use_close_behind;
  BOOL wki502_buf_named_pipes;
  BOOL wki502_use_lock_read_unlock;
  BOOL wki502_utilize_nt_caching;
  BOOL wki502_use_raw_read;
  BOOL wki502_use_raw_write;
  BOOL wki502_use_write_raw_data;
  BOOL wki502_use_encryption;
  BOOL wki502_buf_files_deny_write;
  BOOL wki502_buf_read_only_files;
  BOOL wki502_force_core_create_mode;
  BOOL wki502_use_512_byte_max_transfer;
} WKSTA_INFO_502, *PWKSTA_INFO_502, *LPWKSTA_INFO_502;

/** wan_ish: it can be routed. */
typedef struct _WKSTA_TRANSPORT_INFO_0 {
  DWORD wkti0_quality_of_service;
  DWORD wkti0_number_of_vcs;
  LPWSTR wkti0_transport_name;
  LPWSTR wkti0_transport_address;
  BOOL wkti0_wan_ish;
} WKSTA_TRANSPORT_INFO_0, *PWKSTA_TRANSPORT_INFO_0, *LPWKSTA_TRANSPORT_INFO_0;

typedef struct _WKSTA_USER_INFO_0 {
  LPWSTR wkui0_username;
} WKSTA_USER_INFO_0, *PWKSTA_USER_INFO_0, *LPWKSTA_USER_INFO_0;

/** oth_domains: names separated by spaces; logon_server without backslashes. */
typedef struct _WKSTA_USER_INFO_1 {
  LPWSTR wkui1_username;
  LPWSTR wkui1_logon_domain;
  LPWSTR wkui1_oth_domains;
  LPWSTR wkui1_logon_server;
} WKSTA_USER_INFO_1, *PWKSTA_USER_INFO_1, *LPWKSTA_USER_INFO_1;

typedef struct _WKSTA_USER_INFO_1101 {
  LPWSTR wkui1101_oth_domains;
} WKSTA_USER_INFO_1101, *PWKSTA_USER_INFO_1101, *LPWKSTA_USER_INFO_1101;

NTADMIN_EXTERN_C_BEGIN

/** Tells what a machine is; level 100 for anybody, 101 for those who logged on, 102 and 502 for Administrators.
 *  @return 0; 5, 87, 124. */
NTADMIN_API NET_API_STATUS NetWkstaGetInfo(LPWSTR servername, DWORD level, LPBYTE* bufptr);

/** Changes settings: levels 502, 1013, 1018 and 1046.
 *  @return 0; 5, 87 also for an unknown level. */
NTADMIN_API NET_API_STATUS NetWkstaSetInfo(LPWSTR servername, DWORD level, LPBYTE buffer, LPDWORD parm_err);

/** Lists who is logged on, one row a logon; levels 0 and 1, for Administrators.
 *  @return 0, 234; 5, 87, 124. */
NTADMIN_API NET_API_STATUS NetWkstaUserEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                            LPDWORD entriesread, LPDWORD totalentries, LPDWORD resumehandle);

/** Tells about the caller's own logon; levels 0, 1 and 1101. reserved is null. */
NTADMIN_API NET_API_STATUS NetWkstaUserGetInfo(LPWSTR reserved, DWORD level, LPBYTE* bufptr);

/** Changes the other domains of the caller's own logon; levels 1 and 1101. None are known here.
 *  @return 0; 87, 124. */
NTADMIN_API NET_API_STATUS NetWkstaUserSetInfo(LPWSTR reserved, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Lists the transports of a machine as a client; level 0. totalentries stays 0.
 *  @return 0, 234; 87, 124, 1780 totalentries is null, 2123. */
NTADMIN_API NET_API_STATUS NetWkstaTransportEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                                 LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle);

/** Formerly added a transport.
 *  @return 1; 5, 87, 124. */
NTADMIN_API NET_API_STATUS NetWkstaTransportAdd(LPWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Formerly took a transport away.
 *  @return 1; 5, 87. */
NTADMIN_API NET_API_STATUS NetWkstaTransportDel(LPWSTR servername, LPWSTR transportname, DWORD ucond);

NTADMIN_EXTERN_C_END

#endif
