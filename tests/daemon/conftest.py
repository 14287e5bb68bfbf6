"""Hosts in system mode, and users to call them."""

import pytest
from ssh_server import SshServer
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
    yield from harness.made_users("nta-sys")


@pytest.fixture
def shared(host, users):
    """The host, with the first user as the one who calls."""
    harness.skip_unless_reachable(users[0])
    host.user = users[0]
    return host


@pytest.fixture
def server(shared):
    """An sshd that the caller may log on to."""
    harness.change_users("usermod", "--password", "*", shared.user)
    server = SshServer()
    try:
        yield server
    finally:
        server.end()
