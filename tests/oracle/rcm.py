"""[MS-TSTS] 3.5 and 3.9: remote connection manager, its listeners, and virtual IP addresses of sessions."""

from .interface import Interface, Method, i, io, o
from .ndr import (
    Conformant, ConformantVarying, Fixed, FixedText, Pointer, Record, Text, Union, Varying,
    b4, ctx, e2, i4, i8, u1, u2, u4,
)  # fmt: skip

_IPV4 = Record(("sin_port", u2), ("in_addr", u4), ("sin_zero", Fixed(u1, 8)))
_IPV6 = Record(("sin6_port", u2), ("sin6_flowinfo", u4), ("sin6_addr", Fixed(u2, 8)), ("sin6_scope_id", u4))
_FAMILIES = {2: _IPV4, 23: _IPV6}

# The declaration gives the family twice: as a member, and as the tag of the union.
RCM_REMOTEADDRESS = Record(("sin_family", u2), ("u", Union(u2, "sin_family", _FAMILIES)))

LISTENERENUM_LEVEL1 = Record(("Id", i4), ("bListening", b4), ("Name", FixedText(33)))
LISTENERENUM = Record(("Level", u4), ("Data", Union(u4, "Level", {1: LISTENERENUM_LEVEL1}, default=True)))


def _octets(count):
    return Pointer(Conformant(u1, count))


RCM = Interface(
    "RCMPublic",
    "bde95fdf-eee0-45de-9e12-e5a61cd0d4fe",
    Method(0, "RpcGetClientData", i("SessionId", u4), o("ppBuff", _octets("pOutBuffByteLen")), o("pOutBuffByteLen", u4)),
    Method(1, "RpcGetConfigData", i("SessionId", u4), o("ppBuff", _octets("pOutBuffByteLen")), o("pOutBuffByteLen", u4)),
    Method(
        2,
        "RpcGetProtocolStatus",
        i("SessionId", u4),
        i("InfoType", e2),
        o("ppProtoStatus", _octets("pcbProtoStatus")),
        o("pcbProtoStatus", u4),
    ),
    Method(3, "RpcGetLastInputTime", i("SessionId", u4), o("pLastInputTime", i8)),
    Method(4, "RpcGetRemoteAddress", i("SessionId", u4), o("pRemoteAddress", RCM_REMOTEADDRESS)),
    Method(
        8,
        "RpcGetAllListeners",
        o("ppListeners", Pointer(Conformant(LISTENERENUM, "pNumListeners"))),
        i("Level", u4),
        o("pNumListeners", u4),
    ),
    Method(
        9,
        "RpcGetSessionProtocolLastInputTime",
        i("SessionId", u4),
        i("InfoType", e2),
        o("ppProtoStatus", _octets("pcbProtoStatus")),
        o("pcbProtoStatus", u4),
        o("pLastInputTime", i8),
    ),
    Method(
        10,
        "RpcGetUserCertificates",
        i("SessionId", u4),
        o("pcCerts", u4),
        o("ppbCerts", _octets("pcbCerts")),
        o("pcbCerts", u4),
    ),
    Method(
        11,
        "RpcQuerySessionData",
        i("SessionId", u4),
        i("type", e2),
        i("pbInputData", _octets("cbInputData")),
        i("cbInputData", u4),
        o("pbSessionData", ConformantVarying(u1, "cbSessionData", "pcbReturnLength")),
        i("cbSessionData", u4),
        o("pcbReturnLength", u4),
        o("pcbRequireBufferSize", u4),
    ),
)

LISTENER = Interface(
    "RCMListener",
    "497d95a6-2d27-4bf5-9bbd-a6046957133c",
    Method(0, "RpcOpenListener", i("szListenerName", Text()), o("phListener", ctx)),
    Method(1, "RpcCloseListener", io("phListener", ctx)),
    Method(2, "RpcStopListener", i("hListener", ctx)),
    Method(3, "RpcStartListener", i("hListener", ctx)),
    Method(4, "RpcIsListening", i("hListener", ctx), o("pbIsListening", b4)),
)

TSVIPAddress = Record(
    ("dwVersion", u4),
    ("IPAddress", Union(u2, None, _FAMILIES)),
    ("PrefixOrSubnetMask", u4),
    ("PhysicalAddressLength", u4),
    ("PhysicalAddress", Varying(u1, 16, "PhysicalAddressLength")),
    ("LeaseExpires", u4),
    ("T1", u4),
    ("T2", u4),
)
TSVIPSession = Record(("dwVersion", u4), ("SessionId", u4), ("SessionIP", TSVIPAddress))

# Text (3.9.4.1.1) and IDL (6.4) both declare a plain [ref, out] structure: no pointer word in front of it.
TSVIP = Interface(
    "TSVIPPublic",
    "53b46b02-c73b-4a3e-8dee-b16b80672fc0",
    Method(0, "RpcGetSessionIP", i("Family", u2), i("SessionId", u4), o("ppVIPSession", TSVIPSession)),
)
