/* securitybaseapi.h: SIDs, and access tokens (libntadmin.so). WTSQueryUserToken gives a token. */
#ifndef NTADMIN_WIN_SECURITYBASEAPI_H
#define NTADMIN_WIN_SECURITYBASEAPI_H

#include "windef.h"
#include "winnt.h"

NTADMIN_EXTERN_C_BEGIN

typedef struct _TOKEN_USER {
  SID_AND_ATTRIBUTES User;
} TOKEN_USER, *PTOKEN_USER;

typedef struct _TOKEN_GROUPS {
  DWORD GroupCount;
  SID_AND_ATTRIBUTES Groups[1]; /* GroupCount of them */
} TOKEN_GROUPS, *PTOKEN_GROUPS;

typedef struct _TOKEN_OWNER {
  PSID Owner;
} TOKEN_OWNER, *PTOKEN_OWNER;

typedef struct _TOKEN_PRIMARY_GROUP {
  PSID PrimaryGroup;
} TOKEN_PRIMARY_GROUP, *PTOKEN_PRIMARY_GROUP;

typedef enum _TOKEN_TYPE { TokenPrimary = 1, TokenImpersonation = 2 } TOKEN_TYPE, *PTOKEN_TYPE;

typedef enum _SECURITY_IMPERSONATION_LEVEL {
  SecurityAnonymous = 0,
  SecurityIdentification = 1,
  SecurityImpersonation = 2,
  SecurityDelegation = 3
} SECURITY_IMPERSONATION_LEVEL;

typedef struct _LUID {
  DWORD LowPart;
  LONG HighPart;
} LUID, *PLUID;

/** Of these the host knows the type, the number of groups, and ids that tell tokens and sessions apart. */
typedef struct _TOKEN_STATISTICS {
  LUID TokenId;
  LUID AuthenticationId; /* of the session */
  LARGE_INTEGER ExpirationTime;
  TOKEN_TYPE TokenType;
  SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
  DWORD DynamicCharged;
  DWORD DynamicAvailable;
  DWORD GroupCount;
  DWORD PrivilegeCount;
  LUID ModifiedId;
} TOKEN_STATISTICS, *PTOKEN_STATISTICS;

typedef enum _TOKEN_INFORMATION_CLASS {
  TokenUser = 1,
  TokenGroups = 2,
  TokenPrivileges = 3,
  TokenOwner = 4,
  TokenPrimaryGroup = 5,
  TokenDefaultDacl = 6,
  TokenSource = 7,
  TokenType = 8,
  TokenImpersonationLevel = 9,
  TokenStatistics = 10,
  TokenRestrictedSids = 11,
  TokenSessionId = 12,
  MaxTokenInfoClass = 51
} TOKEN_INFORMATION_CLASS;

/* Rights to ask for; a token here grants all that it has to whoever holds it. */
#define TOKEN_ASSIGN_PRIMARY 0x0001
#define TOKEN_DUPLICATE 0x0002
#define TOKEN_IMPERSONATE 0x0004
#define TOKEN_QUERY 0x0008
#define TOKEN_ALL_ACCESS 0xF01FF

#define DUPLICATE_CLOSE_SOURCE 0x1
#define DUPLICATE_SAME_ACCESS 0x2

/** Tells one thing about a token.
 *  @param TokenInformation  TokenInformationLength bytes, aligned as a pointer is; gets the structure of the class, its
 *                           SIDs behind it. TokenType and TokenSessionId are a DWORD.
 *  @param ReturnLength      gets the bytes needed, on failure for want of room too.
 *  @return 6 no token; 122 too little room; 87 null ReturnLength, no such class, and TokenImpersonationLevel of a
 *          primary token; 50 privileges, default DACL, source and the classes after TokenSessionId, which
 *          tokens here lack. */
NTADMIN_API BOOL WINAPI GetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                                            LPVOID TokenInformation, DWORD TokenInformationLength, DWORD* ReturnLength);

/** A second handle to the same user and session, closed on its own.
 *  @param lpTokenAttributes  not used: null.
 *  @return 87 null output, unknown level or type; 6 no token; 50 TokenImpersonation: nothing here can impersonate. */
NTADMIN_API BOOL WINAPI DuplicateTokenEx(HANDLE hExistingToken, DWORD dwDesiredAccess, void* lpTokenAttributes,
                                         SECURITY_IMPERSONATION_LEVEL ImpersonationLevel, TOKEN_TYPE TokenType,
                                         PHANDLE phNewToken);

/** A second handle to a token, within this process.
 *  @param hSourceProcessHandle, hTargetProcessHandle  GetCurrentProcess().
 *  @param dwOptions  DUPLICATE_SAME_ACCESS, DUPLICATE_CLOSE_SOURCE.
 *  @return 6 no token, or another process; 87 null output. */
NTADMIN_API BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle, HANDLE hTargetProcessHandle,
                                        PHANDLE lpTargetHandle, DWORD dwDesiredAccess, BOOL bInheritHandle,
                                        DWORD dwOptions);

/** Whether it has a SID's revision and no more than 15 sub-authorities; FALSE for null. */
NTADMIN_API BOOL WINAPI IsValidSid(PSID pSid);

/** The bytes of a SID, which must be valid. */
NTADMIN_API DWORD WINAPI GetLengthSid(PSID pSid);

/** Whether two valid SIDs are the same. */
NTADMIN_API BOOL WINAPI EqualSid(PSID pSid1, PSID pSid2);

/** Copies a valid SID into nDestinationSidLength bytes.
 *  @return TRUE; FALSE and 122 too little room. */
NTADMIN_API BOOL WINAPI CopySid(DWORD nDestinationSidLength, PSID pDestinationSid, PSID pSourceSid);

/** Where the parts of a valid SID lie in it. */
NTADMIN_API PUCHAR WINAPI GetSidSubAuthorityCount(PSID pSid);
NTADMIN_API PDWORD WINAPI GetSidSubAuthority(PSID pSid, DWORD nSubAuthority);
NTADMIN_API PSID_IDENTIFIER_AUTHORITY WINAPI GetSidIdentifierAuthority(PSID pSid);

/** A SID of an authority and up to 8 sub-authorities, to be freed with FreeSid.
 *  @return TRUE; FALSE and 87 null argument or more than 8, 8 no memory. */
NTADMIN_API BOOL WINAPI AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                                                 BYTE nSubAuthorityCount, DWORD nSubAuthority0, DWORD nSubAuthority1,
                                                 DWORD nSubAuthority2, DWORD nSubAuthority3, DWORD nSubAuthority4,
                                                 DWORD nSubAuthority5, DWORD nSubAuthority6, DWORD nSubAuthority7,
                                                 PSID* pSid);

/** Frees what AllocateAndInitializeSid made.
 *  @return null. */
NTADMIN_API PVOID WINAPI FreeSid(PSID pSid);

NTADMIN_EXTERN_C_END

#endif
