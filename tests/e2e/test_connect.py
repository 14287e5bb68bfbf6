"""tscon: a real terminal goes on with another session and leaves its own disconnected."""

import os
import re
import signal
import subprocess
import sys

from harness import ACTIVE, BUILD, DETACH, DISCONNECTED, until


def state(host, session):
    return host.rows()[session]["State"]


def test_a_terminal_goes_on_with_another_session(shared):
    kept = shared.open()
    kept.enter("echo kept-$((1 + 1))")
    kept.wait_for("kept-2")
    kept.leave()
    terminal = shared.open()
    terminal.enter("echo left-$((1 + 1))")
    terminal.wait_for("left-2")
    shared.run("tscon", str(kept.session), "/dest:" + str(terminal.session), check=True)
    assert (state(shared, kept.session), state(shared, terminal.session)) == (ACTIVE, DISCONNECTED)
    until("the other session", lambda: terminal.shows("kept-2"))
    terminal.enter("echo typed-$((1 + 1))")
    terminal.wait_for("typed-2")
    terminal.resize(90, 20)
    # The new size travels beside the keys, and may arrive after them.
    until("the new size", lambda: terminal.shows("20 90") or terminal.enter("stty size"), pause=0.5)
    shared.run("tscon", str(terminal.session), f"--dest={kept.session}", check=True)
    until("the first session again", lambda: terminal.shows("left-2"))
    terminal.enter("exit 3")
    assert terminal.wait_for_end() == 0
    assert terminal.shows(f"[session {terminal.session} ended, exit status 3]")
    assert state(shared, kept.session) == DISCONNECTED


def test_totals_of_sessions_follow_the_list(host):
    kept, other = host.open(), host.open()
    kept.leave()
    host.run("tscon", str(kept.session), "/dest:" + str(other.session), check=True)

    def totals():
        told = host.run("query", "session", "/counter", check=True).stdout
        assert told.startswith(" SESSIONNAME"), told
        return [int(number) for number in re.findall(r"^Sessions \w+ +(\d+)$", told, re.MULTILINE)]

    # Disconnected: the one that was left, and the one whose terminal went on.
    until("all are counted", lambda: totals() == [2, 2, 1])
    wrong = host.run("query", "session", "/counter", "/json")
    assert wrong.returncode == 2, wrong.stderr


def test_a_terminal_that_does_not_answer_is_left_and_does_not_come_later(shared):
    wanted, terminal = shared.open(), shared.open()
    os.kill(terminal.process.pid, signal.SIGSTOP)
    done = shared.run("tscon", str(wanted.session), f"/dest:{terminal.session}")
    assert done.returncode == 1 and "1460" in done.stderr, done.stderr
    until("disconnected", lambda: state(shared, terminal.session) == DISCONNECTED)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait_for_end()
    assert terminal.shows("its terminal was to be moved")
    assert state(shared, wanted.session) == ACTIVE and wanted.process.poll() is None


def test_it_works_from_within_the_session_and_takes_over(shared):
    wanted, terminal = shared.open(), shared.open()
    wanted.enter("echo wanted-$((1 + 1))")
    wanted.wait_for("wanted-2")
    terminal.enter(f"{BUILD}/bin/ntadmin tscon {wanted.session}")
    until("the other session", lambda: terminal.shows("wanted-2"))
    assert wanted.wait_for_end() == 0
    assert wanted.shows("taken over from")
    until("disconnected", lambda: state(shared, terminal.session) == DISCONNECTED)
    terminal.type(DETACH)
    assert terminal.wait_for_end() == 0
    assert terminal.shows(f"[disconnected from session {wanted.session}]")


def test_a_client_is_told_who_took_its_session_away(host):
    terminal, other = host.open(), host.open()
    somebody = r"[^ \\]+\\[^ ;]+"
    host.run("tsdiscon", str(terminal.session), check=True)
    assert terminal.wait_for_end() == 0
    told = rf"\[session {terminal.session} was disconnected by {somebody}; 'ntadmin attach {terminal.session}' reconnects\]"
    assert re.search(told, terminal.text()), terminal.text()
    host.run("logoff", str(other.session), check=True)
    assert other.wait_for_end() == 0
    assert re.search(rf"\[session {other.session} was logged off by {somebody}\]", other.text()), other.text()
    again = host.attach(str(terminal.session)).wait_for("$")
    host.run("shutdown", "--logoff-all", "--time", "0", check=True)
    assert again.wait_for_end() == 0
    assert re.search(rf"was logged off: {somebody} ends every session\]", again.text()), again.text()


def test_bad_calls_get_their_codes(shared):
    terminal, away = shared.open(), shared.open()
    away.leave()

    def refused(*words):
        done = shared.run("tscon", *map(str, words))
        assert done.returncode == 1
        return done.stderr

    assert "(7022" in refused(4242, f"/dest:{terminal.session}")
    assert "(7022" in refused(terminal.session, "/dest:4242")
    assert "(87" in refused(terminal.session, f"/dest:{away.session}")
    assert "(87" in refused(away.session)  # this process is in no session
    shared.run("tscon", str(terminal.session), f"/dest:{terminal.session}", check=True)
    assert state(shared, terminal.session) == ACTIVE


def test_the_api_checks_passwords_and_ids(shared):
    terminal = shared.open()
    script = f"""
import ctypes
wts, base = ctypes.CDLL("{BUILD}/lib/libwtsapi32.so"), ctypes.CDLL("{BUILD}/lib/libntadmin.so")
wts.WTSConnectSessionA.argtypes = [ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int]
one, own = {terminal.session}, 2**32 - 1
for arguments in ((one, one, None, 1), (one, one, b"secret", 1), (own, own, b"", 1), (one, one, b"", 1)):
    print(0 if wts.WTSConnectSessionA(*arguments) else base.GetLastError())
"""
    environment = {**shared.environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["87", "50", "87", "0"], done.stderr
