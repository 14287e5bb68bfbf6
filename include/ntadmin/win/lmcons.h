/* lmcons.h: lengths of names, and what all functions of network management share.
 *
 * Lengths are in characters, without the terminator. The LM20_ ones are those of LAN Manager 2.0. */
#ifndef NTADMIN_WIN_LMCONS_H
#define NTADMIN_WIN_LMCONS_H

#include "windef.h"

typedef DWORD NET_API_STATUS;
typedef NET_API_STATUS API_RET_TYPE;
typedef LPWSTR LMSTR;
typedef LPCWSTR LMCSTR;
#define NET_API_FUNCTION WINAPI

/* Lengths. */
#define ALERTSZ 128
#define CLTYPE_LEN 12
#define CNLEN 15
#define CRYPT_KEY_LEN 7
#define CRYPT_TXT_LEN 8
#define DEVLEN 80
#define DNLEN 15
#define ENCRYPTED_PWLEN 16
#define EVLEN 16
#define GNLEN 256
#define LM_DNS_MAX_NAME_LENGTH 255
#define MAXCOMMENTSZ 256
#define MAXDEVENTRIES 32
#define NETBIOS_NAME_LEN 16
#define NNLEN 80
#define PATHLEN 256
#define PWLEN 256
#define QNLEN 80
#define RMLEN 98
#define SESSION_CRYPT_KLEN 21
#define SESSION_PWLEN 24
#define SHPWLEN 8
#define SNLEN 80
#define STXTLEN 256
#define UNCLEN 17
#define UNLEN 256

/* Lengths of LAN Manager 2.0. */
#define LM20_CNLEN 15
#define LM20_DEVLEN 8
#define LM20_DNLEN 15
#define LM20_GNLEN 20
#define LM20_MAXCOMMENTSZ 48
#define LM20_NNLEN 12
#define LM20_PATHLEN 256
#define LM20_PWLEN 14
#define LM20_QNLEN 12
#define LM20_RMLEN 30
#define LM20_SNLEN 15
#define LM20_STXTLEN 63
#define LM20_UNCLEN 17
#define LM20_UNLEN 20

/* Enumerations: the preferred size of an answer. */
#define MAX_PREFERRED_LENGTH 0xFFFFFFFF /* everything in one call */

/* Which member of a structure was wrong, and the level that sets one member: base and number. */
#define PARMNUM_ALL 0
#define PARM_ERROR_NONE 0
#define PARMNUM_BASE_INFOLEVEL 1000
#define PARM_ERROR_UNKNOWN 0xFFFFFFFF

/* Platforms. */
#define PLATFORM_ID_DOS 300
#define PLATFORM_ID_OS2 400
#define PLATFORM_ID_NT 500
#define PLATFORM_ID_OSF 600
#define PLATFORM_ID_VMS 700

/* Numbers of messages, and files of them. */
#define MIN_LANMAN_MESSAGE_ID 2100
#define MAX_LANMAN_MESSAGE_ID 5899
#define BACKUP_MSG_FILENAME TEXT("BAK.MSG")
#define HELP_MSG_FILENAME TEXT("NETH")
#define MESSAGE_FILENAME TEXT("NETMSG")
#define OS2MSG_FILENAME TEXT("BASE")

#endif
