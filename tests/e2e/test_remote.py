"""Ours against ours over the network: a host that serves SMB, and the tools that go to it by address."""

import contextlib
import json
import os
import pathlib
import pty
import subprocess

import pytest
from harness import BUILD, PATIENCE, Host, Screen, until
from ports import HeldPort
from test_events import Follower, events_of


def test_ping_goes_all_the_way(remote):
    result = remote.tool("ping", rf"\\{remote.name}", "--json")
    steps = json.loads(result.stdout)
    assert (result.returncode, [step["Code"] for step in steps]) == (0, [0] * 8), result.stderr


def test_sessions_of_a_remote_host_are_listed(remote):
    result = remote.tool("query", "session", "--server", rf"\\{remote.name}", "--json")
    assert result.returncode == 0, result.stderr
    assert 0 in [row["SessionId"] for row in json.loads(result.stdout)]


def test_what_is_set_for_a_remote_account_is_in_its_parameters(remote):
    remote.environment["NTADMIN_CREDENTIALS"] = f"{remote.directory}/credentials"
    told = remote.python(f"""
        server, user = r"\\\\{remote.name}", "admin"
        win32ts.WTSSetUserConfig(server, user, win32ts.WTSUserConfigInitialProgram, "/bin/top -b")
        win32ts.WTSSetUserConfig(server, user, win32ts.WTSUserConfigTimeoutSettingsIdle, 60000)
        print(json.dumps([win32ts.WTSQueryUserConfig(server, user, win32ts.WTSUserConfigInitialProgram),
                          win32ts.WTSQueryUserConfig(server, user, win32ts.WTSUserConfigTimeoutSettingsIdle)]))""")
    assert told == ["/bin/top -b", 60000]
    assert "InitialProgram = /bin/top -b" in remote.run("userconfig", "admin").stdout
    changed = remote.tool("userconfig", rf"\\{remote.name}", "admin", "WorkDirectory=/srv")
    assert changed.returncode == 0, changed.stderr
    assert "WorkDirectory = /srv" in remote.tool("userconfig", "admin", f"/server:{remote.name}").stdout
    refused = remote.python(f"""
        try:
            win32ts.WTSQueryUserConfig(r"\\\\{remote.name}", "nobody-here", win32ts.WTSUserConfigInitialProgram)
        except pywintypes.error as error:
            print(json.dumps(error.winerror))""")
    assert refused == 2221


def test_a_wrong_password_is_told_as_one(remote):
    remote.credentials("wrong")
    result = remote.tool("ping", remote.name, "--json")
    last = json.loads(result.stdout)[-1]
    assert (result.returncode, last["Step"], last["Code"]) == (1, "log-on", 1326), result.stderr


def test_a_fleet_has_a_row_for_each_answer_and_says_who_failed(remote):
    fleet = pathlib.Path(f"{remote.directory}/fleet")
    silent = HeldPort()
    nobody = f"127.0.0.1:{silent.number}"
    fleet.write_text(f"# two of them\n{remote.name}\n\n{nobody}\n")
    result = remote.tool("query", "session", "--fleet", fleet, "--json")
    silent.close()
    rows = json.loads(result.stdout)
    assert result.returncode == 1
    assert nobody in result.stderr
    assert [row["Error"] for row in rows if row["Server"] == nobody] == [1722]
    assert 0 in [row.get("SessionId") for row in rows if row["Server"] == remote.name]


def test_a_fleet_tells_its_progress_on_a_terminal_and_takes_it_away_again(remote):
    fleet = pathlib.Path(remote.directory) / "fleet"
    silent = HeldPort()
    nobody = f"127.0.0.1:{silent.number}"
    fleet.write_text(f"{remote.name}\n{nobody}\n{remote.name}\n")
    command = [BUILD / "bin/ntadmin", "query", "session", "--fleet", fleet]
    ours, theirs = pty.openpty()
    done = subprocess.run(command, env=remote.away, stdout=subprocess.PIPE, stderr=theirs, timeout=PATIENCE)
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # nobody has the other side any more
        while piece := os.read(ours, 65536):
            said += piece
    os.close(ours)
    in_a_pipe = remote.tool("query", "session", "--fleet", fleet)
    silent.close()
    assert (done.returncode, in_a_pipe.returncode) == (1, 1)
    assert b"\r2 of 3 servers answered, 1 failed" in said
    screen = Screen(200, 24)
    screen.feed(said.decode())
    assert screen.lines()[0].startswith(f"ntadmin: {nobody}: "), "the progress is gone"
    assert not any("servers answered" in line for line in screen.lines())
    assert b"answered" not in done.stdout and "\r" not in in_a_pipe.stderr and "answered" not in in_a_pipe.stderr


def test_a_host_that_goes_away_is_not_waited_for(remote):
    remote.kill()
    until("nobody listens there", lambda: remote.tool("ping", remote.name).returncode == 1)
    result = remote.tool("query", "session", "--server", remote.name)
    assert result.returncode == 1
    assert "1722" in result.stderr


def test_a_binding_leads_over_tcp(remote):
    server = f"ncacn_ip_tcp:127.0.0.1[{remote.rpc_port}]"
    sessions = remote.tool("query", "session", "--server", server, "--json")
    assert sessions.returncode == 0, sessions.stderr
    assert 0 in [row["SessionId"] for row in json.loads(sessions.stdout)]
    connected = remote.tool("net", "session", "--server", server, "--json")
    assert (connected.returncode, json.loads(connected.stdout)) == (0, []), "nobody came over SMB"
    added = remote.tool("net", "localgroup", "--server", server, "helpers", "/add")
    assert added.returncode == 0, added.stderr
    remote.credentials("wrong")
    refused = remote.tool("net", "time", "--server", server)
    assert (refused.returncode, "(1326" in refused.stderr or "(5" in refused.stderr) == (1, True), refused.stderr


def test_a_password_is_set_over_tcp(remote):
    """Where there is no SMB session, it is sealed with the key that stands for one."""
    server = f"ncacn_ip_tcp:127.0.0.1[{remote.rpc_port}]"
    remote.environment["NTADMIN_CREDENTIALS"] = f"{remote.directory}/credentials"
    remote.python(f"""
        import win32net
        win32net.NetUserAdd(r"{server}", 1, {{"name": "carol", "password": "Other.Secret.1", "priv": 1,
                                             "home_dir": None, "comment": None, "flags": 0x201, "script_path": None}})
        """)
    pathlib.Path(f"{remote.directory}/credentials").write_text("username = carol\npassword = Other.Secret.1\n")
    assert remote.tool("net", "time", "--server", rf"\\{remote.name}").returncode == 0


@pytest.fixture
def followed(remote):
    """Starts followers of the remote host, which have no way to it but its port."""
    followers = []

    def follow(*options):
        followers.append(Follower(remote, "--server", rf"\\{remote.name}", *options, environment=remote.away))
        return followers[-1]

    yield follow
    for follower in followers:
        follower.close()


def test_events_of_a_remote_host_are_followed_and_run_commands_here(remote, followed):
    notes = pathlib.Path(remote.directory, "notes")
    for_programs, for_people = followed("--json"), followed()
    followed("--exec", f'echo "$NTADMIN_EVENT $NTADMIN_SESSION_ID $NTADMIN_USER." >> {notes}')
    session = Host.open(remote).session
    user = remote.rows()[session]["UserName"]
    assert remote.tool("logoff", str(session), "--server", remote.name).returncode == 0
    until("the log-off", lambda: "logoff" in events_of(for_programs, session))
    events = events_of(for_programs, session)
    assert sorted(events[:2]) == ["connect", "logon"] and events[-1] == "logoff"
    until("a line", lambda: any(line.split()[2:5] == ["logon", str(session), user] for line in list(for_people.lines)))
    until("the command", lambda: notes.exists() and f"logoff {session} {user}." in notes.read_text().splitlines())
    assert f"logon {session} {user}." in notes.read_text().splitlines()


def test_events_go_on_when_the_remote_host_is_back(remote, followed):
    follower = followed("--json")
    remote.kill()
    remote.start("--smb-port", str(remote.port))

    def is_told():
        session = Host.open(remote).session
        try:
            return until("its log-on", lambda: "logon" in events_of(follower, session), patience=3)
        except AssertionError:
            return False

    until("the events of a new session", is_told)


def test_a_host_that_cannot_be_followed_is_named(remote):
    result = remote.tool("events", "--server", "127.0.0.1:1")
    assert result.returncode == 1
    assert "127.0.0.1:1" in result.stderr and "1722" in result.stderr


def test_win32ts_opens_a_server_by_its_address(remote):
    remote.environment["NTADMIN_CREDENTIALS"] = f"{remote.directory}/credentials"
    ids, names = remote.python(f"""
        server = win32ts.WTSOpenServer("{remote.name}")
        sessions = win32ts.WTSEnumerateSessions(server)
        names = [win32ts.WTSQuerySessionInformation(server, 0, win32ts.WTSWinStationName)]
        print(json.dumps([[row["SessionId"] for row in sessions], names]))
        win32ts.WTSCloseServer(server)
        """)
    assert 0 in ids
    assert names == ["Services"]
