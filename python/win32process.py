"""Programs run in terminal sessions, for the tokens that WTSQueryUserToken gives.

The functions come from the extension module; their arguments, results and errors stand in win32process.pyi.
"""

import _ntadmin

globals().update(_ntadmin.win32process)
GetCurrentProcessId = _ntadmin.win32api["GetCurrentProcessId"]
GetCurrentProcess = _ntadmin.win32api["GetCurrentProcess"]

STARTF_USESHOWWINDOW = 1
STARTF_USESTDHANDLES = 0x100
DETACHED_PROCESS = 8
CREATE_NEW_CONSOLE = 0x10
NORMAL_PRIORITY_CLASS = 0x20
CREATE_NEW_PROCESS_GROUP = 0x200
CREATE_UNICODE_ENVIRONMENT = 0x400
CREATE_NO_WINDOW = 0x8000000


class STARTUPINFO:
    """How a program starts; of its members only dwFlags means something to a program on a terminal."""

    def __init__(self) -> None:
        self.dwX = self.dwY = self.dwXSize = self.dwYSize = self.dwXCountChars = self.dwYCountChars = 0
        self.dwFillAttribute = self.dwFlags = self.wShowWindow = 0
        self.lpDesktop = self.lpTitle = None
