"""Terminal Services administration: sessions, their events, and processes of this machine or of a server (wtsapi32).

Server is WTS_CURRENT_SERVER_HANDLE, or what WTSOpenServer gave. SessionId may be WTS_CURRENT_SESSION on this machine.
Of the numbers, SessionId, ProcessId, classes, codes and flags keep their low 32 bits whatever is given.

Every function raises TypeError for arguments of a wrong kind or number, before anything is asked of a server; then
pywintypes.error with the API's code. Codes that are possible everywhere: 5 no right, 6 a server handle that is not
open, 1722 the server does not answer. Other Python threads run while a call waits.
"""

from typing import Any, Literal, TypedDict, Union, overload

from pywintypes import PyHANDLE, PySID

_Handle = Union[PyHANDLE, int, None]

class _SessionInfo(TypedDict):
    SessionId: int
    WinStationName: str | None
    State: int

class _ClientAddress(TypedDict):
    AddressFamily: int
    Address: tuple[int, ...]

class _ClientDisplay(TypedDict):
    HorizontalResolution: int
    VerticalResolution: int
    ColorDepth: int

def WTSOpenServer(ServerName: str) -> PyHANDLE:
    """Make a handle for a server without talking to it; a name that does not exist shows at the first use.

    ServerName is `name`, `\\\\name` or `name:port`; empty is this machine. Close the result with WTSCloseServer or its
    Close(); losing the last reference closes it too.
    Raises TypeError for None. Source: wtsapi32.h.
    """

def WTSCloseServer(Server: _Handle) -> None:
    """Close a server handle; the object reports 0 afterwards. A bad handle and this machine's are ignored.

    Raises nothing of its own. Source: wtsapi32.h.
    """

def WTSEnumerateSessions(Server: _Handle = 0, Version: int = 1, Reserved: int = 0) -> tuple[_SessionInfo, ...]:
    """List the sessions and listeners of a server, those that the caller may see.

    A tuple of dicts: SessionId; WinStationName, empty for a disconnected session; State, one of WTSActive to WTSInit.
    Raises pywintypes.error: 87 Version other than 1 or Reserved other than 0. Source: wtsapi32.h.
    """

@overload
def WTSQuerySessionInformation(Server: _Handle, SessionId: int, WTSInfoClass: Literal[14]) -> _ClientAddress | None: ...
@overload
def WTSQuerySessionInformation(Server: _Handle, SessionId: int, WTSInfoClass: Literal[15]) -> _ClientDisplay: ...
@overload
def WTSQuerySessionInformation(Server: _Handle, SessionId: int, WTSInfoClass: Literal[29]) -> bool: ...
@overload
def WTSQuerySessionInformation(Server: _Handle, SessionId: int, WTSInfoClass: int) -> Any:
    """Tell one thing about a session; the result's type goes with WTSInfoClass.

    str or None: WTSInitialProgram, WTSApplicationName, WTSWorkingDirectory, WTSOEMId, WTSUserName, WTSWinStationName,
    WTSDomainName, WTSClientName, WTSClientDirectory. int: WTSSessionId, WTSConnectState, WTSClientBuildNumber,
    WTSClientProductId, WTSClientHardwareId, WTSClientProtocolType. bool: WTSIsRemoteSession.
    WTSClientAddress: a dict of AddressFamily (0 unspecified, 2 IPv4, 23 IPv6) and Address, 20 ints of which items 2 to
    5 are an IPv4 address; or None. WTSClientDisplay: a dict of HorizontalResolution and VerticalResolution in pixels
    and ColorDepth (1 = 4 bits, 2 = 8, 4 = 16, 8 = 24, 16 = 15, 24 = 24, 32 = 32).
    Raises pywintypes.error: 2 no such session, 50 a class that cannot be asked for, 87 an unknown class;
    NotImplementedError: the server answered, but with a class that has no Python form. Source: wtsapi32.h.
    """

def WTSDisconnectSession(Server: _Handle, SessionId: int, Wait: int) -> None:
    """Disconnect a session from its terminal; its programs keep running. Wait true: return when it is done.

    Raises pywintypes.error: 5 no right or session 0, 50 a login that cannot be disconnected, 7022 no such session;
    OverflowError: Wait outside 32 bits. Source: wtsapi32.h.
    """

def WTSLogoffSession(Server: _Handle, SessionId: int, Wait: int) -> None:
    """End a session and its programs. Wait true: return when it is gone, ten seconds and more if programs resist.

    Raises pywintypes.error: 5 no right or session 0, 7022 no such session; OverflowError: Wait outside 32 bits.
    Source: wtsapi32.h.
    """

def WTSQueryUserToken(SessionId: int) -> PyHANDLE:
    """Get the token of a session's user, for win32security.GetTokenInformation and win32process.CreateProcessAsUser.

    Raises pywintypes.error: 1314 neither root nor, on a user's own host, the session's user; 7022 no such session;
    1008 nobody is logged on to it. Source: wtsapi32.h.
    """

def WTSShutdownSystem(Server: _Handle, ShutdownFlag: int) -> None:
    """Log users off, or shut the host down; nobody is warned. ShutdownFlag is of WTS_WSD_*.

    WTS_WSD_LOGOFF ends every session but your own, and new ones are refused until the machine restarts.
    Raises pywintypes.error: 1314 not an administrator, 87 a flag that does not exist, 50 what this host cannot do.
    Source: wtsapi32.h.
    """

def WTSEnumerateServers(DomainName: str | None = None, Version: int = 1, Reserved: int = 0) -> tuple[str, ...]:
    """List the names of the session hosts of a domain: this one, or none for another domain.

    Raises pywintypes.error: 87 another version or Reserved. Source: wtsapi32.h.
    """

def WTSSendMessage(
    Server: _Handle, SessionId: int, Title: str, Message: str, Style: int, Timeout: int, Wait: int
) -> int:
    """Show a message box in a session, and return the button pressed when Wait is true.

    Style is of win32con's MB_*, Timeout in seconds, 0 for no limit. The result is win32con's ID*, 32000 when the time
    was over, 32001 when Wait is false.
    Raises pywintypes.error: 5 no right or session 0, 7022 no such session, 1438 a style that does not exist, 50 nobody
    can answer there. Source: wtsapi32.h.
    """

def WTSQueryUserConfig(ServerName: str | None, UserName: str, WTSConfigClass: int) -> Union[str, int, None]:
    """Tell one thing that is set for a user's sessions: text or a number, by the class.

    ServerName is None for this machine. WTSConfigClass is of WTSUserConfigInitialProgram to
    WTSUserConfigfTerminalServerRemoteHomeDir, and may be called ConfigClass; times are milliseconds, 0 for no limit.
    Raises pywintypes.error: 5 no right, 2221 no such user, 87 a class that does not exist; NotImplementedError for a
    class without a Python form. Source: wtsapi32.h.
    """

def WTSSetUserConfig(ServerName: str | None, UserName: str, WTSConfigClass: int, Buffer: Union[str, int]) -> None:
    """Set one thing for a user's sessions; Buffer is a str for the classes that are text, else an int of 32 bits.

    Raises as WTSQueryUserConfig, and under its name: 5 not an administrator, 87 a value out of its range, or a class
    that can only be read; OverflowError for an int that does not fit. Source: wtsapi32.h.
    """

def WTSWaitSystemEvent(Server: _Handle = 0, EventMask: int = 0x7FFFFFFF) -> int:
    """Wait, without a limit of time, until something happens to sessions; the WTS_EVENT_* bits of what did.

    What happens between two waits on one handle is not lost: the next wait tells it. WTS_EVENT_FLUSH ends the wait of
    another thread on the same handle, which returns WTS_EVENT_NONE, and returns at once; so does WTS_EVENT_NONE, which
    also forgets what happened. One wait at a time on a handle; this machine's is one handle for the whole process.
    Raises pywintypes.error: 6 the handle was closed in the wait, 1726 the server was lost or started anew, 7024 another
    thread waits on the handle. Source: wtsapi32.h.
    """

def WTSRegisterSessionNotification(Wnd: _Handle, Flags: int) -> None:
    """Send WM_WTSSESSION_CHANGE to a window (win32gui) of this process: wParam what happened, lParam the session id.

    Flags is NOTIFY_FOR_THIS_SESSION or NOTIFY_FOR_ALL_SESSIONS. Registering again is counted, and its flags ignored.
    Raises pywintypes.error: 87 other flags, 1400 no such window. Source: wtsapi32.h.
    """

def WTSUnRegisterSessionNotification(Wnd: _Handle) -> None:
    """Take back one registration of a window.

    Raises pywintypes.error: 87 it is not registered, 1400 no such window. Source: wtsapi32.h.
    """

def WTSEnumerateProcesses(
    Server: _Handle = 0, Version: int = 1, Reserved: int = 0
) -> tuple[tuple[int, int, str | None, PySID | None], ...]:
    """List the processes of a server.

    A tuple of (SessionId, ProcessId, ProcessName, UserSid). ProcessName is the program without its path; UserSid is
    None where the caller may not see the owner.
    Raises pywintypes.error: 87 Version other than 1 or Reserved other than 0. Source: wtsapi32.h.
    """

def WTSTerminateProcess(Server: _Handle, ProcessId: int, ExitCode: int) -> None:
    """End a process at once. ExitCode is logged; a Linux process that is killed cannot deliver it.

    Raises pywintypes.error: 5 no right, 87 no such process. Source: wtsapi32.h.
    """

def ProcessIdToSessionId(ProcessId: int) -> int:
    """Tell the session of a process of this machine.

    Raises pywintypes.error: 87 no such process. Source: winbase.h.
    """

def WTSGetActiveConsoleSessionId() -> int:
    """Tell the session at this machine's physical console; 0xFFFFFFFF when there is none.

    Raises nothing of its own. Source: winbase.h.
    """

# Session states: WTS_CONNECTSTATE_CLASS.
WTSActive: int
WTSConnected: int
WTSConnectQuery: int
WTSShadow: int
WTSDisconnected: int
WTSIdle: int
WTSListen: int
WTSReset: int
WTSDown: int
WTSInit: int

# What WTSQuerySessionInformation can tell: WTS_INFO_CLASS.
WTSInitialProgram: int
WTSApplicationName: int
WTSWorkingDirectory: int
WTSOEMId: int
WTSSessionId: int
WTSUserName: int
WTSWinStationName: int
WTSDomainName: int
WTSConnectState: int
WTSClientBuildNumber: int
WTSClientName: int
WTSClientDirectory: int
WTSClientProductId: int
WTSClientHardwareId: int
WTSClientAddress: int
WTSClientDisplay: int
WTSClientProtocolType: int
WTSIsRemoteSession: int

# A user's terminal settings: WTS_CONFIG_CLASS.
WTSUserConfigInitialProgram: int
WTSUserConfigWorkingDirectory: int
WTSUserConfigfInheritInitialProgram: int
WTSUserConfigfAllowLogonTerminalServer: int
WTSUserConfigTimeoutSettingsConnections: int
WTSUserConfigTimeoutSettingsDisconnections: int
WTSUserConfigTimeoutSettingsIdle: int
WTSUserConfigfDeviceClientDrives: int
WTSUserConfigfDeviceClientPrinters: int
WTSUserConfigfDeviceClientDefaultPrinter: int
WTSUserConfigBrokenTimeoutSettings: int
WTSUserConfigReconnectSettings: int
WTSUserConfigModemCallbackSettings: int
WTSUserConfigModemCallbackPhoneNumber: int
WTSUserConfigShadowingSettings: int
WTSUserConfigTerminalServerProfilePath: int
WTSUserConfigTerminalServerHomeDir: int
WTSUserConfigTerminalServerHomeDirDrive: int
WTSUserConfigfTerminalServerRemoteHomeDir: int

# Events of WTSWaitSystemEvent; the top bit makes FLUSH negative.
WTS_EVENT_NONE: int
WTS_EVENT_CREATE: int
WTS_EVENT_DELETE: int
WTS_EVENT_RENAME: int
WTS_EVENT_CONNECT: int
WTS_EVENT_DISCONNECT: int
WTS_EVENT_LOGON: int
WTS_EVENT_LOGOFF: int
WTS_EVENT_STATECHANGE: int
WTS_EVENT_LICENSE: int
WTS_EVENT_ALL: int
WTS_EVENT_FLUSH: int

# Virtual channels: WTS_VIRTUAL_CLASS.
WTSVirtualClientData: int
WTSVirtualFileHandle: int

# Protocols of WTSClientProtocolType.
WTS_PROTOCOL_TYPE_CONSOLE: int
WTS_PROTOCOL_TYPE_ICA: int
WTS_PROTOCOL_TYPE_RDP: int

# Flags of WTSShutdownSystem.
WTS_WSD_LOGOFF: int
WTS_WSD_SHUTDOWN: int
WTS_WSD_REBOOT: int
WTS_WSD_POWEROFF: int
WTS_WSD_FASTREBOOT: int

# This machine and the caller's own session.
WTS_CURRENT_SERVER: int
WTS_CURRENT_SERVER_HANDLE: int
WTS_CURRENT_SESSION: int
WTS_CURRENT_SERVER_NAME: None

# Flags of WTSRegisterSessionNotification.
NOTIFY_FOR_THIS_SESSION: int
NOTIFY_FOR_ALL_SESSIONS: int
