"""Unix users as accounts of the machine's host: who is there, what is set for them, and what that does to their
sessions and log-ons. With users made for the test; needs root."""

import contextlib
import os
import pwd
import shutil
import sqlite3
import subprocess
import uuid

import pytest
from impacket.smbconnection import SessionError, SMBConnection
from system_host import SystemHost, harness
from harness import ACTIVE, change_users, until
from ports import HeldPort

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

PASSWORD = "Geheim-4711"
LOGON_FAILURE, ACCOUNT_DISABLED = 0xC000006D, 0xC0000072


def unique():
    return f"nta{uuid.uuid4().hex[:10]}"


def exists(name):
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


class UnixHost(SystemHost):
    def __init__(self, mode="map"):
        super().__init__()
        self.held_port = HeldPort()
        self.port = self.held_port.number
        text = self.config.read_text().replace("smb_port = 0", f"smb_port = {self.port}")
        self.config.write_text(f"{text}listen = 127.0.0.1\nunix = {mode}\n")

    def net(self, *words, password=None):
        """`ntadmin net ...` of root; the password goes through a descriptor."""
        command = [harness.BUILD / "bin/ntadmin", "net", *words]
        given = "" if password is None else f"{password}\n"
        if password is not None:
            command += ["--password-fd", "0"]
        return subprocess.run(command, env=self.environment, input=given, capture_output=True, text=True, timeout=harness.PATIENCE)

    def must(self, *words, **more):
        done = self.net(*words, **more)
        assert done.returncode == 0, f"{words}: {done.stderr}\n{self.log()}"
        return done.stdout

    def told(self, name):
        """What `net user NAME` tells, by its labels; nothing for nobody."""
        done = self.net("user", name)
        return {line[:26].strip(): line[26:].strip() for line in done.stdout.splitlines() if line}

    def sid(self, name):
        return self.python(f"import win32security; print(json.dumps(str(win32security.LookupAccountName(None, {name!r})[0])))")

    def log_on(self, user, password):
        """The NTSTATUS of an SMB log-on, and the connection where there is one."""
        connection = SMBConnection("127.0.0.1", "127.0.0.1", sess_port=self.port, timeout=harness.PATIENCE)
        try:
            connection.login(user, password)
            return 0, connection
        except SessionError as refused:
            connection.close()
            return refused.getErrorCode(), None

    def session_of(self, user):
        self.user = user
        before = set(self.rows())
        terminal = self.attach("--new", "--", "/bin/sh", "-i")
        terminal.session = until("the session", lambda: self.new_session(before, terminal))
        terminal.wait_for("$")
        self.user = None
        return terminal

    def refusal(self, user):
        """What a user hears who opens a session."""
        self.user = user
        terminal = self.attach("--new", "--", "/bin/sh", "-c", "exit")
        self.user = None
        assert terminal.wait_for_end() != 0
        return terminal.text()


@pytest.fixture
def unix_host():
    host = UnixHost()
    try:
        yield host.start()
    finally:
        host.end()


@pytest.fixture
def person():
    """A Unix user, who has a name and a face."""
    name = unique()
    change_users("useradd", "--no-create-home", "--shell", "/bin/sh", "--comment", "Ada Lovelace,,,", name)
    yield name
    change_users("userdel", name)


def test_a_unix_user_is_an_account_whose_sid_stays(person, unix_host):
    assert person in unix_host.must("user")
    assert unix_host.told(person)["Full Name"] == "Ada Lovelace"
    sid = unix_host.sid(person)
    assert "S-1-5-21-" in sid
    unix_host.stop()
    unix_host.start()
    assert unix_host.sid(person) == sid


def test_who_comes_and_goes_while_the_host_runs_is_noticed(unix_host):
    name = unique()
    change_users("useradd", "--no-create-home", name)
    try:
        until("the new account", lambda: unix_host.told(name))
        assert unix_host.told(name)["Account active"] == "Yes"
    finally:
        change_users("userdel", name)
    until("the account's end", lambda: unix_host.told(name)["Account active"] == "No")
    unix_host.must("user", name, "/delete")  # nobody's, and so it may go


def test_what_is_the_systems_to_change_is_refused(person, unix_host):
    refused = unix_host.net("user", person, "/delete")
    assert refused.returncode != 0 and "50" in refused.stderr
    assert exists(person) and unix_host.told(person)


def test_processes_and_sessions_show_the_account(person, unix_host):
    harness.skip_unless_reachable(person)
    terminal = unix_host.session_of(person)
    rows = unix_host.json("query", "process", "/id:%d" % terminal.session)
    assert {row["UserName"] for row in rows} == {person}
    sids = unix_host.python(f"""
        rows = win32ts.WTSEnumerateProcesses(None)
        print(json.dumps([str(row[3]) for row in rows if row[0] == {terminal.session}]))""")
    assert set(sids) == {unix_host.sid(person)}
    assert person in unix_host.run("query", "user").stdout


def test_a_local_group_counts_for_the_unix_user_who_calls(person, unix_host):
    harness.skip_unless_reachable(person)
    unix_host.user = person
    assert unix_host.run("net", "user", person, "/comment:mine").returncode != 0
    unix_host.user = None
    unix_host.must("localgroup", "Account Operators", person, "/add")
    unix_host.user = person
    until("the right", lambda: unix_host.run("net", "user", person, "/comment:mine").returncode == 0)


def test_a_local_group_counts_through_a_unix_group(person, unix_host):
    harness.skip_unless_reachable(person)
    unix_host.user = person
    assert unix_host.run("net", "user", person, "/comment:mine").returncode != 0
    unix_host.user = None
    group = f"S-1-22-2-{pwd.getpwnam(person).pw_gid}"
    unix_host.python(f"""
        import win32net, win32security
        sid = win32security.ConvertStringSidToSid({group!r})
        win32net.NetLocalGroupAddMembers(None, "Account Operators", 0, [{{"sid": sid}}])""")
    unix_host.user = person
    until("the right", lambda: unix_host.run("net", "user", person, "/comment:mine").returncode == 0)


def test_who_administers_the_machine_is_not_account_operators_to_change(person, unix_host):
    harness.skip_unless_reachable(person)
    unix_host.must("localgroup", "Account Operators", person, "/add")
    chief = unique()
    change_users("useradd", "--no-create-home", "--groups", "adm", chief)
    try:
        until("the account", lambda: unix_host.told(chief))
        unix_host.user = person
        until("the right", lambda: unix_host.run("net", "user", person, "/comment:mine").returncode == 0)
        refused = unix_host.run("net", "user", chief, "/comment:mine")
        assert refused.returncode != 0 and "ERROR_ACCESS_DENIED" in refused.stderr, refused.stderr
        change_users("gpasswd", "--delete", chief, "adm")
        assert unix_host.run("net", "user", chief, "/comment:mine").returncode == 0
    finally:
        unix_host.user = None
        change_users("userdel", chief)


def test_a_password_set_here_lets_the_user_log_on_over_smb(person, unix_host):
    assert unix_host.log_on(person, PASSWORD)[0] == LOGON_FAILURE
    unix_host.must("user", person, password=PASSWORD)
    assert unix_host.log_on(person, PASSWORD)[0] == 0
    unix_host.must("user", person, "/active:no")
    assert unix_host.log_on(person, PASSWORD)[0] == ACCOUNT_DISABLED


def test_sessions_obey_what_is_set_for_the_account(person, unix_host):
    harness.skip_unless_reachable(person)
    for setting, undo, code in (("/active:no", "/active:yes", 1331), ("/expires:2001-01-01", "/expires:never", 1793),
                                ("/times:", "/times:all", 1328), ("/workstations:ELSEWHERE", "/workstations:*", 1329)):  # fmt: skip
        unix_host.must("user", person, setting)
        assert f"{code}" in unix_host.refusal(person), setting
        assert f"result={code}" in unix_host.log(), setting
        unix_host.must("user", person, undo)
    unix_host.must("user", person, "/logonpasswordchg:yes")  # of no password there is nothing to change
    unix_host.session_of(person)
    unix_host.must("user", person, "/logonpasswordchg:yes", password=PASSWORD)
    assert "1907" in unix_host.refusal(person)


def test_a_locked_account_opens_no_session(person, unix_host):
    harness.skip_unless_reachable(person)
    unix_host.must("user", person, password=PASSWORD)
    unix_host.must("accounts", "/lockoutthreshold:2")
    for _ in range(3):
        unix_host.log_on(person, "wrong")
    assert "1909" in unix_host.refusal(person)


def test_log_ons_and_log_offs_are_kept_in_the_account(person, unix_host):
    harness.skip_unless_reachable(person)

    def facts():
        """From the database: the API tells of no log-off, as Windows' does not."""
        with contextlib.closing(sqlite3.connect(f"{unix_host.directory}/var/accounts.db")) as database:
            return database.execute("SELECT logon_count, last_logon > 0, last_logoff > 0 FROM user JOIN principal USING (rid)"
                                    " WHERE name = ?", (person,)).fetchone()  # fmt: skip

    assert facts() == (0, 0, 0)
    terminal = unix_host.session_of(person)
    until("the log-on", lambda: facts() == (1, 1, 0))
    assert unix_host.run("logoff", str(terminal.session)).returncode == 0
    until("the log-off", lambda: facts() == (1, 1, 1))


def test_the_end_of_the_hours_ends_sessions(person, unix_host):
    harness.skip_unless_reachable(person)
    unix_host.must("user", person, password=PASSWORD)
    shown, left = unix_host.session_of(person), unix_host.session_of(person)
    left.leave()
    status, connection = unix_host.log_on(person, PASSWORD)
    assert status == 0 and person in unix_host.must("session")
    unix_host.must("accounts", "/forcelogoff:0")
    assert unix_host.rows()[shown.session]["State"] == ACTIVE
    unix_host.must("user", person, "/times:")
    shown.wait_for("logged off in")  # the warning
    until("the end of what nobody sees", lambda: left.session not in unix_host.rows())
    until("the end of the network session", lambda: person not in unix_host.must("session"))
    until("the end of the session", lambda: shown.session not in unix_host.rows(), patience=150)
    assert "session.limit.hours" in unix_host.log()
    connection.close()


def test_what_is_set_for_sessions_is_in_the_parameters_of_the_account(person, unix_host):
    assert unix_host.run("userconfig", person, "TimeoutSettingsIdle=60000", "InitialProgram=/bin/cat").returncode == 0
    assert "InitialProgram = /bin/cat" in unix_host.run("userconfig", person).stdout
    assert not os.path.exists(f"{unix_host.directory}/var/users/{person}.conf")
    unix_host.stop()
    unix_host.start()
    assert "TimeoutSettingsIdle = 60000" in unix_host.run("userconfig", person).stdout


def test_a_renamed_user_is_held_to_what_is_set_for_him(person, unix_host):
    unix_host.run("userconfig", person, "AllowLogonTerminalServer=0", check=True)
    assert "may not log on to sessions" in unix_host.refusal(person)
    other = unique()

    def rename(before, now):
        change_users("usermod", "--login", now, before)
        change_users("groupmod", "--new-name", now, before)

    rename(person, other)
    try:
        until("the new name", lambda: unix_host.told(other))
        assert "may not log on to sessions" in unix_host.refusal(other)
    finally:
        rename(other, person)


# ---- accounts.unix = create


@pytest.fixture
def making_host():
    host = UnixHost("create")
    names = [unique() for _ in range(2)]
    host.names = names
    try:
        yield host.start()
    finally:
        host.end()
        for name in names:
            if exists(name):
                change_users("userdel", name)
            for home in (f"/home/{name}", f"/home/{name}.2", f"/home/{name}.home"):  # who is deleted keeps it
                shutil.rmtree(home, ignore_errors=True)


def shadow_of(name):
    line = subprocess.run(["getent", "shadow", name], capture_output=True, text=True, check=True).stdout
    return line.strip().split(":")


def test_an_account_that_is_made_is_a_unix_user_too(making_host):
    name, other = making_host.names
    making_host.must("user", name, "/add", password=PASSWORD)
    uid = exists(name).pw_uid
    assert making_host.sid(name)
    assert shadow_of(name)[7] == ""
    making_host.must("user", name, "/active:no")
    assert shadow_of(name)[7] == "1"
    making_host.must("user", name, "/active:yes")
    assert shadow_of(name)[7] == ""
    sid = making_host.sid(name)
    making_host.python(f"import win32net; win32net.NetUserSetInfo(None, {name!r}, 0, {{'name': {other!r}}})")
    assert not exists(name) and exists(other).pw_uid == uid
    assert making_host.sid(other) == sid
    making_host.must("user", other, "/delete")
    assert not exists(other) and not making_host.told(other)


def test_full_name_and_home_directory_are_those_of_the_account(making_host):
    name, other = making_host.names
    home = f"/home/{name}.home"

    def python(call):
        making_host.python(f"import win32net; win32net.{call}")

    def add(name, **fields):
        row = {"name": name, "password": PASSWORD, "priv": 1, "flags": 0x201, "primary_group_id": 513, **fields}
        python(f"NetUserAdd(None, 3, {row!r})")

    add(name, full_name="Lovelace, Ada: & Co", home_dir=home)
    made = exists(name)
    assert (made.pw_gecos, made.pw_dir, os.stat(home).st_uid) == ("Lovelace  Ada    Co", home, made.pw_uid)
    assert made.pw_shell == subprocess.run(["useradd", "-D"], capture_output=True, text=True).stdout.split("SHELL=")[1].split()[0]
    assert making_host.told(name)["Full Name"] == "Lovelace, Ada: & Co"
    change_users("chfn", "--room", "7", name)
    python(f"NetUserSetInfo(None, {name!r}, 1011, {{'full_name': 'Ada King'}})")
    assert exists(name).pw_gecos.startswith("Ada King,7")
    for refused, code in (("/etc/cron.d/x", 87), (home, 183)):
        with pytest.raises(AssertionError, match=rf"error: \({code}, "):
            add(other, home_dir=refused)
        assert not exists(other) and not making_host.told(other)
    add(other, home_dir=r"\\server\home")
    assert exists(other).pw_dir == f"/home/{other}"


def test_a_new_user_has_nothing_of_one_who_was_deleted(making_host):
    name, _ = making_host.names
    making_host.must("user", name, "/add", password=PASSWORD)
    before = exists(name)
    making_host.must("user", name, "/delete")
    assert os.stat(before.pw_dir).st_uid == before.pw_uid
    making_host.must("user", name, "/add", password=PASSWORD)
    now = exists(name)
    assert (before.pw_dir, now.pw_dir) == (f"/home/{name}", f"/home/{name}.2")
    assert os.stat(now.pw_dir).st_uid == now.pw_uid != before.pw_uid


def test_neither_is_made_when_one_cannot_be(making_host):
    name, other = making_host.names
    change_users("groupadd", name)  # useradd wants a group of the same name
    try:
        assert making_host.net("user", name, "/add", password=PASSWORD).returncode != 0
        assert not exists(name) and not making_host.told(name)
    finally:
        change_users("groupdel", name)
    making_host.must("accounts", "/minpwlen:8")
    assert making_host.net("user", other, "/add", password="short").returncode != 0
    assert not exists(other) and not making_host.told(other)
    refused = making_host.net("user", "Capital", "/add", password=PASSWORD)
    assert "2202" in refused.stderr and not making_host.told("Capital")


def test_who_has_roots_power_is_not_changed(making_host):
    name, other = making_host.names
    making_host.must("user", name, "/add", password=PASSWORD)
    change_users("usermod", "--append", "--groups", "adm", name)
    assert making_host.net("user", name, "/active:no").returncode != 0
    assert shadow_of(name)[7] == ""
    renamed = f"import win32net; win32net.NetUserSetInfo(None, {name!r}, 0, {{'name': {other!r}}})"
    with pytest.raises(AssertionError, match=r"error: \(5, "):
        making_host.python(renamed)
    assert making_host.net("user", name, "/delete").returncode != 0
    assert exists(name) and not exists(other)
    change_users("gpasswd", "--delete", name, "adm")
    making_host.must("user", name, "/delete")
    assert not exists(name)


def test_a_users_own_host_makes_no_unix_users():
    host = harness.Host()
    try:
        config = f"{host.directory}/conf"
        with open(config, "w", encoding="utf-8") as file:
            file.write("[accounts]\nunix = create\n")
        process = host.launch("--config", config)
        assert process.wait(harness.PATIENCE) != 0
        assert "unix = create is for the machine's host" in host.log()
    finally:
        host.end()
