/* processthreadsapi.h: starting a program in a terminal session (libntadmin.so). */
#ifndef NTADMIN_WIN_PROCESSTHREADSAPI_H
#define NTADMIN_WIN_PROCESSTHREADSAPI_H

#include "windef.h"

NTADMIN_EXTERN_C_BEGIN

typedef struct _STARTUPINFOA {
  DWORD cb; /* sizeof of it */
  LPSTR lpReserved;
  LPSTR lpDesktop;
  LPSTR lpTitle;
  DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute;
  DWORD dwFlags; /* STARTF_* */
  WORD wShowWindow;
  WORD cbReserved2;
  BYTE* lpReserved2;
  HANDLE hStdInput, hStdOutput, hStdError;
} STARTUPINFOA, *LPSTARTUPINFOA;

typedef struct _STARTUPINFOW {
  DWORD cb;
  LPWSTR lpReserved;
  LPWSTR lpDesktop;
  LPWSTR lpTitle;
  DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute;
  DWORD dwFlags;
  WORD wShowWindow;
  WORD cbReserved2;
  BYTE* lpReserved2;
  HANDLE hStdInput, hStdOutput, hStdError;
} STARTUPINFOW, *LPSTARTUPINFOW;

typedef struct _PROCESS_INFORMATION {
  HANDLE hProcess; /* for CloseHandle only */
  HANDLE hThread;  /* for CloseHandle only */
  DWORD dwProcessId;
  DWORD dwThreadId; /* the same number: a new process has one thread, of its id */
} PROCESS_INFORMATION, *PPROCESS_INFORMATION, *LPPROCESS_INFORMATION;

#define STARTF_USESHOWWINDOW 0x1
#define STARTF_USESTDHANDLES 0x100

#define CREATE_SUSPENDED 0x4
#define DETACHED_PROCESS 0x8
#define CREATE_NEW_CONSOLE 0x10
#define NORMAL_PRIORITY_CLASS 0x20
#define CREATE_NEW_PROCESS_GROUP 0x200
#define CREATE_UNICODE_ENVIRONMENT 0x400
#define CREATE_BREAKAWAY_FROM_JOB 0x1000000
#define CREATE_NO_WINDOW 0x8000000

/** A value that stands for the calling process; needs no closing. */
NTADMIN_API HANDLE WINAPI GetCurrentProcess(void);

/** Starts a program in the session that a token is of, as the session's user: it is one of the session's processes and
 *  ends with it. It has nothing to read, and writes to the session's terminal; with DETACHED_PROCESS or
 *  CREATE_NO_WINDOW nowhere.
 *  @param hToken               of WTSQueryUserToken.
 *  @param lpApplicationName    the program; null: the first word of the command line, looked up in PATH.
 *  @param lpCommandLine        taken apart by Windows' rules of quoting; null: the program alone. Not changed.
 *  @param lpProcessAttributes, lpThreadAttributes, bInheritHandles  not used.
 *  @param dwCreationFlags      of those above, all but CREATE_SUSPENDED; CREATE_UNICODE_ENVIRONMENT counts for both
 *                              forms.
 *  @param lpEnvironment        "NAME=value" texts, each terminated, an empty one at the end; null: the session's.
 *  @param lpCurrentDirectory   null: the session's.
 *  @param lpStartupInfo        its dwFlags may not have STARTF_USESTDHANDLES; the rest has no meaning for a terminal.
 *  @param lpProcessInformation gets ids and two handles.
 *  @return 2 no such program; 3 no such directory; 5 not executable; 6 no token; 50 a session that is not this host's
 *          own (a plain login), suspension, standard handles; 87 nothing to run, null output, unknown flags; 7007 the
 *          session is ending; 7022 it has ended; 1314 the process has lost the right it had when it took the token. */
NTADMIN_API BOOL WINAPI CreateProcessAsUserA(HANDLE hToken, LPCSTR lpApplicationName, LPSTR lpCommandLine,
                                             void* lpProcessAttributes, void* lpThreadAttributes, BOOL bInheritHandles,
                                             DWORD dwCreationFlags, LPVOID lpEnvironment, LPCSTR lpCurrentDirectory,
                                             LPSTARTUPINFOA lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation);
NTADMIN_API BOOL WINAPI CreateProcessAsUserW(HANDLE hToken, LPCWSTR lpApplicationName, LPWSTR lpCommandLine,
                                             void* lpProcessAttributes, void* lpThreadAttributes, BOOL bInheritHandles,
                                             DWORD dwCreationFlags, LPVOID lpEnvironment, LPCWSTR lpCurrentDirectory,
                                             LPSTARTUPINFOW lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation);

#ifdef UNICODE
#define STARTUPINFO STARTUPINFOW
#define CreateProcessAsUser CreateProcessAsUserW
#else
#define STARTUPINFO STARTUPINFOA
#define CreateProcessAsUser CreateProcessAsUserA
#endif

NTADMIN_EXTERN_C_END

#endif
