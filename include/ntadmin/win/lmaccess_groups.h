/* lmaccess_groups.h: groups, local groups and their members; include lmaccess.h. */
#ifndef NTADMIN_WIN_LMACCESS_GROUPS_H
#define NTADMIN_WIN_LMACCESS_GROUPS_H

#include "lmcons.h"
#include "winnt.h"

/* Groups that always are. */
#define GROUP_SPECIALGRP_ADMINS TEXT("ADMINS")
#define GROUP_SPECIALGRP_GUESTS TEXT("GUESTS")
#define GROUP_SPECIALGRP_LOCAL TEXT("LOCAL")
#define GROUP_SPECIALGRP_USERS TEXT("USERS")

/* Numbers of members, and levels that set one. */
#define GROUP_ALL_PARMNUM 0
#define GROUP_NAME_PARMNUM 1
#define LG_INCLUDE_INDIRECT 1
#define LOCALGROUP_NAME_PARMNUM 1
#define GROUP_COMMENT_PARMNUM 2
#define LOCALGROUP_COMMENT_PARMNUM 2
#define GROUP_ATTRIBUTES_PARMNUM 3
#define GROUP_ALL_INFOLEVEL 1000
#define GROUP_NAME_INFOLEVEL 1001
#define GROUP_COMMENT_INFOLEVEL 1002
#define GROUP_ATTRIBUTES_INFOLEVEL 1003
#define GROUPIDMASK 32768

typedef struct _GROUP_INFO_0 {
  LPWSTR grpi0_name;
} GROUP_INFO_0, *PGROUP_INFO_0, *LPGROUP_INFO_0;

typedef struct _GROUP_INFO_1 {
  LPWSTR grpi1_name;
  LPWSTR grpi1_comment;
} GROUP_INFO_1, *PGROUP_INFO_1, *LPGROUP_INFO_1;

/** attributes: SE_GROUP_*. */
typedef struct _GROUP_INFO_2 {
  LPWSTR grpi2_name;
  LPWSTR grpi2_comment;
  DWORD grpi2_group_id;
  DWORD grpi2_attributes;
} GROUP_INFO_2, *PGROUP_INFO_2, *LPGROUP_INFO_2;

typedef struct _GROUP_INFO_3 {
  LPWSTR grpi3_name;
  LPWSTR grpi3_comment;
  PSID grpi3_group_sid;
  DWORD grpi3_attributes;
} GROUP_INFO_3, *PGROUP_INFO_3, *LPGROUP_INFO_3;

typedef struct _GROUP_INFO_1002 {
  LPWSTR grpi1002_comment;
} GROUP_INFO_1002, *PGROUP_INFO_1002, *LPGROUP_INFO_1002;

typedef struct _GROUP_INFO_1005 {
  DWORD grpi1005_attributes;
} GROUP_INFO_1005, *PGROUP_INFO_1005, *LPGROUP_INFO_1005;

typedef struct _GROUP_USERS_INFO_0 {
  LPWSTR grui0_name;
} GROUP_USERS_INFO_0, *PGROUP_USERS_INFO_0, *LPGROUP_USERS_INFO_0;

typedef struct _GROUP_USERS_INFO_1 {
  LPWSTR grui1_name;
  DWORD grui1_attributes;
} GROUP_USERS_INFO_1, *PGROUP_USERS_INFO_1, *LPGROUP_USERS_INFO_1;

typedef struct _LOCALGROUP_INFO_0 {
  LPWSTR lgrpi0_name;
} LOCALGROUP_INFO_0, *PLOCALGROUP_INFO_0, *LPLOCALGROUP_INFO_0;

typedef struct _LOCALGROUP_INFO_1 {
  LPWSTR lgrpi1_name;
  LPWSTR lgrpi1_comment;
} LOCALGROUP_INFO_1, *PLOCALGROUP_INFO_1, *LPLOCALGROUP_INFO_1;

typedef struct _LOCALGROUP_INFO_1002 {
  LPWSTR lgrpi1002_comment;
} LOCALGROUP_INFO_1002, *PLOCALGROUP_INFO_1002, *LPLOCALGROUP_INFO_1002;

typedef struct _LOCALGROUP_MEMBERS_INFO_0 {
  PSID lgrmi0_sid;
} LOCALGROUP_MEMBERS_INFO_0, *PLOCALGROUP_MEMBERS_INFO_0, *LPLOCALGROUP_MEMBERS_INFO_0;

/** name without, in level 2 and 3 with its domain. */
typedef struct _LOCALGROUP_MEMBERS_INFO_1 {
  PSID lgrmi1_sid;
  SID_NAME_USE lgrmi1_sidusage;
  LPWSTR lgrmi1_name;
} LOCALGROUP_MEMBERS_INFO_1, *PLOCALGROUP_MEMBERS_INFO_1, *LPLOCALGROUP_MEMBERS_INFO_1;

typedef struct _LOCALGROUP_MEMBERS_INFO_2 {
  PSID lgrmi2_sid;
  SID_NAME_USE lgrmi2_sidusage;
  LPWSTR lgrmi2_domainandname;
} LOCALGROUP_MEMBERS_INFO_2, *PLOCALGROUP_MEMBERS_INFO_2, *LPLOCALGROUP_MEMBERS_INFO_2;

typedef struct _LOCALGROUP_MEMBERS_INFO_3 {
  LPWSTR lgrmi3_domainandname;
} LOCALGROUP_MEMBERS_INFO_3, *PLOCALGROUP_MEMBERS_INFO_3, *LPLOCALGROUP_MEMBERS_INFO_3;

typedef struct _LOCALGROUP_USERS_INFO_0 {
  LPWSTR lgrui0_name;
} LOCALGROUP_USERS_INFO_0, *PLOCALGROUP_USERS_INFO_0, *LPLOCALGROUP_USERS_INFO_0;

NTADMIN_EXTERN_C_BEGIN

/** Makes a group; levels 0 to 3, of which name and comment are taken.
 *  @return 0; 5, 87, 124, 2223, 2224. */
NTADMIN_API NET_API_STATUS NetGroupAdd(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Puts a user into a group.
 *  @return 0; 5, 2220, 2221, 2236. */
NTADMIN_API NET_API_STATUS NetGroupAddUser(LPCWSTR servername, LPCWSTR GroupName, LPCWSTR username);

/** Lists groups by name; levels 0 to 3.
 *  @return 0; 5, 87, 124, 234. */
NTADMIN_API NET_API_STATUS NetGroupEnum(LPCWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                        LPDWORD entriesread, LPDWORD totalentries, PDWORD_PTR resume_handle);

/** Tells about a group; levels 0 to 3.
 *  @return 0; 5, 87, 124, 2220. */
NTADMIN_API NET_API_STATUS NetGroupGetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE* bufptr);

/** Changes a group: its name (level 0), its comment (1 to 3, 1002), its attributes (1005).
 *  @return 0; 5, 87, 124, 2220, 2223, 2234 it is built in. */
NTADMIN_API NET_API_STATUS NetGroupSetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                           LPDWORD parm_err);

/** Deletes a group.
 *  @return 0; 5, 1374 it is somebody's primary group, 2220, 2234. */
NTADMIN_API NET_API_STATUS NetGroupDel(LPCWSTR servername, LPCWSTR groupname);

/** Takes a user out of a group.
 *  @return 0; 5, 1374, 2220, 2221, 2237. */
NTADMIN_API NET_API_STATUS NetGroupDelUser(LPCWSTR servername, LPCWSTR GroupName, LPCWSTR Username);

/** The users in a group; levels 0 and 1.
 *  @return 0; 5, 87, 124, 2220. */
NTADMIN_API NET_API_STATUS NetGroupGetUsers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE* bufptr,
                                            DWORD prefmaxlen, LPDWORD entriesread, LPDWORD totalentries,
                                            PDWORD_PTR ResumeHandle);

/** Makes these the users in a group, and no others.
 *  @return 0; 5, 87, 124, 2220, 2221. */
NTADMIN_API NET_API_STATUS NetGroupSetUsers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                            DWORD totalentries);

/** Makes a local group; levels 0 and 1.
 *  @return 0; 5, 87, 124, 1379, 2223, 2224. */
NTADMIN_API NET_API_STATUS NetLocalGroupAdd(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Lists the local groups of the machine and the built-in ones together; levels 0 and 1.
 *  @return 0; 5, 87, 124, 234. */
NTADMIN_API NET_API_STATUS NetLocalGroupEnum(LPCWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                             LPDWORD entriesread, LPDWORD totalentries, PDWORD_PTR resumehandle);

/** Tells about a local group; levels 0 and 1.
 *  @return 0; 5, 87, 124, 2220. */
NTADMIN_API NET_API_STATUS NetLocalGroupGetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE* bufptr);

/** Changes a local group: its name (level 0), its comment (1, 1002).
 *  @return 0; 5, 87, 124, 1379, 2220. */
NTADMIN_API NET_API_STATUS NetLocalGroupSetInfo(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                                LPDWORD parm_err);

/** Deletes a local group.
 *  @return 0; 5, 2220, 2234. */
NTADMIN_API NET_API_STATUS NetLocalGroupDel(LPCWSTR servername, LPCWSTR groupname);

/** Its members; levels 0 SIDs, 1 SIDs and names, 2 with domains, 3 names alone.
 *  @return 0; 5, 87, 124, 2220. */
NTADMIN_API NET_API_STATUS NetLocalGroupGetMembers(LPCWSTR servername, LPCWSTR localgroupname, DWORD level,
                                                   LPBYTE* bufptr, DWORD prefmaxlen, LPDWORD entriesread,
                                                   LPDWORD totalentries, PDWORD_PTR resumehandle);

/** Makes these its members, and no others; levels 0 (SIDs) and 3 (names).
 *  @return 0; 5, 87, 124, 1387, 1388, 2220. */
NTADMIN_API NET_API_STATUS NetLocalGroupSetMembers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                                   DWORD totalentries);

/** Adds members, of levels 0 and 3. Nothing of the list is done when one of them is unknown.
 *  @return 0; 5, 87, 124, 1378, 1387, 1388, 2220. */
NTADMIN_API NET_API_STATUS NetLocalGroupAddMembers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                                   DWORD totalentries);

/** Takes members out; the same.
 *  @return 0; 5, 87, 124, 1377, 1387, 2220. */
NTADMIN_API NET_API_STATUS NetLocalGroupDelMembers(LPCWSTR servername, LPCWSTR groupname, DWORD level, LPBYTE buf,
                                                   DWORD totalentries);

/** Adds or takes out one member by its SID. */
NTADMIN_API NET_API_STATUS NetLocalGroupAddMember(LPCWSTR servername, LPCWSTR groupname, PSID membersid);
NTADMIN_API NET_API_STATUS NetLocalGroupDelMember(LPCWSTR servername, LPCWSTR groupname, PSID membersid);

NTADMIN_EXTERN_C_END

#endif
