"""Looking on at a session: two real terminals show one screen; consent, rights of the viewer, and how it ends."""

import contextlib
import pathlib
import re
import socket
import struct
import time

import harness
import pytest
from harness import ACTIVE, DETACH, until

SHADOW = 3


@pytest.fixture(scope="module")
def open_host():
    """A host whose sessions are looked on at without asking."""
    host = harness.Host()
    config = pathlib.Path(host.directory) / "conf"
    config.write_text("[sessions]\nshadow = control\n")
    try:
        yield host.start("--config", str(config))
    finally:
        host.end()


def look_on(host, session, *options, size=(80, 24)):
    terminal = harness.Terminal(host, str(session), *options, size=size, command="shadow")
    host.terminals.append(terminal)
    return terminal


def test_a_second_terminal_sees_the_session_and_may_type(open_host):
    person = open_host.open()
    person.enter("echo first-$((1 + 1))")
    person.wait_for("first-2")
    viewer = look_on(open_host, person.session).wait_for("first-2")
    person.enter("echo second-$((1 + 1))")
    viewer.wait_for("second-2")
    viewer.enter("echo third-$((1 + 1))")
    person.wait_for("third-2")
    assert open_host.rows()[person.session]["State"] == ACTIVE


def test_a_viewer_sees_all_of_what_comes_in_less_time_than_a_frame(open_host):
    person = open_host.open()
    person.type("echo ")
    viewer = look_on(open_host, person.session).wait_for("echo ")
    for pairs in range(1, 13):  # nothing comes after the second key that could make up for it
        person.type("x")
        time.sleep(0.003)
        person.type("y")
        viewer.wait_for("xy" * pairs)


def test_a_viewer_that_only_looks_types_in_vain(open_host):
    person = open_host.open()
    viewer = look_on(open_host, person.session, "--view")
    viewer.wait_for("$")
    viewer.enter("echo tou''ched")
    person.enter("echo by-the-''person")
    viewer.wait_for("by-the-person")
    assert not person.shows("touched") and not person.shows("tou''ched")


def test_the_key_ends_looking_on_and_leaves_the_session_to_its_client(open_host):
    person = open_host.open()
    viewer = look_on(open_host, person.session).wait_for("$")
    viewer.type(DETACH)
    assert viewer.wait_for_end() == 0
    assert viewer.shows(f"[no longer looking on at session {person.session}]")
    person.enter("echo still-$((1 + 1))")
    person.wait_for("still-2")
    until("the audit", lambda: "shadow.begin" in open_host.log() and "shadow.end" in open_host.log())


def test_a_smaller_terminal_sees_the_part_with_the_cursor(open_host):
    person = open_host.open(size=(100, 40))
    person.enter("clear; seq 1 30; echo last-$((1 + 1))")
    person.wait_for("last-2")
    viewer = look_on(open_host, person.session, size=(40, 10)).wait_for("last-2")
    assert not any(line.strip() == "1" for line in viewer.screen())
    viewer.resize(100, 40)
    until("the whole screen", lambda: any(line.strip() == "1" for line in viewer.screen()))
    assert open_host.rows()[person.session]["State"] == ACTIVE
    person.enter("stty size")
    person.wait_for("40 100")


def test_several_look_on_and_all_end_when_the_session_leaves_its_terminal(open_host):
    person = open_host.open()
    viewers = [look_on(open_host, person.session).wait_for("$") for _ in range(3)]
    person.enter("echo all-$((1 + 1))")
    for viewer in viewers:
        viewer.wait_for("all-2")
    open_host.run("tsdiscon", str(person.session), check=True)
    for viewer in viewers:
        assert viewer.wait_for_end() == 0
    done = open_host.run("shadow", str(person.session))
    assert done.returncode == 1


def test_the_end_of_the_session_is_told_to_those_that_look_on(open_host):
    person = open_host.open()
    viewer = look_on(open_host, person.session).wait_for("$")
    person.enter("exit 3")
    assert viewer.wait_for_end() == 0
    assert viewer.shows(f"[session {person.session} ended, exit status 3]")


def test_a_session_that_looks_on_at_another_is_in_state_shadow(open_host):
    person, watching = open_host.open(), open_host.open()
    person.enter("echo marked-$((1 + 1))")
    person.wait_for("marked-2")
    watching.enter(f"{harness.BUILD}/bin/ntadmin shadow {person.session}")
    watching.wait_for("marked-2")
    until("state Shadow", lambda: open_host.rows()[watching.session]["State"] == SHADOW)
    open_host.run("shadow", "--stop", str(person.session), check=True)
    watching.wait_for("ended by an administrator")
    until("state Active", lambda: open_host.rows()[watching.session]["State"] == ACTIVE)


@pytest.mark.parametrize("form", ["W", "A"])
def test_the_functions_of_the_api_start_and_stop_it(open_host, form):
    person, watching = open_host.open(), open_host.open()
    script = pathlib.Path(open_host.directory) / "start.py"
    script.write_text(
        "import ctypes, sys\n"
        f"wts = ctypes.CDLL('{harness.BUILD}/lib/libwtsapi32.so')\n"
        f"base = ctypes.CDLL('{harness.BUILD}/lib/libntadmin.so')\n"
        "name, arguments = sys.argv[1], [int(word) for word in sys.argv[2:]]\n"
        "result = getattr(wts, name)(*([None] if 'Start' in name else []), *arguments)\n"
        "print(f'{name} {result} {base.GetLastError() if not result else 0}')\n"
    )
    start, stop = f"WTSStartRemoteControlSession{form}", "WTSStopRemoteControlSession"
    preload = harness.os.environ.get("NTADMIN_PRELOAD", "")  # a sanitizer's library
    python = f"LD_PRELOAD='{preload}' /usr/bin/python3"

    def outside(*words):
        command = ["/usr/bin/python3", str(script), *map(str, words)]
        environment = {**open_host.environment, "LD_PRELOAD": preload}
        return harness.subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60).stdout

    assert outside(stop, person.session) == f"{stop} 0 7057\n"
    assert outside(stop, 4242) == f"{stop} 0 7022\n"
    assert outside(start, person.session, 0x6A, 2) == f"{start} 0 50\n"
    person.enter("echo marked-$((1 + 1))")
    person.wait_for("marked-2")
    watching.enter(f"{python} {script} {start} {watching.session} 106 2")
    watching.wait_for(f"{start} 0 7050")
    watching.enter(f"clear; {python} {script} {start} {person.session} {ord('B')} 2")
    watching.wait_for("marked-2")
    watching.type("\x02")  # Control-B
    watching.wait_for(f"{start} 1 0")


ASKED = "asks to see and control"
QUIET = 1.3  # seconds: the box takes nothing that comes sooner after anything else


def press_enter(person):
    """Until the box takes it."""

    def gone():
        if person.shows(ASKED):
            person.type("\r")
        return not person.shows(ASKED)

    until("the box is gone", gone, pause=QUIET)


def choose_yes(person):
    """With an arrow, pressed again only where the box was not ready for it."""

    def drawn(button):
        return re.findall(rf"\x1b\[([\d;]*)m\[ {button} \]", person.text())

    def chosen():
        return drawn("Yes")[-1] == drawn("No")[0]  # the colours of the one that Enter presses

    while not chosen():
        time.sleep(QUIET)
        person.type("\x1b[D")
        with contextlib.suppress(AssertionError):
            until("Yes is chosen", chosen, patience=5)


def test_the_person_is_asked_and_may_refuse(host):
    person = host.open()
    viewer = look_on(host, person.session).wait_for("[asking the person")
    person.wait_for(ASKED)
    press_enter(person)
    assert viewer.wait_for_end() == 1
    assert viewer.shows("7044")
    second = look_on(host, person.session)
    person.wait_for(ASKED)
    choose_yes(person)
    time.sleep(QUIET)
    press_enter(person)
    person.enter("echo agreed-$((1 + 1))")
    second.wait_for("agreed-2")


def test_nobody_agrees_by_what_they_type_to_a_program(host):
    person = host.open()
    viewer = look_on(host, person.session).wait_for("[asking the person")
    person.wait_for(ASKED)
    for typed in ("ls /us", "\t", "\r", "yes\r", "\t\r"):
        person.type(typed)
        time.sleep(0.2)
    for slowly in ("y", "\t", "\r"):  # as somebody does who waits for what Tab completes
        time.sleep(QUIET)
        person.type(slowly)
    press_enter(person)
    assert viewer.wait_for_end() == 1
    assert viewer.shows("7044")


def test_who_asks_may_give_up_by_a_key_and_what_else_is_typed_goes_nowhere(host):
    person = host.open()
    host.run("msg", str(person.session), "lunch is ready", check=True)
    person.wait_for("lunch is ready")
    viewer = look_on(host, person.session)
    person.wait_for(ASKED)  # though a message is on the screen
    viewer.type("ZZZ" + DETACH)
    assert viewer.wait_for_end() == 1
    assert viewer.shows("1223") and not viewer.shows("ZZZ")
    until("the message again", lambda: person.shows("lunch is ready") and not person.shows(ASKED))

    shell = host.open()
    shell.enter(f"{harness.BUILD}/bin/ntadmin shadow {person.session}")
    person.wait_for(ASKED)
    shell.type("ZZZ\x03")
    shell.wait_for("1223")
    shell.enter("echo cl''ean")
    shell.wait_for("clean")
    assert not shell.shows("ZZZ")


def test_a_question_goes_with_the_one_who_asked(host):
    person = host.open()
    viewer = look_on(host, person.session)
    person.wait_for("asks to see")
    viewer.close()
    until("the box is gone", lambda: not person.shows("asks to see"))
    person.enter("echo typed-$((1 + 1))")
    person.wait_for("typed-2")


def test_policy_and_bad_input_are_answered_with_their_codes(host):
    person = host.open()
    config = pathlib.Path(host.directory) / "conf"
    config.write_text("[sessions]\nshadow = off\n")
    assert host.stop() == 0
    host.start("--config", str(config))
    for words, code in (([str(person.session)], "7051"), (["4242"], "7022"), (["--view", "--control", "1"], "")):
        viewer = look_on(host, words[0], *words[1:])
        assert viewer.wait_for_end() != 0
        assert viewer.shows(code), viewer.text()
    assert host.run("shadow", "--stop", str(person.session)).returncode == 1


def test_what_is_set_for_the_user_and_the_listener_decides(host):
    person = host.open()
    host.run("userconfig", "--default", "ShadowingSettings=0", check=True)
    viewer = look_on(host, person.session)
    assert viewer.wait_for_end() == 1 and viewer.shows("7051")
    host.run("listener", "set", "Pty", "InheritShadowSettings=0", "ShadowSettings=4", check=True)
    person.enter("echo unasked-$((1 + 1))")
    look_on(host, person.session).wait_for("unasked-2")
    assert look_on(host, person.session, "--control").wait_for_end() == 1


def test_without_a_ticket_nobody_looks_on(open_host):
    person = open_host.open()
    place = f"{open_host.state}/sessions/{person.session}/session.sock"
    if not pathlib.Path(place).exists():
        place = str(next(pathlib.Path(open_host.directory).rglob(f"{person.session}/session.sock")))
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(harness.PATIENCE)
        peer.connect(place)
        peer.sendall(struct.pack("<IHH3I", 12, 1, 3, 1, 2, 0))  # Hello of a client
        peer.sendall(struct.pack("<IHH4I", 16, 31, 4, 9, 24, 80, 0))  # Shadow with a null ticket
        seen = b""
        while len(seen) < 20 + 8 + 12:
            seen += peer.recv(4096)
        kind, request, code = struct.unpack_from("<4xH2xII", seen, 20)
        assert (kind, request, code) == (14, 9, 5)
