"""`ntadmin events`: lines for people and programs, and the command it runs, on a host with real sessions."""

import json
import pathlib
import subprocess
import threading

from harness import BUILD, CONNECT_QUERY, PATIENCE, BareClient, alive, until
from oracle.tables import INTERFACES

LOCAL = INTERFACES["LocalHost"]
A_NEW_ONE = {"Wanted": 3, "SessionId": 0, "Name": None, "ArgumentCount": 1, "Arguments": ["/bin/cat"], "EnvironmentCount": 0,
             "Environment": None, "WorkingDirectory": None, "Columns": 80, "Rows": 24}  # fmt: skip


class Follower:
    """The tool at work: its lines, and what it says on standard error."""

    def __init__(self, host, *options, environment=None):
        command = host.as_user([BUILD / "bin/ntadmin", "events", "--verbose", *options])
        self.process = subprocess.Popen(command, env=environment or host.environment, cwd=host.directory, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        assert "Following" in self.process.stderr.readline()
        self.lines, self.said = [], []
        self.readers = [threading.Thread(target=self._read, args=pipe, daemon=True) for pipe in
                        [(self.process.stdout, self.lines), (self.process.stderr, self.said)]]  # fmt: skip
        for reader in self.readers:
            reader.start()

    def _read(self, pipe, into):
        for line in pipe:
            into.append(line)

    def close(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
        for reader in self.readers:
            reader.join(PATIENCE)


def events_of(follower, session):
    return [row["Event"] for row in map(json.loads, list(follower.lines)) if row["SessionId"] == session]


def test_a_session_is_followed_from_log_on_to_log_off(host):
    follower = Follower(host, "--json")
    terminal = host.open()
    host.run("tsdiscon", str(terminal.session), check=True)
    host.run("logoff", str(terminal.session), check=True)
    until("the log-off", lambda: "logoff" in events_of(follower, terminal.session))
    follower.close()
    events = events_of(follower, terminal.session)
    assert events == ["connect", "logon", "disconnect", "logoff"]
    rows = [row for row in map(json.loads, follower.lines) if row["SessionId"] == terminal.session]
    assert len({row["UserName"] for row in rows}) == 1 and rows[0]["UserName"]
    assert {row["SessionName"] for row in rows} == {f"Pty#{terminal.session}"}


def test_a_log_on_whose_client_is_late_has_the_name_all_the_same(host):
    follower = Follower(host, "--json")
    with host.rpc(LOCAL) as connection:
        opened = connection(LOCAL, "HostOpenSession", **A_NEW_ONE)
    session = opened["SessionId"]
    assert host.rows()[session]["State"] == CONNECT_QUERY
    assert "logon" not in events_of(follower, session)
    client = BareClient(opened["SocketPath"])
    until("the log-on", lambda: "logon" in events_of(follower, session))
    follower.close()
    client.leave()
    rows = [row for row in map(json.loads, follower.lines) if row["SessionId"] == session]
    assert [(row["Event"], row["SessionName"]) for row in rows] == [(event, f"Pty#{session}") for event in ("connect", "logon")]


def test_people_get_a_line_with_session_and_user(host):
    follower = Follower(host)
    terminal = host.open()
    user = host.rows()[terminal.session]["UserName"]
    words = until("a line", lambda: next((line.split() for line in follower.lines if " logon " in line), None))
    follower.close()
    assert words[2:5] == ["logon", str(terminal.session), user]


def test_the_command_finds_the_facts_in_its_environment(host):
    notes = pathlib.Path(host.directory, "notes")
    follower = Follower(
        host, "--exec", f'echo "$NTADMIN_EVENT $NTADMIN_SESSION_ID $NTADMIN_USER $NTADMIN_PLACE." >> {notes}'
    )
    terminal = host.open()
    user = host.rows()[terminal.session]["UserName"]
    host.run("logoff", str(terminal.session), check=True)
    until("the log-off", lambda: notes.exists() and "logoff" in notes.read_text())
    follower.close()
    lines = notes.read_text().splitlines()
    assert f"connect {terminal.session} {user} remote." in lines
    assert f"logon {terminal.session} {user} ." in lines
    assert f"logoff {terminal.session} {user} ." in lines


def test_a_command_that_hangs_is_killed_and_no_event_is_lost(host):
    notes, pids = pathlib.Path(host.directory, "notes"), pathlib.Path(host.directory, "pids")
    script = f'echo "$NTADMIN_EVENT" >> {notes}; [ "$NTADMIN_EVENT" != logon ] || {{ sleep 4242 & echo $! >> {pids}; wait; }}'
    follower = Follower(host, "--limit", "5", "--exec", script)
    terminal = host.open()
    host.run("tsdiscon", str(terminal.session), check=True)
    host.run("logoff", str(terminal.session), check=True)
    until("the last command", lambda: notes.exists() and "logoff" in notes.read_text().split())
    follower.close()
    assert sorted(notes.read_text().split()) == ["connect", "disconnect", "logoff", "logon"]
    assert any("killed after 5 s" in line and "logon" in line for line in follower.said)
    until("what it started is gone", lambda: not alive(int(pids.read_text())))


def test_a_command_that_fails_is_reported(host):
    follower = Follower(host, "--exec", "exit 3")
    host.open()
    until("the report", lambda: any("failed with status 3" in line for line in follower.said))
    follower.close()


def test_events_go_on_after_the_host_was_started_anew(host):
    follower = Follower(host, "--json")
    host.kill()
    host.start()

    def is_told():
        session = host.open().session
        try:
            return until("its log-on", lambda: "logon" in events_of(follower, session), patience=2)
        except AssertionError:
            return False

    until("the events of a new session", is_told)
    follower.close()


def test_a_reader_that_goes_away_ends_it(host):
    command = [BUILD / "bin/ntadmin", "events", "--verbose"]
    tool = subprocess.Popen(command, env=host.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "Following" in tool.stderr.readline()
    tool.stdout.close()
    host.open()
    assert tool.wait(PATIENCE) != 0
    tool.stderr.close()


def test_a_limit_that_is_none_is_refused(host):
    done = host.run("events", "--limit", "0")
    assert done.returncode == 2 and "1 to 86400 seconds" in done.stderr
