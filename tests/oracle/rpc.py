"""A minimal DCE/RPC client ([C706] 12.6, [MS-RPCE] 2.2.2) over a stream socket: enough to talk to a server raw."""

import dataclasses
import socket
import struct
import uuid

from .ndr import WireError

REQUEST, RESPONSE, FAULT, BIND, BIND_ACK, BIND_NAK, ALTER, ALTER_RESP, ORPHANED = 0, 2, 3, 11, 12, 13, 14, 15, 19
FIRST, LAST, MULTIPLEX, DID_NOT_EXECUTE = 0x01, 0x02, 0x10, 0x20
NDR20 = (uuid.UUID("8a885d04-1ceb-11c9-9fe8-08002b104860"), 2)
NDR64 = (uuid.UUID("71710533-beba-4937-8319-b5dbef9ccc36"), 1)
FEATURES = (uuid.UUID("6cb71c2c-9812-4540-0300-000000000000"), 1)
ACCEPTED, USER_REJECTED, PROVIDER_REJECTED, NEGOTIATED = 0, 1, 2, 3


class Fault(Exception):
    """The server answered with a fault PDU."""

    def __init__(self, status, flags=0):
        super().__init__(f"fault {status:#010x}")
        self.status, self.flags = status, flags


class Refused(Exception):
    """bind_nak, or a presentation context that was not accepted."""


class Closed(Exception):
    """The server ended the connection."""


@dataclasses.dataclass
class Pdu:
    kind: int
    flags: int
    call: int
    body: bytes


def syntax(identity, version):
    return identity.bytes_le + struct.pack("<I", version)


def pdu(kind, call, body, flags=FIRST | LAST):
    return struct.pack("<BBBB4sHHI", 5, 0, kind, flags, b"\x10\0\0\0", 16 + len(body), 0, call) + body


def bind_body(contexts, max_frag=5840, group=0):
    """`contexts`: (id, abstract syntax, [transfer syntaxes]) each."""
    body = struct.pack("<HHIBBH", max_frag, max_frag, group, len(contexts), 0, 0)
    for identity, abstract, transfers in contexts:
        body += struct.pack("<HBB", identity, len(transfers), 0) + syntax(*abstract)
        body += b"".join(syntax(*transfer) for transfer in transfers)
    return body


def bind_results(body):
    """max_xmit_frag and the list of (result, reason, transfer syntax) of a bind_ack or alter_context_resp."""
    max_frag, _, _, length = struct.unpack_from("<HHIH", body)
    if length and body[10 + length - 1] != 0:
        raise WireError("sec_addr has no NUL")
    at = 10 + length
    at += -at % 4
    count = body[at]
    if len(body) != at + 4 + 24 * count:
        raise WireError(f"{len(body)} bytes for {count} results at {at}")
    results = []
    for index in range(count):
        result, reason, raw, version = struct.unpack_from("<HH16sI", body, at + 4 + 24 * index)
        results.append((result, reason, (uuid.UUID(bytes_le=raw), version)))
    return max_frag, results


class Connection:
    """One association. Sends and receives PDUs, and calls methods of oracle interfaces."""

    def __init__(self, path, timeout=30.0):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        self.socket.connect(path)
        self.contexts = {}
        self.call = 0
        self.max_frag = 5840

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def _take(self, count):
        data = b""
        while len(data) < count:
            try:
                part = self.socket.recv(count - len(data))
            except ConnectionResetError:
                part = b""
            if not part:
                raise Closed(f"{len(data)} of {count} bytes, then the end")
            data += part
        return data

    def receive(self):
        head = self._take(16)
        version, minor, kind, flags, drep, length, auth, call = struct.unpack("<BBBB4sHHI", head)
        if (version, drep, auth) != (5, b"\x10\0\0\0", 0) or minor > 1 or length < 16:
            raise WireError(f"PDU header {head.hex()}")
        return Pdu(kind, flags, call, self._take(length - 16))

    def bind(self, *interfaces, kind=BIND, transfers=(NDR20,)):
        """Offers one presentation context for each interface and remembers those that were accepted."""
        first = len(self.contexts)
        offers = [(first + n, (each.uuid, each.version), list(transfers)) for n, each in enumerate(interfaces)]
        self.call += 1
        self.send(pdu(kind, self.call, bind_body(offers)))
        answer = self.receive()
        if answer.kind != {BIND: BIND_ACK, ALTER: ALTER_RESP}[kind]:
            raise Refused(f"PDU type {answer.kind}: {answer.body.hex()}")
        largest, results = bind_results(answer.body)
        if kind == BIND:
            self.max_frag = largest
        for (identity, abstract, _), (result, reason, transfer) in zip(offers, results, strict=True):
            if result != ACCEPTED:
                raise Refused(f"context {identity}: result {result}, reason {reason}")
            if transfer != NDR20:
                raise WireError(f"context {identity}: transfer syntax {transfer}")
            self.contexts[abstract[0]] = identity
        return self

    def alter(self, *interfaces):
        return self.bind(*interfaces, kind=ALTER)

    def send_request(self, context, opnum, stub, fragment=None):
        """Sends one request, in fragments of at most `fragment` stub bytes. Returns the call id."""
        self.call += 1
        room = fragment or (self.max_frag - 24)
        parts = [stub[at : at + room] for at in range(0, len(stub), room)] or [b""]
        for index, part in enumerate(parts):
            flags = (FIRST if index == 0 else 0) | (LAST if index == len(parts) - 1 else 0)
            self.send(pdu(REQUEST, self.call, struct.pack("<IHH", len(stub), context, opnum) + part, flags))
        return self.call

    def receive_reply(self, call):
        """The stub of the reply to `call`; checks how its fragments hang together."""
        stub, first = b"", True
        while True:
            part = self.receive()
            if part.call != call:
                raise WireError(f"reply to call {part.call}, waiting for {call}")
            if part.kind == FAULT:
                raise Fault(struct.unpack_from("<I", part.body, 8)[0], part.flags)
            if part.kind != RESPONSE or bool(part.flags & FIRST) != first:
                raise WireError(f"PDU type {part.kind} with flags {part.flags:#x}")
            if len(part.body) + 16 > self.max_frag:
                raise WireError(f"fragment of {len(part.body) + 16} bytes, agreed were {self.max_frag}")
            stub += part.body[8:]
            first = False
            if part.flags & LAST:
                return stub

    def raw_call(self, interface, opnum, stub, fragment=None):
        return self.receive_reply(self.send_request(self.contexts[interface.uuid], opnum, stub, fragment))

    def __call__(self, interface, name, **values):
        """Calls a method with strict checks of both directions and returns the values of the reply."""
        method = interface[name]
        request = method.encode_request(**values)
        method.decode_request(request)
        return method.decode_reply(self.raw_call(interface, method.opnum, request), request=values)
