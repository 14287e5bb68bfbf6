"""[MS-RSP] 3.2.4 and 3.3.4: remote shutdown, over a pipe and over TCP."""

from .interface import Interface, i
from .net import net
from .ndr import Number, Pointer, u2, u4
from .wkssvc import UNICODE_STRING

b1 = Number("B")
_server = i("ServerName", Pointer(u2))
_message = i("lpMessage", Pointer(UNICODE_STRING))
_hint = i("lpClientHint", Pointer(UNICODE_STRING))
_how = i("dwTimeout", u4), i("bForceAppsClosed", b1), i("bRebootAfterShutdown", b1)

INIT_SHUTDOWN = Interface(
    "InitShutdown",
    "894de0c0-0d55-11d3-a322-00c04fa321a1",
    net(0, "BaseInitiateShutdown", _server, _message, *_how),
    net(1, "BaseAbortShutdown", _server),
    net(2, "BaseInitiateShutdownEx", _server, _message, *_how, i("dwReason", u4)),
)

WINDOWS_SHUTDOWN = Interface(
    "WindowsShutdown",
    "d95afe70-a6d5-4259-822e-2c84da1ddb0d",
    net(
        0, "WsdrInitiateShutdown", _message, i("dwGracePeriod", u4), i("dwShutdownFlags", u4), i("dwReason", u4), _hint,
    ),
    net(1, "WsdrAbortShutdown", _hint),
)  # fmt: skip
