"""[MS-NRPC] 3.5.4.3: where domain controllers are."""

from .interface import Interface, i, o
from .ndr import Pointer, Record, Text, guid, u4
from .net import net

text = Pointer(Text())
INFO = Record(
    ("DomainControllerName", text), ("DomainControllerAddress", text), ("DomainControllerAddressType", u4),
    ("DomainGuid", guid), ("DomainName", text), ("DnsForestName", text), ("Flags", u4), ("DcSiteName", text),
    ("ClientSiteName", text),
)  # fmt: skip
_SERVER, _DOMAIN, _GUID, _FLAGS = i("ServerName", text), i("DomainName", text), i("DomainGuid", Pointer(guid)), i("Flags", u4)
_NAME, _FOUND = o("Buffer", text), o("DomainControllerInfo", Pointer(INFO))

NETLOGON = Interface(
    "netlogon",
    "12345678-1234-abcd-ef00-01234567cffb",
    net(11, "NetrGetDCName", i("ServerName", Text()), _DOMAIN, _NAME),
    net(13, "NetrGetAnyDCName", _SERVER, _DOMAIN, _NAME),
    net(20, "DsrGetDcName", _SERVER, _DOMAIN, _GUID, i("SiteGuid", Pointer(guid)), _FLAGS, _FOUND),
    net(27, "DsrGetDcNameEx", _SERVER, _DOMAIN, _GUID, i("SiteName", text), _FLAGS, _FOUND),
    net(34, "DsrGetDcNameEx2", _SERVER, i("AccountName", text), i("AllowableAccountControlBits", u4), _DOMAIN, _GUID,
        i("SiteName", text), _FLAGS, _FOUND),
)  # fmt: skip
