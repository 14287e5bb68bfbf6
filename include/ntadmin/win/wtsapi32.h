/* wtsapi32.h: the Terminal Services API (libwtsapi32.so).
 *
 * Functions return non-zero, or FALSE with the reason in GetLastError. Unless a comment says otherwise, outputs are
 * untouched on failure, and these codes are possible everywhere: 5 no right, 6 a server handle that is closed or was
 * never given, 8 no memory, 1722 the server does not answer.
 *
 * hServer is WTS_CURRENT_SERVER_HANDLE for this machine, or what WTSOpenServer gave. SessionId may be
 * WTS_CURRENT_SESSION on this machine: the server finds it from the calling process.
 *
 * Returned memory is one block that the caller owns: free it with WTSFreeMemory, or with WTSFreeMemoryEx where said.
 * A functions take and give UTF-8. Every function may be called from several threads at once. */
#ifndef NTADMIN_WIN_WTSAPI32_H
#define NTADMIN_WIN_WTSAPI32_H

#include "wtsapi32_system.h"
#include "wtsapi32_types.h"

NTADMIN_EXTERN_C_BEGIN

/** Makes a handle for a server, without talking to it: an unknown or unreachable name shows at the first use.
 *  @param pServerName  `name`, `\\name` or `name:port` over SMB, `ncacn_ip_tcp:name[port]` over TCP; null or empty is
 *                      this machine.
 *  @return a handle to close with WTSCloseServer; null and 8 without memory. Source: wtsapi32.h. */
NTADMIN_API HANDLE WINAPI WTSOpenServerA(LPSTR pServerName);
NTADMIN_API HANDLE WINAPI WTSOpenServerW(LPWSTR pServerName);

/** As WTSOpenServer; meant for hosts of virtual machines as well. */
NTADMIN_API HANDLE WINAPI WTSOpenServerExA(LPSTR pServerName);
NTADMIN_API HANDLE WINAPI WTSOpenServerExW(LPWSTR pServerName);

/** Closes a server handle; calls that wait on it in other threads end with 6. A bad handle and
 *  WTS_CURRENT_SERVER_HANDLE are ignored. */
NTADMIN_API void WINAPI WTSCloseServer(HANDLE hServer);

/** Frees a block that a function of this header returned. Null, and what is no such block, is ignored. */
NTADMIN_API void WINAPI WTSFreeMemory(PVOID pMemory);

/** Frees an array of WTS_PROCESS_INFO, WTS_PROCESS_INFO_EX or WTS_SESSION_INFO_1.
 *  @param WTSTypeClass     what the array holds.
 *  @param NumberOfEntries  the count that came with it.
 *  @return TRUE, also for null; FALSE and 87 when class or count do not fit the block, which then stays. */
NTADMIN_API BOOL WINAPI WTSFreeMemoryExA(WTS_TYPE_CLASS WTSTypeClass, PVOID pMemory, ULONG NumberOfEntries);
NTADMIN_API BOOL WINAPI WTSFreeMemoryExW(WTS_TYPE_CLASS WTSTypeClass, PVOID pMemory, ULONG NumberOfEntries);

/** Lists the sessions and listeners of a server; those that the caller may not query are left out.
 *  @param Reserved       0.
 *  @param Version        1.
 *  @param ppSessionInfo  gets *pCount rows and their strings; free with WTSFreeMemory.
 *  @return 87 a null output, Reserved or Version. Source: wtsapi32.h, [MS-TSTS] 3.5.4.1.3. */
NTADMIN_API BOOL WINAPI WTSEnumerateSessionsA(HANDLE hServer, DWORD Reserved, DWORD Version,
                                              PWTS_SESSION_INFOA* ppSessionInfo, DWORD* pCount);
NTADMIN_API BOOL WINAPI WTSEnumerateSessionsW(HANDLE hServer, DWORD Reserved, DWORD Version,
                                              PWTS_SESSION_INFOW* ppSessionInfo, DWORD* pCount);

/** As WTSEnumerateSessions, with user, domain and host of each session.
 *  @param pLevel         1; stays 1.
 *  @param Filter         0.
 *  @param ppSessionInfo  gets *pCount rows; free with WTSFreeMemoryEx(WTSTypeSessionInfoLevel1).
 *  @return 87 a null pointer, another level or filter. */
NTADMIN_API BOOL WINAPI WTSEnumerateSessionsExA(HANDLE hServer, DWORD* pLevel, DWORD Filter,
                                                PWTS_SESSION_INFO_1A* ppSessionInfo, DWORD* pCount);
NTADMIN_API BOOL WINAPI WTSEnumerateSessionsExW(HANDLE hServer, DWORD* pLevel, DWORD Filter,
                                                PWTS_SESSION_INFO_1W* ppSessionInfo, DWORD* pCount);

/** Lists the processes of a server. The last error is 0 after success.
 *  @param Reserved       0.
 *  @param Version        1.
 *  @param ppProcessInfo  gets *pCount rows, their names and SIDs; free with WTSFreeMemory.
 *  @return 87 a null output, Reserved or Version. */
NTADMIN_API BOOL WINAPI WTSEnumerateProcessesA(HANDLE hServer, DWORD Reserved, DWORD Version,
                                               PWTS_PROCESS_INFOA* ppProcessInfo, DWORD* pCount);
NTADMIN_API BOOL WINAPI WTSEnumerateProcessesW(HANDLE hServer, DWORD Reserved, DWORD Version,
                                               PWTS_PROCESS_INFOW* ppProcessInfo, DWORD* pCount);

/** Lists the processes of a server or of one session.
 *  @param pLevel         0: rows are WTS_PROCESS_INFO; 1: WTS_PROCESS_INFO_EX. Another level fails and gets 1 here.
 *  @param SessionId      a session, WTS_CURRENT_SESSION, or WTS_ANY_SESSION for all.
 *  @param ppProcessInfo  gets *pCount rows; free with WTSFreeMemoryEx and the class of the level.
 *  @return 87 a null pointer or another level. */
NTADMIN_API BOOL WINAPI WTSEnumerateProcessesExA(HANDLE hServer, DWORD* pLevel, DWORD SessionId, LPSTR* ppProcessInfo,
                                                 DWORD* pCount);
NTADMIN_API BOOL WINAPI WTSEnumerateProcessesExW(HANDLE hServer, DWORD* pLevel, DWORD SessionId, LPWSTR* ppProcessInfo,
                                                 DWORD* pCount);

/** Tells one thing about a session, in one round trip.
 *  @param WTSInfoClass    what; the data's type goes with it (WTS_INFO_CLASS).
 *  @param ppBuffer        gets the data; free with WTSFreeMemory.
 *  @param pBytesReturned  gets its size in bytes; a string's terminator counts.
 *  @return 1784 a null output; 87 unknown class; 50 classes 17 to 22 and 27, and 28 where the session has no address of
 *          its own; 2 no such session. */
NTADMIN_API BOOL WINAPI WTSQuerySessionInformationA(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass,
                                                    LPSTR* ppBuffer, DWORD* pBytesReturned);
NTADMIN_API BOOL WINAPI WTSQuerySessionInformationW(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass,
                                                    LPWSTR* ppBuffer, DWORD* pBytesReturned);

/** Disconnects a session from its terminal; its programs keep running. A disconnected session is a success.
 *  @param bWait  TRUE: return when it is done.
 *  @return 7022 no such session, or a listener; 50 a login that cannot be disconnected; 5 session 0. */
NTADMIN_API BOOL WINAPI WTSDisconnectSession(HANDLE hServer, DWORD SessionId, BOOL bWait);

/** Moves a terminal of this machine: it shows session LogonId instead of TargetLogonId, which is left disconnected.
 *  LOGONID_CURRENT (0xFFFFFFFF) stands for the caller's own session, as one of the two. Returns when it is done,
 *  whatever bWait says; if it fails, the terminal shows what it showed.
 *  @param pPassword  empty: LogonId is the caller's own session, or the caller an administrator. Not null.
 *  @return 87 null, both ids current, or TargetLogonId at no terminal; 50 a password, or a login whose terminal is not
 *          the host's; 5 no right; 7022 no such session. */
NTADMIN_API BOOL WINAPI WTSConnectSessionA(ULONG LogonId, ULONG TargetLogonId, PSTR pPassword, BOOL bWait);
NTADMIN_API BOOL WINAPI WTSConnectSessionW(ULONG LogonId, ULONG TargetLogonId, PWSTR pPassword, BOOL bWait);

/** Shows another session of this machine in the caller's terminal, which is a session's, until the hot key is pressed
 * or that session leaves its terminal. The person at it may be asked first. Of hot keys a terminal knows Control with a
 *  letter; any other stands for the host's detach key.
 *  @param pTargetServerName  null or this machine.
 *  @return 50 the caller runs in no session or has no terminal; 7022 no such session; 5 no right; 7044 its person did
 *          not agree; 7050 it is at no terminal, or the caller's own; 7051 the host's policy. */
NTADMIN_API BOOL WINAPI WTSStartRemoteControlSessionA(LPSTR pTargetServerName, ULONG TargetLogonId, BYTE HotkeyVk,
                                                      USHORT HotkeyModifiers);
NTADMIN_API BOOL WINAPI WTSStartRemoteControlSessionW(LPWSTR pTargetServerName, ULONG TargetLogonId, BYTE HotkeyVk,
                                                      USHORT HotkeyModifiers);

/** Ends all looking on at a session of this machine.
 *  @return 7057 there is none; 7022 no such session; 5 no right to disconnect and reset it. */
NTADMIN_API BOOL WINAPI WTSStopRemoteControlSession(ULONG LogonId);

/** Ends a session and its programs.
 *  @param bWait  TRUE: return when it is gone (up to ten seconds and more if programs resist).
 *  @return 7022 no such session, or a listener; 5 session 0. */
NTADMIN_API BOOL WINAPI WTSLogoffSession(HANDLE hServer, DWORD SessionId, BOOL bWait);

/** Shows a message box to whoever is in the session, over its screen; in a disconnected session, when they are back.
 *  On a terminal that is not a session of ours the text is written, and nobody can answer.
 *  @param TitleLength    bytes of pTitle, without its terminator; MessageLength likewise. Texts over 32 KiB are cut.
 *  @param Style          MB_OK … MB_CANCELTRYCONTINUE, an icon, a default button.
 *  @param Timeout        seconds, 0 for no limit; counted from the call.
 *  @param pResponse      the button (IDOK …), IDTIMEOUT, or IDASYNC without bWait. Untouched on failure.
 *  @param bWait          TRUE: return when a button was pressed or the time is over.
 *  @return 7022 no such session, or a listener; 5 no right, session 0; 1438 a style that does not exist; 50 nobody can
 *          answer there and Timeout is 0; 170 too many messages wait.  Source: [MS-TSTS] 3.3.4.1.9. */
NTADMIN_API BOOL WINAPI WTSSendMessageW(HANDLE hServer, DWORD SessionId, LPWSTR pTitle, DWORD TitleLength,
                                        LPWSTR pMessage, DWORD MessageLength, DWORD Style, DWORD Timeout,
                                        DWORD* pResponse, BOOL bWait);
NTADMIN_API BOOL WINAPI WTSSendMessageA(HANDLE hServer, DWORD SessionId, LPSTR pTitle, DWORD TitleLength,
                                        LPSTR pMessage, DWORD MessageLength, DWORD Style, DWORD Timeout,
                                        DWORD* pResponse, BOOL bWait);

/** Ends a process at once.
 *  @param ExitCode  logged by the server; a Linux process that is killed cannot deliver it.
 *  @return 87 no such process. */
NTADMIN_API BOOL WINAPI WTSTerminateProcess(HANDLE hServer, DWORD ProcessId, DWORD ExitCode);

/** Reads one setting of a user's sessions.
 *  @param pServerName     a name as of WTSOpenServer; null is this machine.
 *  @param pUserName       a user of that server; null is its default, for users of whom nothing was set.
 *  @param WTSConfigClass  which; the data's type goes with it: a string, a DWORD, or WTSUSERCONFIG for the last.
 *  @param ppBuffer        gets the data; free with WTSFreeMemory.
 *  @param pBytesReturned  gets its size in bytes; a string's terminator counts.
 *  @return 87 a null output or an unknown class; 2221 no such user; 5 neither an administrator nor that user. */
NTADMIN_API BOOL WINAPI WTSQueryUserConfigA(LPSTR pServerName, LPSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass,
                                            LPSTR* ppBuffer, DWORD* pBytesReturned);
NTADMIN_API BOOL WINAPI WTSQueryUserConfigW(LPWSTR pServerName, LPWSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass,
                                            LPWSTR* ppBuffer, DWORD* pBytesReturned);

/** Sets one setting of a user's sessions; limits count at once, also for sessions that run.
 *  @param pBuffer     the string, or points at the DWORD or the WTSUSERCONFIG.
 *  @param DataLength  its length in characters or in bytes; a string ends at its terminator if that comes first.
 *  @return 87 a length or value that does not fit the class, an unknown class, or
 *          WTSUserConfigfTerminalServerRemoteHomeDir, which follows from the home directory; 2221 no such user; 5 not
 *          an administrator. */
NTADMIN_API BOOL WINAPI WTSSetUserConfigA(LPSTR pServerName, LPSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass,
                                          LPSTR pBuffer, DWORD DataLength);
NTADMIN_API BOOL WINAPI WTSSetUserConfigW(LPWSTR pServerName, LPWSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass,
                                          LPWSTR pBuffer, DWORD DataLength);

/** Lists the listeners of this machine. Here as in the next four: hServer is WTS_CURRENT_SERVER_HANDLE, pReserved null
 *  and Reserved 0, else 87.
 *  @param pListeners  room for *pCount names, or null to ask for the count only.
 *  @param pCount      gets the number of listeners.
 *  @return 122 more listeners than room; 87 a null pCount. */
NTADMIN_API BOOL WINAPI WTSEnumerateListenersA(HANDLE hServer, PVOID pReserved, DWORD Reserved,
                                               PWTSLISTENERNAMEA pListeners, DWORD* pCount);
NTADMIN_API BOOL WINAPI WTSEnumerateListenersW(HANDLE hServer, PVOID pReserved, DWORD Reserved,
                                               PWTSLISTENERNAMEW pListeners, DWORD* pCount);

/** Reads a listener's configuration.
 *  @return 2 no such listener; 87 no name or a null pBuffer; 5 without Query Information. */
NTADMIN_API BOOL WINAPI WTSQueryListenerConfigA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                                                PWTSLISTENERCONFIGA pBuffer);
NTADMIN_API BOOL WINAPI WTSQueryListenerConfigW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                                                PWTSLISTENERCONFIGW pBuffer);

/** Makes a listener, with the default security descriptor, or changes one.
 *  @param flag  WTS_LISTENER_CREATE or WTS_LISTENER_UPDATE.
 *  @return 183 it is there already; 2 it is not; 123 a name that cannot be one; 87 another flag; 5 not an
 *          administrator. */
NTADMIN_API BOOL WINAPI WTSCreateListenerA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                                           PWTSLISTENERCONFIGA pBuffer, DWORD flag);
NTADMIN_API BOOL WINAPI WTSCreateListenerW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                                           PWTSLISTENERCONFIGW pBuffer, DWORD flag);

/** Reads who may do what to the sessions of a listener, as a self-relative descriptor.
 *  @param SecurityInformation  DACL_SECURITY_INFORMATION, SACL_SECURITY_INFORMATION.
 *  @param lpnLengthNeeded      gets the descriptor's size, also when nLength is too small and nothing is copied (122).
 *  @return 1314 the SACL, for others than administrators; 5 without READ_CONTROL. */
NTADMIN_API BOOL WINAPI WTSGetListenerSecurityA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                                                SECURITY_INFORMATION SecurityInformation,
                                                PSECURITY_DESCRIPTOR pSecurityDescriptor, DWORD nLength,
                                                LPDWORD lpnLengthNeeded);
NTADMIN_API BOOL WINAPI WTSGetListenerSecurityW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                                                SECURITY_INFORMATION SecurityInformation,
                                                PSECURITY_DESCRIPTOR pSecurityDescriptor, DWORD nLength,
                                                LPDWORD lpnLengthNeeded);

/** Sets who may do what to the sessions of a listener; it counts at once.
 *  @param SecurityInformation  DACL_SECURITY_INFORMATION; with SACL_SECURITY_INFORMATION it fails with 50.
 *  @param pSecurityDescriptor  absolute or self-relative; entries other than allow and deny are refused.
 *  @return 5 not an administrator. */
NTADMIN_API BOOL WINAPI WTSSetListenerSecurityA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                                                SECURITY_INFORMATION SecurityInformation,
                                                PSECURITY_DESCRIPTOR pSecurityDescriptor);
NTADMIN_API BOOL WINAPI WTSSetListenerSecurityW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                                                SECURITY_INFORMATION SecurityInformation,
                                                PSECURITY_DESCRIPTOR pSecurityDescriptor);

/** Waits, without a limit of time, until something happens to sessions of a server; a signal ends the wait too.
 *  What happens between two waits on one handle is not lost: the next wait tells it. One wait at a time on a handle;
 *  WTS_CURRENT_SERVER_HANDLE is one handle for the whole process. Sessions that the caller may not query are left out.
 *  @param EventMask    WTS_EVENT_* to wait for. WTS_EVENT_FLUSH ends the wait of another thread on the same handle,
 *                      which returns TRUE with WTS_EVENT_NONE; WTS_EVENT_NONE does so too, and forgets what happened.
 *                      Both return at once.
 *  @param pEventFlags  gets the events of the mask that happened, several perhaps.
 *  @return 87 a null output; 6 the handle was closed in the wait; 7024 another thread waits on the handle; 1818 a
 *          signal came; 1726 the server was lost, or started anew since the last wait. [MS-TSTS] 3.7.4.1.13. */
NTADMIN_API BOOL WINAPI WTSWaitSystemEvent(HANDLE hServer, DWORD EventMask, DWORD* pEventFlags);

/** Asks for WM_WTSSESSION_CHANGE messages to a window of this process (winuser.h), which its thread fetches as any
 *  other message: wParam is WTS_CONSOLE_CONNECT and so on, lParam the session's id. Registering a window again is
 *  counted, and its flags are ignored. Messages pause while the host is away, and go on when it is back.
 *  @param hServer  another server too: it has no session that is this one, but tells of all (Windows takes 0 alone).
 *  @param dwFlags  NOTIFY_FOR_THIS_SESSION or NOTIFY_FOR_ALL_SESSIONS.
 *  @return 87 other flags; 1400 no such window. Source: wtsapi32.h. */
NTADMIN_API BOOL WINAPI WTSRegisterSessionNotification(HWND hWnd, DWORD dwFlags);
NTADMIN_API BOOL WINAPI WTSRegisterSessionNotificationEx(HANDLE hServer, HWND hWnd, DWORD dwFlags);

/** Takes back one registration of a window; the last one ends its messages, and so does the end of the window.
 *  @return 1400 no such window; 87 a window that is not registered there. */
NTADMIN_API BOOL WINAPI WTSUnRegisterSessionNotification(HWND hWnd);
NTADMIN_API BOOL WINAPI WTSUnRegisterSessionNotificationEx(HANDLE hServer, HWND hWnd);

/* Virtual channels: a program on this machine talks to a command of the attach client that shows a session
 * (ntadmin-attach(1), --channel). A channel without CHANNEL_OPTION_SHOW_PROTOCOL is a stream of bytes; with it, what is
 * read and what the command reads are chunks, CHANNEL_PDU_HEADER first (pchannel.h). Buffers are the kernel's, so a
 * side that does not read makes the other wait. */

/** Opens a static channel.
 *  @param hServer       WTS_CURRENT_SERVER_HANDLE.
 *  @param SessionId     WTS_CURRENT_SESSION, or another for which the caller has the right of virtual channels.
 *  @param pVirtualName  1 to CHANNEL_NAME_LEN characters, matched without regard to case.
 *  @param flags         0. WTS_CHANNEL_OPTION_DYNAMIC gives 50: the attach client has no dynamic channels.
 *  @return a handle for WTSVirtualChannelClose. Null: 1 no terminal shows the session, or one that is not ours; 2 its
 *          client has no such channel; 5 no right; 87 the name, the server or the flags; 170 somebody has it open; 7022
 *          no such session. A channel that was just closed is waited for, up to 10 seconds. */
NTADMIN_API HANDLE WINAPI WTSVirtualChannelOpen(HANDLE hServer, DWORD SessionId, LPSTR pVirtualName);
NTADMIN_API HANDLE WINAPI WTSVirtualChannelOpenEx(DWORD SessionId, LPSTR pVirtualName, DWORD flags);

/** Ends the calls under way on the handle with 6, and closes it. The other side sees the end when no duplicate of the
 *  file handle is left. @return 6 no handle of a channel. */
NTADMIN_API BOOL WINAPI WTSVirtualChannelClose(HANDLE hChannelHandle);

/** Reads what has come, up to one chunk: CHANNEL_CHUNK_LENGTH bytes, and the header where the channel shows it.
 *  @param TimeOut  milliseconds to wait for the first byte; 0 for none; INFINITE, which a signal ends with 1818.
 *  @return 996 nothing came in time; 109 the other side is gone and all was read; 122 the buffer is smaller than the
 *          chunk, which stays; 13 the command sent a chunk that is too large; 6 not open (any more); 87 a null output.
 *          *pBytesRead is 0 then. */
NTADMIN_API BOOL WINAPI WTSVirtualChannelRead(HANDLE hChannelHandle, ULONG TimeOut, PCHAR Buffer, ULONG BufferSize,
                                              PULONG pBytesRead);

/** Writes a message, all of it, waiting while the other side does not read.
 *  @return 109 the other side is gone; 6 not open (any more). *pBytesWritten is what went. */
NTADMIN_API BOOL WINAPI WTSVirtualChannelWrite(HANDLE hChannelHandle, PCHAR Buffer, ULONG Length, PULONG pBytesWritten);

/** Drops what came and was not read; and nothing, since what was written is on its way. @return 6 not open. */
NTADMIN_API BOOL WINAPI WTSVirtualChannelPurgeInput(HANDLE hChannelHandle);
NTADMIN_API BOOL WINAPI WTSVirtualChannelPurgeOutput(HANDLE hChannelHandle);

/** WTSVirtualClientData: a ULONG, the client's CHANNEL_OPTION_*. WTSVirtualFileHandle: a HANDLE whose value is a file
 *  descriptor to poll, read and write; take a duplicate (dup), which stays good when the channel's handle is closed,
 * and leave the original. @param ppBuffer  free with WTSFreeMemory. @return 6 not open; 87 another class, a null
 * output. */
NTADMIN_API BOOL WINAPI WTSVirtualChannelQuery(HANDLE hChannelHandle, WTS_VIRTUAL_CLASS VirtualClass, PVOID* ppBuffer,
                                               DWORD* pBytesReturned);

#ifdef UNICODE
#define WTSOpenServer WTSOpenServerW
#define WTSSendMessage WTSSendMessageW
#define WTSOpenServerEx WTSOpenServerExW
#define WTSFreeMemoryEx WTSFreeMemoryExW
#define WTSEnumerateSessions WTSEnumerateSessionsW
#define WTSEnumerateSessionsEx WTSEnumerateSessionsExW
#define WTSStartRemoteControlSession WTSStartRemoteControlSessionW
#define WTSConnectSession WTSConnectSessionW
#define WTSEnumerateProcesses WTSEnumerateProcessesW
#define WTSEnumerateProcessesEx WTSEnumerateProcessesExW
#define WTSQuerySessionInformation WTSQuerySessionInformationW
#define WTSQueryUserConfig WTSQueryUserConfigW
#define WTSSetUserConfig WTSSetUserConfigW
#define WTSEnumerateListeners WTSEnumerateListenersW
#define WTSQueryListenerConfig WTSQueryListenerConfigW
#define WTSCreateListener WTSCreateListenerW
#define WTSGetListenerSecurity WTSGetListenerSecurityW
#define WTSSetListenerSecurity WTSSetListenerSecurityW
#else
#define WTSOpenServer WTSOpenServerA
#define WTSSendMessage WTSSendMessageA
#define WTSOpenServerEx WTSOpenServerExA
#define WTSFreeMemoryEx WTSFreeMemoryExA
#define WTSEnumerateSessions WTSEnumerateSessionsA
#define WTSEnumerateSessionsEx WTSEnumerateSessionsExA
#define WTSStartRemoteControlSession WTSStartRemoteControlSessionA
#define WTSConnectSession WTSConnectSessionA
#define WTSEnumerateProcesses WTSEnumerateProcessesA
#define WTSEnumerateProcessesEx WTSEnumerateProcessesExA
#define WTSQuerySessionInformation WTSQuerySessionInformationA
#define WTSQueryUserConfig WTSQueryUserConfigA
#define WTSSetUserConfig WTSSetUserConfigA
#define WTSEnumerateListeners WTSEnumerateListenersA
#define WTSQueryListenerConfig WTSQueryListenerConfigA
#define WTSCreateListener WTSCreateListenerA
#define WTSGetListenerSecurity WTSGetListenerSecurityA
#define WTSSetListenerSecurity WTSSetListenerSecurityA
#endif

NTADMIN_EXTERN_C_END

#endif
