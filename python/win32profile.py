"""The surroundings of a user, for programs that CreateProcessAsUser starts for the tokens of WTSQueryUserToken."""

import os as _os
import pwd as _pwd

from pywintypes import error
import win32security as _win32security

_SYSTEM = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games", "LANG": "C.UTF-8"}
_ROOT = "S-1-5-18"
_UNIX_USER = "S-1-22-1-"


def _entry_of(token, function):
    """The passwd entry of a token's user: by the SID of a plain Unix user, else by the account's name."""
    try:
        sid = _win32security.GetTokenInformation(token, _win32security.TokenUser)[0]
        text = _win32security.ConvertSidToStringSid(sid)
        if text == _ROOT:
            return _pwd.getpwuid(0)
        if text.startswith(_UNIX_USER):
            return _pwd.getpwuid(int(text.removeprefix(_UNIX_USER)))
        return _pwd.getpwnam(_win32security.LookupAccountSid(None, sid)[0])
    except error as failure:
        raise error(failure.winerror, function, failure.strerror) from None
    except KeyError:
        raise error(2, function, "the user of this token has no home on this machine") from None


def CreateEnvironmentBlock(Token, Inherit):
    """Make the environment of the user of a token, for CreateProcessAsUser: {"NAME": "value"}.

    Token None gives what is the same for every user; Inherit true puts it over the script's own environment.
    Raises pywintypes.error: 6 no token, 2 the user has no home on this machine. Source: userenv.h.
    """
    environment = {**(_os.environ if Inherit else {}), **_SYSTEM}
    if Token is not None:
        user = _entry_of(Token, "CreateEnvironmentBlock")
        environment.update(HOME=user.pw_dir, SHELL=user.pw_shell or "/bin/sh", USER=user.pw_name, LOGNAME=user.pw_name)
    return environment


def GetUserProfileDirectory(Token, /):
    """Tell the home directory of the user of a token.

    Raises pywintypes.error: 6 no token, 2 the user has no home on this machine. Source: userenv.h.
    """
    return _entry_of(Token, "GetUserProfileDirectory").pw_dir
