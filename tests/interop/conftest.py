"""The smbd with users, of the tests that need one."""

import pytest


@pytest.fixture(scope="module")
def smbd():
    from smbd_host import SmbdWithUsers, needs_smbd

    for mark in needs_smbd:
        if mark.args[0]:
            pytest.skip(mark.kwargs["reason"])
    server = SmbdWithUsers()
    try:
        server.start()
        yield server
    finally:
        server.end()
