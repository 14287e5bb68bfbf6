/* lmmsg.h: names that messages are sent to, as the Messenger service had them. */
#ifndef NTADMIN_WIN_LMMSG_H
#define NTADMIN_WIN_LMMSG_H

#include "lmcons.h"

#define MSGNAME_NOT_FORWARDED 0
#define MSGNAME_FORWARDED_TO 4
#define MSGNAME_FORWARDED_FROM 16

typedef struct _MSG_INFO_0 {
  LPWSTR msgi0_name;
} MSG_INFO_0, *PMSG_INFO_0, *LPMSG_INFO_0;

/** forward_flag: MSGNAME_*. */
typedef struct _MSG_INFO_1 {
  LPWSTR msgi1_name;
  DWORD msgi1_forward_flag;
  LPWSTR msgi1_forward;
} MSG_INFO_1, *PMSG_INFO_1, *LPMSG_INFO_1;

NTADMIN_EXTERN_C_BEGIN

/** The Messenger service is gone: all of these return ERROR_NOT_SUPPORTED. Messages to sessions: WTSSendMessage. */
NTADMIN_API NET_API_STATUS NetMessageBufferSend(LPCWSTR servername, LPCWSTR msgname, LPCWSTR fromname, LPBYTE buf,
                                                DWORD buflen);

NTADMIN_API NET_API_STATUS NetMessageNameAdd(LPCWSTR servername, LPCWSTR msgname);

NTADMIN_API NET_API_STATUS NetMessageNameDel(LPCWSTR servername, LPCWSTR msgname);

NTADMIN_API NET_API_STATUS NetMessageNameEnum(LPCWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                              LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle);

NTADMIN_API NET_API_STATUS NetMessageNameGetInfo(LPCWSTR servername, LPCWSTR msgname, DWORD level, LPBYTE* bufptr);

NTADMIN_EXTERN_C_END

#endif
