"""Fixtures of the end-to-end tests. A host lives as long as one module where its tests do not disturb each other."""

import harness
import pytest
from remote_host import RemoteHost
from tap import Tap


@pytest.fixture
def host():
    """A host that this test may break."""
    host = harness.Host()
    try:
        yield host.start()
    finally:
        host.end()


@pytest.fixture(scope="module")
def shared():
    """A host that the tests of a module share."""
    host = harness.Host()
    try:
        yield host.start()
    finally:
        host.end()


@pytest.fixture
def remote():
    host = RemoteHost()
    try:
        yield host.open()
    finally:
        host.end()


@pytest.fixture
def tap(host):
    """The host behind a tap: the tools and win32ts of this test talk through it, and the oracle reads along."""
    tap = Tap(f"{host.directory}/tap.sock", host.socket)
    host.environment["NTADMIN_HOST"] = f"unix:{host.directory}/tap.sock"
    yield tap
    tap.close()
    assert tap.trouble == []
