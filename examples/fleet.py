#!/usr/bin/env python3
"""Several servers at once: who is on, what is shared, who is connected. Written for Windows with pywin32; runs on Linux.

    python fleet.py server1 server2:4450                  sessions, shares and network sessions of each
    python fleet.py server1 --message "Back in 5 minutes" also shows everybody there a message
    python fleet.py server1 --logoff anna                 logs anna off there
    python fleet.py server1 --user admin                  as another user; asks for the password

Without --user, a ticket or the credentials file (NTADMIN_CREDENTIALS) says who you are.
"""

import argparse
import concurrent.futures
import getpass
import os
import sys

import pywintypes
import win32net
import win32ts

STATES = {win32ts.WTSActive: "active", win32ts.WTSDisconnected: "disconnected", win32ts.WTSConnected: "connected"}
ICON_INFORMATION = 0x40


def sessions(server):
    """(id, user, state) of each session that has a user."""
    found = []
    for session in win32ts.WTSEnumerateSessions(server):
        number = session["SessionId"]
        if session["State"] == win32ts.WTSListen:  # no session, but where sessions come from
            continue
        user = win32ts.WTSQuerySessionInformation(server, number, win32ts.WTSUserName)
        if user:
            found.append((number, user, STATES.get(session["State"], str(session["State"]))))
    return found


def everything(enumerate_, *arguments):
    """All rows of an enumeration that comes in pieces."""
    rows, resume = [], 0
    while True:
        more, _, resume = enumerate_(*arguments, resume)
        rows += more
        if not resume:
            return rows


def log_on(name, user, password):
    """Connects to the server's IPC$ share, as `net use` does: every later call goes as that user."""
    win32net.NetUseAdd(None, 2, {"remote": rf"\\{name}\IPC$", "username": user, "password": password, "asg_type": 3})


def report(name, wanted, password):
    """What one server says, as lines."""
    if wanted.user:
        log_on(name, wanted.user, password)
    unc = rf"\\{name}"
    server = win32ts.WTSOpenServer(name)
    try:
        info = win32net.NetServerGetInfo(unc, 101)
        lines = [f"{info['name']}: version {info['version_major']}.{info['version_minor']} {info['comment']}".rstrip()]
        for number, user, state in sessions(server):
            if wanted.message:
                win32ts.WTSSendMessage(server, number, "Administrator", wanted.message, ICON_INFORMATION, 0, False)
            if wanted.logoff and user.lower() == wanted.logoff.lower():
                win32ts.WTSLogoffSession(server, number, True)
                state = "logged off"
            lines.append(f"  session {number}: {user}, {state}")
    finally:
        win32ts.WTSCloseServer(server)
    for share in everything(win32net.NetShareEnum, unc, 1):
        lines.append(f"  share {share['netname']}: {share['remark']}".rstrip(": "))
    for client in win32net.NetSessionEnum(10, unc):
        lines.append(f"  connected: {client['user_name']} from {client['client_name']}, {client['active_time']} s")
    return lines


def main():
    parser = argparse.ArgumentParser(description="Shows and manages several servers at once.")
    parser.add_argument("servers", nargs="+", metavar="server", help="a name, or name:port")
    parser.add_argument("--user", help="log on as this user; the password is asked for, or read from PASSWORD_FD")
    parser.add_argument("--message", help="show this in every session")
    parser.add_argument("--logoff", metavar="USER", help="log this user off")
    wanted = parser.parse_args()
    password = None
    if wanted.user:
        given = os.environ.get("PASSWORD_FD")
        password = open(int(given)).readline().rstrip("\n") if given else getpass.getpass(f"Password of {wanted.user}: ")

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = {name: pool.submit(report, name, wanted, password) for name in wanted.servers}
        for name, answer in answers.items():
            try:
                print("\n".join(answer.result()))
            except pywintypes.error as error:
                failed += 1
                print(f"{name}: {error.funcname}: {error.strerror} (error {error.winerror})", file=sys.stderr)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
