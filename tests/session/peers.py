"""Bare peers of a session process, for tests that say exactly what is sent and when something is taken."""

import contextlib
import fcntl
import os
import socket
import struct
import termios

import pyte
from conftest import PATIENCE, wait_for

DAEMON, CLIENT = 1, 2
HELLO, ATTACH, INPUT, OUTPUT, GET_STATE, STATE, ANSWER = 1, 2, 3, 5, 9, 10, 14
DETACHED, ADMIT, SHADOW, HAND_OVER, GO_ON = 7, 30, 31, 33, 34
CONTROL = 1


def encoded(value):
    """A number, or a string behind its pointer, as NDR has them."""
    if isinstance(value, int):
        return struct.pack("<I", value)
    data = value.encode() + b"\0"
    return struct.pack("<4I", 1, len(data), 0, len(data)) + data + bytes(-len(data) % 4)


class Peer:
    """Sends frames, and takes what comes only when it is told to."""

    def __init__(self, session, role):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(str(session.directory / "session.sock"))
        self.held = self.unsent = b""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.send(HELLO, 1, role, 0)

    def send(self, kind, *values):
        payload = b"".join(map(encoded, values))
        self.socket.sendall(struct.pack("<IHH", len(payload), kind, len(values)) + payload)

    def type(self, keys):
        """To be sent by push()."""
        for at in range(0, len(keys), 8192):
            piece = keys[at:at + 8192]
            self.unsent += struct.pack("<IHH", len(piece), INPUT, 0) + piece

    def push(self):
        """Sends what there is room for."""
        self.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self.unsent:
                self.unsent = self.unsent[self.socket.send(self.unsent):]
        self.socket.settimeout(PATIENCE)

    def frames(self):
        """What has come, and comes until one that is waited for."""
        while True:
            while len(self.held) >= 8 and len(self.held) >= 8 + struct.unpack_from("<I", self.held)[0]:
                length, kind, _ = struct.unpack_from("<IHH", self.held)
                payload, self.held = self.held[8:8 + length], self.held[8 + length:]
                yield kind, payload
            piece = self.socket.recv(65536)
            assert piece, "the session closed the connection"
            self.held += piece

    def answer(self, request):
        """The code of the answer to a request."""
        for kind, payload in self.frames():
            if kind == ANSWER and struct.unpack_from("<I", payload)[0] == request:
                return struct.unpack_from("<I", payload, 4)[0]

    def expect(self, wanted):
        return next(payload for kind, payload in self.frames() if kind == wanted)

    def see(self, wanted):
        """Takes output until the text is on the screen."""
        while not any(wanted in line for line in self.screen.display):
            self.stream.feed(self.expect(OUTPUT))

    def unread(self):
        """Bytes that the session has not read yet."""
        return struct.unpack("i", fcntl.ioctl(self.socket, termios.TIOCOUTQ, bytes(4)))[0]

    def fall_behind(self):
        """Asks without reading the answers: more of them than the socket takes."""
        for _ in range(3000):
            self.send(GET_STATE, 1)
        wait_for(lambda: self.unread() == 0, "the session to have read what was asked")

    def attach(self):
        self.send(ATTACH, 1, 24, 80, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0)  # relayed; it can go on
        assert self.answer(1) == 0
        return self

    def look_on(self, daemon):
        ticket = f"ticket-{id(self)}"
        daemon.send(ADMIT, 7, os.getuid(), os.getpid(), CONTROL, 0, ticket, "somebody")
        assert daemon.answer(7) == 0
        self.send(SHADOW, 8, 24, 80, ticket)
        assert self.answer(8) == 0
        return self

    def close(self):
        self.socket.close()
