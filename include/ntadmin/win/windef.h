/* windef.h: the base types of the Windows API, for programs that are ported to ntadmin.
 *
 * Sizes are those of Windows x64 (LLP64): a LONG or DWORD has 32 bits although Linux' long has 64. A WCHAR has 16 bits
 * and is char16_t, so that u"text" is a wide literal; under -fshort-wchar it is wchar_t, L"text" works as well, and
 * wide.h has C's wide functions for it. Calling convention macros are empty: there is one convention. */
#ifndef NTADMIN_WIN_WINDEF_H
#define NTADMIN_WIN_WINDEF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#ifdef __cplusplus
#define NTADMIN_EXTERN_C_BEGIN extern "C" {
#define NTADMIN_EXTERN_C_END }
#else
#define NTADMIN_EXTERN_C_BEGIN
#define NTADMIN_EXTERN_C_END
#endif

/** In C++, gives an enumeration the whole range of int, as C does: programs pass values that have no name yet. */
#ifdef __cplusplus
#define NTADMIN_ENUM_INT : int
#else
#define NTADMIN_ENUM_INT
#endif

/** Marks what the shared libraries export. */
#define NTADMIN_API __attribute__((visibility("default")))

#define WINAPI
#define WINAPIV
#define CALLBACK
#define APIENTRY
#define DECLSPEC_IMPORT
#define IN
#define OUT
#define OPTIONAL
#define __cdecl
#define __stdcall
#define _cdecl
#define _stdcall

/* Annotations of arguments, which say nothing to the compilers here. */
#define _In_
#define _In_opt_
#define _Out_
#define _Out_opt_
#define _Inout_
#define _Inout_opt_
#ifndef CONST
#define CONST const
#endif
#ifndef VOID
#define VOID void
#endif
#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif

#define MAX_PATH 260

/* Parts of numbers, memory, arrays. */
#define LOBYTE(number) ((BYTE)((DWORD_PTR)(number)&0xFF))
#define HIBYTE(number) ((BYTE)(((DWORD_PTR)(number) >> 8) & 0xFF))
#define LOWORD(number) ((WORD)((DWORD_PTR)(number)&0xFFFF))
#define HIWORD(number) ((WORD)(((DWORD_PTR)(number) >> 16) & 0xFFFF))
#define MAKEWORD(low, high) ((WORD)(LOBYTE(low) | ((WORD)LOBYTE(high) << 8)))
#define MAKELONG(low, high) ((LONG)(LOWORD(low) | ((DWORD)LOWORD(high) << 16)))
#define ZeroMemory(to, size) memset((to), 0, (size))
#define FillMemory(to, size, byte) memset((to), (byte), (size))
#define CopyMemory(to, from, size) memcpy((to), (from), (size))
#define MoveMemory(to, from, size) memmove((to), (from), (size))
#define ARRAYSIZE(array) (sizeof(array) / sizeof((array)[0]))
#define UNREFERENCED_PARAMETER(name) ((void)(name))

typedef char CHAR, *PCHAR;
typedef unsigned char UCHAR, *PUCHAR;
typedef unsigned char BYTE, *PBYTE, *LPBYTE;
typedef BYTE BOOLEAN, *PBOOLEAN;
typedef short SHORT, *PSHORT;
typedef unsigned short USHORT, *PUSHORT;
typedef unsigned short WORD, *PWORD, *LPWORD;
typedef int INT, *PINT, *LPINT;
typedef unsigned int UINT, *PUINT;
typedef int BOOL, *PBOOL, *LPBOOL;
typedef int32_t LONG, *PLONG, *LPLONG;
typedef uint32_t ULONG, *PULONG;
typedef uint32_t DWORD, *PDWORD, *LPDWORD;
typedef int32_t INT32, *PINT32;
typedef uint32_t UINT32, *PUINT32;
typedef long long LONGLONG, *PLONGLONG;
typedef unsigned long long ULONGLONG, *PULONGLONG;
typedef int64_t INT64, *PINT64;
typedef uint64_t UINT64, *PUINT64;
typedef unsigned long long DWORDLONG, *PDWORDLONG;
typedef intptr_t INT_PTR, LONG_PTR, *PLONG_PTR;
typedef uintptr_t UINT_PTR, ULONG_PTR, *PULONG_PTR;
typedef uintptr_t DWORD_PTR, *PDWORD_PTR;
typedef size_t SIZE_T, *PSIZE_T;
typedef LONG HRESULT;
typedef LONG NTSTATUS;

typedef void *PVOID, *LPVOID;
typedef const void* LPCVOID;
typedef void *HANDLE, **PHANDLE, **LPHANDLE;
typedef HANDLE HLOCAL;
typedef struct HWND__* HWND;
typedef struct HINSTANCE__* HINSTANCE;
typedef HINSTANCE HMODULE;
typedef struct HICON__* HICON;
typedef HICON HCURSOR;
typedef struct HBRUSH__* HBRUSH;
typedef struct HMENU__* HMENU;
typedef WORD ATOM;
typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM;
typedef LONG_PTR LRESULT;

#if __SIZEOF_WCHAR_T__ == 2
#ifdef __cplusplus
typedef wchar_t WCHAR;
#else
typedef __WCHAR_TYPE__ WCHAR;
#endif
#define NTADMIN_WIDE(text) L##text
#else
typedef char16_t WCHAR;
#define NTADMIN_WIDE(text) u##text
#endif

typedef WCHAR *PWCHAR, *PWSTR, *LPWSTR, **LPLPWSTR;
typedef const WCHAR *PCWSTR, *LPCWSTR;
typedef char *PSTR, *LPSTR, **LPLPSTR;
typedef const char *PCSTR, *LPCSTR;

#ifdef UNICODE
typedef WCHAR TCHAR;
#define NTADMIN_TEXT(text) NTADMIN_WIDE(text)
#else
typedef char TCHAR;
#define NTADMIN_TEXT(text) text
#endif
typedef TCHAR *PTCHAR, *PTSTR, *LPTSTR;
typedef const TCHAR *PCTSTR, *LPCTSTR;
/** A literal of the character type that UNICODE chooses. */
#define TEXT(text) NTADMIN_TEXT(text)
#ifndef _T
#define _T(text) NTADMIN_TEXT(text)
#endif

#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)

/** 100 ns units since 1601-01-01 UTC, in two halves. */
typedef struct _FILETIME {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

/** A date and time of day by its parts; wMonth from 1, wDayOfWeek from 0 (Sunday). */
typedef struct _SYSTEMTIME {
  WORD wYear;
  WORD wMonth;
  WORD wDayOfWeek;
  WORD wDay;
  WORD wHour;
  WORD wMinute;
  WORD wSecond;
  WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

typedef struct _GUID {
  uint32_t Data1;
  unsigned short Data2;
  unsigned short Data3;
  unsigned char Data4[8];
} GUID;

/** A signed 64-bit number, whole or in halves. */
typedef union _LARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    LONG HighPart;
  };
  struct {
    DWORD LowPart;
    LONG HighPart;
  } u;
  LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

/** An unsigned 64-bit number, whole or in halves. */
typedef union _ULARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    DWORD HighPart;
  };
  struct {
    DWORD LowPart;
    DWORD HighPart;
  } u;
  ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

#if __SIZEOF_WCHAR_T__ == 2
#include "wide.h"
#endif
#include "winnt.h"

#endif
