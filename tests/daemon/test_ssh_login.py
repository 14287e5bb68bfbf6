"""Logins over a real sshd while `enable-login` is in force: interactive ones are sessions, and nothing else is touched."""

import pathlib
import shutil
import subprocess
import uuid

import pytest
import ssh_server
from ssh_server import Outside
from system_host import harness
from harness import ACTIVE, BUILD, DETACH, DISCONNECTED, PATIENCE, ROOT, until

pytestmark = pytest.mark.skipif(not ssh_server.is_there(), reason="needs root, sshd and ssh")

# As a machine has it in /etc/profile.d. The session's own login shell reads it, too.
PROFILE = """export NTADMIN_HOST={host} NTADMIN_LOGIN_LIST={list} PATH={path}:$PATH PS1='$ '
. {script}
echo "a shell of ${{NTADMIN_SESSION:-the login}}"
"""
BYTES = bytes(range(256)) * 4096 + b"no newline at the end"


@pytest.fixture(scope="module")
def group(users):
    """A group of the machine's that the first user is in."""
    name = f"nta-ssh-{uuid.uuid4().hex[:8]}"
    harness.change_users("groupadd", name)
    harness.change_users("usermod", "--append", "--groups", name, users[0])
    yield name
    harness.change_users("groupdel", name)


class Person:
    """The calling user, at another machine, and with a home directory and a login shell here."""

    def __init__(self, host, server):
        self.host, self.server = host, server
        self.list, script = f"{host.directory}/logins", f"{host.directory}/ntadmin.sh"
        self.home = pathlib.Path(host.directory, "home")
        self.home.mkdir()
        shutil.copy(ROOT / "packaging/ntadmin-login.sh", script)
        (self.home / ".profile").write_text(
            PROFILE.format(host=host.environment["NTADMIN_HOST"], list=self.list, path=BUILD / "bin", script=script))
        shutil.chown(self.home, host.user)
        self.has_shell("/bin/bash")

    def has_shell(self, shell):
        harness.change_users("usermod", "--home", str(self.home), "--shell", shell, self.host.user)

    def manage(self, command, *names):
        """`enable-login` or `disable-login` by root."""
        user, self.host.user = self.host.user, None
        done = self.host.run(command, *names, "--file", self.list, check=True)
        self.host.user = user
        return done

    def log_in(self):
        """`ssh HOST` on a PTY."""
        terminal = harness.Terminal(Outside(self.host, self.server.command(self.host.user)))
        self.host.terminals.append(terminal)
        return terminal

    def run(self, program, *arguments, input=b""):
        """One of ssh's programs, without a terminal."""
        return subprocess.run([program, *self.server.options(), *arguments], input=input, capture_output=True,
                              env=self.host.environment, cwd=self.host.directory, timeout=PATIENCE)  # fmt: skip

    def ssh(self, *command, options=(), **more):
        return self.run("ssh", *options, f"{self.host.user}@127.0.0.1", *command, **more)

    def sessions(self):
        return {id: row for id, row in self.host.rows().items() if 0 < id < 65536}

    def session_of(self, login):
        """The session that a login has become."""

        def shown():
            assert login.process.poll() is None, f"the login ended: {login.text()}\n{self.host.log()}"
            return [id for id, row in self.sessions().items() if row["State"] == ACTIVE]

        return until("a session", shown)[0]


@pytest.fixture
def person(shared, server):
    return Person(shared, server)


@pytest.fixture(params=["user", "group"])
def enabled(request, person, group):
    """The person, who is chosen by name or by a group."""
    person.manage("enable-login", person.host.user if request.param == "user" else f"@{group}")
    return person


def assert_never_a_session(person):
    assert not person.sessions()
    assert "session.logon" not in person.host.log()


@pytest.mark.parametrize("options", [(), ("-O",)], ids=["sftp", "scp"])
def test_scp_copies_every_byte_both_ways(enabled, options):
    here, back = pathlib.Path(enabled.host.directory, "here"), pathlib.Path(enabled.host.directory, "back")
    here.write_bytes(BYTES)
    place = f"{enabled.host.user}@127.0.0.1:there"
    for source, target in ((here, place), (place, back)):
        done = enabled.run("scp", *options, "-q", source, target)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (enabled.home / "there").read_bytes() == back.read_bytes() == BYTES
    assert_never_a_session(enabled)


def test_sftp_copies_every_byte_both_ways(enabled):
    here, back = pathlib.Path(enabled.host.directory, "here"), pathlib.Path(enabled.host.directory, "back")
    here.write_bytes(BYTES)
    done = enabled.run("sftp", "-q", "-b", "-", f"{enabled.host.user}@127.0.0.1",
                       input=f"put {here} there\nget there {back}\n".encode())  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert (enabled.home / "there").read_bytes() == back.read_bytes() == BYTES
    assert_never_a_session(enabled)


@pytest.mark.skipif(not shutil.which("rsync"), reason="needs rsync")
def test_rsync_copies_every_byte_both_ways(enabled):
    here, back = pathlib.Path(enabled.host.directory, "here"), pathlib.Path(enabled.host.directory, "back")
    here.write_bytes(BYTES)
    shell = " ".join(map(str, ["ssh", *enabled.server.options()]))
    place = f"{enabled.host.user}@127.0.0.1:there"
    for source, target in ((here, place), (place, back)):
        subprocess.run(["rsync", "-e", shell, source, target], check=True, timeout=PATIENCE)
    assert back.read_bytes() == BYTES
    assert_never_a_session(enabled)


def test_a_command_has_its_own_bytes_and_exit_status(enabled):
    done = enabled.ssh("cat; echo trouble >&2; exit 7", input=BYTES)
    assert (done.returncode, done.stdout, done.stderr) == (7, BYTES, b"trouble\n")
    done = enabled.ssh("echo at a terminal; exit 8", options=("-tt",))
    assert done.returncode == 8 and b"at a terminal\r\n" in done.stdout
    assert_never_a_session(enabled)


def test_commands_on_standard_input_have_a_plain_shell(enabled):
    done = enabled.ssh(options=("-T",), input=b"echo in a script\nexit 9\n")
    assert (done.returncode, done.stdout.splitlines()) == (9, [b"a shell of the login", b"in a script"])
    assert_never_a_session(enabled)


@pytest.mark.parametrize("shell", ["/bin/bash", "/bin/sh"])
def test_an_interactive_login_is_a_session_that_a_dropped_line_finds_again(enabled, shell):
    enabled.has_shell(shell)
    login = enabled.log_in()
    session = enabled.session_of(login)
    login.wait_for(f"a shell of {session}")
    login.enter("echo mar''ker")
    login.wait_for("marker")
    login.hang_up()
    until("it is left", lambda: enabled.sessions()[session]["State"] == DISCONNECTED)
    again = enabled.log_in()
    again.wait_for("marker")
    assert list(enabled.sessions()) == [session]
    assert enabled.ssh("exit 3").returncode == 3
    again.type(DETACH)
    assert again.wait_for_end() == 0
    assert enabled.sessions()[session]["State"] == DISCONNECTED


def test_who_is_not_chosen_has_a_plain_shell(person, users):
    person.manage("enable-login", users[1], "@daemon")
    person.log_in().wait_for("a shell of the login")
    assert_never_a_session(person)


def test_disable_login_makes_a_login_a_plain_shell_again(person, group):
    names = [person.host.user, f"@{group}"]
    person.manage("enable-login", *names)
    login = person.log_in()
    session = person.session_of(login)
    person.manage("disable-login", names[0])
    second = person.log_in()
    until("another session: the group is chosen still", lambda: len(person.sessions()) == 2)
    person.manage("disable-login", names[1])
    person.log_in().wait_for("a shell of the login")
    assert len(person.sessions()) == 2
    for each in (login, second):
        each.wait_for("$")
    assert person.sessions()[session]["State"] == ACTIVE, "sessions that there are live on"


def test_a_host_that_is_not_there_locks_nobody_out(enabled):
    enabled.host.stop()
    login = enabled.log_in()
    login.wait_for("this is a plain shell")
    login.wait_for("a shell of the login")
    login.enter("exit 5")
    assert login.wait_for_end() == 5
