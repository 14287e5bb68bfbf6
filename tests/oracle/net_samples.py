"""Samples of srvsvc, wkssvc and the shutdown interfaces: every level of every structure at least once."""

from . import srvsvc, wkssvc
from .ndr import Fixed, Pointer, Text

HANDLE = bytes(4) + bytes(range(16))
SD = bytes.fromhex("0100048000000000000000000000000000000000")
ACCESS_DENIED, INVALID_PARAMETER, MORE_DATA, INVALID_LEVEL = 5, 87, 234, 124
_TEXTS = ["FILESRV", "anna", "", "Höhe – größer", "\\PIPE\\srvsvc", None]
NAME = {"ServerName": "\\\\filesrv"}
DONE = [{"result": 0}, {"result": ACCESS_DENIED}]
ALL = {"PreferedMaximumLength": 0xFFFFFFFF, "ResumeHandle": None}


def row(record, seed=0):
    """Values for a structure: numbers that tell the members apart, texts of every kind, counts that fit."""
    values = {}
    for place, (name, kind) in enumerate(record.members, seed):
        if isinstance(kind, Pointer):
            is_text = isinstance(kind.target, Text)
            values[name] = _TEXTS[place % len(_TEXTS)] if is_text else SD
        elif isinstance(kind, Fixed):
            values[name] = bytes(kind.count)
        else:
            values[name] = place % 2 if kind.form.size == 1 or kind.form.format.endswith("i") else 1000 + place
        if name.endswith(("reserved", "addresslength")):
            values[name] = len(SD)
    if "srvai0_reserved" in values:
        values["srvai0_reserved"] = 0
    if record in srvsvc.SERVER.values() and "sv599_reserved" in values:
        values["sv599_reserved"] = 0
    return values


def enum(levels, **request):
    """Everything asked for at once, then what follows the row with id 7; answers at every level, one cut, one refused."""
    first = next(iter(levels))
    asked = {**NAME, **request, "InfoStruct": listing(first, []), **ALL}
    replies = [
        {"InfoStruct": listing(level, [row(record), row(record, 1)]), "TotalEntries": 2, "ResumeHandle": None, "result": 0}
        for level, record in levels.items()
    ]
    cut = {"InfoStruct": listing(first, [row(levels[first])]), "TotalEntries": 9, "ResumeHandle": 7, "result": MORE_DATA}
    refused = {"InfoStruct": {"Level": 77, "Info": (77, None)}, "TotalEntries": 0, "ResumeHandle": None, "result": INVALID_LEVEL}
    return asked, [*replies, cut, refused]


def listing(level, rows):
    return {"Level": level, "Info": (level, {"EntriesRead": len(rows), "Buffer": rows or None})}


def get(levels, **key):
    replies = [{"Info": (level, row(record)), "result": 0} for level, record in levels.items()]
    refused = [{"Info": (next(iter(levels)), None), "result": ACCESS_DENIED}, {"Info": (77, None), "result": INVALID_LEVEL}]
    return {**NAME, **key, "Level": next(iter(levels))}, [*replies, *refused]


def put(levels, level, **key):
    request = {**NAME, **key, "Level": level, "Info": (level, row(levels[level])), "ParmErr": 0}
    return request, [{"ParmErr": None, "result": 0}, {"ParmErr": 4, "result": INVALID_PARAMETER}]


def by_level(levels, level):
    return {**NAME, "Level": level, "Info": (level, row(levels[level]))}, DONE


_ON_SHARE = {**NAME, "NetName": "daten", "Reserved": 0}
_COMPARE = {**NAME, "First": "C:\\a", "Second": "C:\\b", "Type": 0, "Flags": 0}
_TRANSPORT = {**NAME, "Level": 0, "Buffer": row(srvsvc.TRANSPORT[0])}
_DISKS = {"EntriesRead": 2, "Buffer": [{"Disk": "C:\0"}, {"Disk": "\0"}]}

SRVSVC = {
    "NetCharDevEnum": enum(srvsvc.CHARDEV),
    "NetCharDevQEnum": enum(srvsvc.CHARDEVQ, UserName=None),
    "NetrConnectionEnum": enum(srvsvc.CONNECTION, Qualifier="IPC$"),
    "NetrFileEnum": enum(srvsvc.FILE, BasePath=None, UserName="anna"),
    "NetrFileGetInfo": get(srvsvc.FILE, FileId=3),
    "NetrFileClose": ({**NAME, "FileId": 3}, DONE),
    "NetrSessionEnum": enum(srvsvc.SESSION, ClientName="\\\\laptop", UserName=None),
    "NetrSessionDel": ({**NAME, "ClientName": None, "UserName": "anna"}, DONE),
    "NetrShareAdd": put(srvsvc.SHARE, 502),
    "NetrShareEnum": enum(srvsvc.SHARE),
    "NetrShareGetInfo": get(srvsvc.SHARE, NetName="IPC$"),
    "NetrShareSetInfo": put(srvsvc.SHARE, 1501, NetName="daten"),
    "NetrShareDel": (_ON_SHARE, DONE),
    "NetrShareDelSticky": (_ON_SHARE, DONE),
    "NetrShareCheck": ({**NAME, "Device": "C:\\"}, [{"Type": 0, "result": 0}]),
    "NetrServerGetInfo": get(srvsvc.SERVER),
    "NetrServerSetInfo": put(srvsvc.SERVER, 1005),
    "NetrServerDiskEnum": (
        {**NAME, "Level": 0, "DiskInfoStruct": {"EntriesRead": 0, "Buffer": None}, **ALL},
        [{"DiskInfoStruct": _DISKS, "TotalEntries": 1, "ResumeHandle": None, "result": 0}],
    ),
    "NetrServerStatisticsGet": (
        {**NAME, "Service": "LanmanServer", "Level": 0, "Options": 0},
        [{"InfoStruct": row(srvsvc.STAT_SERVER_0), "result": 0}, {"InfoStruct": None, "result": ACCESS_DENIED}],
    ),
    "NetrServerTransportAdd": (_TRANSPORT, DONE),
    "NetrServerTransportEnum": enum(srvsvc.TRANSPORT),
    "NetrServerTransportDel": (_TRANSPORT, DONE),
    "NetrRemoteTOD": (NAME, [{"Buffer": row(srvsvc.TIME_OF_DAY), "result": 0}]),
    "NetprPathType": ({**NAME, "PathName": "C:\\", "Flags": 0}, [{"PathType": 8198, "result": 0}]),
    "NetprPathCanonicalize": (
        {**NAME, "PathName": "a\\..\\b", "OutbufLen": 8, "Prefix": "", "PathType": 0, "Flags": 0},
        [{"Outbuf": "b\0\0\0".encode("utf-16-le"), "PathType": 8192, "result": 0}],
    ),
    "NetprPathCompare": (_COMPARE, [{"result": 0xFFFFFFFF}, {"result": 0}]),
    "NetprNameValidate": ({**NAME, "Name": "daten", "NameType": 9, "Flags": 0}, [{"result": 0}, {"result": 123}]),
    "NetprNameCanonicalize": (
        {**NAME, "Name": "daten", "OutbufLen": 8, "NameType": 5, "Flags": 0}, [{"Outbuf": "DATEN\0\0\0", "result": 0}],
    ),
    "NetprNameCompare": (_COMPARE, [{"result": 1}]),
    "NetrShareEnumSticky": enum(srvsvc.SHARE),
    "NetrShareDelStart": (_ON_SHARE, [{"ContextHandle": HANDLE, "result": 0}]),
    "NetrShareDelCommit": ({"ContextHandle": HANDLE}, [{"ContextHandle": bytes(20), "result": 0}]),
    "NetrServerTransportAddEx": ({**NAME, "Level": 3, "Buffer": (3, row(srvsvc.TRANSPORT[3]))}, DONE),
    "NetrServerTransportDelEx": ({**NAME, "Level": 1, "Buffer": (1, row(srvsvc.TRANSPORT[1]))}, DONE),
    "NetrServerAliasAdd": by_level(srvsvc.ALIAS, 0),
    "NetrServerAliasEnum": enum(srvsvc.ALIAS),
    "NetrServerAliasDel": by_level(srvsvc.ALIAS, 0),
    "NetrShareDelEx": by_level(srvsvc.SHARE, 503),
}  # fmt: skip

_PASSWORD = {"Buffer": bytes(range(256)) * 2 + bytes(12)}
_AES = {"AuthData": bytes(64), "Salt": bytes(16), "cbCipher": 5, "Cipher": b"12345"}
_ACCOUNT = {"AccountName": "DOM\\anna"}


def _join(password):
    return {**NAME, "DomainNameParam": "DOM", "MachineAccountOU": None, **_ACCOUNT, "Password": password, "Options": 1}, DONE


def _unjoin(password):
    return {**NAME, **_ACCOUNT, "Password": password, "Options": 0}, DONE


def _machine(password):
    return {**NAME, "Name": "files2", **_ACCOUNT, "Password": password, "Options": 0}, DONE


def _validate(password):
    return {**NAME, "NameToValidate": "files2", "AccountName": None, "Password": password, "NameType": 1}, DONE


def _string(text):
    return {"Length": 2 * len(text), "MaximumLength": 2 * len(text), "Buffer": text}


WKSSVC = {
    "NetrWkstaGetInfo": get(wkssvc.WKSTA),
    "NetrWkstaSetInfo": put(wkssvc.WKSTA, 502),
    "NetrWkstaUserEnum": enum(wkssvc.USER),
    "NetrWkstaUserGetInfo": get(wkssvc.OWN_USER),
    "NetrWkstaTransportEnum": enum(wkssvc.TRANSPORT),
    "NetrWkstaTransportAdd": (
        {**NAME, "Level": 0, "TransportInfo": row(wkssvc.TRANSPORT[0]), "ErrorParameter": 0},
        [{"ErrorParameter": 0, "result": 1}],
    ),
    "NetrWkstaTransportDel": ({**NAME, "TransportName": "\\Device\\x", "ForceLevel": 0}, [{"result": 1}]),
    "NetrUseAdd": put(wkssvc.USE, 3),
    "NetrUseGetInfo": get(wkssvc.USE, UseName="\\\\srv\\IPC$"),
    "NetrUseDel": ({**NAME, "UseName": "\\\\srv\\IPC$", "ForceLevel": 2}, DONE),
    "NetrUseEnum": enum({level: wkssvc.USE[level] for level in (0, 1, 2)}),
    "NetrMessageBufferSend": (
        {**NAME, "MessageName": "ANNA", "SenderName": None, "Buffer": b"h\0i\0", "size": 4}, [{"result": 50}],
    ),
    "NetrWorkstationStatisticsGet": (
        {**NAME, "ServiceName": None, "Level": 0, "Options": 0},
        [{"Buffer": row(wkssvc.STATISTICS), "result": 0}, {"Buffer": None, "result": INVALID_LEVEL}],
    ),
    **{name: ({}, [{"result": 50}]) for name in wkssvc.OLD_FORMS},
    "NetrGetJoinableOUs": ({}, [{"OUCount": 0, "OUs": None, "result": 50}]),
    "NetrGetJoinInformation": ({**NAME, "NameBuffer": ""}, [{"NameBuffer": "WORKGROUP", "BufferType": 2, "result": 0}]),
    "NetrJoinDomain2": _join(_PASSWORD),
    "NetrUnjoinDomain2": _unjoin(None),
    "NetrRenameMachineInDomain2": _machine(_PASSWORD),
    "NetrValidateName2": _validate(None),
    "NetrGetJoinableOUs2": (
        {**NAME, "DomainNameParam": "DOM", **_ACCOUNT, "Password": _PASSWORD, "OUCount": 0},
        [{"OUCount": 2, "OUs": ["OU=a", None], "result": 0}, {"OUCount": 0, "OUs": None, "result": 50}],
    ),
    "NetrAddAlternateComputerName": _machine(None),
    "NetrRemoveAlternateComputerName": _machine(None),
    "NetrSetPrimaryComputerName": _machine(_PASSWORD),
    "NetrEnumerateComputerNames": (
        {**NAME, "NameType": 2, "Reserved": 0},
        [
            {"ComputerNames": {"EntryCount": 2, "ComputerNames": [_string("FILES"), _string("files2")]}, "result": 0},
            {"ComputerNames": None, "result": ACCESS_DENIED},
        ],
    ),
    "NetrJoinDomain3": _join(_AES),
    "NetrUnjoinDomain3": _unjoin(_AES),
    "NetrRenameMachineInDomain3": _machine(_PASSWORD),
    "NetrValidateName3": _validate(_AES),
    "NetrAddAlternateComputerName2": _machine(_AES),
    "NetrRemoveAlternateComputerName2": _machine(None),
    "NetrSetPrimaryComputerName2": _machine(_PASSWORD),
}  # fmt: skip

_HOW = {"dwTimeout": 30, "bForceAppsClosed": 1, "bRebootAfterShutdown": 0}

INIT_SHUTDOWN = {
    "BaseInitiateShutdown": ({"ServerName": 0x5C, "lpMessage": _string("Wartung"), **_HOW}, DONE),
    "BaseAbortShutdown": ({"ServerName": None}, [{"result": 0}, {"result": 1116}]),
    "BaseInitiateShutdownEx": ({"ServerName": None, "lpMessage": None, **_HOW, "dwReason": 0x80020003}, DONE),
}
WINDOWS_SHUTDOWN = {
    "WsdrInitiateShutdown": (
        {
            "lpMessage": _string("Wartung"), "dwGracePeriod": 60, "dwShutdownFlags": 5, "dwReason": 0,
            "lpClientHint": _string("shutdown.exe"),
        },
        [{"result": 0}, {"result": 1191}],
    ),
    "WsdrAbortShutdown": ({"lpClientHint": None}, [{"result": 0}]),
}  # fmt: skip
