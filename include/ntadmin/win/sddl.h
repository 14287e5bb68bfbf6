/* sddl.h: SIDs as texts (libntadmin.so). */
#ifndef NTADMIN_WIN_SDDL_H
#define NTADMIN_WIN_SDDL_H

#include "winnt.h"

NTADMIN_EXTERN_C_BEGIN

/** "S-1-5-32-544" of a SID.
 *  @param StringSid  gets a text to be freed with LocalFree.
 *  @return TRUE; FALSE and 1337 no SID, 87 null output, 8 no memory. */
NTADMIN_API BOOL WINAPI ConvertSidToStringSidA(PSID Sid, LPSTR* StringSid);
NTADMIN_API BOOL WINAPI ConvertSidToStringSidW(PSID Sid, LPWSTR* StringSid);

/** The SID of such a text, or of one of the two-letter names of SDDL (BA, WD, SY, …) but those of a domain's accounts.
 *  @param Sid  gets a SID to be freed with LocalFree.
 *  @return TRUE; FALSE and 1337 the text says none, 87 null argument, 8 no memory. */
NTADMIN_API BOOL WINAPI ConvertStringSidToSidA(LPCSTR StringSid, PSID* Sid);
NTADMIN_API BOOL WINAPI ConvertStringSidToSidW(LPCWSTR StringSid, PSID* Sid);

NTADMIN_EXTERN_C_END

#ifdef UNICODE
#define ConvertSidToStringSid ConvertSidToStringSidW
#define ConvertStringSidToSid ConvertStringSidToSidW
#else
#define ConvertSidToStringSid ConvertSidToStringSidA
#define ConvertStringSidToSid ConvertStringSidToSidA
#endif

#endif
