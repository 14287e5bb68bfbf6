"""TCP ports that nobody else gets while a test has them."""

import socket


class HeldPort:
    """Bound to loopback, so that the system gives the port to nobody else. It refuses connections until a server that
    reuses addresses, as servers do, listens on it as well. Goes with the object."""

    def __init__(self):
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.number = self._socket.getsockname()[1]

    def close(self):
        self._socket.close()
