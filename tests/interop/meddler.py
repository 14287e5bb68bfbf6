"""Somebody between client and server, who does to their SMB messages what a test says."""

import socket
import threading

PATIENCE = 60


def whole_messages(source):
    """The messages of a connection, each with the four bytes before it that say how long it is."""
    waiting = b""
    while True:
        while len(waiting) >= 4 and len(waiting) >= 4 + int.from_bytes(waiting[1:4], "big"):
            size = 4 + int.from_bytes(waiting[1:4], "big")
            yield waiting[:size]
            waiting = waiting[size:]
        data = source.recv(1 << 16)
        if not data:
            return
        waiting += data


class Meddler:
    """Listens at `port`; `change(direction, number, message)` gives the pieces that go on in place of a message.
    Directions are "request" and "answer", and each counts its messages from 0."""

    def __init__(self, server_port, change):
        self.server_port, self.change = server_port, change
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = []
        self.sockets = []

    def __enter__(self):
        self._begin(self._accept)
        return self

    def __exit__(self, *_):
        for each in [self.listener, *self.sockets]:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        for thread in self.threads:
            thread.join(PATIENCE)
        for each in [self.listener, *self.sockets]:
            each.close()

    def _begin(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.sockets.append(each)
            self._begin(self._pass, "request", client, server)
            self._begin(self._pass, "answer", server, client)

    def _pass(self, direction, source, sink):
        try:
            for number, message in enumerate(whole_messages(source)):
                for piece in self.change(direction, number, message):
                    sink.sendall(piece)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
