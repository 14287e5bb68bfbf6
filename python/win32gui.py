"""Message-only windows: what scripts need that wait for session notifications (win32ts).

The functions come from the extension module; their arguments, results and errors stand in win32gui.pyi and in help().
"""

import _ntadmin

globals().update(_ntadmin.win32gui)


class WNDCLASS:
    """What RegisterClass takes. Only lpszClassName, lpfnWndProc and hInstance mean something here.

    lpfnWndProc is a callable (window, message, wParam, lParam) that returns an int, or None for 0; or a dict of message
    to such callables, where DefWindowProc answers the messages that are not in it.
    """

    def __init__(self):
        self.style = 0
        self.cbWndExtra = 0
        self.hInstance = 0
        self.hIcon = 0
        self.hCursor = 0
        self.hbrBackground = 0
        self.lpszMenuName = None
        self.lpszClassName = ""
        self.lpfnWndProc = None
