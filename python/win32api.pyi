"""Errors, handles, threads, and who and where a script runs, for scripts around sessions and accounts."""

from typing import Union

import pywintypes
from pywintypes import PyHANDLE

_Param = Union[PyHANDLE, int, None]

error = pywintypes.error

def GetModuleHandle(fileName: str | None = None) -> int:
    """Tell the address at which a loaded library, or with None the program, lies in memory.

    Raises pywintypes.error: 126 nothing of that name is loaded. Source: libloaderapi.h.
    """

def GetCurrentThreadId() -> int:
    """Tell the calling thread's id, which no other thread of the machine has.

    Raises nothing of its own. Source: processthreadsapi.h.
    """

def GetCurrentProcessId() -> int:
    """Tell the script's process id.

    Raises nothing of its own. Source: processthreadsapi.h.
    """

def GetCurrentProcess() -> int:
    """Tell the value that stands for the script's own process where a handle is asked for.

    Raises nothing of its own. Source: processthreadsapi.h.
    """

def GetLastError() -> int:
    """Tell the calling thread's last error; pywintypes.error has the code of its own call.

    Raises nothing of its own. Source: errhandlingapi.h.
    """

def SetLastError(errVal: int, /) -> None:
    """Set the calling thread's last error.

    Raises nothing of its own. Source: errhandlingapi.h.
    """

def CloseHandle(handle: _Param, /) -> None:
    """Close a handle, an object in its own way; 0 and None are nothing to close.

    Raises pywintypes.error: 6 it is closed already, or none. Source: handleapi.h.
    """

def FormatMessage(
    errCode: int = 0, source: object = None, messageID: int = 0, languageID: int = 0, inserts: object = None, /
) -> str:
    """Tell the text of an error code with its line end: FormatMessage(code), 0 for the last error.

    With more arguments as in the API: flags (win32con.FORMAT_MESSAGE_*), a source, which is not used, and the code.
    Raises pywintypes.error: 317 no text for the code, 50 FORMAT_MESSAGE_FROM_STRING. Source: winbase.h.
    """

FormatMessageW = FormatMessage

def PostThreadMessage(tid: int, message: int, wParam: _Param = 0, lParam: _Param = 0) -> None:
    """Post a message to a thread that has used a message function before.

    Raises pywintypes.error: 1444 no such thread, or it has no queue; 1816 its queue is full. Source: winuser.h.
    """

def GetUserName() -> str:
    """Tell the name of the user whom the script runs as, without a domain.

    Raises pywintypes.error: 1332 the user has none. Source: winbase.h.
    """

def GetUserNameEx(fmt: int, /) -> str:
    """Tell the name of the user whom the script runs as, in a form: win32con.NameSamCompatible ("COMPUTER\\name"),
    NameDisplay.

    Raises pywintypes.error: 1332 no such form of it, 1722 no host answers. Source: secext.h.
    """

def GetComputerNameEx(NameType: int, /) -> str:
    """Tell this machine's name, in a form: win32con.ComputerName*.

    Raises pywintypes.error: 87 no such form, 1722 no host answers. Source: sysinfoapi.h.
    """

def GetComputerName() -> str:
    """Tell the NetBIOS name of this machine's host.

    Raises pywintypes.error: 1722 no host answers. Source: winbase.h.
    """

def GetDomainName() -> str:
    """Tell the domain of the user whom the script runs as: the computer's name, since accounts are the machine's.

    Raises pywintypes.error: 1722 no host answers. Source: pywin32.
    """

NameUnknown: int
NameFullyQualifiedDN: int
NameSamCompatible: int
NameDisplay: int
NameUniqueId: int
NameCanonical: int
NameUserPrincipal: int
NameCanonicalEx: int
NameServicePrincipal: int
