/* lmaccess_policy.h: policy of passwords and lock-out, and checking passwords against it; include lmaccess.h. */
#ifndef NTADMIN_WIN_LMACCESS_POLICY_H
#define NTADMIN_WIN_LMACCESS_POLICY_H

#include "lmcons.h"
#include "winnt.h"

/* Defaults, and the role of a server. */
#define DEF_MAX_BADPW 0
#define DEF_MIN_PWAGE 0
#define UAS_ROLE_STANDALONE 0
#define UAS_ROLE_MEMBER 1
#define UAS_ROLE_BACKUP 2
#define UAS_ROLE_PRIMARY 3
#define DEF_PWUNIQUENESS 5
#define DEF_MIN_PWLEN 6
#define DEF_MAX_PWHIST 8
#define DEF_FORCE_LOGOFF 0xFFFFFFFF
#define DEF_MAX_PWAGE 0xFFFFFFFF

/* Numbers of members, and levels that set one. */
#define MODALS_MIN_PASSWD_LEN_PARMNUM 1
#define MODALS_MAX_PASSWD_AGE_PARMNUM 2
#define MODALS_MIN_PASSWD_AGE_PARMNUM 3
#define MODALS_FORCE_LOGOFF_PARMNUM 4
#define MODALS_PASSWD_HIST_LEN_PARMNUM 5
#define MODALS_ROLE_PARMNUM 6
#define MODALS_PRIMARY_PARMNUM 7
#define MODALS_DOMAIN_NAME_PARMNUM 8
#define MODALS_DOMAIN_ID_PARMNUM 9
#define MODALS_LOCKOUT_DURATION_PARMNUM 10
#define MODALS_LOCKOUT_OBSERVATION_WINDOW_PARMNUM 11
#define MODALS_LOCKOUT_THRESHOLD_PARMNUM 12
#define MODALS_MIN_PASSWD_LEN_INFOLEVEL 1001
#define MODALS_MAX_PASSWD_AGE_INFOLEVEL 1002
#define MODALS_MIN_PASSWD_AGE_INFOLEVEL 1003
#define MODALS_FORCE_LOGOFF_INFOLEVEL 1004
#define MODALS_PASSWD_HIST_LEN_INFOLEVEL 1005
#define MODALS_ROLE_INFOLEVEL 1006
#define MODALS_PRIMARY_INFOLEVEL 1007
#define MODALS_DOMAIN_NAME_INFOLEVEL 1008
#define MODALS_DOMAIN_ID_INFOLEVEL 1009

/* NetValidatePasswordPolicy: which fields are present. */
#define NET_VALIDATE_PASSWORD_LAST_SET 0x1
#define NET_VALIDATE_BAD_PASSWORD_TIME 0x2
#define NET_VALIDATE_LOCKOUT_TIME 0x4
#define NET_VALIDATE_BAD_PASSWORD_COUNT 0x8
#define NET_VALIDATE_PASSWORD_HISTORY_LENGTH 0x10
#define NET_VALIDATE_PASSWORD_HISTORY 0x20

typedef enum _NET_VALIDATE_PASSWORD_TYPE NTADMIN_ENUM_INT {
  NetValidateAuthentication = 1,
  NetValidatePasswordChange = 2,
  NetValidatePasswordReset = 3
} NET_VALIDATE_PASSWORD_TYPE,
    *PNET_VALIDATE_PASSWORD_TYPE;

/** Ages and times in seconds, or TIMEQ_FOREVER. */
typedef struct _USER_MODALS_INFO_0 {
  DWORD usrmod0_min_passwd_len;
  DWORD usrmod0_max_passwd_age;
  DWORD usrmod0_min_passwd_age;
  DWORD usrmod0_force_logoff;
  DWORD usrmod0_password_hist_len;
} USER_MODALS_INFO_0, *PUSER_MODALS_INFO_0, *LPUSER_MODALS_INFO_0;

/** role: UAS_ROLE_*. */
typedef struct _USER_MODALS_INFO_1 {
  DWORD usrmod1_role;
  LPWSTR usrmod1_primary;
} USER_MODALS_INFO_1, *PUSER_MODALS_INFO_1, *LPUSER_MODALS_INFO_1;

typedef struct _USER_MODALS_INFO_2 {
  LPWSTR usrmod2_domain_name;
  PSID usrmod2_domain_id;
} USER_MODALS_INFO_2, *PUSER_MODALS_INFO_2, *LPUSER_MODALS_INFO_2;

/** Durations in seconds. */
typedef struct _USER_MODALS_INFO_3 {
  DWORD usrmod3_lockout_duration;
  DWORD usrmod3_lockout_observation_window;
  DWORD usrmod3_lockout_threshold;
} USER_MODALS_INFO_3, *PUSER_MODALS_INFO_3, *LPUSER_MODALS_INFO_3;

typedef struct _USER_MODALS_INFO_1001 {
  DWORD usrmod1001_min_passwd_len;
} USER_MODALS_INFO_1001, *PUSER_MODALS_INFO_1001, *LPUSER_MODALS_INFO_1001;

typedef struct _USER_MODALS_INFO_1002 {
  DWORD usrmod1002_max_passwd_age;
} USER_MODALS_INFO_1002, *PUSER_MODALS_INFO_1002, *LPUSER_MODALS_INFO_1002;

typedef struct _USER_MODALS_INFO_1003 {
  DWORD usrmod1003_min_passwd_age;
} USER_MODALS_INFO_1003, *PUSER_MODALS_INFO_1003, *LPUSER_MODALS_INFO_1003;

typedef struct _USER_MODALS_INFO_1004 {
  DWORD usrmod1004_force_logoff;
} USER_MODALS_INFO_1004, *PUSER_MODALS_INFO_1004, *LPUSER_MODALS_INFO_1004;

typedef struct _USER_MODALS_INFO_1005 {
  DWORD usrmod1005_password_hist_len;
} USER_MODALS_INFO_1005, *PUSER_MODALS_INFO_1005, *LPUSER_MODALS_INFO_1005;

typedef struct _USER_MODALS_INFO_1006 {
  DWORD usrmod1006_role;
} USER_MODALS_INFO_1006, *PUSER_MODALS_INFO_1006, *LPUSER_MODALS_INFO_1006;

typedef struct _USER_MODALS_INFO_1007 {
  LPWSTR usrmod1007_primary;
} USER_MODALS_INFO_1007, *PUSER_MODALS_INFO_1007, *LPUSER_MODALS_INFO_1007;

typedef struct _NET_VALIDATE_PASSWORD_HASH {
  ULONG Length;
  LPBYTE Hash;
} NET_VALIDATE_PASSWORD_HASH, *PNET_VALIDATE_PASSWORD_HASH, *LPNET_VALIDATE_PASSWORD_HASH;

/** What an application keeps of an account; PresentFields: NET_VALIDATE_*. */
typedef struct _NET_VALIDATE_PERSISTED_FIELDS {
  ULONG PresentFields;
  FILETIME PasswordLastSet;
  FILETIME BadPasswordTime;
  FILETIME LockoutTime;
  ULONG BadPasswordCount;
  ULONG PasswordHistoryLength;
  PNET_VALIDATE_PASSWORD_HASH PasswordHistory;
} NET_VALIDATE_PERSISTED_FIELDS, *PNET_VALIDATE_PERSISTED_FIELDS, *LPNET_VALIDATE_PERSISTED_FIELDS;

typedef struct _NET_VALIDATE_OUTPUT_ARG {
  NET_VALIDATE_PERSISTED_FIELDS ChangedPersistedFields;
  DWORD ValidationStatus;
} NET_VALIDATE_OUTPUT_ARG, *PNET_VALIDATE_OUTPUT_ARG, *LPNET_VALIDATE_OUTPUT_ARG;

typedef struct _NET_VALIDATE_AUTHENTICATION_INPUT_ARG {
  NET_VALIDATE_PERSISTED_FIELDS InputPersistedFields;
  BOOLEAN PasswordMatched;
} NET_VALIDATE_AUTHENTICATION_INPUT_ARG, *PNET_VALIDATE_AUTHENTICATION_INPUT_ARG,
    *LPNET_VALIDATE_AUTHENTICATION_INPUT_ARG;

typedef struct _NET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG {
  NET_VALIDATE_PERSISTED_FIELDS InputPersistedFields;
  LPWSTR ClearPassword;
  LPWSTR UserAccountName;
  NET_VALIDATE_PASSWORD_HASH HashedPassword;
  BOOLEAN PasswordMatch;
} NET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG, *PNET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG,
    *LPNET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG;

typedef struct _NET_VALIDATE_PASSWORD_RESET_INPUT_ARG {
  NET_VALIDATE_PERSISTED_FIELDS InputPersistedFields;
  LPWSTR ClearPassword;
  LPWSTR UserAccountName;
  NET_VALIDATE_PASSWORD_HASH HashedPassword;
  BOOLEAN PasswordMustChangeAtNextLogon;
  BOOLEAN ClearLockout;
} NET_VALIDATE_PASSWORD_RESET_INPUT_ARG, *PNET_VALIDATE_PASSWORD_RESET_INPUT_ARG,
    *LPNET_VALIDATE_PASSWORD_RESET_INPUT_ARG;

NTADMIN_EXTERN_C_BEGIN

/** The rules for passwords and lock-out; levels 0 to 3.
 *  @return 0; 5, 87, 124. */
NTADMIN_API NET_API_STATUS NetUserModalsGet(LPCWSTR servername, DWORD level, LPBYTE* bufptr);

/** Sets them; levels 0 and 3, and 1001 to 1005 of one member. parm_err, if not null, receives the number of the member
 * at fault.
 *  @return 0; 5, 50 a role, a primary server and the domain's name cannot be set, 87, 124. */
NTADMIN_API NET_API_STATUS NetUserModalsSet(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err);

/** Holds what an application knows of one of its own accounts against the rules of a server.
 *  @param Qualifier  null.
 *  @param InputArg   the structure of the type: NET_VALIDATE_AUTHENTICATION_INPUT_ARG, ..._PASSWORD_CHANGE_INPUT_ARG or
 *                    ..._PASSWORD_RESET_INPUT_ARG.
 *  @param OutputArg  gets a NET_VALIDATE_OUTPUT_ARG, for NetValidatePasswordPolicyFree: what the application is to keep
 *                    from now on, and the verdict, 0 or a code of lmerr.h. Null on failure.
 *  @return 0; 5, 53, 87 another type or a missing argument. */
NTADMIN_API NET_API_STATUS NetValidatePasswordPolicy(LPCWSTR ServerName, LPVOID Qualifier,
                                                     NET_VALIDATE_PASSWORD_TYPE ValidationType, LPVOID InputArg,
                                                     LPVOID* OutputArg);

/** Frees the answer at *OutputArg, which is null afterwards; null is allowed.
 *  @return 0; 87. */
NTADMIN_API NET_API_STATUS NetValidatePasswordPolicyFree(LPVOID* OutputArg);

NTADMIN_EXTERN_C_END

#endif
