/* The part of wtsapi32.h about the host as a whole: shutdown, servers, child sessions, tokens. Included by it. */
#ifndef NTADMIN_WIN_WTSAPI32_SYSTEM_H
#define NTADMIN_WIN_WTSAPI32_SYSTEM_H

#include "wtsapi32_settings.h"
#include "wtsapi32_types.h"

NTADMIN_EXTERN_C_BEGIN

/** Logs users off, or shuts the host down. Nobody is asked or warned: send a message first.
 *  @param ShutdownFlag  WTS_WSD_LOGOFF ends every session but the caller's and returns when they are gone; new ones are
 *                       refused (7060) until the machine restarts ('ntadmin change logon' shows it). WTS_WSD_SHUTDOWN,
 * WTS_WSD_REBOOT and WTS_WSD_POWEROFF stop, restart or turn off the machine through logind. A user's own host ends with
 * its sessions on WTS_WSD_SHUTDOWN, and on WTS_WSD_LOGOFF spares logins that it did not make.
 *  @return 1314 not an administrator; 87 no flag or an unknown one; 50 WTS_WSD_FASTREBOOT, where there is no logind,
 * and reboot or power-off of a user's own host. */
NTADMIN_API BOOL WINAPI WTSShutdownSystem(HANDLE hServer, DWORD ShutdownFlag);

/** Lists the session hosts of a domain: this one, as others are not looked for.
 *  @param pDomainName   null, empty, the computer's name or "WORKGROUP" is this host's; another domain has none, which
 * is a success with *pCount 0.
 *  @param Reserved      0.
 *  @param Version       1.
 *  @param ppServerInfo  gets *pCount rows; free with WTSFreeMemory.
 *  @return 87 a null output, Reserved or Version. */
NTADMIN_API BOOL WINAPI WTSEnumerateServersA(LPSTR pDomainName, DWORD Reserved, DWORD Version,
                                             PWTS_SERVER_INFOA* ppServerInfo, DWORD* pCount);
NTADMIN_API BOOL WINAPI WTSEnumerateServersW(LPWSTR pDomainName, DWORD Reserved, DWORD Version,
                                             PWTS_SERVER_INFOW* ppServerInfo, DWORD* pCount);

/** The token of the user of a session of this machine: for GetTokenInformation and CreateProcessAsUser.
 *  @param SessionId  a session, or WTS_CURRENT_SESSION.
 *  @param phToken    gets a handle for CloseHandle.
 *  @return 1314 the caller is neither root nor, on a user's own host, the session's user; 87 null output; 7022 no such
 *          session; 1008 nobody is logged on to it. */
NTADMIN_API BOOL WINAPI WTSQueryUserToken(ULONG SessionId, PHANDLE phToken);
/** The same, under the name that the library also has. */
NTADMIN_API BOOL WINAPI QueryUserToken(ULONG SessionId, PHANDLE phToken);

/** What the library exports and no document explains: always 50. */
NTADMIN_API BOOL WINAPI WTSSetSessionInformationA(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass,
                                                  LPSTR pBuffer, DWORD DataLength);
NTADMIN_API BOOL WINAPI WTSSetSessionInformationW(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass,
                                                  LPWSTR pBuffer, DWORD DataLength);
NTADMIN_API BOOL WINAPI QueryActiveSession(PULONG pSessionId);
NTADMIN_API BOOL WINAPI RegisterUsertokenForNoWinlogon(void);

/** Child sessions: this host has none and cannot have any.
 *  @return of WTSEnableChildSessions: 5 not an administrator; 50 for TRUE. */
NTADMIN_API BOOL WTSEnableChildSessions(BOOL bEnable);
/** @param pbEnabled  gets FALSE.
 *  @return 87 null output. */
NTADMIN_API BOOL WTSIsChildSessionsEnabled(PBOOL pbEnabled);
/** @param pSessionId  gets -1, as a ULONG: there is none.
 *  @return 87 null output. */
NTADMIN_API BOOL WTSGetChildSessionId(PULONG pSessionId);

/** Whether any session of this machine is shown on a terminal.
 *  @return 87 null output. */
NTADMIN_API BOOL WTSActiveSessionExists(PBOOL pbActiveSessionExists);

/* Types of WTSSetRenderHint. */
#define RENDER_HINT_CLEAR 0
#define RENDER_HINT_VIDEO 1
#define RENDER_HINT_MAPPEDWINDOW 2

/** For remote displays of pixels, which terminal sessions have none of.
 *  @return 0x80070057 a null or unknown argument; else 0x80070032 (not supported). */
NTADMIN_API HRESULT WINAPI WTSSetRenderHint(UINT64* pRenderHintID, HWND hwndOwner, DWORD renderHintType,
                                            DWORD cbHintDataLength, BYTE* pHintData);

/** Logging on with a cloud account: this host has none, so no handle is ever given.
 *  @return null, and 50. */
NTADMIN_API WTS_CLOUD_AUTH_HANDLE WINAPI WTSCloudAuthOpen(const GUID* activityId);
/** What goes with such a handle.
 *  @return FALSE, and 6: it was never given. WTSCloudAuthDuplicateSerializedUserCredential: 87 a null argument,
 * else 50. */
NTADMIN_API void WINAPI WTSCloudAuthClose(WTS_CLOUD_AUTH_HANDLE cloudAuthHandle);
NTADMIN_API BOOL WINAPI WTSCloudAuthGetServerNonce(WTS_CLOUD_AUTH_HANDLE cloudAuthHandle, PWSTR* serverNonce);
NTADMIN_API BOOL WINAPI WTSCloudAuthConvertAssertionToSerializedUserCredential(
    WTS_CLOUD_AUTH_HANDLE cloudAuthHandle, PCSTR assertion, ULONG assertionLength, PCWSTR resourceId,
    WTS_SERIALIZED_USER_CREDENTIAL** userCredential);
NTADMIN_API BOOL WINAPI WTSCloudAuthNetworkLogonWithSerializedCredential(WTS_CLOUD_AUTH_HANDLE cloudAuthHandle,
                                                                         WTS_SERIALIZED_USER_CREDENTIAL* userCredential,
                                                                         HANDLE* token);
NTADMIN_API BOOL WINAPI WTSCloudAuthDuplicateSerializedUserCredential(
    const WTS_SERIALIZED_USER_CREDENTIAL* userCredential, WTS_SERIALIZED_USER_CREDENTIAL** duplicatedUserCredential);

#ifdef UNICODE
#define WTSEnumerateServers WTSEnumerateServersW
#else
#define WTSEnumerateServers WTSEnumerateServersA
#endif

NTADMIN_EXTERN_C_END

#endif
