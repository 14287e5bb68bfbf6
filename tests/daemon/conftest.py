"""Hosts in system mode, and users to call them."""

import os
import subprocess

import pytest
from system_host import SystemHost, harness


@pytest.fixture
def host():
    host = SystemHost()
    try:
        yield host.start()
    finally:
        host.end()


@pytest.fixture(scope="module")
def users():
    """Two ordinary users of this machine, made for the run."""
    names = [f"nta-sys-{os.getpid()}-{letter}" for letter in "ab"]
    for name in names:
        subprocess.run(["useradd", "--no-create-home", "--shell", "/bin/sh", name], check=True)
    yield names
    for name in names:
        subprocess.run(["userdel", name], check=False, capture_output=True)


def reachable(user):
    command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", harness.BUILD / "bin/ntadmin", "--help"]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.fixture
def shared(host, users):
    """The host, with the first user as the one who calls."""
    if not reachable(users[0]):
        pytest.skip(f"{harness.BUILD} cannot be reached by other users")
    host.user = users[0]
    return host
