/* lmremutl.h: time of a server, and what it supports. */
#ifndef NTADMIN_WIN_LMREMUTL_H
#define NTADMIN_WIN_LMREMUTL_H

#include "lmcons.h"

/* NetRemoteComputerSupports. */
#define SUPPORTS_REMOTE_ADMIN_PROTOCOL 0x2
#define SUPPORTS_RPC 0x4
#define SUPPORTS_SAM_PROTOCOL 0x8
#define SUPPORTS_UNICODE 0x10
#define SUPPORTS_LOCAL 0x20
#define SUPPORTS_ANY 0xFFFFFFFF
#define NO_PERMISSION_REQUIRED 0x1
#define ALLOCATE_RESPONSE 0x2
#define USE_SPECIFIC_TRANSPORT 0x80000000

/** elapsedt: seconds since 1970 UTC; msecs: a running counter; the parts are UTC; timezone: minutes west of UTC, -1 if
 * not known; tinterval: clock tick in 0.1 ms; weekday from 0, Sunday. */
typedef struct _TIME_OF_DAY_INFO {
  DWORD tod_elapsedt;
  DWORD tod_msecs;
  DWORD tod_hours;
  DWORD tod_mins;
  DWORD tod_secs;
  DWORD tod_hunds;
  LONG tod_timezone;
  DWORD tod_tinterval;
  DWORD tod_day;
  DWORD tod_month;
  DWORD tod_year;
  DWORD tod_weekday;
} TIME_OF_DAY_INFO, *PTIME_OF_DAY_INFO, *LPTIME_OF_DAY_INFO;

NTADMIN_EXTERN_C_BEGIN

/** The time of a server, as TIME_OF_DAY_INFO.
 *  @return 0; 87. */
NTADMIN_API NET_API_STATUS NetRemoteTOD(LPCWSTR UncServerName, LPBYTE* BufferPtr);

/** Which of the SUPPORTS_* of OptionsWanted a server has: all of them, SUPPORTS_LOCAL on this machine alone.
 *  @return 0; 53, 87. */
NTADMIN_API NET_API_STATUS NetRemoteComputerSupports(LPCWSTR UncServerName, DWORD OptionsWanted,
                                                     LPDWORD OptionsSupported);

NTADMIN_EXTERN_C_END

#endif
