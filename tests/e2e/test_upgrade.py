"""A daemon after an upgrade: sessions that the first release's session process keeps are managed by it."""

import pathlib
import subprocess
import sys

import pytest
from harness import ACTIVE, DISCONNECTED, PATIENCE, until

NUMBER = 1  # as recorded


@pytest.fixture
def old_session(host):
    player = pathlib.Path(__file__).with_name("first_release.py")
    place = pathlib.Path(host.state) / "sessions" / str(NUMBER)
    process = subprocess.Popen([sys.executable, player, place], env=host.environment)
    until("its row", lambda: NUMBER in host.rows())
    yield process
    process.kill()
    process.wait(PATIENCE)


def test_it_is_listed_with_all_that_it_tells(host, old_session):
    row = next(row for row in host.json("query", "session") if row["SessionId"] == NUMBER)
    assert (row["SessionName"], row["State"]) == (f"Pty#{NUMBER}", "Active")
    told = host.python(f"""
        ask = lambda what: win32ts.WTSQuerySessionInformation(None, {NUMBER}, what)
        print(json.dumps([ask(win32ts.WTSInitialProgram), ask(win32ts.WTSWorkingDirectory), ask(win32ts.WTSClientDisplay)]))
    """)
    assert told[:2] == ["/bin/sh", "/home/anna/works"]
    assert (told[2]["HorizontalResolution"], told[2]["VerticalResolution"]) == (80, 24)


def test_it_is_disconnected_found_again_and_logged_off(host, old_session):
    host.run("tsdiscon", str(NUMBER), check=True)
    assert host.rows()[NUMBER]["State"] == DISCONNECTED
    host.kill()
    host.start()
    until("its row", lambda: NUMBER in host.rows())
    assert host.rows()[NUMBER]["State"] == DISCONNECTED
    host.run("logoff", str(NUMBER), check=True)
    assert old_session.wait(PATIENCE) == 0
    until("its end", lambda: NUMBER not in host.rows())


def test_what_it_cannot_do_is_refused_and_it_lives_on(host, old_session):
    refused = host.run("shadow", "--stop", str(NUMBER))
    assert refused.returncode == 1 and "(50" in refused.stderr
    assert host.rows()[NUMBER]["State"] == ACTIVE


def test_new_sessions_get_other_ids(host, old_session):
    assert host.open().session != NUMBER
