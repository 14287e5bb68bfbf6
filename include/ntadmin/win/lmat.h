/* lmat.h: jobs at set times, as the Schedule service had them: layouts and numbers only. */
#ifndef NTADMIN_WIN_LMAT_H
#define NTADMIN_WIN_LMAT_H

#include "lmcons.h"

#define JOB_RUN_PERIODICALLY 0x1
#define JOB_EXEC_ERROR 0x2
#define JOB_RUNS_TODAY 0x4
#define JOB_ADD_CURRENT_DATE 0x8
#define JOB_NONINTERACTIVE 0x10
#define JOB_OUTPUT_FLAGS 0x17
#define JOB_INPUT_FLAGS 0x19

typedef struct _AT_ENUM {
  DWORD JobId;
  DWORD_PTR JobTime;
  DWORD DaysOfMonth;
  UCHAR DaysOfWeek;
  UCHAR Flags;
  LPWSTR Command;
} AT_ENUM, *PAT_ENUM, *LPAT_ENUM;

typedef struct _AT_INFO {
  DWORD_PTR JobTime;
  DWORD DaysOfMonth;
  UCHAR DaysOfWeek;
  UCHAR Flags;
  LPWSTR Command;
} AT_INFO, *PAT_INFO, *LPAT_INFO;

#endif
