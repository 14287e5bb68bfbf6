/* winbase.h: the few calls below the API libraries: last error, handles, messages, memory, libraries, names, times,
 * own session.
 *
 * All of them are in libntadmin.so. The last error belongs to the calling thread; a function that succeeds may leave it
 * as it was. */
#ifndef NTADMIN_WIN_WINBASE_H
#define NTADMIN_WIN_WINBASE_H

#include <stdarg.h>

#include "processthreadsapi.h"
#include "securitybaseapi.h"
#include "windef.h"
#include "winerror.h"
#include "winnt.h"

NTADMIN_EXTERN_C_BEGIN

#define INFINITE 0xFFFFFFFF
#define WAIT_OBJECT_0 0
#define WAIT_FAILED 0xFFFFFFFF
#define MAX_COMPUTERNAME_LENGTH 15

/* LogonUser: kinds of logon and who checks it. */
#define LOGON32_LOGON_INTERACTIVE 2
#define LOGON32_LOGON_NETWORK 3
#define LOGON32_LOGON_BATCH 4
#define LOGON32_LOGON_SERVICE 5
#define LOGON32_LOGON_UNLOCK 7
#define LOGON32_LOGON_NETWORK_CLEARTEXT 8
#define LOGON32_LOGON_NEW_CREDENTIALS 9
#define LOGON32_PROVIDER_DEFAULT 0
#define LOGON32_PROVIDER_WINNT35 1
#define LOGON32_PROVIDER_WINNT40 2
#define LOGON32_PROVIDER_WINNT50 3
#define LOGON32_PROVIDER_VIRTUAL 4

/** The calling thread's last error: a Win32 code, 0 at first. */
NTADMIN_API DWORD WINAPI GetLastError(void);

/** Sets the calling thread's last error. */
NTADMIN_API void WINAPI SetLastError(DWORD dwErrCode);

/** Closes a handle that another function gave.
 *  @return TRUE; FALSE and 6 for a handle that is closed already, was never given, or has a close function of its own.
 */
NTADMIN_API BOOL WINAPI CloseHandle(HANDLE hObject);

/* FormatMessage: where the text comes from and how it is delivered. */
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200
#define FORMAT_MESSAGE_FROM_STRING 0x400
#define FORMAT_MESSAGE_FROM_HMODULE 0x800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x2000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0xFF

/** The text of an error code: one sentence and CR LF, or a space in place of the line end when
 *  FORMAT_MESSAGE_MAX_WIDTH_MASK is given. Win32, RPC and network (2100 to 2999) codes share one table, so
 *  FORMAT_MESSAGE_FROM_SYSTEM and FORMAT_MESSAGE_FROM_HMODULE find the same texts. The texts have no inserts.
 *  @param lpSource      not used.
 *  @param dwMessageId   a Win32 code, or an HRESULT made of one.
 *  @param dwLanguageId  not used: the texts are in English.
 *  @param lpBuffer      nSize characters; with FORMAT_MESSAGE_ALLOCATE_BUFFER the address of a pointer, which gets a
 *                       block of at least nSize characters to be freed with LocalFree. Untouched on failure.
 *  @param Arguments     not used.
 *  @return characters written, terminator not counted; 0 on failure: 317 no text for the code, 122 buffer too small,
 *          87 no buffer or no source named, 50 FORMAT_MESSAGE_FROM_STRING, 8 no memory. */
NTADMIN_API DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
                                        LPSTR lpBuffer, DWORD nSize, va_list* Arguments);
NTADMIN_API DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
                                        LPWSTR lpBuffer, DWORD nSize, va_list* Arguments);

/** Frees what FormatMessage allocated; null is allowed.
 *  @return null. */
NTADMIN_API HLOCAL WINAPI LocalFree(HLOCAL hMem);

/** The calling process' id. */
NTADMIN_API DWORD WINAPI GetCurrentProcessId(void);

/** The calling thread's id, which no other thread of the machine has. */
NTADMIN_API DWORD WINAPI GetCurrentThreadId(void);

/** The address at which a loaded library, or with null the program, lies in memory. wtsapi32, netapi32, kernel32,
 *  advapi32 and user32, with and without ".dll", name the libraries that have their functions here; any other name is
 *  one of dlopen.
 *  @return null on failure: 126 nothing of that name is loaded. */
NTADMIN_API HMODULE WINAPI GetModuleHandleA(LPCSTR lpModuleName);
NTADMIN_API HMODULE WINAPI GetModuleHandleW(LPCWSTR lpModuleName);

/** The same, and loads it first. It stays loaded.
 *  @return null on failure: 126 no library of that name. */
NTADMIN_API HMODULE WINAPI LoadLibraryA(LPCSTR lpLibFileName);
NTADMIN_API HMODULE WINAPI LoadLibraryW(LPCWSTR lpLibFileName);

/** Does nothing to a library that GetModuleHandle or LoadLibrary told.
 *  @return TRUE; FALSE and 87 for null. */
NTADMIN_API BOOL WINAPI FreeLibrary(HMODULE hLibModule);

/** A function of a library that GetModuleHandle or LoadLibrary told.
 *  @return null on failure: 127 it has none of that name, 6 no such library. */
typedef INT_PTR(WINAPI* FARPROC)(void);
NTADMIN_API FARPROC WINAPI GetProcAddress(HMODULE hModule, LPCSTR lpProcName);

/** The name of the user whom the program runs as, without a domain.
 *  @param pcbBuffer  characters of room; gets the length with the terminator, on failure for want of room too.
 *  @return TRUE; FALSE and 122 too little room, 87 null argument, 1332 the user has no name. */
NTADMIN_API BOOL WINAPI GetUserNameA(LPSTR lpBuffer, LPDWORD pcbBuffer);
NTADMIN_API BOOL WINAPI GetUserNameW(LPWSTR lpBuffer, LPDWORD pcbBuffer);

/** The NetBIOS name of this machine: its host name without a domain, in upper case, at most 15 characters.
 *  @param nSize  characters of room; gets the length without the terminator, on failure for want of room with it.
 *  @return TRUE; FALSE and 111 too little room, 87 null argument. */
NTADMIN_API BOOL WINAPI GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize);
NTADMIN_API BOOL WINAPI GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize);

/** Waits, signals or not; INFINITE for ever. */
NTADMIN_API void WINAPI Sleep(DWORD dwMilliseconds);

/** Milliseconds since the machine was started; the first one begins anew after 49.7 days. */
NTADMIN_API DWORD WINAPI GetTickCount(void);
NTADMIN_API ULONGLONG WINAPI GetTickCount64(void);

/** The time now: in 100 ns units since 1601, as a UTC date, as a date of the local time zone. */
NTADMIN_API void WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime);
NTADMIN_API void WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime);
NTADMIN_API void WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime);

/** Between times and dates; FileTimeToLocalFileTime moves a time by what the local time zone is off UTC now.
 *  @return TRUE; FALSE and 87 null argument, a time beyond the year 30827, or no such date. */
NTADMIN_API BOOL WINAPI FileTimeToSystemTime(const FILETIME* lpFileTime, LPSYSTEMTIME lpSystemTime);
NTADMIN_API BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME* lpSystemTime, LPFILETIME lpFileTime);
NTADMIN_API BOOL WINAPI FileTimeToLocalFileTime(const FILETIME* lpFileTime, LPFILETIME lpLocalFileTime);

/** The length of a text; 0 for null. */
NTADMIN_API int WINAPI lstrlenA(LPCSTR lpString);
NTADMIN_API int WINAPI lstrlenW(LPCWSTR lpString);

/** The terminal session that a process of this machine belongs to.
 *  @param pSessionId  gets the session id; untouched on failure.
 *  @return TRUE; FALSE and 87 no such process or null output, 1722 no session host answers. */
NTADMIN_API BOOL WINAPI ProcessIdToSessionId(DWORD dwProcessId, DWORD* pSessionId);

/** The session at this machine's physical console.
 *  @return its id; 0xFFFFFFFF when there is none or no session host answers. */
NTADMIN_API DWORD WINAPI WTSGetActiveConsoleSessionId(void);

/** The SID of an account, by its name.
 *  @param lpSystemName  whom to ask: null or empty is this machine.
 *  @param lpAccountName "name", "DOMAIN\name" or "name@domain".
 *  @param Sid           *cbSid bytes.
 *  @param cbSid         gets the size of the SID, on failure for want of room too.
 *  @param ReferencedDomainName    *cchReferencedDomainName characters.
 *  @param cchReferencedDomainName gets the length of the domain's name: with its terminator when it or the SID found
 *                       no room, without where all went well.
 *  @param peUse         gets the kind of account.
 *  @return TRUE; FALSE and 122 too little room, and nothing but sizes is told; 1332 no such account; 87 null name,
 *          sizes or peUse; 1722 the system cannot be reached; 5. */
NTADMIN_API BOOL WINAPI LookupAccountNameA(LPCSTR lpSystemName, LPCSTR lpAccountName, PSID Sid, LPDWORD cbSid,
                                           LPSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                                           PSID_NAME_USE peUse);
NTADMIN_API BOOL WINAPI LookupAccountNameW(LPCWSTR lpSystemName, LPCWSTR lpAccountName, PSID Sid, LPDWORD cbSid,
                                           LPWSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                                           PSID_NAME_USE peUse);

/** The name of an account, by its SID. Sizes are told as LookupAccountName tells that of the domain's name.
 *  @return TRUE; FALSE and 122 too little room; 1332 no such account; 1337 no SID; 87 null SID, sizes or peUse; 1722
 *          the system cannot be reached; 5. */
NTADMIN_API BOOL WINAPI LookupAccountSidA(LPCSTR lpSystemName, PSID Sid, LPSTR Name, LPDWORD cchName,
                                          LPSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                                          PSID_NAME_USE peUse);
NTADMIN_API BOOL WINAPI LookupAccountSidW(LPCWSTR lpSystemName, PSID Sid, LPWSTR Name, LPDWORD cchName,
                                          LPWSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                                          PSID_NAME_USE peUse);

#ifdef UNICODE
#define LookupAccountName LookupAccountNameW
#define LookupAccountSid LookupAccountSidW
#define FormatMessage FormatMessageW
#define GetModuleHandle GetModuleHandleW
#define LoadLibrary LoadLibraryW
#define GetUserName GetUserNameW
#define GetComputerName GetComputerNameW
#define lstrlen lstrlenW
#else
#define LookupAccountName LookupAccountNameA
#define LookupAccountSid LookupAccountSidA
#define GetModuleHandle GetModuleHandleA
#define FormatMessage FormatMessageA
#define LoadLibrary LoadLibraryA
#define GetUserName GetUserNameA
#define GetComputerName GetComputerNameA
#define lstrlen lstrlenA
#endif

NTADMIN_EXTERN_C_END

#endif
