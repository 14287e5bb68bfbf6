"""LocalHost: the host's own interface for what Windows asks its kernel. Kept stable, since sessions outlive a release."""

from .interface import Interface, Method, i, o
from .ndr import Conformant, OctetText, Pointer, Text, b4, u4

_Octets = Pointer(OctetText())

LOCAL_HOST = Interface(
    "LocalHost",
    "6f1d7a52-3c0e-4b7b-9a51-2e9d84c6f0b3",
    Method(0, "HostSessionOfProcess", i("ProcessId", u4), o("SessionId", u4)),
    Method(1, "HostConsoleSession", o("SessionId", u4)),
    Method(
        2,
        "HostOpenSession",
        i("Wanted", u4),
        i("SessionId", u4),
        i("Name", _Octets),
        i("ArgumentCount", u4),
        i("Arguments", Pointer(Conformant(_Octets, "ArgumentCount"))),
        i("EnvironmentCount", u4),
        i("Environment", Pointer(Conformant(_Octets, "EnvironmentCount"))),
        i("WorkingDirectory", _Octets),
        i("Columns", u4),
        i("Rows", u4),
        o("SessionId", u4),
        o("Created", b4),
        o("SocketPath", _Octets),
        o("Reason", _Octets),
        o("DetachKey", _Octets),
    ),
    Method(
        3,
        "HostGetInfo",
        o("ComputerName", Pointer(Text())),
        o("Version", _Octets),
        o("ProcessId", u4),
        o("SystemMode", b4),
        o("CallerSessionId", u4),
    ),
)
