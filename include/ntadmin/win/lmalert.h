/* lmalert.h: alerts, as the Alerter service raised them: layouts and numbers only. */
#ifndef NTADMIN_WIN_LMALERT_H
#define NTADMIN_WIN_LMALERT_H

#include "lmcons.h"

/* State of a print job. */
#define PRJOB_QS_QUEUED 0x0
#define PRJOB_QS_PAUSED 0x1
#define PRJOB_QS_SPOOLING 0x2
#define PRJOB_QSTATUS 0x3
#define PRJOB_QS_PRINTING 0x3
#define PRJOB_COMPLETE 0x4
#define PRJOB_INTERV 0x8
#define PRJOB_ERROR 0x10
#define PRJOB_DESTOFFLINE 0x20
#define PRJOB_DESTPAUSED 0x40
#define PRJOB_NOTIFY 0x80
#define PRJOB_DESTNOPAPER 0x100
#define PRJOB_DEVSTATUS 0x1FC
#define PRJOB_DELETED 0x8000

/* Events, and where they are sent. */
#define ALERT_ADMIN_EVENT TEXT("ADMIN")
#define ALERT_ERRORLOG_EVENT TEXT("ERRORLOG")
#define ALERT_MESSAGE_EVENT TEXT("MESSAGE")
#define ALERT_PRINT_EVENT TEXT("PRINTING")
#define ALERT_USER_EVENT TEXT("USER")
#define ALERTER_MAILSLOT TEXT("\\\\.\\MAILSLOT\\Alerter")

typedef struct _ADMIN_OTHER_INFO {
  DWORD alrtad_errcode;
  DWORD alrtad_numstrings;
} ADMIN_OTHER_INFO, *PADMIN_OTHER_INFO, *LPADMIN_OTHER_INFO;

typedef struct _ERRLOG_OTHER_INFO {
  DWORD alrter_errcode;
  DWORD alrter_offset;
} ERRLOG_OTHER_INFO, *PERRLOG_OTHER_INFO, *LPERRLOG_OTHER_INFO;

typedef struct _PRINT_OTHER_INFO {
  DWORD alrtpr_jobid;
  DWORD alrtpr_status;
  DWORD alrtpr_submitted;
  DWORD alrtpr_size;
} PRINT_OTHER_INFO, *PPRINT_OTHER_INFO, *LPPRINT_OTHER_INFO;

typedef struct _STD_ALERT {
  DWORD alrt_timestamp;
  WCHAR alrt_eventname[17];
  WCHAR alrt_servicename[81];
} STD_ALERT, *PSTD_ALERT, *LPSTD_ALERT;

typedef struct _USER_OTHER_INFO {
  DWORD alrtus_errcode;
  DWORD alrtus_numstrings;
} USER_OTHER_INFO, *PUSER_OTHER_INFO, *LPUSER_OTHER_INFO;

#endif
