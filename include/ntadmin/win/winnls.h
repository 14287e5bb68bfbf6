/* winnls.h: texts from and to UTF-16 (libntadmin.so). The narrow texts of the API are UTF-8: CP_ACP means it too. */
#ifndef NTADMIN_WIN_WINNLS_H
#define NTADMIN_WIN_WINNLS_H

#include "windef.h"

NTADMIN_EXTERN_C_BEGIN

#define CP_ACP 0
#define CP_OEMCP 1
#define CP_THREAD_ACP 3
#define CP_UTF8 65001
#define MB_PRECOMPOSED 1
#define MB_ERR_INVALID_CHARS 8
#define WC_NO_BEST_FIT_CHARS 0x400
#define WC_ERR_INVALID_CHARS 0x80

/** A narrow text as UTF-16. What is malformed becomes U+FFFD.
 *  @param CodePage     of those above: all are UTF-8.
 *  @param dwFlags      MB_ERR_INVALID_CHARS: a malformed text fails with 1113. The others are not used.
 *  @param cbMultiByte  bytes, or -1 for all up to the terminator and it too.
 *  @param cchWideChar  characters of room; 0: only tells how many are needed.
 *  @return characters written or needed; 0 on failure: 122 too little room, 87 null text, another code page. */
NTADMIN_API int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpMultiByteStr, int cbMultiByte,
                                           LPWSTR lpWideCharStr, int cchWideChar);

/** The other way; with WC_ERR_INVALID_CHARS half of a pair of surrogates fails with 1113.
 *  @param lpDefaultChar      not used: every character can be said in UTF-8.
 *  @param lpUsedDefaultChar  gets FALSE where it is not null. */
NTADMIN_API int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWideCharStr, int cchWideChar,
                                           LPSTR lpMultiByteStr, int cbMultiByte, LPCSTR lpDefaultChar,
                                           BOOL* lpUsedDefaultChar);

NTADMIN_EXTERN_C_END

#endif
