"""A relay that counts: round trips and bytes each way between clients and a host."""

import socket
import threading


class Relay:
    """Passes one connection after another from `path` to `target`. A round trip is a turn from asking to answering."""

    def __init__(self, path, target):
        self.path, self.target = path, target
        self.requested = self.replied = self.turns = 0
        self.asking = False
        self.lock = threading.Lock()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(8)
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def totals(self):
        return self.turns, self.requested, self.replied

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            host = socket.socket(socket.AF_UNIX)
            host.connect(self.target)
            threading.Thread(target=self._pass, args=(client, host, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(host, client, False), daemon=True).start()

    def _pass(self, source, sink, is_request):
        while True:
            try:
                data = source.recv(1 << 20)
                self._count(len(data), is_request)
                if not data:
                    return sink.shutdown(socket.SHUT_WR)
                sink.sendall(data)
            except OSError:
                return None

    def _count(self, size, is_request):
        with self.lock:
            if is_request:
                self.requested += size
            else:
                self.replied += size
                self.turns += self.asking and size > 0
            if size:
                self.asking = is_request
