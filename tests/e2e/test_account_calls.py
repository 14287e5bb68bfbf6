"""What functions about accounts send: which calls in how many round trips, and what becomes of lists that are cut off."""

import itertools
import json
import os
import socket
import subprocess
import sys
import time

import pytest
from harness import BUILD, PATIENCE, Host
from tap import Tap

CLOSE = "SamrCloseHandle"
DOMAIN = ["SamrConnect5", "SamrOpenDomain"]
NAME = [*DOMAIN, "SamrLookupNamesInDomain"]
OPERATORS = ["SamrOpenDomain", "5 SamrOpenAlias", "5 SamrGetMembersInAlias"]
USERS = 40  # more than are asked for at once
NEW = "None, 1, dict(name='new', password='Long-enough-4711', priv=1, flags=1)"

# Of each function its round trips, when the domain is known from a call before: a call, or several that go out together.
# Handles are closed behind them, without a wait.
ROUND_TRIPS = {
    "NetUserEnum(None, 0)": [*DOMAIN, "SamrEnumerateUsersInDomain"],
    "NetUserEnum(None, 1)": [*DOMAIN, "HostEnumerateUsers", *OPERATORS],
    "NetUserEnum(None, 3)": [*DOMAIN, "HostEnumerateUsers", *OPERATORS],
    "NetUserEnum(None, 10)": [*DOMAIN, "HostEnumerateUsers"],
    "NetUserEnum(None, 20)": [*DOMAIN, "HostEnumerateUsers"],
    "NetUserGetInfo(None, 'user1', 0)": [*NAME, "SamrOpenUser", "SamrQueryInformationUser"],
    "NetUserGetInfo(None, 'user1', 10)": [*NAME, "SamrOpenUser", "SamrQueryInformationUser"],
    "NetUserGetInfo(None, 'user1', 3)": [
        *NAME, *OPERATORS, "SamrOpenUser", "SamrQueryInformationUser", "SamrGetGroupsForUser", "SamrQuerySecurityObject"],
    "NetUserGetGroups(None, 'user1')": [*NAME, "SamrOpenUser", "SamrGetGroupsForUser", "SamrLookupIdsInDomain"],
    "NetGroupEnum(None, 1)": [*DOMAIN, "SamrQueryDisplayInformation2"],
    "NetGroupGetUsers(None, 'None', 0)": [*NAME, "SamrOpenGroup", "SamrGetMembersInGroup", "SamrLookupIdsInDomain"],
    f"NetUserAdd({NEW})": ["HostAddUser"],
    "NetUserGetLocalGroups(None, 'user1', 1)": ["HostAliasesOfUser"],
    "NetUserDel(None, 'new')": [*NAME, "SamrOpenUser", "SamrDeleteUser"],
}  # fmt: skip


class UnlikeOurs(Tap):
    """A server without HostAccounts: the bind asks for an interface that nobody has."""

    def _pass(self, source, sink, read, seen):
        known, other = (bytes.fromhex("f4c6b7b1430d0e4d9c575a3f0e6b9d21"), b"\x11" * 16)

        class Changed:
            @staticmethod
            def recv(size):
                return source.recv(size).replace(known, other)

        super()._pass(Changed, sink, read, seen)


class Cut(Tap):
    """Ends every connection at a call of this name, once armed."""

    armed = None

    def _look(self, data, read, seen):
        super()._look(data, read, seen)
        if self.armed and seen and seen[-1] == self.armed:
            raise ConnectionAbortedError

    def _pass(self, source, sink, read, seen):
        try:
            super()._pass(source, sink, read, seen)
        except ConnectionAbortedError:
            for end in (source, sink):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    started = Host()
    file = tmp_path_factory.mktemp("import") / "users"
    file.write_text("name,full_name,comment,disabled\n" + "".join(f"user{n},Full {n},of {n},{'yes' if n % 3 else 'no'}\n" for n in range(USERS)))
    started.start()  # makes the database
    started.stop()
    started.run("account", "import", "--from", "csv", "--state-dir", started.state, str(file), check=True)
    started.start()
    yield started
    started.end()


def run(host, socket, code):
    """Runs a script that imports win32net against a socket; what it prints as JSON comes back."""
    environment = {**host.environment, "PYTHONPATH": str(BUILD / "python"), "NTADMIN_HOST": f"unix:{socket}",
                   "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", f"import json, sys, win32net\n{code}"], env=environment, capture_output=True,
                          text=True, timeout=PATIENCE)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None


@pytest.fixture
def tapped(host, tmp_path):
    """Makes a tap of a kind before the host."""
    taps = []

    def make(kind):
        tap = kind(str(tmp_path / f"tap{len(taps)}"), host.socket)
        tap.path = str(tmp_path / f"tap{len(taps)}")
        taps.append(tap)
        return tap

    yield make
    for tap in taps:
        tap.close()
        assert not tap.trouble


def several(entry):
    count, _, name = entry.rpartition(" ")
    return itertools.repeat(name, int(count or 1))


@pytest.mark.parametrize("function", ROUND_TRIPS)
def test_function_makes_the_round_trips_of_the_table(host, tapped, function):
    tap = tapped(Tap)
    undo = "win32net.NetUserDel(None, 'new')" if "UserAdd" in function else ""
    make = f"win32net.NetUserAdd({NEW})" if "UserDel" in function else ""
    run(host, tap.path, f"{make}\nwin32net.NetUserEnum(None, 0)\nwin32net.{function}\n{undo}")
    calls = [name for name in tap.calls if name != CLOSE]
    expected = [name for entry in ROUND_TRIPS[function] for name in several(entry)]
    first = calls.index("SamrEnumerateUsersInDomain") + 1
    assert calls[first : first + len(expected)] == expected
    assert len(calls) - first - len(expected) == (5 if undo else 0)


def test_handles_that_a_list_has_opened_are_closed(host, tapped):
    tap = tapped(UnlikeOurs)
    run(host, tap.path, "win32net.NetUserEnum(None, 3)")
    opened = sum(name.startswith(("SamrOpen", "SamrConnect")) for name in tap.calls)
    deadline = time.monotonic() + PATIENCE
    while tap.calls.count(CLOSE) < opened and time.monotonic() < deadline:
        time.sleep(0.01)
    assert tap.calls.count(CLOSE) == opened > USERS


@pytest.mark.parametrize("level", (0, 1, 2, 3, 10, 11, 20))
def test_server_that_knows_samr_alone_gives_the_same_list(host, tapped, level):
    code = f"rows = win32net.NetUserEnum(None, {level})[0]\nprint(json.dumps(rows, default=str))"
    ours, other = tapped(Tap), tapped(UnlikeOurs)
    rows = run(host, ours.path, code)
    assert run(host, other.path, code) == rows
    assert len(rows) == USERS + 2
    asked = [name for name in other.calls if name.startswith("Samr")]
    assert (level == 0) == (asked.count("SamrOpenUser") == 0)
    assert "HostEnumerateUsers" not in other.calls
    assert "SamrGetGroupsForUser" not in other.calls


@pytest.mark.parametrize("kind", (Tap, UnlikeOurs))
def test_user_is_added_whole_or_not_at_all(host, tapped, kind):
    tap = tapped(kind)
    run(host, tap.path, f"win32net.NetUserAdd({NEW.replace('flags=1', 'flags=0x41')})")
    row = run(host, host.socket, "print(json.dumps(win32net.NetUserGetInfo(None, 'new', 1), default=str))")
    assert (row["name"], row["flags"] & 0x242) == ("new", 0x240)
    again = "try: win32net.NetUserAdd({})\nexcept win32net.error as e: print(json.dumps(e.winerror))"
    assert run(host, tap.path, again.format(NEW)) == 2224
    run(host, host.socket, "win32net.NetUserDel(None, 'new')\nwin32net.NetUserModalsSet(None, 0, dict("
        "win32net.NetUserModalsGet(None, 0), min_passwd_len=20))")  # fmt: skip
    assert run(host, tap.path, again.format(NEW)) == 2245
    run(host, host.socket, "win32net.NetUserModalsSet(None, 0, dict(win32net.NetUserModalsGet(None, 0), min_passwd_len=0))")
    assert "new" not in run(host, host.socket, "print(json.dumps([row['name'] for row in win32net.NetUserEnum(None, 0)[0]]))")
    assert ("HostAddUser" in tap.calls) == (kind is Tap)


@pytest.mark.parametrize("kind", (Tap, UnlikeOurs))
def test_local_groups_of_a_user_are_the_same_either_way(host, tapped, kind):
    run(host, host.socket, """
win32net.NetLocalGroupAdd(None, 0, dict(name='helpers'))
win32net.NetLocalGroupAddMembers(None, 'helpers', 3, [dict(domainandname='user1')])
win32net.NetGroupAdd(None, 0, dict(name='staff'))
win32net.NetGroupAddUser(None, 'staff', 'user1')
win32net.NetLocalGroupAddMembers(None, 'Guests', 3, [dict(domainandname='staff')])""")  # fmt: skip
    tap = tapped(kind)
    code = "print(json.dumps([win32net.NetUserGetLocalGroups(None, 'user1', flags) for flags in (0, 1)]))"
    assert run(host, tap.path, code) == [["helpers"], ["Guests", "helpers"]]
    missing = "try: win32net.NetUserGetLocalGroups(None, 'nobody', 1)\nexcept win32net.error as e: print(json.dumps(e.winerror))"
    assert run(host, tap.path, missing) == 2221
    run(host, host.socket, "win32net.NetLocalGroupDel(None, 'helpers')\nwin32net.NetGroupDel(None, 'staff')")


@pytest.mark.parametrize("kind", (Tap, UnlikeOurs))
def test_list_goes_on_at_its_resume_handle(host, tapped, kind):
    rows = run(host, tapped(kind).path, """
names, resume = [], 0
for _ in range(50):
    rows, total, resume = win32net.NetUserEnum(None, 1, 0, resume, 320)
    assert len(rows) <= 10 and total >= len(rows)
    names += [row["name"] for row in rows]
    if not resume: break
print(json.dumps(names))""")  # fmt: skip
    assert len(rows) == len(set(rows)) == USERS + 2


@pytest.mark.parametrize("at", ("HostEnumerateUsers", "SamrGetMembersInAlias"))
def test_list_whose_server_is_lost_fails_as_a_whole(host, tapped, at):
    tap = tapped(Cut)
    tap.armed = at
    code = run(host, tap.path, "try: win32net.NetUserEnum(None, 3)\nexcept win32net.error as e: print(json.dumps(e.winerror))")
    assert code == 64
    tap.armed = None
    assert run(host, tap.path, "print(json.dumps(len(win32net.NetUserEnum(None, 3)[0])))") == USERS + 2


def test_user_who_is_deleted_while_the_list_is_made_is_left_out(host, tapped):
    class Deleting(UnlikeOurs):
        def _look(self, data, read, seen):
            before = len(seen)
            super()._look(data, read, seen)
            if seen[before:] == ["SamrOpenUser"] and not self.done:
                self.done = True
                run(host, host.socket, "win32net.NetUserDel(None, 'user39')")

    Deleting.done = False
    tap = tapped(Deleting)
    code = "print(json.dumps([row['name'] for row in win32net.NetUserEnum(None, 10)[0]]))"
    names = run(host, tap.path, code)
    assert tap.done
    assert sorted(names) == sorted(name for name in run(host, host.socket, code))
    assert "user39" not in names
