"""The surroundings of a user, for programs that CreateProcessAsUser starts for the tokens of WTSQueryUserToken."""

import pywintypes
from pywintypes import PyHANDLE

error = pywintypes.error

def CreateEnvironmentBlock(Token: PyHANDLE | int | None, Inherit: int) -> dict[str, str]:
    """Make the environment of the user of a token, for CreateProcessAsUser: {"NAME": "value"}.

    Token None gives what is the same for every user; Inherit true puts it over the script's own environment.
    Raises pywintypes.error: 6 no token, 2 the user has no home on this machine. Source: userenv.h.
    """

def GetUserProfileDirectory(Token: PyHANDLE | int, /) -> str:
    """Tell the home directory of the user of a token.

    Raises pywintypes.error: 6 no token, 2 the user has no home on this machine. Source: userenv.h.
    """
