"""What the Net interfaces have in common: information by level, enumerations, text behind pointers."""

from .interface import Method, i, io, o
from .ndr import Conformant, Number, Pointer, Record, Text, Union, b4, i4, u1, u4

net_status = Number("I")
text = Pointer(Text())
number = Pointer(u4)
server = i("ServerName", text)
_KINDS = {"s": text, "l": i4, "b": b4}


def info(prefix, members):
    """A level's structure from "name:s type remark:s": a pointer to text, a LONG (l), a BOOL (b), else a DWORD."""
    pairs = (member.partition(":") for member in members.split())
    return Record(*((prefix + name, _KINDS[kind] if kind else u4) for name, _, kind in pairs))


def octets(count):
    return Pointer(Conformant(u1, count))


def union_of(levels, switch_is):
    return Union(u4, switch_is, {level: Pointer(row) for level, row in levels.items()}, default=True)


def container(row):
    return Record(("EntriesRead", u4), ("Buffer", Pointer(Conformant(row, "EntriesRead"))))


def enum_struct(levels):
    arms = {level: Pointer(container(row)) for level, row in levels.items()}
    return Record(("Level", u4), ("Info", Union(u4, "Level", arms, default=True)))


def net(opnum, name, *parameters):
    return Method(opnum, name, *parameters, result=net_status)


def enumeration(opnum, name, levels, *filters):
    return net(
        opnum,
        name,
        server,
        *(i(each, text) for each in filters),
        io("InfoStruct", enum_struct(levels)),
        i("PreferedMaximumLength", u4),
        o("TotalEntries", u4),
        io("ResumeHandle", number),
    )


def get_info(opnum, name, levels, *key):
    return net(opnum, name, server, *key, i("Level", u4), o("Info", union_of(levels, None)))


def set_info(opnum, name, levels, *key):
    return net(opnum, name, server, *key, i("Level", u4), i("Info", union_of(levels, "Level")), io("ParmErr", number))
