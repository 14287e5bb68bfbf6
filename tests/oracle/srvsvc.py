"""[MS-SRVS] 3.1.4: the Server service."""

from .interface import Interface, i, io, o
from .net import enumeration, get_info, info, net, number, octets, server, set_info, text, union_of
from .ndr import Conformant, ConformantVarying, Fixed, Number, Pointer, Record, Text, Union, Varying, ctx, u1, u4, wide

b1 = Number("B")

CONNECTION = {
    0: info("coni0_", "id"),
    1: info("coni1_", "id type num_opens num_users time username:s netname:s"),
}
FILE = {2: info("fi2_", "id"), 3: info("fi3_", "id permissions num_locks pathname:s username:s")}
_SESSION_1 = "cname:s username:s num_opens time idle_time user_flags"
SESSION = {
    0: info("sesi0_", "cname:s"),
    1: info("sesi1_", _SESSION_1),
    2: info("sesi2_", _SESSION_1 + " cltype_name:s"),
    10: info("sesi10_", "cname:s username:s time idle_time"),
    502: info("sesi502_", _SESSION_1 + " cltype_name:s transport:s"),
}


def _security(prefix):
    return (prefix + "reserved", u4), (prefix + "security_descriptor", octets(prefix + "reserved"))


_SHARE_2 = "netname:s type remark:s permissions max_uses current_uses path:s passwd:s"
SHARE = {
    0: info("shi0_", "netname:s"),
    1: info("shi1_", "netname:s type remark:s"),
    2: info("shi2_", _SHARE_2),
    501: info("shi501_", "netname:s type remark:s flags"),
    502: Record(*info("shi502_", _SHARE_2).members, *_security("shi502_")),
    503: Record(*info("shi503_", _SHARE_2 + " servername:s").members, *_security("shi503_")),
    1004: info("shi1004_", "remark:s"),
    1005: info("shi1005_", "flags"),
    1006: info("shi1006_", "max_uses"),
    1501: Record(*_security("shi1501_")),
}

_SERVER_101 = "platform_id name:s version_major version_minor type comment:s"
_SERVER_102 = _SERVER_101 + " users disc:l hidden:b announce anndelta licenses userpath:s"
_SERVER_502 = (
    "sessopens sessvcs opensearch sizreqbuf initworkitems maxworkitems rawworkitems irpstacksize maxrawbuflen "
    "sessusers sessconns maxpagedmemoryusage maxnonpagedmemoryusage enablesoftcompat:b enableforcedlogoff:b "
    "timesource:b acceptdownlevelapis:b lmannounce:b"
)
_SERVER_503 = (
    _SERVER_502 + " domain:s maxcopyreadlen maxcopywritelen minkeepsearch maxkeepsearch minkeepcomplsearch "
    "maxkeepcomplsearch threadcountadd numblockthreads scavtimeout minrcvqueue minfreeworkitems xactmemsize "
    "threadpriority maxmpxct oplockbreakwait oplockbreakresponsewait enableoplocks:b enableoplockforceclose:b "
    "enablefcbopens:b enableraw:b enablesharednetdrives:b minfreeconnections maxfreeconnections"
)
_SERVER_599 = (
    _SERVER_503 + " initsesstable initconntable initfiletable initsearchtable alertschedule errorthreshold "
    "networkerrorthreshold diskspacethreshold reserved maxlinkdelay minlinkthroughput linkinfovalidtime "
    "scavqosinfoupdatetime maxworkitemidletime"
)
SINGLE = (
    "1010 1016 1017 1018 1107 1501 1502 1503 1506 1510 1511 1512 1513 1514 1515 1516 1518 1523 1528 1529 1530 1533 "
    "1534 1535 1536 1538 1539 1540 1541 1542 1543 1544 1545 1546 1547 1548 1549 1550 1552 1553 1554 1555 1556"
)
SERVER = {
    100: info("sv100_", "platform_id name:s"),
    101: info("sv101_", _SERVER_101),
    102: info("sv102_", _SERVER_102),
    103: info("sv103_", _SERVER_102 + " capabilities"),
    502: info("sv502_", _SERVER_502),
    503: info("sv503_", _SERVER_503),
    599: info("sv599_", _SERVER_599),
    1005: info("sv1005_", "comment:s"),
} | {int(level): info("", "value") for level in SINGLE.split()}

CHARDEV = {0: info("ch0_", "dev:s"), 1: info("ch1_", "dev:s status username:s time")}
CHARDEVQ = {0: info("chq0_", "dev:s"), 1: info("chq1_", "dev:s priority devs:s numusers numahead")}
DISK_INFO = Record(("Disk", Varying(wide, 3, None)))
DISKS = Record(("EntriesRead", u4), ("Buffer", Pointer(ConformantVarying(DISK_INFO, "EntriesRead", "EntriesRead"))))
STAT_SERVER_0 = info(
    "sts0_",
    "start fopens devopens jobsqueued sopens stimedout serrorout pwerrors permerrors syserrors bytessent_low "
    "bytessent_high bytesrcvd_low bytesrcvd_high avresponse reqbufneed bigbufneed",
)
TIME_OF_DAY = info("tod_", "elapsedt msecs hours mins secs hunds timezone:l tinterval day month year weekday")


def _transport(level, *more):
    prefix = f"svti{level}_"
    length = prefix + "transportaddresslength"
    head = [(prefix + "numberofvcs", u4), (prefix + "transportname", text), (prefix + "transportaddress", octets(length))]
    return Record(*head, (length, u4), (prefix + "networkaddress", text), *((prefix + name, kind) for name, kind in more))


_DOMAIN, _FLAGS = ("domain", text), ("flags", u4)
_PASSWORD = ("passwordlength", u4), ("password", Fixed(u1, 256))
TRANSPORT = {
    0: _transport(0),
    1: _transport(1, _DOMAIN),
    2: _transport(2, _DOMAIN, _FLAGS),
    3: _transport(3, _DOMAIN, _FLAGS, *_PASSWORD),
}
ALIAS = {0: Record(("srvai0_alias", text), ("srvai0_target", text), ("srvai0_default", b1), ("srvai0_reserved", u4))}


def _on_share(opnum, name, *more):
    return net(opnum, name, server, i("NetName", Text()), i("Reserved", u4), *more)


def _add_transport(opnum, name):
    return net(opnum, name, server, i("Level", u4), i("Buffer", TRANSPORT[0]))


def _add_transport_ex(opnum, name):
    return net(opnum, name, server, i("Level", u4), i("Buffer", Union(u4, "Level", TRANSPORT, default=True)))


def _by_level(opnum, name, levels):
    return net(opnum, name, server, i("Level", u4), i("Info", union_of(levels, "Level")))


def _compare(opnum, name):
    return net(opnum, name, server, i("First", Text()), i("Second", Text()), i("Type", u4), i("Flags", u4))


SRVSVC = Interface(
    "srvsvc",
    "4b324fc8-1670-01d3-1278-5a47bf6ee188",
    enumeration(0, "NetCharDevEnum", CHARDEV),
    enumeration(3, "NetCharDevQEnum", CHARDEVQ, "UserName"),
    enumeration(8, "NetrConnectionEnum", CONNECTION, "Qualifier"),
    enumeration(9, "NetrFileEnum", FILE, "BasePath", "UserName"),
    get_info(10, "NetrFileGetInfo", FILE, i("FileId", u4)),
    net(11, "NetrFileClose", server, i("FileId", u4)),
    enumeration(12, "NetrSessionEnum", SESSION, "ClientName", "UserName"),
    net(13, "NetrSessionDel", server, i("ClientName", text), i("UserName", text)),
    set_info(14, "NetrShareAdd", SHARE),
    enumeration(15, "NetrShareEnum", SHARE),
    get_info(16, "NetrShareGetInfo", SHARE, i("NetName", Text())),
    set_info(17, "NetrShareSetInfo", SHARE, i("NetName", Text())),
    _on_share(18, "NetrShareDel"),
    _on_share(19, "NetrShareDelSticky"),
    net(20, "NetrShareCheck", server, i("Device", Text()), o("Type", u4)),
    get_info(21, "NetrServerGetInfo", SERVER),
    set_info(22, "NetrServerSetInfo", SERVER),
    net(
        23, "NetrServerDiskEnum", server, i("Level", u4), io("DiskInfoStruct", DISKS), i("PreferedMaximumLength", u4),
        o("TotalEntries", u4), io("ResumeHandle", number),
    ),
    net(
        24, "NetrServerStatisticsGet", server, i("Service", text), i("Level", u4), i("Options", u4),
        o("InfoStruct", Pointer(STAT_SERVER_0)),
    ),
    _add_transport(25, "NetrServerTransportAdd"),
    enumeration(26, "NetrServerTransportEnum", TRANSPORT),
    _add_transport(27, "NetrServerTransportDel"),
    net(28, "NetrRemoteTOD", server, o("Buffer", Pointer(TIME_OF_DAY))),
    net(30, "NetprPathType", server, i("PathName", Text()), o("PathType", u4), i("Flags", u4)),
    net(
        31, "NetprPathCanonicalize", server, i("PathName", Text()), o("Outbuf", Conformant(u1, None)),
        i("OutbufLen", u4), i("Prefix", Text()), io("PathType", u4), i("Flags", u4),
    ),
    _compare(32, "NetprPathCompare"),
    net(33, "NetprNameValidate", server, i("Name", Text()), i("NameType", u4), i("Flags", u4)),
    net(
        34, "NetprNameCanonicalize", server, i("Name", Text()), o("Outbuf", Conformant(wide, None)),
        i("OutbufLen", u4), i("NameType", u4), i("Flags", u4),
    ),
    _compare(35, "NetprNameCompare"),
    enumeration(36, "NetrShareEnumSticky", SHARE),
    _on_share(37, "NetrShareDelStart", o("ContextHandle", ctx)),
    net(38, "NetrShareDelCommit", io("ContextHandle", ctx)),
    _add_transport_ex(41, "NetrServerTransportAddEx"),
    _add_transport_ex(53, "NetrServerTransportDelEx"),
    _by_level(54, "NetrServerAliasAdd", ALIAS),
    enumeration(55, "NetrServerAliasEnum", ALIAS),
    _by_level(56, "NetrServerAliasDel", ALIAS),
    _by_level(57, "NetrShareDelEx", SHARE),
)  # fmt: skip
