"""TCP ports that nobody else gets while a test has them."""

import socket


class HeldPort:
    """Bound at every address, so that the system gives the port to nobody else. It refuses connections until a server
    that reuses addresses, as servers do, listens on it as well. Goes with the object."""

    def __init__(self):
        has_both = socket.has_dualstack_ipv6()
        self._socket = socket.socket(socket.AF_INET6 if has_both else socket.AF_INET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if has_both:
            self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self._socket.bind(("", 0))
        self.number = self._socket.getsockname()[1]

    def close(self):
        self._socket.close()
