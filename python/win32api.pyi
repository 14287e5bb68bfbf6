"""Modules and threads, as far as scripts around sessions need them."""

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
