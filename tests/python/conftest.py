"""The host of the tests that need a real one."""

import os

import pytest


@pytest.fixture(scope="module")
def host():
    """The host that the modules in this process talk to."""
    import harness  # which tests without a host do not have in their path

    running = harness.Host()
    os.environ.update(NTADMIN_HOST=running.environment["NTADMIN_HOST"], NTADMIN_AUTOSTART="0")
    try:
        yield running.start()
    finally:
        running.end()
