"""[MS-WKST] 3.2.4: the Workstation service."""

from .interface import Interface, i, io, o
from .net import enumeration, get_info, info, net, number, octets, server, set_info, text
from .ndr import Conformant, ConformantVarying, Fixed, Pointer, Record, Text, e2, i8, u1, u2, u4, wide

_WKSTA_100 = "platform_id computername:s langroup:s ver_major ver_minor"
WKSTA = {
    100: info("wki100_", _WKSTA_100),
    101: info("wki101_", _WKSTA_100 + " lanroot:s"),
    102: info("wki102_", _WKSTA_100 + " lanroot:s logged_on_users"),
    502: info(
        "wki502_",
        "char_wait collection_time maximum_collection_count keep_conn max_cmds sess_timeout siz_char_buf max_threads "
        "lock_quota lock_increment lock_maximum pipe_increment pipe_maximum cache_file_timeout dormant_file_limit "
        "read_ahead_throughput num_mailslot_buffers num_srv_announce_buffers max_illegal_datagram_events "
        "illegal_datagram_event_reset_frequency log_election_packets:b use_opportunistic_locking:b "
        "use_unlock_behind:b use_close_behind:b buf_named_pipes:b use_lock_read_unlock:b utilize_nt_caching:b "
        "use_raw_read:b use_raw_write:b use_write_raw_data:b use_encryption:b buf_files_deny_write:b "
        "buf_read_only_files:b force_core_create_mode:b use_512_byte_max_transfer:b",
    ),
    1013: info("", "value"),
    1018: info("", "value"),
    1046: info("", "value"),
}
USER = {
    0: info("wkui0_", "username:s"),
    1: info("wkui1_", "username:s logon_domain:s oth_domains:s logon_server:s"),
}
OWN_USER = {**USER, 1101: info("wkui1101_", "oth_domains:s")}
TRANSPORT = {
    0: info("wkti0_", "quality_of_service number_of_vcs transport_name:s transport_address:s wan_ish:b"),
}
_USE_1 = "local:s remote:s password:s status asg_type refcount usecount"
USE = {
    0: info("ui0_", "local:s remote:s"),
    1: info("ui1_", _USE_1),
    2: info("ui2_", _USE_1 + " username:s domainname:s"),
    3: info("ui3_", _USE_1 + " username:s domainname:s flags"),
}
_LARGE = (
    "StatisticsStartTime BytesReceived SmbsReceived PagingReadBytesRequested NonPagingReadBytesRequested "
    "CacheReadBytesRequested NetworkReadBytesRequested BytesTransmitted SmbsTransmitted PagingWriteBytesRequested "
    "NonPagingWriteBytesRequested CacheWriteBytesRequested NetworkWriteBytesRequested"
).split()
_SMALL = (
    "InitiallyFailedOperations FailedCompletionOperations ReadOperations RandomReadOperations ReadSmbs LargeReadSmbs "
    "SmallReadSmbs WriteOperations RandomWriteOperations WriteSmbs LargeWriteSmbs SmallWriteSmbs RawReadsDenied "
    "RawWritesDenied NetworkErrors Sessions FailedSessions Reconnects CoreConnects Lanman20Connects Lanman21Connects "
    "LanmanNtConnects ServerDisconnects HungSessions UseCount FailedUseCount CurrentCommands"
).split()
STATISTICS = Record(*((name, i8) for name in _LARGE), *((name, u4) for name in _SMALL))

PASSWORD = Pointer(Record(("Buffer", Fixed(u1, 524))))
AES_PASSWORD = Pointer(
    Record(("AuthData", Fixed(u1, 64)), ("Salt", Fixed(u1, 16)), ("cbCipher", u4), ("Cipher", octets("cbCipher")))
)
UNICODE_STRING = Record(
    ("Length", u2),
    ("MaximumLength", u2),
    ("Buffer", Pointer(ConformantVarying(wide, lambda s: s["MaximumLength"] // 2, lambda s: s["Length"] // 2))),
)
NAMES = Record(("EntryCount", u4), ("ComputerNames", Pointer(Conformant(UNICODE_STRING, "EntryCount"))))
# What their requests carry is nobody's business: Windows answers "not supported" whatever it is (note 27).
OLD_FORMS = (
    "NetrLogonDomainNameAdd", "NetrLogonDomainNameDel", "NetrJoinDomain", "NetrUnjoinDomain",
    "NetrRenameMachineInDomain", "NetrValidateName",
)  # fmt: skip
_account = i("AccountName", text)


def _join(opnum, name, password):
    where = i("DomainNameParam", Text()), i("MachineAccountOU", text)
    return net(opnum, name, server, *where, _account, i("Password", password), i("Options", u4))


def _unjoin(opnum, name, password):
    return net(opnum, name, server, _account, i("Password", password), i("Options", u4))


def _machine_name(opnum, name, password):
    return net(opnum, name, server, i("Name", text), _account, i("Password", password), i("Options", u4))


def _validate(opnum, name, password):
    return net(opnum, name, server, i("NameToValidate", Text()), _account, i("Password", password), i("NameType", e2))


WKSSVC = Interface(
    "wkssvc",
    "6bffd098-a112-3610-9833-46c3f87e345a",
    get_info(0, "NetrWkstaGetInfo", WKSTA),
    set_info(1, "NetrWkstaSetInfo", WKSTA),
    enumeration(2, "NetrWkstaUserEnum", USER),
    get_info(3, "NetrWkstaUserGetInfo", OWN_USER),
    enumeration(5, "NetrWkstaTransportEnum", TRANSPORT),
    net(6, "NetrWkstaTransportAdd", server, i("Level", u4), i("TransportInfo", TRANSPORT[0]), io("ErrorParameter", number)),
    net(7, "NetrWkstaTransportDel", server, i("TransportName", text), i("ForceLevel", u4)),
    set_info(8, "NetrUseAdd", USE),
    get_info(9, "NetrUseGetInfo", USE, i("UseName", Text())),
    net(10, "NetrUseDel", server, i("UseName", Text()), i("ForceLevel", u4)),
    enumeration(11, "NetrUseEnum", USE),
    net(
        12, "NetrMessageBufferSend", server, i("MessageName", Text()), i("SenderName", text),
        i("Buffer", Conformant(u1, "size")), i("size", u4),
    ),
    net(
        13, "NetrWorkstationStatisticsGet", server, i("ServiceName", text), i("Level", u4), i("Options", u4),
        o("Buffer", Pointer(STATISTICS)),
    ),
    *(net(opnum, name) for opnum, name in enumerate(OLD_FORMS, 14)),
    net(20, "NetrGetJoinInformation", server, io("NameBuffer", text), o("BufferType", e2)),
    net(21, "NetrGetJoinableOUs", o("OUCount", u4), o("OUs", Pointer(Conformant(text, "OUCount")))),
    _join(22, "NetrJoinDomain2", PASSWORD),
    _unjoin(23, "NetrUnjoinDomain2", PASSWORD),
    _machine_name(24, "NetrRenameMachineInDomain2", PASSWORD),
    _validate(25, "NetrValidateName2", PASSWORD),
    net(
        26, "NetrGetJoinableOUs2", server, i("DomainNameParam", Text()), _account, i("Password", PASSWORD),
        io("OUCount", u4), o("OUs", Pointer(Conformant(text, "OUCount"))),
    ),
    _machine_name(27, "NetrAddAlternateComputerName", PASSWORD),
    _machine_name(28, "NetrRemoveAlternateComputerName", PASSWORD),
    _machine_name(29, "NetrSetPrimaryComputerName", PASSWORD),
    net(30, "NetrEnumerateComputerNames", server, i("NameType", e2), i("Reserved", u4), o("ComputerNames", Pointer(NAMES))),
    _join(31, "NetrJoinDomain3", AES_PASSWORD),
    _unjoin(32, "NetrUnjoinDomain3", AES_PASSWORD),
    _machine_name(33, "NetrRenameMachineInDomain3", PASSWORD),
    _validate(34, "NetrValidateName3", AES_PASSWORD),
    _machine_name(35, "NetrAddAlternateComputerName2", AES_PASSWORD),
    _machine_name(36, "NetrRemoveAlternateComputerName2", AES_PASSWORD),
    _machine_name(37, "NetrSetPrimaryComputerName2", PASSWORD),
)  # fmt: skip
