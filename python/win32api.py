"""Modules, threads, and who and where a script runs, as far as scripts around sessions and accounts need them.

The functions come from the extension module; their arguments, results and errors stand in win32api.pyi and in help().
"""

import os as _os
import pwd as _pwd

import _ntadmin
from pywintypes import error as _error

globals().update(_ntadmin.win32api)


def GetUserName():
    """Tell the name of the user whom the script runs as, without a domain.

    Raises pywintypes.error: 1332 the user has none. Source: winbase.h.
    """
    try:
        return _pwd.getpwuid(_os.geteuid()).pw_name
    except KeyError:
        raise _error(1332, "GetUserName", "this user has no name") from None


def GetComputerName():
    """Tell the NetBIOS name of this machine's host.

    Raises pywintypes.error: 1722 no host answers. Source: winbase.h.
    """
    try:
        return _ntadmin.win32net["NetWkstaGetInfo"](None, 100)["computername"]
    except _error as failure:
        raise _error(failure.winerror, "GetComputerName", failure.strerror) from None


def GetDomainName():
    """Tell the domain of the user whom the script runs as: the computer's name, since accounts are the machine's.

    Raises pywintypes.error: 1722 no host answers. Source: pywin32.
    """
    return GetComputerName()
