"""Network management: servers, shares, network sessions, workstations (netapi32).

Server is None or "" for this machine, else a name, usual with two backslashes before it. Arguments are given by
position; level chooses the keys of the dicts that come out and go in, named as the members of the C structure
without their prefix. In a dict that goes in, keys may be missing: they are zero, None or false. Numbers come out
unsigned, but for sessions, files and statistics.

A function that lists takes resumeHandle, 0 at first, and prefLen, a size in bytes; it gives (items, total, resume),
where resume is 0 when that was all, and else goes into the next call. total is a hint.

Every function raises TypeError for arguments of a wrong kind or number and ValueError for a level it does not have,
before anything is asked of a server; then pywintypes.error with the API's code. Codes that are possible everywhere:
5 no right, 53 the server is not reached, 64 it was lost in mid-call, 87 a value that cannot be, 124 a level that
the server does not have. Other Python threads run while a call waits.
"""

from typing import Any, Mapping, Sequence, overload

import pywintypes

_Rows = tuple[list[dict[str, Any]], int, int]

error = pywintypes.error

SERVICE_SERVER: str
SERVICE_WORKSTATION: str
USE_NOFORCE: int
USE_FORCE: int
USE_LOTS_OF_FORCE: int

def NetServerGetInfo(server: str | None, level: int, /) -> dict[str, Any]:
    """Tell what a server is: levels 100 and 101 for anybody, 102, 502 and 503 for Administrators and operators.

    Levels 402 and 403 are LAN Manager's: 124. Source: lmserver.h.
    """

def NetServerSetInfo(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Change settings of a server, levels 101, 102, 502 and 503.

    Raises pywintypes.error: 50 a setting that the server does not have. Source: lmserver.h.
    """

def NetServerEnum(
    server: str | None,
    level: int,
    type: int = -1,
    domain: str | None = None,
    resumeHandle: int = 0,
    prefLen: int = -1,
    /,
) -> _Rows:
    """List the servers of a network: levels 100 and 101.

    Raises pywintypes.error: 6118, since no browser service collects them any more. Source: lmserver.h.
    """

def NetServerDiskEnum(server: str | None, level: int = 0, /) -> tuple[str, ...]:
    """List a server's drives, as "C:". Source: lmserver.h."""

def NetServerComputerNameAdd(ServerName: str, EmulatedDomainName: str | None, EmulatedServerName: str, /) -> None:
    """Give a server one more name, on all its transports.

    Raises pywintypes.error: 52 the name is taken. Source: lmserver.h.
    """

def NetServerComputerNameDel(ServerName: str, EmulatedServerName: str, /) -> None:
    """Take away a name that NetServerComputerNameAdd gave.

    Raises pywintypes.error: 2310 the server does not have it. Source: lmserver.h.
    """

def NetShareAdd(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Add a share, levels 2 and 502.

    Raises pywintypes.error: 50 nothing there serves files, 123 no name for a share, 2116 no such directory, 2118 there
    is one. Source: lmshare.h.
    """

@overload
def NetShareEnum(server: str | None, /) -> list[tuple[str, int, str]]: ...  # type: ignore
@overload
def NetShareEnum(
    server: str | None, level: int | None = None, resumeHandle: int | None = 0, prefLen: int = -1, /
) -> _Rows:
    """List shares: levels 0, 1, 2, 501 and 502. With the server alone: all of them as (netname, type, remark).

    There the type has a sign, in a dict it has none. Source: lmshare.h.
    """

def NetShareGetInfo(server: str | None, netname: str, level: int, /) -> dict[str, Any]:
    """Tell about a share: levels 0, 1, 2, 501 and 502.

    Raises pywintypes.error: 2310 no such share. Source: lmshare.h.
    """

def NetShareSetInfo(server: str | None, netname: str, level: int, data: Mapping[str, Any], /) -> None:
    """Change a share's remark, greatest number of uses and security descriptor: levels 1, 2 and 502.

    Raises pywintypes.error: 50 nothing there serves files, 2310 no such share. Source: lmshare.h.
    """

def NetShareDel(server: str | None, shareName: str, reserved: int = 0, /) -> None:
    """Take a share away, with the connections to it.

    Raises pywintypes.error: 2310 no such share. Source: lmshare.h.
    """

def NetShareCheck(server: str | None, deviceName: str, /) -> tuple[int, int | None]:
    """Tell whether a path is shared: (1, type of the share), or (0, None). Source: lmshare.h."""

def NetSessionEnum(
    level: int, server: str | None = None, client: str | None = None, username: str | None = None, /
) -> list[dict[str, Any]]:
    """List network sessions, of a client (with backslashes), of a user, or all: levels 0, 1, 2, 10 and 502.

    Raises pywintypes.error: 2221 no such user, 2312 no such client, 2351 a client without backslashes.
    Source: lmshare.h.
    """

def NetSessionGetInfo(level: int, server: str | None, client: str, username: str, /) -> dict[str, Any]:
    """Tell about the first session of a user at a client: levels 0, 1, 2 and 10. Source: lmshare.h."""

def NetSessionDel(server: str | None = None, client: str | None = None, username: str | None = None, /) -> None:
    """End the sessions of a client, of a user, or of one at the other; their files are closed.

    Raises pywintypes.error: 2312 no such session. Source: lmshare.h.
    """

def NetFileEnum(
    level: int, servername: str | None = None, basepath: str | None = None, username: str | None = None, /
) -> list[dict[str, Any]]:
    """List opened files and pipes, below a path, of a user, or all: levels 2 and 3. Source: lmshare.h."""

def NetFileGetInfo(level: int, servername: str | None, fileid: int, /) -> dict[str, Any]:
    """Tell about an opened file: levels 2 and 3. Errors bear the name NetFileEnum.

    Raises pywintypes.error: 2 or 2314 no such file. Source: lmshare.h.
    """

def NetFileClose(servername: str | None, fileid: int, /) -> None:
    """Close a file that a client has opened.

    Raises pywintypes.error: 2314 no such file. Source: lmshare.h.
    """

def NetWkstaGetInfo(server: str | None, level: int, /) -> dict[str, Any]:
    """Tell what a machine is: levels 100, 101, 102 and 502. Source: lmwksta.h."""

def NetWkstaSetInfo(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Change settings of a machine as a client: level 502; for others the API answers 87. Source: lmwksta.h."""

def NetWkstaUserEnum(server: str | None, level: int, resumeHandle: int = 0, prefLen: int = -1, /) -> _Rows:
    """List who is logged on, one item a logon: levels 0 and 1. For Administrators. Source: lmwksta.h."""

def NetWkstaTransportEnum(server: str | None, level: int, resumeHandle: int = 0, prefLen: int = -1, /) -> _Rows:
    """List a machine's transports as a client: level 0. Source: lmwksta.h."""

def NetWkstaTransportAdd(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Formerly added a transport: level 0.

    Raises pywintypes.error: 1. Source: lmwksta.h.
    """

def NetWkstaTransportDel(server: str | None, TransportName: str | None, ucond: int = 0, /) -> None:
    """Formerly took a transport away.

    Raises pywintypes.error: 1. Source: lmwksta.h.
    """

def NetStatisticsGet(server: str | None, service: str, level: int = 0, options: int = 0, /) -> dict[str, int]:
    """Counters of SERVICE_SERVER or SERVICE_WORKSTATION.

    Raises pywintypes.error: 50 another service; ValueError: one of the two, but written otherwise. Source: lmstats.h.
    """

def NetGetJoinInformation(server: str | None = None, /) -> tuple[str | None, int]:
    """Give the domain or workgroup of a machine and win32netcon.NetSetupWorkgroupName or NetSetupDomainName.

    Source: lmjoin.h.
    """

def NetGetDCName(server: str | None = None, domain: str | None = None, /) -> str:
    """Give the name of a domain's primary controller, with its backslashes.

    Raises pywintypes.error: 2453 none is known. Source: lmaccess.h.
    """

def NetGetAnyDCName(server: str | None = None, domain: str | None = None, /) -> str:
    """Give the name of any controller of a domain.

    Raises pywintypes.error: 1355 none is known. Source: lmaccess.h.
    """

def NetValidateName(
    Server: str | None, Name: str, NameType: int, Account: str | None = None, Password: str | None = None, /
) -> None:
    """Tell whether a computer, workgroup or domain can have a name: None, or an error. Mind the order of arguments.

    Raises pywintypes.error: 50 with an account or password, 52 it is in use, 123, 1355, 2351, 2695, 9556, 9560 it
    cannot. Source: lmjoin.h.
    """

def NetValidatePasswordPolicy(
    Server: str | None, Qualifier: None, ValidationType: int, arg: dict[str, Any] | tuple[Any, ...], /
) -> tuple[dict[str, Any], int]:
    """Hold the password of an application's own account against a server's rules: (what to keep, verdict).

    ValidationType 1 is a log-on; arg has InputPersistedFields (None) and PasswordMatched. 2 is a change of password;
    arg has InputPersistedFields, ClearPassword, UserAccountName, HashedPassword and PasswordMatch. A tuple gives them
    in that order. What to keep: the fields that changed, of PasswordLastSet, BadPasswordTime, LockoutTime (UTC),
    BadPasswordCount, PasswordHistoryLength and PasswordHistory. The verdict is 0 or a code such as 2245.
    Raises ValueError for a qualifier, another type or fields; pywintypes.error: 5, 53, 1722. Source: lmaccess.h,
    [MS-SAMR] 3.1.5.13.7.
    """

def NetMessageBufferSend(domain: str | None, userName: str, fromName: str | None, message: str, /) -> None:
    """Formerly sent a message through the Messenger service; see win32ts.WTSSendMessage.

    Raises pywintypes.error: 50. Source: lmmsg.h.
    """

def NetMessageNameAdd(server: str | None, msgname: str, /) -> None:
    """Formerly added a name that messages are sent to.

    Raises pywintypes.error: 50. Source: lmmsg.h.
    """

def NetMessageNameDel(server: str | None, msgname: str, /) -> None:
    """Formerly took such a name away.

    Raises pywintypes.error: 50. Source: lmmsg.h.
    """

def NetMessageNameEnum(Server: str | None = None, /) -> list[str]:
    """Formerly listed such names.

    Raises pywintypes.error: 50. Source: lmmsg.h.
    """

def NetUserAdd(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Make a user, levels 1 to 4. Raises pywintypes.error: 2202 no name for a user, 2224 there is one, 2245 the
    password breaks a rule. Source: lmaccess.h.
    """

def NetUserEnum(server: str | None, level: int, filter: int = 2, resumeHandle: int = 0, prefLen: int = -1, /) -> _Rows:
    """List users: levels 0 to 3, 10, 11 and 20. Source: lmaccess.h."""

def NetUserGetInfo(server: str | None, username: str, level: int, /) -> dict[str, Any]:
    """Tell about a user: levels 0 to 4, 10, 11 and 20. Raises pywintypes.error: 2221 no such user.
    Source: lmaccess.h.
    """

def NetUserSetInfo(server: str | None, username: str, level: int, data: Mapping[str, Any], /) -> None:
    """Change a user; level 0 gives another name. Raises pywintypes.error: 2221, 2224, 2245. Source: lmaccess.h."""

def NetUserDel(server: str | None, username: str, /) -> None:
    """Delete a user. Raises pywintypes.error: 1371 it is built in, 2221 no such user. Source: lmaccess.h."""

def NetUserGetGroups(serverName: str | None, userName: str, /) -> list[tuple[str, int]]:
    """The groups of a user as (name, attributes). Raises pywintypes.error: 2221 no such user. Source: lmaccess.h."""

def NetUserGetLocalGroups(serverName: str | None, userName: str, flags: int = 1, /) -> list[str]:
    """The local groups of a user; flags 1: also those through a group. Source: lmaccess.h."""

def NetUserChangePassword(server: str | None, username: str | None, oldPassword: str, newPassword: str, /) -> None:
    """Change a password that is known; username None is the caller. Raises pywintypes.error: 86 the old one is wrong,
    2245 the new one breaks a rule. Source: lmaccess.h.
    """

def NetUserModalsGet(server: str | None, level: int, /) -> dict[str, Any]:
    """The rules of passwords and lock-out: levels 0 to 3. Source: lmaccess.h."""

def NetUserModalsSet(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Set the rules: levels 0 and 3. Source: lmaccess.h."""

def NetGroupAdd(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Make a group. Raises pywintypes.error: 2223 there is one. Source: lmaccess.h."""

def NetGroupAddUser(server: str | None, group: str, username: str, /) -> None:
    """Put a user into a group. Raises pywintypes.error: 2220, 2221, 2236 is in it. Source: lmaccess.h."""

def NetGroupDel(server: str | None, groupname: str, /) -> None:
    """Delete a group. Raises pywintypes.error: 2220 no such group, 2234 it is built in. Source: lmaccess.h."""

def NetGroupDelUser(server: str | None, group: str, username: str, /) -> None:
    """Take a user out of a group. Raises pywintypes.error: 2220, 2221, 2237 is not in it. Source: lmaccess.h."""

def NetGroupEnum(server: str | None, level: int, resumeHandle: int | None = 0, prefLen: int = -1, /) -> _Rows:
    """List groups: levels 0 to 2. Source: lmaccess.h."""

def NetGroupGetInfo(server: str | None, groupname: str, level: int, /) -> dict[str, Any]:
    """Tell about a group: levels 0 to 2. Raises pywintypes.error: 2220 no such group. Source: lmaccess.h."""

def NetGroupSetInfo(server: str | None, groupname: str, level: int, data: Mapping[str, Any], /) -> None:
    """Change a group; level 0 gives another name. Source: lmaccess.h."""

def NetGroupGetUsers(
    server: str | None, groupName: str, level: int, resumeHandle: int | None = 0, prefLen: int = 4096, /
) -> _Rows:
    """The users in a group: levels 0 and 1. Source: lmaccess.h."""

def NetGroupSetUsers(server: str | None, group: str, level: int, members: Sequence[Mapping[str, Any]], /) -> None:
    """Make these the users in a group, and no others. Source: lmaccess.h."""

def NetLocalGroupAdd(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Make a local group. Raises pywintypes.error: 1379 there is one. Source: lmaccess.h."""

def NetLocalGroupDel(server: str | None, groupname: str, /) -> None:
    """Delete a local group. Raises pywintypes.error: 2220 no such group. Source: lmaccess.h."""

def NetLocalGroupEnum(server: str | None, level: int, resumeHandle: int | None = 0, prefLen: int = -1, /) -> _Rows:
    """List local groups: levels 0 and 1. Source: lmaccess.h."""

def NetLocalGroupGetInfo(server: str | None, groupname: str, level: int, /) -> dict[str, Any]:
    """Tell about a local group: levels 0 and 1. Source: lmaccess.h."""

def NetLocalGroupSetInfo(server: str | None, groupname: str, level: int, data: Mapping[str, Any], /) -> None:
    """Change a local group; level 0 gives another name. Source: lmaccess.h."""

def NetLocalGroupGetMembers(
    server: str | None, groupName: str, level: int, resumeHandle: int | None = 0, prefLen: int = 4096, /
) -> _Rows:
    """Its members: levels 0 SIDs, 1 and 2 with names, 3 names alone. Source: lmaccess.h."""

def NetLocalGroupAddMembers(
    server: str | None, group: str, level: int, members: Sequence[Mapping[str, Any]], /
) -> None:
    """Add members, levels 0 (sid) and 3 (domainandname): all of them or none. Raises pywintypes.error: 1378 one is in
    it, 1387 one is unknown. Source: lmaccess.h.
    """

def NetLocalGroupSetMembers(
    server: str | None, group: str, level: int, members: Sequence[Mapping[str, Any]], /
) -> None:
    """Make these its members, and no others. Source: lmaccess.h."""

def NetLocalGroupDelMembers(server: str | None, group: str, members: Sequence[str], /) -> None:
    """Take members out by their names: all of them or none. Raises pywintypes.error: 1377 one is not in it. Source:
    lmaccess.h.
    """

def NetUseAdd(server: str | None, level: int, data: Mapping[str, Any], /) -> None:
    """Use \\\\server\\IPC$ as another user: level 1 with a password, 2 with username and domainname too. server is
    None.

    It counts for all calls of this process to that server, those of win32ts too.
    Raises pywintypes.error: 50 a share that is not IPC$, 53 no such server, 1219 in use as somebody else, 1326 the
    password is wrong. Source: lmuse.h.
    """

def NetUseDel(server: str | None, useName: str, forceCond: int = 0, /) -> None:
    """Take back what NetUseAdd added, by its remote name.

    Raises pywintypes.error: 2250 no such use. Source: lmuse.h.
    """

def NetUseEnum(server: str | None, level: int, resumeHandle: int = 0, prefLen: int = -1, /) -> _Rows:
    """List the uses of this process: levels 0, 1 and 2. The password is never told. Source: lmuse.h."""

def NetUseGetInfo(server: str | None, usename: str | None, level: int = 0, /) -> dict[str, Any]:
    """Tell about a use, by its remote name: levels 0, 1 and 2.

    Raises pywintypes.error: 2250 no such use. Source: lmuse.h.
    """
