#!/usr/bin/env python3
"""Who is on this machine, or on another one: written for Windows with pywin32, and run on Linux as it is.

    python who_is_on.py                      the sessions that have a user
    python who_is_on.py --all                every session and listener
    python who_is_on.py disconnect 3         take session 3 off its terminal; its programs keep running
    python who_is_on.py end 3 notepad.exe    end that program in session 3
    python who_is_on.py logoff 3             end session 3 and everything in it
    python who_is_on.py --server \\\\ts1 ...   the same there
"""

import argparse
import ctypes
import datetime
import os
import sys

import pywintypes
import win32ts
import winerror

STATES = {
    win32ts.WTSActive: "active",
    win32ts.WTSConnected: "connected",
    win32ts.WTSConnectQuery: "connecting",
    win32ts.WTSShadow: "shadowing",
    win32ts.WTSDisconnected: "disconnected",
    win32ts.WTSIdle: "idle",
    win32ts.WTSListen: "listening",
    win32ts.WTSReset: "resetting",
    win32ts.WTSDown: "down",
    win32ts.WTSInit: "starting",
}

WTS_SESSION_INFO_CLASS = 24  # WTSSessionInfo: pywin32 has no form for it, so its times are read through ctypes


class WTSINFO(ctypes.Structure):
    _fields_ = [
        ("State", ctypes.c_int32),
        ("SessionId", ctypes.c_uint32),
        ("Counters", ctypes.c_uint32 * 6),
        ("WinStationName", ctypes.c_uint16 * 32),
        ("Domain", ctypes.c_uint16 * 17),
        ("UserName", ctypes.c_uint16 * 21),
        ("ConnectTime", ctypes.c_int64),
        ("DisconnectTime", ctypes.c_int64),
        ("LastInputTime", ctypes.c_int64),
        ("LogonTime", ctypes.c_int64),
        ("CurrentTime", ctypes.c_int64),
    ]


def times(server, session):
    """When the user logged on, and for how long nothing was typed; None for what is not known."""
    library = ctypes.WinDLL("wtsapi32") if sys.platform == "win32" else ctypes.CDLL("libwtsapi32.so.0")
    buffer, size = ctypes.POINTER(WTSINFO)(), ctypes.c_uint32()
    if not library.WTSQuerySessionInformationW(ctypes.c_void_p(int(server)), ctypes.c_uint32(session),
                                               WTS_SESSION_INFO_CLASS, ctypes.byref(buffer), ctypes.byref(size)):
        return None, None
    info = WTSINFO.from_buffer_copy(buffer.contents)
    library.WTSFreeMemory(buffer)
    since = pywintypes.TimeStamp(info.LogonTime) if info.LogonTime else None
    idle = info.CurrentTime - info.LastInputTime if info.LastInputTime else None
    return since, idle and datetime.timedelta(microseconds=idle // 10)


def client(server, session):
    """Where the person sits: the client's name and IPv4 address, as far as the session knows them."""
    name = win32ts.WTSQuerySessionInformation(server, session, win32ts.WTSClientName)
    address = win32ts.WTSQuerySessionInformation(server, session, win32ts.WTSClientAddress)
    parts = [name] if name else []
    if address and address["AddressFamily"] == 2:
        parts.append(".".join(map(str, address["Address"][2:6])))
    return " ".join(parts)


def own_session(server):
    """The session this script runs in; none on another machine."""
    return win32ts.ProcessIdToSessionId(os.getpid()) if int(server) == 0 else None


def duration(idle):
    if idle is None:
        return ""
    minutes = int(idle.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    return f"{days}+{hours:02}:{minutes:02}" if days else f"{hours}:{minutes:02}" if hours else str(minutes or ".")


def row(server, session):
    number = session["SessionId"]
    user = win32ts.WTSQuerySessionInformation(server, number, win32ts.WTSUserName)
    domain = win32ts.WTSQuerySessionInformation(server, number, win32ts.WTSDomainName)
    since, idle = times(server, number)
    return (
        str(number),
        f"{domain}\\{user}" if user and domain else user or "",
        session["WinStationName"] or "",
        STATES.get(session["State"], str(session["State"])),
        since.astimezone().strftime("%Y-%m-%d %H:%M") if since else "",
        duration(idle),
        client(server, number),
    )


def show(server, everything):
    own = own_session(server)
    rows = [(" ", ("ID", "USER", "STATION", "STATE", "SINCE", "IDLE", "FROM"))]
    for session in win32ts.WTSEnumerateSessions(server):
        try:
            cells = row(server, session)
        except pywintypes.error as error:
            if error.winerror != winerror.ERROR_FILE_NOT_FOUND:  # it ended while we looked
                raise
            continue
        if everything or cells[1]:
            rows.append((">" if session["SessionId"] == own else " ", cells))
    widths = [max(len(cells[i]) for _, cells in rows) for i in range(len(rows[0][1]))]
    for mark, cells in rows:
        print((mark + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths))).rstrip())


def disconnect(server, session):
    win32ts.WTSDisconnectSession(server, session, True)
    left = [name for where, _, name, _ in win32ts.WTSEnumerateProcesses(server) if where == session]
    print(f"session {session} is disconnected; still running in it: {', '.join(sorted(filter(None, left)))}")


def end(server, session, program):
    found = [process for process in win32ts.WTSEnumerateProcesses(server)
             if process[0] == session and (process[2] or "").lower() == program.lower()]
    if not found:
        sys.exit(f"no program called {program} runs in session {session}")
    for _, number, name, owner in found:
        win32ts.WTSTerminateProcess(server, number, 1)
        print(f"ended {name}, process {number} of {owner}")


def logoff(server, session):
    win32ts.WTSLogoffSession(server, session, True)
    print(f"session {session} is logged off")


def main():
    parser = argparse.ArgumentParser(description="Shows and manages terminal sessions.")
    parser.add_argument("--server", default="", help="another machine; without it, this one")
    parser.add_argument("--all", action="store_true", help="show sessions without a user too")
    commands = parser.add_subparsers(dest="command")
    for name in ("disconnect", "logoff", "end"):
        commands.add_parser(name).add_argument("session", type=int)
    commands.choices["end"].add_argument("program")
    wanted = parser.parse_args()

    server = win32ts.WTS_CURRENT_SERVER_HANDLE
    if wanted.server:
        server = win32ts.WTSOpenServer(wanted.server)
    try:
        if wanted.command == "disconnect":
            disconnect(server, wanted.session)
        elif wanted.command == "end":
            end(server, wanted.session, wanted.program)
        elif wanted.command == "logoff":
            logoff(server, wanted.session)
        else:
            show(server, wanted.all)
    except pywintypes.error as error:
        if error.winerror == winerror.ERROR_CTX_WINSTATION_NOT_FOUND:
            sys.exit(f"there is no session {wanted.session}")
        sys.exit(f"{error.funcname}: {error.strerror} (error {error.winerror})")
    finally:
        if wanted.server:
            win32ts.WTSCloseServer(server)


if __name__ == "__main__":
    main()
