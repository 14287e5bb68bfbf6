"""What the account interfaces share: counted text, SIDs, arrays behind pointers, and values of them."""

from .ndr import Conformant, ConformantVarying, Pointer, Record, ntstatus, u1, u2, u4, wide
from . import interface


class SecurityIdentifier:
    """RPC_SID: the count of sub-authorities in front as conformance; the value is its packed form."""

    alignment = 4

    def read(self, reader, scope, what):
        count = reader.number(what)
        head = reader.take(8, what)
        if head[0] != 1 or head[1] != count or count > 15:
            raise ValueError(f"{what}: not a SID: {head.hex()}, {count} sub-authorities promised")
        return head + reader.take(4 * count, what)

    def write(self, writer, value):
        writer.number(value[1])
        writer.data += value


SID = SecurityIdentifier()


def sid(text):
    """"S-1-5-32-544" as its packed form."""
    _, _, authority, *parts = text.split("-")
    packed = bytes([1, len(parts)]) + int(authority).to_bytes(6, "big")
    return packed + b"".join(int(part).to_bytes(4, "little") for part in parts)


RPC_UNICODE_STRING = Record(
    ("Length", u2),
    ("MaximumLength", u2),
    ("Buffer", Pointer(ConformantVarying(wide, lambda s: s["MaximumLength"] // 2, lambda s: s["Length"] // 2))),
)
RPC_STRING = Record(
    ("Length", u2), ("MaximumLength", u2), ("Buffer", Pointer(ConformantVarying(u1, "MaximumLength", "Length")))
)


def ustr(text, room=0):
    """A value of RPC_UNICODE_STRING, with `room` units behind the text; None: no buffer."""
    if text is None:
        return {"Length": 0, "MaximumLength": 0, "Buffer": None}
    units = len(text.encode("utf-16-le")) // 2
    return {"Length": 2 * units, "MaximumLength": 2 * (units + room), "Buffer": (text, units + room) if room else text}


def octets(data):
    return {"Length": len(data), "MaximumLength": len(data), "Buffer": data}


def listed(element, count):
    """*T[n*]: a pointer to as many elements as the member `count` says."""
    return Pointer(Conformant(element, count))


SECURITY_DESCRIPTOR = Record(("Length", u4), ("SecurityDescriptor", listed(u1, "Length")))


def method(opnum, name, *parameters):
    """A method that ends in an NTSTATUS."""
    return interface.Method(opnum, name, *parameters, result=ntstatus)
