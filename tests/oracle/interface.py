"""Interfaces as tables: methods with parameters in the order of the IDL, each marked in, out or both."""

import dataclasses
import uuid

from . import ndr


@dataclasses.dataclass(frozen=True)
class Parameter:
    direction: str
    name: str
    kind: object


def i(name, kind):
    return Parameter("i", name, kind)


def o(name, kind):
    return Parameter("o", name, kind)


def io(name, kind):
    return Parameter("io", name, kind)


class Method:
    """One operation: what travels in its request and in its reply, and the strict decoder of both."""

    def __init__(self, opnum, name, *parameters, result=ndr.hresult):
        self.opnum, self.name = opnum, name
        self.request = [(p.name, p.kind) for p in parameters if "i" in p.direction]
        self.reply = [(p.name, p.kind) for p in parameters if "o" in p.direction] + [("result", result)]

    def encode_request(self, **values):
        return ndr.encode(self.request, values)

    def encode_reply(self, **values):
        return ndr.encode(self.reply, values)

    def decode_request(self, stub, zero_gaps=True):
        return ndr.decode(self.request, stub, zero_gaps=zero_gaps)

    def decode_reply(self, stub, request=None, zero_gaps=True):
        return ndr.decode(self.reply, stub, known=request, zero_gaps=zero_gaps)


class Interface:
    def __init__(self, name, identity, *methods):
        self.name, self.uuid, self.version = name, uuid.UUID(identity), 0x00000001
        self.methods = {method.name: method for method in methods}

    def __getitem__(self, name):
        return self.methods[name]

    def __iter__(self):
        return iter(self.methods.values())
