/* wtsapi32_types.h: structures of the Terminal Services API; include wtsapi32.h.
 *
 * Names ending in A hold UTF-8, names ending in W UTF-16; UNICODE chooses which of them the plain name means. Pointers
 * in a returned structure point into the block it was returned in, and die with it. */
#ifndef NTADMIN_WIN_WTSAPI32_TYPES_H
#define NTADMIN_WIN_WTSAPI32_TYPES_H

#include "wtsapi32_settings.h"

/** A session. pWinStationName is empty, never null, for a disconnected session. */
typedef struct _WTS_SESSION_INFOA {
  DWORD SessionId;
  LPSTR pWinStationName;
  WTS_CONNECTSTATE_CLASS State;
} WTS_SESSION_INFOA, *PWTS_SESSION_INFOA;

typedef struct _WTS_SESSION_INFOW {
  DWORD SessionId;
  LPWSTR pWinStationName;
  WTS_CONNECTSTATE_CLASS State;
} WTS_SESSION_INFOW, *PWTS_SESSION_INFOW;

/** A session in full. ExecEnvId equals the session id except on a virtualization host. pHostName is null for a session
 * of the queried server, pUserName and pDomainName while nobody is logged on, pFarmName unless in a farm. */
typedef struct _WTS_SESSION_INFO_1A {
  DWORD ExecEnvId;
  WTS_CONNECTSTATE_CLASS State;
  DWORD SessionId;
  LPSTR pSessionName;
  LPSTR pHostName;
  LPSTR pUserName;
  LPSTR pDomainName;
  LPSTR pFarmName;
} WTS_SESSION_INFO_1A, *PWTS_SESSION_INFO_1A;

typedef struct _WTS_SESSION_INFO_1W {
  DWORD ExecEnvId;
  WTS_CONNECTSTATE_CLASS State;
  DWORD SessionId;
  LPWSTR pSessionName;
  LPWSTR pHostName;
  LPWSTR pUserName;
  LPWSTR pDomainName;
  LPWSTR pFarmName;
} WTS_SESSION_INFO_1W, *PWTS_SESSION_INFO_1W;

/** A process. pProcessName is the image name without path; pUserSid is null where the caller may not see the owner. */
typedef struct _WTS_PROCESS_INFOA {
  DWORD SessionId;
  DWORD ProcessId;
  LPSTR pProcessName;
  PSID pUserSid;
} WTS_PROCESS_INFOA, *PWTS_PROCESS_INFOA;

typedef struct _WTS_PROCESS_INFOW {
  DWORD SessionId;
  DWORD ProcessId;
  LPWSTR pProcessName;
  PSID pUserSid;
} WTS_PROCESS_INFOW, *PWTS_PROCESS_INFOW;

/** A process with its counters: memory in bytes (wraps at 4 GiB), times in 100 ns units. */
typedef struct _WTS_PROCESS_INFO_EXA {
  DWORD SessionId;
  DWORD ProcessId;
  LPSTR pProcessName;
  PSID pUserSid;
  DWORD NumberOfThreads;
  DWORD HandleCount;
  DWORD PagefileUsage;
  DWORD PeakPagefileUsage;
  DWORD WorkingSetSize;
  DWORD PeakWorkingSetSize;
  LARGE_INTEGER UserTime;
  LARGE_INTEGER KernelTime;
} WTS_PROCESS_INFO_EXA, *PWTS_PROCESS_INFO_EXA;

typedef struct _WTS_PROCESS_INFO_EXW {
  DWORD SessionId;
  DWORD ProcessId;
  LPWSTR pProcessName;
  PSID pUserSid;
  DWORD NumberOfThreads;
  DWORD HandleCount;
  DWORD PagefileUsage;
  DWORD PeakPagefileUsage;
  DWORD WorkingSetSize;
  DWORD PeakWorkingSetSize;
  LARGE_INTEGER UserTime;
  LARGE_INTEGER KernelTime;
} WTS_PROCESS_INFO_EXW, *PWTS_PROCESS_INFO_EXW;

/** A session host that WTSEnumerateServers found. */
typedef struct _WTS_SERVER_INFOA {
  LPSTR pServerName;
} WTS_SERVER_INFOA, *PWTS_SERVER_INFOA;

typedef struct _WTS_SERVER_INFOW {
  LPWSTR pServerName;
} WTS_SERVER_INFOW, *PWTS_SERVER_INFOW;

/** WTSSessionInfo: state, traffic since connect (bytes, frames) and times (100 ns units since 1601 UTC, 0 = never). */
typedef struct _WTSINFOA {
  WTS_CONNECTSTATE_CLASS State;
  DWORD SessionId;
  DWORD IncomingBytes;
  DWORD OutgoingBytes;
  DWORD IncomingFrames;
  DWORD OutgoingFrames;
  DWORD IncomingCompressedBytes;
  DWORD OutgoingCompressedBy;
  CHAR WinStationName[32];
  CHAR Domain[17];
  CHAR UserName[21];
  LARGE_INTEGER ConnectTime;
  LARGE_INTEGER DisconnectTime;
  LARGE_INTEGER LastInputTime;
  LARGE_INTEGER LogonTime;
  LARGE_INTEGER CurrentTime;
} WTSINFOA, *PWTSINFOA;

typedef struct _WTSINFOW {
  WTS_CONNECTSTATE_CLASS State;
  DWORD SessionId;
  DWORD IncomingBytes;
  DWORD OutgoingBytes;
  DWORD IncomingFrames;
  DWORD OutgoingFrames;
  DWORD IncomingCompressedBytes;
  DWORD OutgoingCompressedBytes;
  WCHAR WinStationName[32];
  WCHAR Domain[17];
  WCHAR UserName[21];
  LARGE_INTEGER ConnectTime;
  LARGE_INTEGER DisconnectTime;
  LARGE_INTEGER LastInputTime;
  LARGE_INTEGER LogonTime;
  LARGE_INTEGER CurrentTime;
} WTSINFOW, *PWTSINFOW;

/** The only level of WTSINFOEX. SessionFlags is WTS_SESSIONSTATE_*; counters and times as in WTSINFO. */
typedef struct _WTSINFOEX_LEVEL1_A {
  ULONG SessionId;
  WTS_CONNECTSTATE_CLASS SessionState;
  LONG SessionFlags;
  CHAR WinStationName[33];
  CHAR UserName[21];
  CHAR DomainName[18];
  LARGE_INTEGER LogonTime;
  LARGE_INTEGER ConnectTime;
  LARGE_INTEGER DisconnectTime;
  LARGE_INTEGER LastInputTime;
  LARGE_INTEGER CurrentTime;
  DWORD IncomingBytes;
  DWORD OutgoingBytes;
  DWORD IncomingFrames;
  DWORD OutgoingFrames;
  DWORD IncomingCompressedBytes;
  DWORD OutgoingCompressedBytes;
} WTSINFOEX_LEVEL1_A, *PWTSINFOEX_LEVEL1_A;

typedef struct _WTSINFOEX_LEVEL1_W {
  ULONG SessionId;
  WTS_CONNECTSTATE_CLASS SessionState;
  LONG SessionFlags;
  WCHAR WinStationName[33];
  WCHAR UserName[21];
  WCHAR DomainName[18];
  LARGE_INTEGER LogonTime;
  LARGE_INTEGER ConnectTime;
  LARGE_INTEGER DisconnectTime;
  LARGE_INTEGER LastInputTime;
  LARGE_INTEGER CurrentTime;
  DWORD IncomingBytes;
  DWORD OutgoingBytes;
  DWORD IncomingFrames;
  DWORD OutgoingFrames;
  DWORD IncomingCompressedBytes;
  DWORD OutgoingCompressedBytes;
} WTSINFOEX_LEVEL1_W, *PWTSINFOEX_LEVEL1_W;

typedef union _WTSINFOEX_LEVEL_A {
  WTSINFOEX_LEVEL1_A WTSInfoExLevel1;
} WTSINFOEX_LEVEL_A, *PWTSINFOEX_LEVEL_A;

typedef union _WTSINFOEX_LEVEL_W {
  WTSINFOEX_LEVEL1_W WTSInfoExLevel1;
} WTSINFOEX_LEVEL_W, *PWTSINFOEX_LEVEL_W;

/** WTSSessionInfoEx: Level tells the member of Data in use; it is 1. */
typedef struct _WTSINFOEXA {
  DWORD Level;
  WTSINFOEX_LEVEL_A Data;
} WTSINFOEXA, *PWTSINFOEXA;

typedef struct _WTSINFOEXW {
  DWORD Level;
  WTSINFOEX_LEVEL_W Data;
} WTSINFOEXW, *PWTSINFOEXW;

/** WTSClientInfo: what is known of a session's client. ClientAddress is text for IPv4, binary for IPv6; resolutions in
 * pixels, ColorDepth as in WTS_CLIENT_DISPLAY. */
typedef struct _WTSCLIENTA {
  CHAR ClientName[21];
  CHAR Domain[18];
  CHAR UserName[21];
  CHAR WorkDirectory[261];
  CHAR InitialProgram[261];
  BYTE EncryptionLevel;
  ULONG ClientAddressFamily;
  USHORT ClientAddress[31];
  USHORT HRes;
  USHORT VRes;
  USHORT ColorDepth;
  CHAR ClientDirectory[261];
  ULONG ClientBuildNumber;
  ULONG ClientHardwareId;
  USHORT ClientProductId;
  USHORT OutBufCountHost;
  USHORT OutBufCountClient;
  USHORT OutBufLength;
  CHAR DeviceId[261];
} WTSCLIENTA, *PWTSCLIENTA;

typedef struct _WTSCLIENTW {
  WCHAR ClientName[21];
  WCHAR Domain[18];
  WCHAR UserName[21];
  WCHAR WorkDirectory[261];
  WCHAR InitialProgram[261];
  BYTE EncryptionLevel;
  ULONG ClientAddressFamily;
  USHORT ClientAddress[31];
  USHORT HRes;
  USHORT VRes;
  USHORT ColorDepth;
  WCHAR ClientDirectory[261];
  ULONG ClientBuildNumber;
  ULONG ClientHardwareId;
  USHORT ClientProductId;
  USHORT OutBufCountHost;
  USHORT OutBufCountClient;
  USHORT OutBufLength;
  WCHAR DeviceId[261];
} WTSCLIENTW, *PWTSCLIENTW;

/** WTSConfigInfo: the session's settings; version is 1. ShadowSettings: 0 off, 1 control with consent, 2 control,
 * 3 view with consent, 4 view. */
typedef struct _WTSCONFIGINFOA {
  ULONG version;
  ULONG fConnectClientDrivesAtLogon;
  ULONG fConnectPrinterAtLogon;
  ULONG fDisablePrinterRedirection;
  ULONG fDisableDefaultMainClientPrinter;
  ULONG ShadowSettings;
  CHAR LogonUserName[21];
  CHAR LogonDomain[18];
  CHAR WorkDirectory[261];
  CHAR InitialProgram[261];
  CHAR ApplicationName[261];
} WTSCONFIGINFOA, *PWTSCONFIGINFOA;

typedef struct _WTSCONFIGINFOW {
  ULONG version;
  ULONG fConnectClientDrivesAtLogon;
  ULONG fConnectPrinterAtLogon;
  ULONG fDisablePrinterRedirection;
  ULONG fDisableDefaultMainClientPrinter;
  ULONG ShadowSettings;
  WCHAR LogonUserName[21];
  WCHAR LogonDomain[18];
  WCHAR WorkDirectory[261];
  WCHAR InitialProgram[261];
  WCHAR ApplicationName[261];
} WTSCONFIGINFOW, *PWTSCONFIGINFOW;

/** WTSClientAddress. AddressFamily is Windows' number: 0 unspecified, 2 IPv4, 23 IPv6 (not Linux' AF_INET6).
 * IPv4: four bytes from Address[2]; IPv6: sixteen bytes from Address[2]; the rest is 0. */
typedef struct _WTS_CLIENT_ADDRESS {
  DWORD AddressFamily;
  BYTE Address[20];
} WTS_CLIENT_ADDRESS, *PWTS_CLIENT_ADDRESS;

/** WTSClientDisplay: pixels; ColorDepth 1 = 4 bits, 2 = 8, 4 = 16, 8 = 24, 16 = 15, 24 = 24, 32 = 32. */
typedef struct _WTS_CLIENT_DISPLAY {
  DWORD HorizontalResolution;
  DWORD VerticalResolution;
  DWORD ColorDepth;
} WTS_CLIENT_DISPLAY, *PWTS_CLIENT_DISPLAY;

/** WTSSessionAddressV4: the session's own virtual address, laid out as WTS_CLIENT_ADDRESS. */
typedef struct _WTS_SESSION_ADDRESS {
  DWORD AddressFamily;
  BYTE Address[20];
} WTS_SESSION_ADDRESS, *PWTS_SESSION_ADDRESS;

#ifdef UNICODE
#define PWTS_PROCESS_INFO PWTS_PROCESS_INFOW
#define PWTS_PROCESS_INFO_EX PWTS_PROCESS_INFO_EXW
#define PWTS_SERVER_INFO PWTS_SERVER_INFOW
#define PWTS_SESSION_INFO PWTS_SESSION_INFOW
#define PWTS_SESSION_INFO_1 PWTS_SESSION_INFO_1W
#define PWTSCLIENT PWTSCLIENTW
#define PWTSCONFIGINFO PWTSCONFIGINFOW
#define PWTSINFO PWTSINFOW
#define PWTSINFOEX PWTSINFOEXW
#define PWTSINFOEX_LEVEL1 PWTSINFOEX_LEVEL1_W
#define PWTSINFOEX_LEVEL PWTSINFOEX_LEVEL_W
#define WTS_PROCESS_INFO WTS_PROCESS_INFOW
#define WTS_PROCESS_INFO_EX WTS_PROCESS_INFO_EXW
#define WTS_SERVER_INFO WTS_SERVER_INFOW
#define WTS_SESSION_INFO WTS_SESSION_INFOW
#define WTS_SESSION_INFO_1 WTS_SESSION_INFO_1W
#define WTSCLIENT WTSCLIENTW
#define WTSCONFIGINFO WTSCONFIGINFOW
#define WTSINFO WTSINFOW
#define WTSINFOEX WTSINFOEXW
#define WTSINFOEX_LEVEL1 WTSINFOEX_LEVEL1_W
#define WTSINFOEX_LEVEL WTSINFOEX_LEVEL_W
#else
#define PWTS_PROCESS_INFO PWTS_PROCESS_INFOA
#define PWTS_PROCESS_INFO_EX PWTS_PROCESS_INFO_EXA
#define PWTS_SERVER_INFO PWTS_SERVER_INFOA
#define PWTS_SESSION_INFO PWTS_SESSION_INFOA
#define PWTS_SESSION_INFO_1 PWTS_SESSION_INFO_1A
#define PWTSCLIENT PWTSCLIENTA
#define PWTSCONFIGINFO PWTSCONFIGINFOA
#define PWTSINFO PWTSINFOA
#define PWTSINFOEX PWTSINFOEXA
#define PWTSINFOEX_LEVEL1 PWTSINFOEX_LEVEL1_A
#define PWTSINFOEX_LEVEL PWTSINFOEX_LEVEL_A
#define WTS_PROCESS_INFO WTS_PROCESS_INFOA
#define WTS_PROCESS_INFO_EX WTS_PROCESS_INFO_EXA
#define WTS_SERVER_INFO WTS_SERVER_INFOA
#define WTS_SESSION_INFO WTS_SESSION_INFOA
#define WTS_SESSION_INFO_1 WTS_SESSION_INFO_1A
#define WTSCLIENT WTSCLIENTA
#define WTSCONFIGINFO WTSCONFIGINFOA
#define WTSINFO WTSINFOA
#define WTSINFOEX WTSINFOEXA
#define WTSINFOEX_LEVEL1 WTSINFOEX_LEVEL1_A
#define WTSINFOEX_LEVEL WTSINFOEX_LEVEL_A
#endif

#endif
