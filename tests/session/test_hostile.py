"""What a session process that is not ours, but another user's, can do to the terminal of who looks at it.

The fake session listens as another uid: to become one takes root.
"""

import array
import contextlib
import os
import select
import socket
import struct
import termios

import pytest
from conftest import DRIVER, PATIENCE

HELLO, ATTACH, INPUT, OUTPUT, DETACHED, EXITED, ANSWER, RESTORATION = 1, 2, 3, 5, 7, 8, 14, 17
ATTACHED, SHADOW, GO_ON = 18, 31, 34
STRANGER = 54322

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")


def frame(kind, *numbers):
    return struct.pack(f"<IHH{len(numbers)}I", 4 * len(numbers), kind, len(numbers), *numbers)


def text(value):
    """A string as NDR has it, padded for what follows."""
    data = value.encode() + b"\0"
    return struct.pack("<3I", len(data), 0, len(data)) + data + bytes(-len(data) % 4)


def go_on(directory):
    payload = struct.pack("<I", 1) + text(str(directory)) + struct.pack("<I", 0)
    return struct.pack("<IHH", len(payload), GO_ON, 2) + payload


def detached(reason, why):
    payload = struct.pack("<2I", reason, 1) + text(why)
    return struct.pack("<IHH", len(payload), DETACHED, 2) + payload


def wants_direct(attach):
    """Attach's `direct`: behind four numbers, four texts and the protocol."""
    at = 16
    for _ in range(4):
        pointer, at = struct.unpack_from("<I", attach, at)[0], at + 4
        if pointer:
            at += 12 + (struct.unpack_from("<I", attach, at)[0] + 3) // 4 * 4
    return struct.unpack_from("<I", attach, at + 4)[0]


def raw(kind, data):
    return struct.pack("<IHH", len(data), kind, 0) + data


class FakeSession:
    """Listens where a session would, as `uid`."""

    def __init__(self, directory, uid):
        directory.mkdir()
        self.directory = directory
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.settimeout(PATIENCE)
        self.listener.bind(str(directory / "session.sock"))
        os.seteuid(uid)  # the kernel tells a client who listens, as of this call
        try:
            self.listener.listen(8)
        finally:
            os.seteuid(0)
        self.peer, self.said, self.descriptors = None, b"", []

    def accept(self):
        self.peer, _ = self.listener.accept()
        self.peer.settimeout(PATIENCE)
        self.send(frame(HELLO, 1, 0, 3))
        self.expect(HELLO)
        return self

    def send(self, data):
        self.peer.sendall(data)

    def receive(self):
        """One frame; descriptors on the way are kept."""
        while len(self.said) < 8 or len(self.said) < 8 + struct.unpack_from("<I", self.said)[0]:
            data, control, _, _ = self.peer.recvmsg(65536, socket.CMSG_SPACE(64))
            for level, kind, content in control:
                if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                    self.descriptors += array.array("i", content[:len(content) // 4 * 4])
            assert data, "the client is gone"
            self.said += data
        length, kind, _ = struct.unpack_from("<IHH", self.said)
        payload, self.said = self.said[8:8 + length], self.said[8 + length:]
        return kind, payload

    def expect(self, wanted):
        kind = None
        while kind != wanted:
            kind, payload = self.receive()
        return payload

    def admit(self, kind):
        """Answers the Attach or Shadow that a client sends first."""
        payload = self.expect(kind)
        if kind == ATTACH:
            self.send(frame(ATTACHED, 0, 0))
        self.send(frame(ANSWER, struct.unpack_from("<I", payload)[0], 0, 0))
        return payload

    def close(self):
        for fd in self.descriptors:
            os.close(fd)
        if self.peer:
            self.peer.close()
        self.listener.close()


@pytest.fixture
def fake(tmp_path):
    with contextlib.ExitStack() as made:
        def make(name="fake", uid=STRANGER):
            return made.enter_context(contextlib.closing(FakeSession(tmp_path / name, uid)))
        yield make


@pytest.mark.parametrize("uid, descriptors", [(0, 1), (STRANGER, 0)])
def test_the_terminal_goes_to_a_session_of_the_same_user_only(fake, new_terminal, uid, descriptors):
    session = fake(uid=uid)
    terminal = new_terminal([DRIVER, "attach", session.directory])
    attach = session.accept().admit(ATTACH)
    assert len(session.descriptors) == descriptors
    assert wants_direct(attach) == descriptors
    terminal.type("typed\r")
    if not descriptors:
        assert session.expect(INPUT).startswith(b"typed")  # relayed
    session.send(frame(EXITED, 0))
    terminal.wait()


def test_a_session_hands_the_terminal_on_to_its_user_only(fake, new_terminal):
    first, second = fake("first"), fake("second")
    terminal = new_terminal([DRIVER, "attach", first.directory])
    first.accept().admit(ATTACH)
    first.send(go_on(second.directory))
    second.accept().admit(ATTACH)
    assert first.descriptors == second.descriptors == []
    second.send(frame(EXITED, 0))
    terminal.wait()


def test_a_viewer_is_not_sent_elsewhere(fake, new_terminal):
    session, elsewhere = fake("session"), fake("elsewhere", uid=0)
    terminal = new_terminal([DRIVER, "attach", session.directory, "--ticket", "secret"])
    session.accept().admit(SHADOW)
    session.send(go_on(elsewhere.directory))
    session.send(raw(OUTPUT, b"still here"))
    terminal.expect("still here")
    assert not select.select([elsewhere.listener], [], [], 0)[0]
    session.send(frame(EXITED, 0))
    terminal.wait()


@pytest.mark.parametrize("first, options", [(ATTACH, []), (SHADOW, ["--ticket", "secret"])])
def test_what_makes_a_terminal_type_does_not_reach_the_one_who_looks(fake, new_terminal, first, options):
    session = fake()
    terminal = new_terminal([DRIVER, "attach", session.directory, *options])
    session.accept().admit(first)
    clipboard, questions = b"\x1b]52;c;bHM=\x07", b"\x1b[21t\x1b[6n\x1bP$qm\x1b\\\xc2\x9b6n"
    session.send(raw(RESTORATION, clipboard + questions))
    session.send(raw(OUTPUT, b"\x1b[31mred" + clipboard + questions + b"\x1b[?1003h"))
    terminal.expect_raw(b"\x1b[31mred")
    session.send(detached(2, "ended\x1b[6n\u009b6n by evil"))
    terminal.wait()
    for hostile in (b"\x1b]", b"\x1b[21t", b"\x1b[6n", b"\x1bP", b"\xc2\x9b"):
        assert hostile not in terminal.raw
    assert b"ended?[6n?6n by evil" in terminal.raw
    assert b"\x1b[?1003l" in terminal.raw  # nobody else takes it back
    assert termios.tcgetattr(terminal.slave) == terminal.before
