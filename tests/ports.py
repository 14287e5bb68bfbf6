"""TCP ports that nobody else gets while a test has them."""

import socket


class HeldPort:
    """Bound at every address, so that the system gives the port to nobody else. It refuses connections until a server
    that reuses addresses, as servers do, listens on it as well. Goes with the object."""

    def __init__(self, candidates=(0,)):
        has_both = socket.has_dualstack_ipv6()
        self._socket = socket.socket(socket.AF_INET6 if has_both else socket.AF_INET)
        if has_both:
            self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self.number = next(filter(None, map(self._bind, candidates)))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # now: two that reuse could bind one port

    def _bind(self, candidate):
        try:
            self._socket.bind(("", candidate))
            return self._socket.getsockname()[1]
        except OSError:
            return None

    def close(self):
        self._socket.close()
