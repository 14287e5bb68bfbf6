"""[C706] appendices O and Q: the endpoint mapper, and the management of any server."""

from .interface import Interface, Method, i, io, o
from .ndr import (
    Conformant, ConformantVarying, Number, Pointer, Record, TailedRecord, Varying, b4, ctx, guid, u1, u2, u4,
)  # fmt: skip

status = Number("I")

twr_t = TailedRecord(("tower_length", u4), tail="tower_octet_string", element=u1, size_is="tower_length")
_TOWER = Pointer(twr_t)

# The annotation is a varying string of at most 64 octets; how many come, only the message says.
ept_entry_t = Record(("object", guid), ("tower", _TOWER), ("annotation", Varying(u1, 64, lambda _: None)))
rpc_if_id_t = Record(("uuid", guid), ("vers_major", u2), ("vers_minor", u2))

EPMAPPER = Interface(
    "epmapper",
    "e1af8308-5d1f-11c9-91a4-08002b14a0fa",
    Method(
        2,
        "ept_lookup",
        i("inquiry_type", u4),
        i("object", Pointer(guid)),
        i("interface_id", Pointer(rpc_if_id_t)),
        i("vers_option", u4),
        io("entry_handle", ctx),
        i("max_ents", u4),
        o("num_ents", u4),
        o("entries", ConformantVarying(ept_entry_t, "max_ents", "num_ents")),
        result=status,
    ),
    Method(
        3,
        "ept_map",
        i("object", Pointer(guid)),
        i("map_tower", _TOWER),
        io("entry_handle", ctx),
        i("max_towers", u4),
        o("num_towers", u4),
        o("towers", ConformantVarying(_TOWER, "max_towers", "num_towers")),
        result=status,
    ),
    Method(4, "ept_lookup_handle_free", io("entry_handle", ctx), result=status),
)

rpc_if_id_vector_t = TailedRecord(("count", u4), tail="if_id", element=Pointer(rpc_if_id_t), size_is="count")

MGMT = Interface(
    "mgmt",
    "afa8bd80-7d8a-11c9-bef4-08002b102989",
    Method(0, "inq_if_ids", o("if_id_vector", Pointer(rpc_if_id_vector_t)), result=status),
    Method(1, "inq_stats", io("count", u4), o("statistics", Conformant(u4, "count")), result=status),
    Method(2, "is_server_listening", o("rpc_status", status), result=b4),
    Method(3, "stop_server_listening", result=status),
    Method(
        4,
        "inq_princ_name",
        i("authn_proto", u4),
        i("princ_name_size", u4),
        o("princ_name", ConformantVarying(u1, "princ_name_size", lambda _: None)),
        result=status,
    ),
)
