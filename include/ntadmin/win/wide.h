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
wint_t NtadminFputwc(wchar_t character, FILE* file);
wint_t NtadminPutwchar(wchar_t character);
/* A line, or what there is room for of it; a character that takes two stays whole. Null at the end of the file. */
wchar_t* NtadminFgetws(wchar_t* to, int size, FILE* file);

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
wchar_t* NtadminWcspbrk(const wchar_t* text, const wchar_t* wanted);
size_t NtadminWcsspn(const wchar_t* text, const wchar_t* wanted);
size_t NtadminWcscspn(const wchar_t* text, const wchar_t* unwanted);
wchar_t* NtadminWcstok(wchar_t* text, const wchar_t* between, wchar_t** rest);
wchar_t* NtadminWmemcpy(wchar_t* to, const wchar_t* from, size_t count);
wchar_t* NtadminWmemmove(wchar_t* to, const wchar_t* from, size_t count);
wchar_t* NtadminWmemset(wchar_t* to, wchar_t value, size_t count);
int NtadminWmemcmp(const wchar_t* a, const wchar_t* b, size_t count);
wchar_t* NtadminWmemchr(const wchar_t* text, wchar_t wanted, size_t count);
/* To be freed with free(). */
wchar_t* NtadminWcsdup(const wchar_t* text);
long NtadminWcstol(const wchar_t* text, wchar_t** end, int base);
unsigned long NtadminWcstoul(const wchar_t* text, wchar_t** end, int base);
long long NtadminWcstoll(const wchar_t* text, wchar_t** end, int base);
unsigned long long NtadminWcstoull(const wchar_t* text, wchar_t** end, int base);
float NtadminWcstof(const wchar_t* text, wchar_t** end);
double NtadminWcstod(const wchar_t* text, wchar_t** end);
long double NtadminWcstold(const wchar_t* text, wchar_t** end);
int NtadminWtoi(const wchar_t* text);
/* From and to UTF-8, whatever the locale is. */
size_t NtadminMbstowcs(wchar_t* to, const char* from, size_t size);
size_t NtadminWcstombs(char* to, const wchar_t* from, size_t size);

#ifdef __cplusplus
}
namespace std {
using ::NtadminFgetws;
using ::NtadminFprintf;
using ::NtadminFputwc;
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
using ::NtadminWcscspn;
using ::NtadminWcslen;
using ::NtadminWcsncat;
using ::NtadminWcsncmp;
using ::NtadminWcsncpy;
using ::NtadminWcspbrk;
using ::NtadminWcsrchr;
using ::NtadminWcsspn;
using ::NtadminWcsstr;
using ::NtadminWcstod;
using ::NtadminWcstof;
using ::NtadminWcstok;
using ::NtadminWcstol;
using ::NtadminWcstold;
using ::NtadminWcstoll;
using ::NtadminWcstombs;
using ::NtadminWcstoul;
using ::NtadminWcstoull;
using ::NtadminWmemchr;
using ::NtadminWmemcmp;
using ::NtadminWmemcpy;
using ::NtadminWmemmove;
using ::NtadminWmemset;
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
#undef fputwc
#define fputwc NtadminFputwc
#undef putwc
#define putwc NtadminFputwc
#undef putwchar
#define putwchar NtadminPutwchar
#define fgetws NtadminFgetws
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
#define wcswcs NtadminWcsstr
#define wcspbrk NtadminWcspbrk
#define wcsspn NtadminWcsspn
#define wcscspn NtadminWcscspn
#define wcstok NtadminWcstok
#define wcstok_s NtadminWcstok
#define wmemcpy NtadminWmemcpy
#define wmemmove NtadminWmemmove
#define wmemset NtadminWmemset
#define wmemcmp NtadminWmemcmp
#define wmemchr NtadminWmemchr
#define wcsdup NtadminWcsdup
#define _wcsdup NtadminWcsdup
#define wcstol NtadminWcstol
#define wcstoul NtadminWcstoul
#define wcstoll NtadminWcstoll
#define _wcstoi64 NtadminWcstoll
#define wcstoull NtadminWcstoull
#define _wcstoui64 NtadminWcstoull
#define wcstof NtadminWcstof
#define wcstod NtadminWcstod
#define wcstold NtadminWcstold
#define _wtoi NtadminWtoi
#define _wtol NtadminWtoi
#define mbstowcs NtadminMbstowcs
#define wcstombs NtadminWcstombs

/* What there is of C's beside these takes 32 bits: a program that uses it does not compile, or does not link. */
#define wcscoll NtadminHasNo_wcscoll
#define wcsxfrm NtadminHasNo_wcsxfrm
#define wcscoll_l NtadminHasNo_wcscoll_l
#define wcsxfrm_l NtadminHasNo_wcsxfrm_l
#define wcscasecmp_l NtadminHasNo_wcscasecmp_l
#define wcsncasecmp_l NtadminHasNo_wcsncasecmp_l
#define wcschrnul NtadminHasNo_wcschrnul
#define wcpcpy NtadminHasNo_wcpcpy
#define wcpncpy NtadminHasNo_wcpncpy
#define wmempcpy NtadminHasNo_wmempcpy
#define wcswidth NtadminHasNo_wcswidth
#define wcwidth NtadminHasNo_wcwidth
#define wcsftime NtadminHasNo_wcsftime
#define wcsftime_l NtadminHasNo_wcsftime_l
#define wcstoq NtadminHasNo_wcstoq
#define wcstouq NtadminHasNo_wcstouq
#define wcstol_l NtadminHasNo_wcstol_l
#define wcstoul_l NtadminHasNo_wcstoul_l
#define wcstoll_l NtadminHasNo_wcstoll_l
#define wcstoull_l NtadminHasNo_wcstoull_l
#define wcstof_l NtadminHasNo_wcstof_l
#define wcstod_l NtadminHasNo_wcstod_l
#define wcstold_l NtadminHasNo_wcstold_l
#define wcstof32 NtadminHasNo_wcstof32
#define wcstof64 NtadminHasNo_wcstof64
#define wcstof128 NtadminHasNo_wcstof128
#define wcstof32x NtadminHasNo_wcstof32x
#define wcstof64x NtadminHasNo_wcstof64x
#define fwscanf NtadminHasNo_fwscanf
#define wscanf NtadminHasNo_wscanf
#define swscanf NtadminHasNo_swscanf
#define vfwscanf NtadminHasNo_vfwscanf
#define vwscanf NtadminHasNo_vwscanf
#define vswscanf NtadminHasNo_vswscanf
#define fgetwc NtadminHasNo_fgetwc
#undef getwc
#define getwc NtadminHasNo_getwc
#undef getwchar
#define getwchar NtadminHasNo_getwchar
#define ungetwc NtadminHasNo_ungetwc
#define fputws_unlocked NtadminHasNo_fputws_unlocked
#define fgetws_unlocked NtadminHasNo_fgetws_unlocked
#define fgetwc_unlocked NtadminHasNo_fgetwc_unlocked
#define getwc_unlocked NtadminHasNo_getwc_unlocked
#define getwchar_unlocked NtadminHasNo_getwchar_unlocked
#define fputwc_unlocked NtadminHasNo_fputwc_unlocked
#define putwc_unlocked NtadminHasNo_putwc_unlocked
#define putwchar_unlocked NtadminHasNo_putwchar_unlocked
#define open_wmemstream NtadminHasNo_open_wmemstream
#define mbtowc NtadminHasNo_mbtowc
#define wctomb NtadminHasNo_wctomb
#define mbrtowc NtadminHasNo_mbrtowc
#define wcrtomb NtadminHasNo_wcrtomb
#define mbsrtowcs NtadminHasNo_mbsrtowcs
#define wcsrtombs NtadminHasNo_wcsrtombs
#define mbsnrtowcs NtadminHasNo_mbsnrtowcs
#define wcsnrtombs NtadminHasNo_wcsnrtombs
#define wcstof128_l NtadminHasNo_wcstof128_l
#define wcstof32_l NtadminHasNo_wcstof32_l
#define wcstof64_l NtadminHasNo_wcstof64_l
#define wcstof32x_l NtadminHasNo_wcstof32x_l
#define wcstof64x_l NtadminHasNo_wcstof64x_l
#define wcstoimax NtadminHasNo_wcstoimax
#define wcstoumax NtadminHasNo_wcstoumax

#endif
