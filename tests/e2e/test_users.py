"""The same as an ordinary user, and what one user may not do to another's host and sessions."""

import os
import pwd
import shutil
import stat
import subprocess

import harness
import pytest
from harness import ACTIVE, DISCONNECTED, until

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="making users needs root")


@pytest.fixture(scope="module")
def users():
    """Two users of this machine, made for the run."""
    yield from harness.made_users("nta-e2e")


@pytest.fixture
def users_host(users):
    harness.skip_unless_reachable(users[0])
    host = harness.Host(user=users[0])
    try:
        yield host.start()
    finally:
        host.end()


def test_an_ordinary_user_has_a_host_of_their_own(users_host, users):
    terminal = users_host.open()
    row = users_host.rows()[terminal.session]
    assert (row["UserName"], row["State"]) == (users[0], ACTIVE)
    terminal.enter("id -un")
    terminal.wait_for(users[0])
    users_host.run("tsdiscon", str(terminal.session), check=True)
    assert users_host.rows()[terminal.session]["State"] == DISCONNECTED
    users_host.run("logoff", str(terminal.session), check=True)
    assert terminal.session not in users_host.rows()


def test_a_host_runs_as_its_user_and_its_files_are_theirs_alone(users_host, users):
    uid = pwd.getpwnam(users[0]).pw_uid
    assert os.stat(f"/proc/{users_host.process.pid}").st_uid == uid
    assert os.stat(users_host.state).st_mode & 0o077 == 0
    for path, _, names in os.walk(users_host.state):
        for name in names:
            mode = os.stat(os.path.join(path, name)).st_mode
            assert stat.S_ISSOCK(mode) or mode & 0o077 == 0, name


def test_a_stranger_may_not_reach_or_end_a_session(users_host, users):
    terminal = users_host.open()
    as_stranger = ["setpriv", f"--reuid={users[1]}", f"--regid={users[1]}", "--clear-groups"]
    os.chmod(users_host.directory, 0o755)
    for command in (["logoff", str(terminal.session)], ["tsdiscon", str(terminal.session)], ["attach", str(terminal.session)]):
        done = subprocess.run([*as_stranger, harness.BUILD / "bin/ntadmin", *command], env=users_host.environment,
                              capture_output=True, text=True, timeout=60)  # fmt: skip
        assert done.returncode != 0, command
    assert users_host.rows()[terminal.session]["State"] == ACTIVE
    until("the shell answers", lambda: terminal.enter("echo un''touched") or terminal.shows("untouched"), pause=0.5)
    assert shutil.which("setpriv")
