"""Modules, threads, and who and where a script runs, as far as scripts around sessions and accounts need them."""

from typing import Union

from pywintypes import PyHANDLE

_Param = Union[PyHANDLE, int, None]

def GetModuleHandle(fileName: str | None = None) -> int:
    """Tell the address at which a loaded library, or with None the program, lies in memory.

    Raises pywintypes.error: 126 nothing of that name is loaded. Source: libloaderapi.h.
    """

def GetCurrentThreadId() -> int:
    """Tell the calling thread's id, which no other thread of the machine has.

    Raises nothing of its own. Source: processthreadsapi.h.
    """

def PostThreadMessage(tid: int, message: int, wParam: _Param = 0, lParam: _Param = 0) -> None:
    """Post a message to a thread that has used a message function before.

    Raises pywintypes.error: 1444 no such thread, or it has no queue; 1816 its queue is full. Source: winuser.h.
    """

def GetUserName() -> str:
    """Tell the name of the user whom the script runs as, without a domain.

    Raises pywintypes.error: 1332 the user has none. Source: winbase.h.
    """

def GetComputerName() -> str:
    """Tell the NetBIOS name of this machine's host.

    Raises pywintypes.error: 1722 no host answers. Source: winbase.h.
    """

def GetDomainName() -> str:
    """Tell the domain of the user whom the script runs as: the computer's name, since accounts are the machine's.

    Raises pywintypes.error: 1722 no host answers. Source: pywin32.
    """
