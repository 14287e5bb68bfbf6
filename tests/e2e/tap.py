"""A tap between the product's clients and its host: passes everything on, and lets the oracle read every message."""

import os
import socket
import struct
import threading
import uuid

from oracle import rpc
from oracle.ndr import WireError
from oracle.tables import INTERFACES

BY_UUID = {table.uuid: table for table in INTERFACES.values()}


class Conversation:
    """The state of one association: contexts offered, requests waiting for their reply."""

    def __init__(self):
        self.interfaces, self.parts, self.waiting = {}, {}, {}

    def request_of(self, context, opnum):
        table = BY_UUID[self.interfaces[context]]
        return next((method for method in table if method.opnum == opnum), None)

    def from_client(self, kind, flags, call, body):
        if kind in (rpc.BIND, rpc.ALTER):
            at = 12
            for _ in range(body[8]):
                context, transfers = struct.unpack_from("<HB", body, at)
                self.interfaces[context] = uuid.UUID(bytes_le=body[at + 4 : at + 20])
                at += 24 + 20 * transfers
        elif kind == rpc.REQUEST:
            _, context, opnum = struct.unpack_from("<IHH", body)
            stub = self.parts.pop(("request", call), b"") + body[8:]
            if not flags & rpc.LAST:
                self.parts["request", call] = stub
                return None
            method = self.request_of(context, opnum)
            values = method.decode_request(stub)
            self.waiting[call] = (method, values)
            return method.name
        return None

    def from_host(self, kind, flags, call, body):
        if kind == rpc.FAULT:
            method, _ = self.waiting.pop(call)
            return f"{method.name}: fault {struct.unpack_from('<I', body, 8)[0]:#x}"
        if kind != rpc.RESPONSE:
            return None
        stub = self.parts.pop(("reply", call), b"") + body[8:]
        if not flags & rpc.LAST:
            self.parts["reply", call] = stub
            return None
        method, request = self.waiting.pop(call)
        method.decode_reply(stub, request)
        return method.name


class Tap:
    """Listens on `path` and connects each client to `target`. `trouble` holds what the oracle refused."""

    def __init__(self, path, target):
        self.target, self.calls, self.replies, self.trouble = target, [], [], []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        os.chmod(path, 0o777)
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            host = socket.socket(socket.AF_UNIX)
            host.connect(self.target)
            talk = Conversation()
            for source, sink, read, seen in (
                (client, host, talk.from_client, self.calls),
                (host, client, talk.from_host, self.replies),
            ):
                threading.Thread(target=self._pass, args=(source, sink, read, seen), daemon=True).start()

    def _pass(self, source, sink, read, seen):
        data = b""
        while True:
            try:
                part = source.recv(65536)
            except OSError:
                part = b""
            data += part
            while len(data) >= 16 and len(data) >= struct.unpack_from("<H", data, 8)[0] >= 16:
                length = struct.unpack_from("<H", data, 8)[0]
                self._look(data[:length], read, seen)
                data = data[length:]
            try:
                if not part:
                    return sink.shutdown(socket.SHUT_WR)
                sink.sendall(part)
            except OSError:
                return None

    def _look(self, data, read, seen):
        kind, flags, call = data[2], data[3], struct.unpack_from("<I", data, 12)[0]
        try:
            name = read(kind, flags, call, data[16:])
            if name:
                seen.append(name)
        except (WireError, KeyError, AttributeError, struct.error) as error:
            self.trouble.append(f"PDU type {kind}, call {call}: {error!r}: {data[:256].hex()}")

    def close(self):
        self.listener.close()
