"""Message-only windows: what scripts need that wait for session notifications (win32ts).

There is no desktop: every window only receives messages, in the thread that made it. Handlers run inside PumpMessages,
PumpWaitingMessages, DispatchMessage, SendMessage, CreateWindow and DestroyWindow. An exception in a handler is printed
and the pump goes on; KeyboardInterrupt and SystemExit come out of the function that ran it.

Functions raise TypeError for arguments of a wrong kind, then pywintypes.error with the API's code.
"""

from typing import Any, Callable, Union

from pywintypes import PyHANDLE

_Handle = Union[PyHANDLE, int, None]
_Handler = Callable[[int, int, int, int], Any]
_Message = tuple[int, int, int, int, int, tuple[int, int]]

class WNDCLASS:
    """What RegisterClass takes. Only lpszClassName, lpfnWndProc and hInstance mean something here.

    lpfnWndProc is a callable (window, message, wParam, lParam) that returns an int, or None for 0; or a dict of message
    to such callables, where DefWindowProc answers the messages that are not in it.
    """

    def __init__(self) -> None: ...
    style: int
    cbWndExtra: int
    hInstance: _Handle
    hIcon: _Handle
    hCursor: _Handle
    hbrBackground: _Handle
    lpszMenuName: str | None
    lpszClassName: str
    lpfnWndProc: _Handler | dict[int, _Handler] | None

def RegisterClass(wndClass: WNDCLASS) -> int:
    """Register a class of windows; its atom, which may stand for the name.

    Raises pywintypes.error: 1410 a class of that name exists; TypeError: a bad lpfnWndProc. Source: winuser.h.
    """

def UnregisterClass(atom: int | str, hinst: _Handle = 0) -> None:
    """Take a class back, by atom or name.

    Raises pywintypes.error: 1411 no such class, 1412 it has windows. Source: winuser.h.
    """

def CreateWindow(
    className: int | str,
    windowTitle: str | None,
    style: int,
    x: int,
    y: int,
    width: int,
    height: int,
    parent: _Handle,
    menu: _Handle,
    hinstance: _Handle,
    reserved: Any,
) -> int:
    """Make a window, which belongs to the calling thread; its handle. Place, style and parent make no difference.

    Raises pywintypes.error: 1407 no such class. Source: winuser.h.
    """

def CreateWindowEx(
    dwExStyle: int,
    className: int | str,
    windowTitle: str | None,
    style: int,
    x: int,
    y: int,
    width: int,
    height: int,
    parent: _Handle,
    menu: _Handle,
    hinstance: _Handle,
    reserved: Any,
) -> int:
    """As CreateWindow, with an extended style.

    Raises pywintypes.error: 1407 no such class. Source: winuser.h.
    """

def DestroyWindow(hwnd: _Handle) -> None:
    """End a window of the calling thread, and its session notifications.

    Raises pywintypes.error: 5 another thread's, 1400 no such window. Source: winuser.h.
    """

def IsWindow(hwnd: _Handle) -> bool:
    """Tell whether a window exists.

    Raises nothing of its own. Source: winuser.h.
    """

def ShowWindow(hwnd: _Handle, cmdShow: int) -> bool:
    """Tell whether the window was visible: it never is.

    Raises nothing of its own. Source: winuser.h.
    """

def UpdateWindow(hwnd: _Handle) -> None:
    """Do nothing: there is nothing to draw.

    Raises pywintypes.error: 1400 no such window. Source: winuser.h.
    """

def DefWindowProc(hwnd: _Handle, message: int, wparam: _Handle, lparam: _Handle) -> int:
    """Answer a message as windows do by default: WM_CLOSE destroys the window.

    Raises nothing of its own. Source: winuser.h.
    """

def GetMessage(hwnd: _Handle, filterMin: int, filterMax: int) -> list[Any]:
    """Wait for the calling thread's next message: [1, message], or [0, message] for WM_QUIT.

    The message is a tuple (window, message, wParam, lParam, time in milliseconds, (0, 0)).
    Raises pywintypes.error: 1400 no such window. Source: winuser.h.
    """

def PeekMessage(hwnd: _Handle, filterMin: int, filterMax: int, removalOptions: int) -> list[Any]:
    """As GetMessage, without waiting: [0, ...] when there is none. removalOptions is PM_REMOVE or PM_NOREMOVE.

    Raises pywintypes.error: 1400 no such window. Source: winuser.h.
    """

def TranslateMessage(message: _Message) -> int:
    """There are no keys to translate: 0.

    Raises nothing of its own. Source: winuser.h.
    """

def DispatchMessage(message: _Message) -> int:
    """Give a message to the handler of its window; what that returns.

    Raises nothing of its own. Source: winuser.h.
    """

def PumpMessages() -> None:
    """Wait for messages and dispatch them, until PostQuitMessage. Ctrl-C ends it with KeyboardInterrupt.

    Raises nothing of its own. Source: pywin32.
    """

def PumpWaitingMessages() -> int:
    """Dispatch the messages that there are; 1 when WM_QUIT was among them, else 0.

    Raises nothing of its own. Source: pywin32.
    """

def PostMessage(hwnd: _Handle, message: int, wparam: _Handle = 0, lparam: _Handle = 0) -> None:
    """Put a message at the end of the queue of a window's thread, from any thread.

    Raises pywintypes.error: 1400 no such window, 1816 the queue is full. Source: winuser.h.
    """

def SendMessage(hwnd: _Handle, message: int, wparam: _Handle = 0, lparam: _Handle = 0) -> int:
    """Call the handler of a window of the calling thread; what it returns.

    Raises pywintypes.error: 50 another thread's, 1400 no such window. Source: winuser.h.
    """

def PostQuitMessage(exitCode: int = 0) -> None:
    """End the calling thread's PumpMessages once nothing else is waiting.

    Raises nothing of its own. Source: winuser.h.
    """

def NtadminMessageFd() -> int:
    """An extension: a descriptor to select() or poll() on, readable while PumpWaitingMessages has something to do.

    It belongs to the library and the calling thread. Raises pywintypes.error: 8 no descriptor left. Source: ntadmin.
    """
