"""Who may do what to whose session, with two real users: caller kind x permission x call. Refused is 5 (1314 for tokens),
changes nothing, and is one audit line."""

import os
import re
import subprocess
import sys

import pytest
from system_host import harness
from harness import ACTIVE, DETACH, DISCONNECTED, until

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

# Each prints the code of one call of the API; argv: the call, the session.
CALLS = """
import ctypes, sys
WTS = ctypes.CDLL("{build}/lib/libwtsapi32.so")
BASE = ctypes.CDLL("{build}/lib/libntadmin.so")
WTS.WTSVirtualChannelOpen.restype = ctypes.c_void_p
name, session = sys.argv[1], ctypes.c_uint32(int(sys.argv[2]))
out, size, text = ctypes.c_void_p(), ctypes.c_uint32(), "t\\0".encode("utf-16-le")
calls = {
    "query": lambda: WTS.WTSQuerySessionInformationW(None, session, 5, ctypes.byref(out), ctypes.byref(size)),
    "message": lambda: WTS.WTSSendMessageW(None, session, text, 2, text, 2, 0, 1, ctypes.byref(size), 0),
    "channels": lambda: WTS.WTSVirtualChannelOpen(None, session, b"ECHO"),
    "connect": lambda: WTS.WTSConnectSessionW(session, session, b"\\0\\0", 1),
    "stop-shadow": lambda: WTS.WTSStopRemoteControlSession(session),
    "token": lambda: WTS.WTSQueryUserToken(session, ctypes.byref(out)),
    "disconnect": lambda: WTS.WTSDisconnectSession(None, session, 1),
    "logoff": lambda: WTS.WTSLogoffSession(None, session, 1),
}
print(0 if calls[name]() else BASE.GetLastError())
"""

# What each kind of caller gets. Connect of a stranger passes the descriptor, as Windows' default lets it, and then needs
# the user's password, which is not known here. With 7057 the right was there, and nobody to stop.
MATRIX = {
    #              owner stranger granted denied administrator
    "query":       (0,    0,       0,      5,     0),
    "message":     (0,    0,       0,      5,     0),
    "channels":    (0,    5,       0,      5,     0),
    "connect":     (0,    5,       5,      5,     0),
    "shadow":      (0,    5,       0,      5,     0),
    "stop-shadow": (7057, 5,       7057,   5,     7057),
    "token":       (1314, 1314,    1314,   1314,  0),
    "disconnect":  (0,    5,       0,      5,     0),
    "logoff":      (0,    5,       0,      5,     0),
}  # fmt: skip
KINDS = ("owner", "stranger", "granted", "denied", "administrator")


@pytest.fixture
def theirs(shared, users):
    """The first user's session, and how to call about it as somebody."""
    with open(shared.config, "a", encoding="utf-8") as config:
        config.write("[sessions]\nshadow = view\n")
    shared.stop()
    shared.start()
    return Theirs(shared, users)


class Theirs:
    def __init__(self, host, users):
        self.host, self.users = host, users
        self.open()

    def open(self):
        self.host.user = self.users[0]
        before = set(self.host.rows())
        self.terminal = self.host.attach("--new", "--channel", "ECHO=cat", "--", "/bin/sh", "-i")
        self.session = until("the session", lambda: self.host.new_session(before, self.terminal))
        self.terminal.wait_for("$")

    def become(self, kind):
        self.host.user = {"owner": self.users[0], "denied": self.users[0], "administrator": None}.get(kind, self.users[1])

    def rights_of(self, kind):
        """The listener's descriptor as the kind of caller has it."""
        self.host.user = None
        for user in self.users:
            self.host.run("listener", "security", "Pty", "revoke", user, check=True)
        if kind == "granted":
            self.host.run("listener", "security", "Pty", "grant", self.users[1], "channels", "control", "reset", "logoff",
                          "disconnect", check=True)  # fmt: skip
        if kind == "denied":
            self.host.run("listener", "security", "Pty", "deny", self.users[0], "all", check=True)

    def call(self, name):
        if name == "shadow":
            return self.look_on()
        script = CALLS.replace("{build}", str(harness.BUILD))
        command = self.host.as_user([sys.executable, "-c", script, name, str(self.session)])
        environment = {**self.host.environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=harness.PATIENCE)
        assert done.returncode == 0, done.stderr
        return int(done.stdout)

    def look_on(self):
        viewer = harness.Terminal(self.host, str(self.session), "--view", command="shadow")
        self.host.terminals.append(viewer)
        until("an answer", lambda: viewer.shows("$") or viewer.process.poll() is not None)
        if viewer.process.poll() is None:
            viewer.type(DETACH)
            viewer.wait_for_end()
            return 0
        viewer.wait_for_end()
        return int(re.search(r"\((\d+), ", viewer.text())[1])

    def state(self):
        rows = self.host.rows()
        return rows[self.session]["State"] if self.session in rows else None

    def refusals(self):
        return [line for line in self.host.log().splitlines() if "audit" in line and re.search(r"result=(5|1314)\b", line)]


# What an ordinary user may not do to the machine's names, transports, shares and listeners; prints a code for each call.
OF_THE_MACHINE = """
import ctypes
NET, WTS, BASE = (ctypes.CDLL(f"{build}/lib/lib{name}.so") for name in ("netapi32", "wtsapi32", "ntadmin"))
P, D = ctypes.c_void_p, ctypes.c_uint32
held = []
def text(value):
    held.append(ctypes.create_string_buffer((value + "\\0").encode("utf-16-le")))
    return P(ctypes.addressof(held[-1]))
def structure(*members):
    kind = type("Row", (ctypes.Structure,), {"_fields_": [(f"m{i}", type(each)) for i, each in enumerate(members)]})
    held.append(kind(*members))
    return ctypes.byref(held[-1])
def listed(function, level):
    return function(None, level, ctypes.byref(P()), -1, ctypes.byref(D()), ctypes.byref(D()), None)
def last(done):
    return 0 if done else BASE.GetLastError()
name, device = text("FILES2"), text("\\\\Device\\\\NetbiosSmb")
held.append(ctypes.create_string_buffer(b"FILES2" + b" " * 10, 16))
transport = structure(D(0), device, P(ctypes.addressof(held[-1])), D(16), P(), P())
alias = structure(name, text("VM"), ctypes.c_ubyte(0), D(0))
share = structure(text("IPC$"), D(0), P(), D(0), D(0), D(0), P(), P(), text("*"), D(0), P())
security = ctypes.create_string_buffer(bytes((1, 0, 4, 0x80)) + bytes(16))  # everything for everybody
out, size = ctypes.byref(P()), ctypes.byref(D())
told = {
    "TransportEnum": listed(NET.NetServerTransportEnum, 0),
    "TransportAdd": NET.NetServerTransportAdd(None, 0, transport),
    "TransportAddEx": NET.NetServerTransportAddEx(None, 1, transport),
    "TransportDel": NET.NetServerTransportDel(None, 0, transport),
    "ComputerNameAdd": NET.NetServerComputerNameAdd(None, None, name),
    "ComputerNameDel": NET.NetServerComputerNameDel(None, name),
    "AliasAdd": NET.NetServerAliasAdd(None, 0, alias),
    "AliasEnum": listed(NET.NetServerAliasEnum, 0),
    "AliasDel": NET.NetServerAliasDel(None, 0, alias),
    "ShareDelSticky": NET.NetShareDelSticky(None, text("IPC$"), 0),
    "ShareDelEx": NET.NetShareDelEx(None, 503, share),
    "WkstaTransportAdd": NET.NetWkstaTransportAdd(None, 0, structure(D(0), D(0), device, P(), D(0)), None),
    "WkstaTransportDel": NET.NetWkstaTransportDel(None, device, 0),
    "SetListenerSecurityA": last(WTS.WTSSetListenerSecurityA(None, None, 0, b"Pty", 4, security)),
    "SetListenerSecurityW": last(WTS.WTSSetListenerSecurityW(None, None, 0, text("Pty"), 4, security)),
    "GetListenerSecurityA": last(WTS.WTSGetListenerSecurityA(None, None, 0, b"Pty", 8, None, 0, size)),
    "GetListenerSecurityW": last(WTS.WTSGetListenerSecurityW(None, None, 0, text("Pty"), 8, None, 0, size)),
    "ShareEnumSticky": listed(NET.NetShareEnumSticky, 1),
    "WkstaUserGetInfo": NET.NetWkstaUserGetInfo(None, 1, out),
}
print(json.dumps(told))
"""


def test_the_machine_is_its_administrators(shared):
    told = shared.python(OF_THE_MACHINE.replace("{build}", str(harness.BUILD)))
    let_through = {name for name, code in told.items() if code == 0}
    of_audit_rules = {name for name, code in told.items() if code == 1314}
    assert let_through == {"ShareEnumSticky", "WkstaUserGetInfo"}
    assert of_audit_rules == {"GetListenerSecurityA", "GetListenerSecurityW"}
    assert {code for name, code in told.items() if name not in let_through | of_audit_rules} == {5}, told
    shared.user = None
    by_root = shared.python(OF_THE_MACHINE.replace("{build}", str(harness.BUILD)))
    assert by_root["TransportAdd"] == 0, "what was refused has changed nothing"


def test_somebodys_first_act_is_audited_by_name(shared, users):
    assert shared.run("tskill", "1").returncode == 1
    assert re.search(rf'audit: who="[^"]*\\{users[0]} \(S-1-[^"]*" .*action=process.terminate', shared.log()), shared.log()


def test_the_listener_shows_users_by_name(shared, users):
    shared.user = None
    shared.run("listener", "security", "Pty", "deny", users[0], "reset", "logoff", check=True)
    shown = shared.run("listener", "security", "Pty", check=True).stdout
    assert re.search(rf"^deny +{users[0]} +reset logoff$", shown, re.MULTILINE), shown


EFFECTS = {"disconnect": DISCONNECTED, "logoff": None}


@pytest.mark.parametrize("kind", KINDS)
def test_each_call_is_let_through_or_refused(theirs, kind):
    theirs.rights_of(kind)
    for name, row in MATRIX.items():
        if theirs.state() != ACTIVE:
            theirs.rights_of("owner")
            theirs.open()
            theirs.rights_of(kind)
        theirs.become(kind)
        before = len(theirs.refusals())
        code, expected = theirs.call(name), row[KINDS.index(kind)]
        theirs.host.user = None
        assert code == expected, (kind, name)
        if expected in (5, 1314):
            assert theirs.state() == ACTIVE, (kind, name)
            new = theirs.refusals()[before:]
            assert len(new) == 1 and f"session {theirs.session}" in new[0], (kind, name, new)
        else:
            assert theirs.state() == EFFECTS.get(name, ACTIVE), (kind, name)
            assert len(theirs.refusals()) == before


def test_a_refused_way_back_into_a_session_is_audited(theirs, users):
    theirs.host.user = users[1]
    stranger = theirs.host.attach(str(theirs.session))
    assert stranger.wait_for_end() != 0 and "(5, " in stranger.text()
    assert any("session.attach" in line and f"session {theirs.session}" in line for line in theirs.refusals())
    theirs.host.user = None
    theirs.host.run("tsdiscon", str(theirs.session), check=True)
    theirs.host.run("change", "logon", "/disable", check=True)
    theirs.host.user = users[0]
    owner = theirs.host.attach(str(theirs.session))
    assert owner.wait_for_end() != 0 and "(7060, " in owner.text()
    assert re.search(rf"session\.attach.*session {theirs.session} .*result=7060", theirs.host.log())


def test_tscon_moves_no_terminal_to_anothers_session(theirs, users):
    theirs.host.user = users[1]
    mine = theirs.host.open()
    done = theirs.host.run("tscon", str(theirs.session), f"/dest:{theirs.host.rows()[mine.session]['SessionName']}")
    assert done.returncode == 1 and "(5, " in done.stderr
    assert theirs.state() == ACTIVE
    mine.enter("echo still-$((1 + 1))")
    mine.wait_for("still-2")
