"""Plays a session process of the first release: `first_release.py DIRECTORY`, where the session's directory is made.

It says what such a one was recorded to say (tests/data/session/first-release.frames), and knows no later message."""

import pathlib
import select
import socket
import struct
import sys

HELLO, GET_STATE, DISCONNECT, LOGOFF = 1, 9, 11, 12
RECORD = pathlib.Path(__file__).resolve().parent.parent / "data/session/first-release.frames"


def recorded():
    frames = {}
    for line in RECORD.read_text().splitlines():
        if not line.startswith("#"):
            name, text = line.split()
            frames.setdefault(name, []).append(bytes.fromhex(text))
    return frames


class FirstRelease:
    def __init__(self, directory):
        self.frames, self.state, self.peers = recorded(), "shown", {}
        directory.mkdir(mode=0o700)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(directory / "session.sock"))
        self.listener.listen()

    def serve(self):
        while self.state != "ended":
            for ready in select.select([self.listener, *self.peers], [], [])[0]:
                if ready is self.listener:
                    self.peers[self.listener.accept()[0]] = b""
                else:
                    self.read(ready)

    def read(self, peer):
        piece = peer.recv(65536)
        if not piece:
            del self.peers[peer]
            return
        held = self.peers[peer] + piece
        while len(held) >= 8 and len(held) >= 8 + struct.unpack_from("<I", held)[0]:
            length, kind = struct.unpack_from("<IH", held)
            self.answer(peer, kind, struct.unpack_from("<I", held, 8)[0] if length >= 4 else 0)
            held = held[8 + length :]
        self.peers[peer] = held

    def say(self, peer, name, request):
        for frame in self.frames[name]:
            peer.sendall(frame[:8] + struct.pack("<I", request) + frame[12:])

    def answer(self, peer, kind, request):
        if kind == HELLO:
            peer.sendall(self.frames["hello"][0])
            self.say(peer, self.state, 0)
        elif kind == GET_STATE:
            self.say(peer, self.state, request)
        elif kind == DISCONNECT:
            self.state = "left"
            self.say(peer, "done", request)
            self.say(peer, self.state, 0)
        elif kind == LOGOFF:
            self.say(peer, "ending", request)
            self.say(peer, "ended", request)
            self.state = "ended"
        else:
            self.say(peer, "unknown", request)


if __name__ == "__main__":
    place = pathlib.Path(sys.argv[1])
    FirstRelease(place).serve()
    (place / "session.sock").unlink()
    place.rmdir()
