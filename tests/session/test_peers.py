"""Clients and viewers that are slow, leave at the wrong moment, or never answer: the session goes on for the others."""

import contextlib
import os
import signal

import pytest
from conftest import alive, wait_for
from peers import ATTACH, CLIENT, DAEMON, DETACHED, GET_STATE, GO_ON, HAND_OVER, STATE, Peer


@pytest.fixture
def peer(session):
    with contextlib.ExitStack() as made:
        yield lambda role=CLIENT: made.enter_context(contextlib.closing(Peer(session, role)))


def stopped(pid):
    return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] == "T"


# In raw mode; reads what was typed only when it is told to, and says when it has.
READER = """
import os, select, signal, sys, tty
tty.setraw(0)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
open(sys.argv[1] + '/ready', 'w')
signal.sigwait([signal.SIGUSR1])
while select.select([0], [], [], 0.2)[0]:
    os.read(0, 65536)
open(sys.argv[1] + '/read', 'w')
while os.read(0, 65536):
    pass
"""


def test_a_viewer_that_leaves_while_typing_is_held_up_takes_nothing_along(session, peer, tmp_path):
    session.start("/usr/bin/python3", "-c", READER, str(tmp_path))
    wait_for((tmp_path / "ready").exists, "the program")
    daemon, client = peer(DAEMON), peer().attach()
    leaving, staying = peer().look_on(daemon), peer().look_on(daemon)
    leaving.fall_behind()
    client.type(b"k" * (1 << 20))

    def held_up():
        client.push()
        before = client.unread()
        return session.state()["id"] == "3" and client.unread() == before > 0

    wait_for(held_up, "the session to read no more of what is typed")
    os.kill(session.pid, signal.SIGSTOP)
    wait_for(lambda: stopped(session.pid), "the session to be stopped")
    # Both are seen in one turn: there is room for what was typed, and the viewer has left.
    os.kill(session.program_pid, signal.SIGUSR1)
    wait_for((tmp_path / "read").exists, "the program to have read")
    leaving.close()
    os.kill(session.pid, signal.SIGCONT)
    wait_for(lambda: client.unread() == 0 or not alive(session.pid), "the session to read what is typed")
    assert session.state()["id"] == "3"
    staying.send(GET_STATE, 5)
    staying.expect(STATE)


WRITER = r"""
import os, signal, sys, time
go = []
signal.signal(signal.SIGUSR1, lambda *_: go.append(1))
os.write(1, b'ready')
for burst in range(30):
    while not go:
        time.sleep(0.001)
    go.clear()
    os.write(1, b'\r\n')
    for piece in range(7):
        os.write(1, b'.')
        time.sleep(0.006)
    os.write(1, b'burst%d;' % burst)
signal.pause()
"""


def test_a_viewer_sees_the_last_of_the_output_though_the_client_is_behind(session, peer):
    session.start("/usr/bin/python3", "-c", WRITER)
    wait_for(lambda: "ready" in "".join(session.capture()), "the program")
    client, viewer = peer().attach(), peer().look_on(peer(DAEMON))
    client.fall_behind()
    for burst in range(30):
        os.kill(session.program_pid, signal.SIGUSR1)
        viewer.see(f"burst{burst};")


def test_a_client_that_is_to_go_on_elsewhere_and_never_answers_is_disconnected(session, peer):
    session.start("cat")
    daemon, client = peer(DAEMON), peer().attach()
    daemon.send(HAND_OVER, 9, "/elsewhere", "ticket")
    client.expect(GO_ON)
    assert daemon.answer(9) == 1460
    client.expect(DETACHED)
    assert session.state()["connection"] == "4"
    peer().attach()


def test_who_comes_with_a_ticket_that_is_not_good_is_refused_also_by_its_own_session(session, peer):
    session.start("cat")
    late = peer()
    late.send(ATTACH, 1, 24, 80, 0, 0, 0, 0, 0, 0, 0, 0, 1, "ticket", 0, 0)
    assert late.answer(1) == 5
    assert session.state()["connection"] == "4"
