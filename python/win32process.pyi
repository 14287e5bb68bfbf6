"""Programs run in terminal sessions, for the tokens that WTSQueryUserToken gives."""

import win32api
from pywintypes import PyHANDLE

GetCurrentProcessId = win32api.GetCurrentProcessId
GetCurrentProcess = win32api.GetCurrentProcess

class STARTUPINFO:
    """How a program starts; of its members only dwFlags means something to a program on a terminal."""

    dwX: int
    dwY: int
    dwXSize: int
    dwYSize: int
    dwXCountChars: int
    dwYCountChars: int
    dwFillAttribute: int
    dwFlags: int
    wShowWindow: int
    lpDesktop: str | None
    lpTitle: str | None
    def __init__(self) -> None: ...

def CreateProcessAsUser(
    hToken: PyHANDLE | int | None,
    appName: str | None,
    commandLine: str | None,
    processAttributes: object,
    threadAttributes: object,
    bInheritHandles: int,
    dwCreationFlags: int,
    newEnvironment: dict[str, str] | None,
    currentDirectory: str | None,
    startupinfo: STARTUPINFO | None,
) -> tuple[PyHANDLE, PyHANDLE, int, int]:
    """Start a program in the session of a token, and return handles and ids of process and thread.

    The handles are for closing only.
    Raises pywintypes.error: 2 no such program, 5 not executable, 6 no token, 50 a plain login's session,
    7022 the session has ended. Source: processthreadsapi.h.
    """

STARTF_USESHOWWINDOW: int
STARTF_USESTDHANDLES: int
DETACHED_PROCESS: int
CREATE_NEW_CONSOLE: int
NORMAL_PRIORITY_CLASS: int
CREATE_NEW_PROCESS_GROUP: int
CREATE_UNICODE_ENVIRONMENT: int
CREATE_NO_WINDOW: int
