/* winsvc.h: what services that follow sessions need. */
#ifndef NTADMIN_WIN_WINSVC_H
#define NTADMIN_WIN_WINSVC_H

#include "windef.h"

#define SERVICE_CONTROL_SESSIONCHANGE 0xE
#define SERVICE_ACCEPT_SESSIONCHANGE 0x80

typedef struct _SERVICE_STATUS {
  DWORD dwServiceType;
  DWORD dwCurrentState;
  DWORD dwControlsAccepted;
  DWORD dwWin32ExitCode;
  DWORD dwServiceSpecificExitCode;
  DWORD dwCheckPoint;
  DWORD dwWaitHint; /* milliseconds */
} SERVICE_STATUS, *LPSERVICE_STATUS;

#endif
