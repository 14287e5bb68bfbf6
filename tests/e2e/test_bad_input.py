"""Bad input: the code of the documents from the API, and from the tools a sentence that names the value."""

import os
import pty
import subprocess
import sys

import pytest
from harness import until

FILE_NOT_FOUND, ACCESS_DENIED, INVALID_HANDLE, INVALID_PARAMETER, NO_SESSION = 2, 5, 6, 87, 7022


def code_of(host, call):
    return host.python(
        f"""
        try:
            {call}
            print(json.dumps(0))
        except pywintypes.error as error:
            print(json.dumps(error.winerror))
        """
    )


@pytest.mark.parametrize(
    "call, code",
    [
        ("win32ts.WTSQuerySessionInformation(None, 7777, win32ts.WTSUserName)", FILE_NOT_FOUND),
        ("win32ts.WTSDisconnectSession(None, 7777, True)", NO_SESSION),
        ("win32ts.WTSLogoffSession(None, 7777, True)", NO_SESSION),
        ("win32ts.WTSDisconnectSession(None, 0, True)", ACCESS_DENIED),
        ("win32ts.WTSLogoffSession(None, 0, True)", ACCESS_DENIED),
        ("win32ts.WTSDisconnectSession(None, 65536, True)", NO_SESSION),
        ("win32ts.ProcessIdToSessionId(4194305)", INVALID_PARAMETER),
        ("win32ts.WTSTerminateProcess(None, 4194305, 1)", INVALID_PARAMETER),
        ("win32ts.WTSEnumerateSessions(None, 9, 0)", INVALID_PARAMETER),
        ("win32ts.WTSEnumerateProcesses(None, 9, 0)", INVALID_PARAMETER),
        ("win32ts.WTSEnumerateSessions(0x7777, 1, 0)", INVALID_HANDLE),
        ("h = win32ts.WTSOpenServer('no-such-host.invalid'); win32ts.WTSEnumerateSessions(h, 1, 0)", 1722),
    ],
)
def test_the_api_gives_the_documented_code(shared, call, code):
    assert code_of(shared, call) == code


@pytest.mark.parametrize(
    "command, said",
    [
        (("query", "session", "7777"), "7777"),
        (("query", "user", "nobody-here"), "nobody-here"),
        (("logoff", "7777"), "7777"),
        (("tsdiscon", "7777"), "7777"),
        (("tskill", "4194305"), "4194305"),
        (("frobnicate",), "frobnicate"),
        (("query", "session", "--colour"), "--colour"),
        (("logoff", "99999999999999999999"), "99999999999999999999"),
        (("query", "process", "--id", "abc"), "abc"),
    ],
)
def test_the_tools_name_the_value_and_fail(shared, command, said):
    done = shared.run(*command)
    assert done.returncode != 0
    assert said in done.stderr, done.stderr
    assert done.stdout == "" and "Traceback" not in done.stderr and done.stderr.count("\n") <= 6


def test_a_program_that_does_not_exist_makes_no_session(host):
    before = set(host.rows())
    terminal = host.attach("--new", "--", "/no/such/shell")
    assert terminal.wait_for_end() != 0
    assert "/no/such/shell" in terminal.text()
    assert set(host.rows()) == before


def test_a_program_that_cannot_be_run_makes_no_session(host):
    before = set(host.rows())
    terminal = host.attach("--new", "--", "/etc/passwd")
    assert terminal.wait_for_end() != 0
    assert "/etc/passwd" in terminal.text()
    assert set(host.rows()) == before


def test_attaching_to_a_session_that_does_not_exist_names_it(shared):
    terminal = shared.attach("7777")
    assert terminal.wait_for_end() == 1
    assert "7777" in terminal.text() and "7022" in terminal.text()


def test_attaching_without_a_terminal_says_so(shared):
    done = shared.run("attach", "--new", stdin=subprocess.DEVNULL)
    assert done.returncode != 0 and "terminal" in done.stderr


def test_attaching_with_its_output_in_a_file_makes_no_session(host):
    terminal, side = pty.openpty()
    before = set(host.rows())
    for words in (["attach", "--new"], ["attach"]):
        done = host.run(*words, stdin=side)
        assert done.returncode == 1 and "standard output" in done.stderr
    assert set(host.rows()) == before
    os.close(terminal)
    os.close(side)


def test_no_host_is_a_clear_error(host):
    host.stop()
    done = host.run("query", "session")
    assert done.returncode != 0 and "1722" in done.stderr
    assert code_of(host, "win32ts.WTSEnumerateSessions(None, 1, 0)") == 1722


def test_a_host_that_dies_during_a_call_and_comes_back_is_used_again(host):
    terminal = host.open()
    script = f"""
        before = win32ts.WTSEnumerateSessions(None, 1, 0)
        open({host.directory + "/asked"!r}, "w").close()
        import time, os
        while not os.path.exists({host.directory + "/again"!r}): time.sleep(0.02)
        print(json.dumps([len(before), len(win32ts.WTSEnumerateSessions(None, 1, 0))]))
        """
    import threading

    answer = []
    asker = threading.Thread(target=lambda: answer.append(host.python(script)))
    asker.start()
    until("the first call", lambda: os.path.exists(f"{host.directory}/asked"))
    host.kill()
    host.start()
    until("the session", lambda: terminal.session in host.rows())
    open(f"{host.directory}/again", "w").close()
    asker.join()
    assert answer and answer[0][0] == answer[0][1]


def test_json_of_every_listing_is_an_array_of_objects(shared):
    for command in (("query", "session"), ("query", "user"), ("query", "process", "*")):
        rows = shared.json(*command)
        assert isinstance(rows, list) and all(isinstance(row, dict) for row in rows), command
    assert sys.version_info >= (3, 9)


NO_PTY = """
set -e
mkdir -p {there}
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,max=2 devpts /dev/pts
mount --bind /dev/pts/ptmx /dev/ptmx
exec "$0" "$@"
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="a devpts of its own needs root")
def test_when_no_terminal_is_left_a_new_session_is_refused_and_nothing_remains(host):
    """A host in a mount namespace whose devpts has room for two terminals; the clients bring terminals of their own."""
    import harness

    prefix = ["unshare", "--mount", "--propagation", "private", "sh", "-c", NO_PTY.format(there=host.directory)]
    small = harness.Host(prefix=prefix)
    probe = subprocess.run([*prefix, "true"], capture_output=True)
    if probe.returncode != 0:
        small.end()
        pytest.skip(f"no mount namespace here: {probe.stderr.decode().strip()}")
    try:
        small.start()
        small.prefix = []
        for _ in range(2):
            small.open()
        before = set(small.rows())
        third = small.attach("--new", "--", "/bin/sh", "-i")
        assert third.wait_for_end() != 0
        assert third.text().strip() != ""
        assert set(small.rows()) == before
    finally:
        small.end()
