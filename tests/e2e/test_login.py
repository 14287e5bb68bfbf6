"""Logins that are sessions: a login shell that reads packaging/ntadmin-login.sh, on a real PTY."""

import os
import pathlib
import pty
import subprocess
import threading

import pytest
from harness import BUILD, DETACH, DISCONNECTED, ROOT, Terminal, until


class Login(Terminal):
    """A login shell whose profile is the packaged script, as sshd or login would start it."""

    def __init__(self, host, programs=f"{BUILD}/bin", **environment):
        profile = f"{host.directory}/.profile"
        with open(profile, "w") as file:
            file.write(f'PATH={programs}:{BUILD}/bin:$PATH\n. {ROOT}/packaging/ntadmin-login.sh\necho "plain shell"\n')
        self.size, self.session, self.output = (80, 24), None, bytearray()
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            ["/bin/bash", "--login", "-i"], stdin=slave, stdout=slave, stderr=slave, cwd=host.directory,
            env={**host.environment, "NTADMIN_LOGIN_LIST": f"{host.directory}/logins", **environment},
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.stop, self.stopped = os.pipe()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        host.terminals.append(self)


@pytest.fixture
def enabled(host):
    """The user of this test, whose logins are sessions."""
    name = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    host.run("enable-login", name, "--file", f"{host.directory}/logins", check=True)
    return name


def sessions(host):
    return {id: row for id, row in host.rows().items() if 0 < id < 65536}


def test_a_dropped_line_comes_back_to_the_same_shell(host, enabled):
    login = Login(host)
    until("a session", lambda: sessions(host))
    login.enter("echo mar''ker $$")
    login.wait_for("marker")
    login.hang_up()
    until("disconnected", lambda: [row["State"] for row in sessions(host).values()] == [DISCONNECTED])
    again = Login(host)
    again.wait_for("marker")
    assert len(sessions(host)) == 1
    again.type(DETACH)
    assert again.wait_for_end() == 0


def test_other_users_and_commands_are_untouched(host):
    host.run("enable-login", "@daemon", "--file", f"{host.directory}/logins", check=True)
    Login(host).wait_for("plain shell")
    assert not sessions(host)


@pytest.mark.parametrize("listed, is_session", [("@domain users", True), ("@domain", False), ("@users", False), ("", False)])
def test_a_group_counts_by_its_whole_name(host, listed, is_session):
    """As directories name groups; `id` tells of one without a name, too, and then fails."""
    programs = pathlib.Path(host.directory) / "programs"
    programs.mkdir()
    (programs / "id").write_text("#!/bin/sh\n[ $1 = -un ] && exec echo somebody\n[ $1 = -Gnz ] || exec /usr/bin/id \"$@\"\n"
                                 "echo 'cannot find name for group ID 4711' >&2\nprintf 'domain users\\0004711\\000'\nexit 1\n")
    (programs / "id").chmod(0o755)
    pathlib.Path(host.directory, "logins").write_text(f"{listed}\n")
    login = Login(host, programs)
    if is_session:
        until("a session", lambda: sessions(host))
    else:
        login.wait_for("plain shell")
        assert not sessions(host)
    assert "cannot find" not in login.text()


def test_whose_shell_reads_no_profile_is_told_of(host):
    done = host.run("enable-login", "daemon", "--file", f"{host.directory}/logins", check=True)
    assert "The shell of 'daemon', /usr/sbin/nologin, does not read /etc/profile" in done.stderr


def test_a_command_over_ssh_is_no_session(host, enabled):
    done = subprocess.run(["/bin/bash", "--login", "-c", f". {ROOT}/packaging/ntadmin-login.sh; echo untouched"],
                          env={**host.environment, "NTADMIN_LOGIN_LIST": f"{host.directory}/logins"},
                          capture_output=True, text=True)  # fmt: skip
    assert "untouched" in done.stdout
    assert not sessions(host)


def test_a_broken_host_locks_nobody_out(host, enabled):
    host.kill()
    Login(host).wait_for("plain shell")


def test_a_login_can_be_told_to_be_plain(host, enabled):
    Login(host, NTADMIN_LOGIN="0").wait_for("plain shell")
    assert not sessions(host)


def test_the_list_is_shown_and_names_are_checked(host, enabled):
    path = f"{host.directory}/logins"
    host.run("enable-login", "@daemon", "--file", path, check=True)
    assert host.run("enable-login", "--file", path).stdout.splitlines() == [enabled, "@daemon"]
    bad = host.run("enable-login", "nobody-has-this-name", "--file", path)
    assert bad.returncode == 1 and "nobody-has-this-name" in bad.stderr
    host.run("disable-login", "@daemon", "--file", path, check=True)
    assert host.run("enable-login", "--file", path).stdout.splitlines() == [enabled]
    assert host.run("disable-login", "@daemon", "--file", path).returncode == 1
