"""Somebody between client and server, who does to their SMB messages, or PDUs of RPC, what a test says."""

import socket
import threading

PATIENCE = 60


def smb_size(begun):
    """How long a message will be, with the four bytes before it that say so."""
    return 4 + int.from_bytes(begun[1:4], "big")


def rpc_size(begun):
    return int.from_bytes(begun[8:10], "little") if len(begun) >= 10 else 10


def whole_messages(source, size_of):
    """The messages of a connection."""
    waiting = b""
    while True:
        while len(waiting) >= 4 and len(waiting) >= (size := size_of(waiting)):
            yield waiting[:size]
            waiting = waiting[size:]
        data = source.recv(1 << 16)
        if not data:
            return
        waiting += data


class Meddler:
    """Listens at `port`; `change(direction, number, message)` gives the pieces that go on in place of a message.
    Directions are "request" and "answer", and each counts its messages from 0."""

    def __init__(self, server_port, change, size_of=smb_size):
        self.server_port, self.change, self.size_of = server_port, change, size_of
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
            for number, message in enumerate(whole_messages(source, self.size_of)):
                for piece in self.change(direction, number, message):
                    sink.sendall(piece)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
