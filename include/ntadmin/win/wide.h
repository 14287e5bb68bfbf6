/* wide.h: C's wide functions for programs whose wchar_t has 16 bits, as it has on Windows (-fshort-wchar).
 *
 * The C library's own take 32 bits. windef.h puts these in their place under the same names; a program links
 * libntadmin_wide.a for them, and for a main() that calls its wmain(). `pkg-config ntadmin-wide` says all that is
 * needed.
 *
 * The printf family follows Windows: %s and %c are of the function's own character type and %S and %C of the other, %hs
 * is narrow, %ls and %ws are wide, %I64 and %I32 give sizes, and l means 32 bits, as DWORD and LONG have. What goes to
 * a file is UTF-8. The narrow functions of the family are replaced as well, for the sake of these.
 *
 * C++'s own wide classes (std::wstring, std::wcout) are compiled for 32 bits and cannot be used in such a program. */
#ifndef NTADMIN_WIN_WIDE_H
#define NTADMIN_WIN_WIDE_H

#ifdef __cplusplus
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#else
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Formatted output: bytes or characters written; -1 where there is no room, and the text is cut. */
int NtadminPrintf(const char* format, ...);
int NtadminFprintf(FILE* file, const char* format, ...);
int NtadminWprintf(const wchar_t* format, ...);
int NtadminFwprintf(FILE* file, const wchar_t* format, ...);
int NtadminSwprintf(wchar_t* to, size_t size, const wchar_t* format, ...);
int NtadminVprintf(const char* format, va_list arguments);
int NtadminVfprintf(FILE* file, const char* format, va_list arguments);
int NtadminSprintf(char* to, const char* format, ...);
int NtadminVsprintf(char* to, const char* format, va_list arguments);
/* As C's: the bytes that there would be, whatever there is room for. */
int NtadminSnprintf(char* to, size_t size, const char* format, ...);
int NtadminVsnprintf(char* to, size_t size, const char* format, va_list arguments);
int NtadminVwprintf(const wchar_t* format, va_list arguments);
int NtadminVfwprintf(FILE* file, const wchar_t* format, va_list arguments);
int NtadminVswprintf(wchar_t* to, size_t size, const wchar_t* format, va_list arguments);
int NtadminFputws(const wchar_t* text, FILE* file);
wint_t NtadminPutwchar(wchar_t character);

/* Texts, as the functions of string.h that they are named after. */
size_t NtadminWcslen(const wchar_t* text);
size_t NtadminWcsnlen(const wchar_t* text, size_t most);
wchar_t* NtadminWcscpy(wchar_t* to, const wchar_t* from);
wchar_t* NtadminWcsncpy(wchar_t* to, const wchar_t* from, size_t size);
wchar_t* NtadminWcscat(wchar_t* to, const wchar_t* from);
wchar_t* NtadminWcsncat(wchar_t* to, const wchar_t* from, size_t most);
int NtadminWcscmp(const wchar_t* a, const wchar_t* b);
int NtadminWcsncmp(const wchar_t* a, const wchar_t* b, size_t most);
/* Without regard to the case of A to Z. */
int NtadminWcsicmp(const wchar_t* a, const wchar_t* b);
int NtadminWcsnicmp(const wchar_t* a, const wchar_t* b, size_t most);
wchar_t* NtadminWcschr(const wchar_t* text, wchar_t wanted);
wchar_t* NtadminWcsrchr(const wchar_t* text, wchar_t wanted);
wchar_t* NtadminWcsstr(const wchar_t* text, const wchar_t* wanted);
/* To be freed with free(). */
wchar_t* NtadminWcsdup(const wchar_t* text);
long NtadminWcstol(const wchar_t* text, wchar_t** end, int base);
unsigned long NtadminWcstoul(const wchar_t* text, wchar_t** end, int base);
int NtadminWtoi(const wchar_t* text);
/* From and to UTF-8, whatever the locale is. */
size_t NtadminMbstowcs(wchar_t* to, const char* from, size_t size);
size_t NtadminWcstombs(char* to, const wchar_t* from, size_t size);

#ifdef __cplusplus
}
namespace std {
using ::NtadminFprintf;
using ::NtadminFputws;
using ::NtadminFwprintf;
using ::NtadminMbstowcs;
using ::NtadminPrintf;
using ::NtadminPutwchar;
using ::NtadminSnprintf;
using ::NtadminSprintf;
using ::NtadminSwprintf;
using ::NtadminVfprintf;
using ::NtadminVfwprintf;
using ::NtadminVprintf;
using ::NtadminVsnprintf;
using ::NtadminVsprintf;
using ::NtadminVswprintf;
using ::NtadminVwprintf;
using ::NtadminWcscat;
using ::NtadminWcschr;
using ::NtadminWcscmp;
using ::NtadminWcscpy;
using ::NtadminWcslen;
using ::NtadminWcsncat;
using ::NtadminWcsncmp;
using ::NtadminWcsncpy;
using ::NtadminWcsrchr;
using ::NtadminWcsstr;
using ::NtadminWcstol;
using ::NtadminWcstombs;
using ::NtadminWcstoul;
using ::NtadminWprintf;
}  // namespace std
#endif

/* Most with their arguments, so that the attribute format(printf, ...) stays as it is. */
#define printf(...) NtadminPrintf(__VA_ARGS__)
#define fprintf(...) NtadminFprintf(__VA_ARGS__)
#define vprintf(...) NtadminVprintf(__VA_ARGS__)
#define vfprintf(...) NtadminVfprintf(__VA_ARGS__)
#define sprintf NtadminSprintf
#define vsprintf NtadminVsprintf
#define snprintf(...) NtadminSnprintf(__VA_ARGS__)
#define vsnprintf(...) NtadminVsnprintf(__VA_ARGS__)
#define wprintf NtadminWprintf
#define fwprintf NtadminFwprintf
#define swprintf NtadminSwprintf
#define _snwprintf NtadminSwprintf
#define vwprintf NtadminVwprintf
#define vfwprintf NtadminVfwprintf
#define vswprintf NtadminVswprintf
#define _vsnwprintf NtadminVswprintf
#define fputws NtadminFputws
#undef putwchar
#define putwchar NtadminPutwchar
#define wcslen NtadminWcslen
#define wcsnlen NtadminWcsnlen
#define wcscpy NtadminWcscpy
#define wcsncpy NtadminWcsncpy
#define wcscat NtadminWcscat
#define wcsncat NtadminWcsncat
#define wcscmp NtadminWcscmp
#define wcsncmp NtadminWcsncmp
#define wcsicmp NtadminWcsicmp
#define _wcsicmp NtadminWcsicmp
#define wcscasecmp NtadminWcsicmp
#define wcsnicmp NtadminWcsnicmp
#define _wcsnicmp NtadminWcsnicmp
#define wcsncasecmp NtadminWcsnicmp
#define wcschr NtadminWcschr
#define wcsrchr NtadminWcsrchr
#define wcsstr NtadminWcsstr
#define wcsdup NtadminWcsdup
#define _wcsdup NtadminWcsdup
#define wcstol NtadminWcstol
#define wcstoul NtadminWcstoul
#define _wtoi NtadminWtoi
#define _wtol NtadminWtoi
#define mbstowcs NtadminMbstowcs
#define wcstombs NtadminWcstombs

#endif
