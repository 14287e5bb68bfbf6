"""Errors, handles, threads, and who and where a script runs, for scripts around sessions and accounts.

The functions come from the extension module; their arguments, results and errors stand in win32api.pyi and in help().
"""

import os as _os
import pwd as _pwd
import socket as _socket

import _ntadmin
from pywintypes import error
from win32con import (
    NameCanonical,
    NameCanonicalEx,
    NameDisplay,
    NameFullyQualifiedDN,
    NameSamCompatible,
    NameServicePrincipal,
    NameUniqueId,
    NameUnknown,
    NameUserPrincipal,
)

globals().update(_ntadmin.win32api)
FormatMessageW = _ntadmin.win32api["FormatMessage"]


def _entry_of_user(function):
    try:
        return _pwd.getpwuid(_os.geteuid())
    except KeyError:
        raise error(1332, function, "this user has no name") from None


def _name_of_computer(function):
    try:
        return _ntadmin.win32net["NetWkstaGetInfo"](None, 100)["computername"]
    except error as failure:
        raise error(failure.winerror, function, failure.strerror) from None


def GetUserName():
    """Tell the name of the user whom the script runs as, without a domain.

    Raises pywintypes.error: 1332 the user has none. Source: winbase.h.
    """
    return _entry_of_user("GetUserName").pw_name


def GetUserNameEx(fmt, /):
    """Tell the name of the user whom the script runs as, in a form: win32con.NameSamCompatible ("COMPUTER\\name"),
    NameDisplay.

    Raises pywintypes.error: 1332 no such form of it, 1722 no host answers. Source: secext.h.
    """
    entry = _entry_of_user("GetUserNameEx")
    full_name = entry.pw_gecos.partition(",")[0]
    if fmt == NameSamCompatible:
        return f"{_name_of_computer('GetUserNameEx')}\\{entry.pw_name}"
    if fmt == NameDisplay and full_name:
        return full_name
    raise error(1332, "GetUserNameEx", "the user has no name of this form")


def GetComputerNameEx(NameType, /):
    """Tell this machine's name, in a form: win32con.ComputerName*.

    Raises pywintypes.error: 87 no such form, 1722 no host answers. Source: sysinfoapi.h.
    """
    if not 0 <= NameType < 8:
        raise error(87, "GetComputerNameEx", f"{NameType} is no form of a name")
    form = NameType % 4  # the last four are the same names, of the machine where the first are of a cluster
    if form == 0:
        return _name_of_computer("GetComputerNameEx")
    host, _, domain = _socket.getfqdn().partition(".")
    return (host, domain, f"{host}.{domain}" if domain else host)[form - 1]


def GetComputerName():
    """Tell the NetBIOS name of this machine's host.

    Raises pywintypes.error: 1722 no host answers. Source: winbase.h.
    """
    return _name_of_computer("GetComputerName")


def GetDomainName():
    """Tell the domain of the user whom the script runs as: the computer's name, since accounts are the machine's.

    Raises pywintypes.error: 1722 no host answers. Source: pywin32.
    """
    return _name_of_computer("GetDomainName")
