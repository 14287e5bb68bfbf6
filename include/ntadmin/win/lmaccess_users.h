/* lmaccess_users.h: users: constants and levels; include lmaccess.h. */
#ifndef NTADMIN_WIN_LMACCESS_USERS_H
#define NTADMIN_WIN_LMACCESS_USERS_H

#include "lmcons.h"
#include "winnt.h"

/* usri1_flags and its relatives. */
#define UF_SCRIPT 0x1
#define UF_ACCOUNTDISABLE 0x2
#define UF_HOMEDIR_REQUIRED 0x8
#define UF_LOCKOUT 0x10
#define UF_PASSWD_NOTREQD 0x20
#define UF_PASSWD_CANT_CHANGE 0x40
#define UF_ENCRYPTED_TEXT_PASSWORD_ALLOWED 0x80
#define UF_TEMP_DUPLICATE_ACCOUNT 0x100
#define UF_NORMAL_ACCOUNT 0x200
#define UF_INTERDOMAIN_TRUST_ACCOUNT 0x800
#define UF_WORKSTATION_TRUST_ACCOUNT 0x1000
#define UF_SERVER_TRUST_ACCOUNT 0x2000
#define UF_MACHINE_ACCOUNT_MASK 0x3800
#define UF_ACCOUNT_TYPE_MASK 0x3B00
#define UF_DONT_EXPIRE_PASSWD 0x10000
#define UF_MNS_LOGON_ACCOUNT 0x20000
#define UF_SMARTCARD_REQUIRED 0x40000
#define UF_TRUSTED_FOR_DELEGATION 0x80000
#define UF_NOT_DELEGATED 0x100000
#define UF_USE_DES_KEY_ONLY 0x200000
#define UF_DONT_REQUIRE_PREAUTH 0x400000
#define UF_PASSWORD_EXPIRED 0x800000
#define UF_TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION 0x1000000
#define UF_NO_AUTH_DATA_REQUIRED 0x2000000
#define UF_PARTIAL_SECRETS_ACCOUNT 0x4000000
#define UF_USE_AES_KEYS 0x8000000
#define UF_SETTABLE_BITS 0xFFF3BFB

/* Which accounts NetUserEnum gives. */
#define FILTER_TEMP_DUPLICATE_ACCOUNT 0x1
#define FILTER_NORMAL_ACCOUNT 0x2
#define FILTER_INTERDOMAIN_TRUST_ACCOUNT 0x8
#define FILTER_WORKSTATION_TRUST_ACCOUNT 0x10
#define FILTER_SERVER_TRUST_ACCOUNT 0x20

/* Rights of operators. */
#define AF_OP_PRINT 0x1
#define AF_OP_COMM 0x2
#define AF_OP_SERVER 0x4
#define AF_OP_ACCOUNTS 0x8
#define AF_SETTABLE_BITS 0xF

/* usri1_priv, usri3_primary_group_id and others. */
#define USER_PRIV_GUEST 0
#define VALIDATED_LOGON 0
#define USER_PRIV_USER 1
#define VALID_LOGOFF 1
#define PASSWORD_EXPIRED 2
#define USER_PRIV_ADMIN 2
#define NON_VALIDATED_LOGON 3
#define USER_PRIV_MASK 3
#define USER_PRIV_PARMNUM 5
#define USER_MAX_STORAGE_PARMNUM 18
#define UNITS_PER_DAY 24
#define USER_PROFILE 52
#define UNITS_PER_WEEK 168
#define MAX_PASSWD_LEN 256
#define USER_PRIV_INFOLEVEL 1005
#define USER_MAX_STORAGE_INFOLEVEL 1018
#define ONE_DAY 86400
#define TIMEQ_FOREVER 0xFFFFFFFF
#define USER_MAXSTORAGE_UNLIMITED 0xFFFFFFFF
#define USER_NO_LOGOFF 0xFFFFFFFF
#define NULL_USERSETINFO_PASSWD "              "

/* Numbers of members. */
#define USER_NAME_PARMNUM 1
#define USER_PASSWORD_PARMNUM 3
#define USER_PASSWORD_AGE_PARMNUM 4
#define USER_HOME_DIR_PARMNUM 6
#define USER_COMMENT_PARMNUM 7
#define USER_FLAGS_PARMNUM 8
#define USER_SCRIPT_PATH_PARMNUM 9
#define USER_AUTH_FLAGS_PARMNUM 10
#define USER_FULL_NAME_PARMNUM 11
#define USER_USR_COMMENT_PARMNUM 12
#define USER_PARMS_PARMNUM 13
#define USER_WORKSTATIONS_PARMNUM 14
#define USER_LAST_LOGON_PARMNUM 15
#define USER_LAST_LOGOFF_PARMNUM 16
#define USER_ACCT_EXPIRES_PARMNUM 17
#define USER_UNITS_PER_WEEK_PARMNUM 19
#define USER_LOGON_HOURS_PARMNUM 20
#define USER_PAD_PW_COUNT_PARMNUM 21
#define USER_NUM_LOGONS_PARMNUM 22
#define USER_LOGON_SERVER_PARMNUM 23
#define USER_COUNTRY_CODE_PARMNUM 24
#define USER_CODE_PAGE_PARMNUM 25
#define USER_PRIMARY_GROUP_PARMNUM 51
#define USER_PROFILE_PARMNUM 52
#define USER_HOME_DIR_DRIVE_PARMNUM 53

/* Levels that set one member. */
#define USER_NAME_INFOLEVEL 1001
#define USER_PASSWORD_INFOLEVEL 1003
#define USER_PASSWORD_AGE_INFOLEVEL 1004
#define USER_HOME_DIR_INFOLEVEL 1006
#define USER_COMMENT_INFOLEVEL 1007
#define USER_FLAGS_INFOLEVEL 1008
#define USER_SCRIPT_PATH_INFOLEVEL 1009
#define USER_AUTH_FLAGS_INFOLEVEL 1010
#define USER_FULL_NAME_INFOLEVEL 1011
#define USER_USR_COMMENT_INFOLEVEL 1012
#define USER_PARMS_INFOLEVEL 1013
#define USER_WORKSTATIONS_INFOLEVEL 1014
#define USER_LAST_LOGON_INFOLEVEL 1015
#define USER_LAST_LOGOFF_INFOLEVEL 1016
#define USER_ACCT_EXPIRES_INFOLEVEL 1017
#define USER_UNITS_PER_WEEK_INFOLEVEL 1019
#define USER_LOGON_HOURS_INFOLEVEL 1020
#define USER_PAD_PW_COUNT_INFOLEVEL 1021
#define USER_NUM_LOGONS_INFOLEVEL 1022
#define USER_LOGON_SERVER_INFOLEVEL 1023
#define USER_COUNTRY_CODE_INFOLEVEL 1024
#define USER_CODE_PAGE_INFOLEVEL 1025
#define USER_PRIMARY_GROUP_INFOLEVEL 1051
#define USER_HOME_DIR_DRIVE_INFOLEVEL 1053

typedef struct _USER_INFO_0 {
  LPWSTR usri0_name;
} USER_INFO_0, *PUSER_INFO_0, *LPUSER_INFO_0;

/** password_age in seconds; priv: USER_PRIV_*; flags: UF_*. */
typedef struct _USER_INFO_1 {
  LPWSTR usri1_name;
  LPWSTR usri1_password;
  DWORD usri1_password_age;
  DWORD usri1_priv;
  LPWSTR usri1_home_dir;
  LPWSTR usri1_comment;
  DWORD usri1_flags;
  LPWSTR usri1_script_path;
} USER_INFO_1, *PUSER_INFO_1, *LPUSER_INFO_1;

/** auth_flags: AF_OP_*; times in seconds since 1970 UTC; logon_hours: units_per_week bits, from Sunday 0:00 UTC. */
typedef struct _USER_INFO_2 {
  LPWSTR usri2_name;
  LPWSTR usri2_password;
  DWORD usri2_password_age;
  DWORD usri2_priv;
  LPWSTR usri2_home_dir;
  LPWSTR usri2_comment;
  DWORD usri2_flags;
  LPWSTR usri2_script_path;
  DWORD usri2_auth_flags;
  LPWSTR usri2_full_name;
  LPWSTR usri2_usr_comment;
  LPWSTR usri2_parms;
  LPWSTR usri2_workstations;
  DWORD usri2_last_logon;
  DWORD usri2_last_logoff;
  DWORD usri2_acct_expires;
  DWORD usri2_max_storage;
  DWORD usri2_units_per_week;
  PBYTE usri2_logon_hours;
  DWORD usri2_bad_pw_count;
  DWORD usri2_num_logons;
  LPWSTR usri2_logon_server;
  DWORD usri2_country_code;
  DWORD usri2_code_page;
} USER_INFO_2, *PUSER_INFO_2, *LPUSER_INFO_2;

/** Level 2 with user_id and primary_group_id, both RIDs. */
typedef struct _USER_INFO_3 {
  LPWSTR usri3_name;
  LPWSTR usri3_password;
  DWORD usri3_password_age;
  DWORD usri3_priv;
  LPWSTR usri3_home_dir;
  LPWSTR usri3_comment;
  DWORD usri3_flags;
  LPWSTR usri3_script_path;
  DWORD usri3_auth_flags;
  LPWSTR usri3_full_name;
  LPWSTR usri3_usr_comment;
  LPWSTR usri3_parms;
  LPWSTR usri3_workstations;
  DWORD usri3_last_logon;
  DWORD usri3_last_logoff;
  DWORD usri3_acct_expires;
  DWORD usri3_max_storage;
  DWORD usri3_units_per_week;
  PBYTE usri3_logon_hours;
  DWORD usri3_bad_pw_count;
  DWORD usri3_num_logons;
  LPWSTR usri3_logon_server;
  DWORD usri3_country_code;
  DWORD usri3_code_page;
  DWORD usri3_user_id;
  DWORD usri3_primary_group_id;
  LPWSTR usri3_profile;
  LPWSTR usri3_home_dir_drive;
  DWORD usri3_password_expired;
} USER_INFO_3, *PUSER_INFO_3, *LPUSER_INFO_3;

/** Level 3 with a SID in place of the RID. */
typedef struct _USER_INFO_4 {
  LPWSTR usri4_name;
  LPWSTR usri4_password;
  DWORD usri4_password_age;
  DWORD usri4_priv;
  LPWSTR usri4_home_dir;
  LPWSTR usri4_comment;
  DWORD usri4_flags;
  LPWSTR usri4_script_path;
  DWORD usri4_auth_flags;
  LPWSTR usri4_full_name;
  LPWSTR usri4_usr_comment;
  LPWSTR usri4_parms;
  LPWSTR usri4_workstations;
  DWORD usri4_last_logon;
  DWORD usri4_last_logoff;
  DWORD usri4_acct_expires;
  DWORD usri4_max_storage;
  DWORD usri4_units_per_week;
  PBYTE usri4_logon_hours;
  DWORD usri4_bad_pw_count;
  DWORD usri4_num_logons;
  LPWSTR usri4_logon_server;
  DWORD usri4_country_code;
  DWORD usri4_code_page;
  PSID usri4_user_sid;
  DWORD usri4_primary_group_id;
  LPWSTR usri4_profile;
  LPWSTR usri4_home_dir_drive;
  DWORD usri4_password_expired;
} USER_INFO_4, *PUSER_INFO_4, *LPUSER_INFO_4;

typedef struct _USER_INFO_10 {
  LPWSTR usri10_name;
  LPWSTR usri10_comment;
  LPWSTR usri10_usr_comment;
  LPWSTR usri10_full_name;
} USER_INFO_10, *PUSER_INFO_10, *LPUSER_INFO_10;

typedef struct _USER_INFO_11 {
  LPWSTR usri11_name;
  LPWSTR usri11_comment;
  LPWSTR usri11_usr_comment;
  LPWSTR usri11_full_name;
  DWORD usri11_priv;
  DWORD usri11_auth_flags;
  DWORD usri11_password_age;
  LPWSTR usri11_home_dir;
  LPWSTR usri11_parms;
  DWORD usri11_last_logon;
  DWORD usri11_last_logoff;
  DWORD usri11_bad_pw_count;
  DWORD usri11_num_logons;
  LPWSTR usri11_logon_server;
  DWORD usri11_country_code;
  LPWSTR usri11_workstations;
  DWORD usri11_max_storage;
  DWORD usri11_units_per_week;
  PBYTE usri11_logon_hours;
  DWORD usri11_code_page;
} USER_INFO_11, *PUSER_INFO_11, *LPUSER_INFO_11;

typedef struct _USER_INFO_20 {
  LPWSTR usri20_name;
  LPWSTR usri20_full_name;
  LPWSTR usri20_comment;
  DWORD usri20_flags;
  DWORD usri20_user_id;
} USER_INFO_20, *PUSER_INFO_20, *LPUSER_INFO_20;

typedef struct _USER_INFO_21 {
  BYTE usri21_password[16];
} USER_INFO_21, *PUSER_INFO_21, *LPUSER_INFO_21;

typedef struct _USER_INFO_22 {
  LPWSTR usri22_name;
  BYTE usri22_password[16];
  DWORD usri22_password_age;
  DWORD usri22_priv;
  LPWSTR usri22_home_dir;
  LPWSTR usri22_comment;
  DWORD usri22_flags;
  LPWSTR usri22_script_path;
  DWORD usri22_auth_flags;
  LPWSTR usri22_full_name;
  LPWSTR usri22_usr_comment;
  LPWSTR usri22_parms;
  LPWSTR usri22_workstations;
  DWORD usri22_last_logon;
  DWORD usri22_last_logoff;
  DWORD usri22_acct_expires;
  DWORD usri22_max_storage;
  DWORD usri22_units_per_week;
  PBYTE usri22_logon_hours;
  DWORD usri22_bad_pw_count;
  DWORD usri22_num_logons;
  LPWSTR usri22_logon_server;
  DWORD usri22_country_code;
  DWORD usri22_code_page;
} USER_INFO_22, *PUSER_INFO_22, *LPUSER_INFO_22;

typedef struct _USER_INFO_23 {
  LPWSTR usri23_name;
  LPWSTR usri23_full_name;
  LPWSTR usri23_comment;
  DWORD usri23_flags;
  PSID usri23_user_sid;
} USER_INFO_23, *PUSER_INFO_23, *LPUSER_INFO_23;

typedef struct _USER_INFO_24 {
  BOOL usri24_internet_identity;
  DWORD usri24_flags;
  LPWSTR usri24_internet_provider_name;
  LPWSTR usri24_internet_principal_name;
  PSID usri24_user_sid;
} USER_INFO_24, *PUSER_INFO_24, *LPUSER_INFO_24;

typedef struct _USER_INFO_1003 {
  LPWSTR usri1003_password;
} USER_INFO_1003, *PUSER_INFO_1003, *LPUSER_INFO_1003;

typedef struct _USER_INFO_1005 {
  DWORD usri1005_priv;
} USER_INFO_1005, *PUSER_INFO_1005, *LPUSER_INFO_1005;

typedef struct _USER_INFO_1006 {
  LPWSTR usri1006_home_dir;
} USER_INFO_1006, *PUSER_INFO_1006, *LPUSER_INFO_1006;

typedef struct _USER_INFO_1007 {
  LPWSTR usri1007_comment;
} USER_INFO_1007, *PUSER_INFO_1007, *LPUSER_INFO_1007;

typedef struct _USER_INFO_1008 {
  DWORD usri1008_flags;
} USER_INFO_1008, *PUSER_INFO_1008, *LPUSER_INFO_1008;

typedef struct _USER_INFO_1009 {
  LPWSTR usri1009_script_path;
} USER_INFO_1009, *PUSER_INFO_1009, *LPUSER_INFO_1009;

typedef struct _USER_INFO_1010 {
  DWORD usri1010_auth_flags;
} USER_INFO_1010, *PUSER_INFO_1010, *LPUSER_INFO_1010;

typedef struct _USER_INFO_1011 {
  LPWSTR usri1011_full_name;
} USER_INFO_1011, *PUSER_INFO_1011, *LPUSER_INFO_1011;

typedef struct _USER_INFO_1012 {
  LPWSTR usri1012_usr_comment;
} USER_INFO_1012, *PUSER_INFO_1012, *LPUSER_INFO_1012;

typedef struct _USER_INFO_1013 {
  LPWSTR usri1013_parms;
} USER_INFO_1013, *PUSER_INFO_1013, *LPUSER_INFO_1013;

typedef struct _USER_INFO_1014 {
  LPWSTR usri1014_workstations;
} USER_INFO_1014, *PUSER_INFO_1014, *LPUSER_INFO_1014;

typedef struct _USER_INFO_1017 {
  DWORD usri1017_acct_expires;
} USER_INFO_1017, *PUSER_INFO_1017, *LPUSER_INFO_1017;

typedef struct _USER_INFO_1018 {
  DWORD usri1018_max_storage;
} USER_INFO_1018, *PUSER_INFO_1018, *LPUSER_INFO_1018;

typedef struct _USER_INFO_1020 {
  DWORD usri1020_units_per_week;
  LPBYTE usri1020_logon_hours;
} USER_INFO_1020, *PUSER_INFO_1020, *LPUSER_INFO_1020;

typedef struct _USER_INFO_1023 {
  LPWSTR usri1023_logon_server;
} USER_INFO_1023, *PUSER_INFO_1023, *LPUSER_INFO_1023;

typedef struct _USER_INFO_1024 {
  DWORD usri1024_country_code;
} USER_INFO_1024, *PUSER_INFO_1024, *LPUSER_INFO_1024;

typedef struct _USER_INFO_1025 {
  DWORD usri1025_code_page;
} USER_INFO_1025, *PUSER_INFO_1025, *LPUSER_INFO_1025;

typedef struct _USER_INFO_1051 {
  DWORD usri1051_primary_group_id;
} USER_INFO_1051, *PUSER_INFO_1051, *LPUSER_INFO_1051;

typedef struct _USER_INFO_1052 {
  LPWSTR usri1052_profile;
} USER_INFO_1052, *PUSER_INFO_1052, *LPUSER_INFO_1052;

typedef struct _USER_INFO_1053 {
  LPWSTR usri1053_home_dir_drive;
} USER_INFO_1053, *PUSER_INFO_1053, *LPUSER_INFO_1053;

NTADMIN_EXTERN_C_BEGIN

/** Makes a user; levels 1 to 4. It is in the group of all users alone. parm_err, if not null, receives the number of
 * the member at fault.
 *  @return 0; 5, 87, 124, 2202 not a name for a user, 2223, 2224, 2245 the password breaks a rule. */
NTADMIN_API NET_API_STATUS NetUserAdd(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Lists users; levels 0 to 3, 10, 11, 20, 23. filter: FILTER_*, 0 for all. Called again with the same resume_handle
 * after 234, goes on behind the last user told.
 *  @return 0; 5, 87, 124, 234. */
NTADMIN_API NET_API_STATUS NetUserEnum(LPCWSTR servername, DWORD level, DWORD filter, LPBYTE* bufptr, DWORD prefmaxlen,
                                       LPDWORD entriesread, LPDWORD totalentries, PDWORD resume_handle);

/** Tells about a user; levels 0 to 4, 10, 11, 20, 23. Passwords are never told.
 *  @return 0; 5, 87, 124, 2221. */
NTADMIN_API NET_API_STATUS NetUserGetInfo(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE* bufptr);

/** Changes a user; levels 0 (another name) to 4, 21, 22 and those of one member. A null text or password is kept, and in
 * level 22 a hash of zeros; other hashes of LAN Manager hosts do not take. *parm_err is the member at fault.
 *  @return 0; 5, 87, 124, 2221, 2224, 2237, 2245, 2452. */
NTADMIN_API NET_API_STATUS NetUserSetInfo(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE buf,
                                          LPDWORD parm_err);

/** Deletes a user, out of all groups too.
 *  @return 0; 5, 87, 1371 it is built in, 2221, 2452. */
NTADMIN_API NET_API_STATUS NetUserDel(LPCWSTR servername, LPCWSTR username);

/** The groups of a user; levels 0 and 1 of GROUP_USERS_INFO.
 *  @return 0; 5, 87, 124, 2221. */
NTADMIN_API NET_API_STATUS NetUserGetGroups(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE* bufptr,
                                            DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries);

/** Makes these the groups of a user, and no others.
 *  @return 0; 5, 87, 124, 1374, 2220, 2221. */
NTADMIN_API NET_API_STATUS NetUserSetGroups(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE buf,
                                            DWORD num_entries);

/** The local groups of a user, of level 0; with LG_INCLUDE_INDIRECT also those that a group of the user is in.
 *  @param username  "name", or "DOMAIN\name"; of a user of another domain, only groups it is in itself are told.
 *  @return 0; 5, 87, 124, 2221. */
NTADMIN_API NET_API_STATUS NetUserGetLocalGroups(LPCWSTR servername, LPCWSTR username, DWORD level, DWORD flags,
                                                 LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                                 LPDWORD totalentries);

/** Changes one's own password, or another's whose old one is known. Null names: this machine, the caller.
 *  @return 0; 5 may not be changed, 86 the old one is wrong, 1331, 1909, 2245. */
NTADMIN_API NET_API_STATUS NetUserChangePassword(LPCWSTR domainname, LPCWSTR username, LPCWSTR oldpassword,
                                                 LPCWSTR newpassword);

NTADMIN_EXTERN_C_END

#endif
