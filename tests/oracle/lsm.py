"""[MS-TSTS] 3.3: the interfaces of the local session manager."""

from .interface import Interface, Method, i, io, o
from .ndr import (
    Conformant, FixedText, Pointer, Record, Text, Union, b1, b4, ctx, e2, guid, i4, i8, u1, u4,
)  # fmt: skip

UniqueText = Pointer(Text())

# 2.2.2.17: three pads follow the one-byte bResult.
TS_COUNTER = Record(
    ("counterHead", Record(("dwCounterID", u4), ("bResult", b1))),
    ("dwValue", u4),
    ("startTime", i8),
)

LSMSESSIONINFORMATION = Record(
    ("pszUserName", UniqueText),
    ("pszDomain", UniqueText),
    ("pszTerminalName", UniqueText),
    ("SessionState", i4),
    ("DesktopLocked", b4),
    ("ConnectTime", i8),
    ("DisconnectTime", i8),
    ("LogonTime", i8),
)

LSM_SESSIONINFO_EX_LEVEL1 = Record(
    ("SessionState", i4),
    ("SessionFlags", i4),
    ("SessionName", FixedText(33)),
    ("DomainName", FixedText(18)),
    ("UserName", FixedText(21)),
    ("ConnectTime", i8),
    ("DisconnectTime", i8),
    ("LogonTime", i8),
    ("LastInputTime", i8),
    ("ProtocolDataSize", u4),
    ("ProtocolData", Pointer(Conformant(u1, "ProtocolDataSize"))),
)

LSMSESSIONINFORMATION_EX = Record(("Level", u4), ("Data", Union(u4, "Level", {1: LSM_SESSIONINFO_EX_LEVEL1})))

SESSION = Interface(
    "TermSrvSession",
    "484809d6-4239-471b-b5bc-61df8c23ac48",
    Method(0, "RpcOpenSession", i("SessionId", i4), o("phSession", ctx)),
    Method(1, "RpcCloseSession", io("phSession", ctx)),
    Method(2, "RpcConnect", i("hSession", ctx), i("TargetSessionId", i4), i("szPassword", Text())),
    Method(3, "RpcDisconnect", i("hSession", ctx)),
    Method(4, "RpcLogoff", i("hSession", ctx)),
    Method(5, "RpcGetUserName", i("hSession", ctx), o("pszUserName", UniqueText), o("pszDomain", UniqueText)),
    Method(6, "RpcGetTerminalName", i("hSession", ctx), o("pszTerminalName", UniqueText)),
    Method(7, "RpcGetState", i("hSession", ctx), o("plState", i4)),
    Method(8, "RpcIsSessionDesktopLocked", i("hSession", ctx)),
    Method(
        9,
        "RpcShowMessageBox",
        i("hSession", ctx),
        i("szTitle", Text()),
        i("szMessage", Text()),
        i("ulStyle", u4),
        i("ulTimeout", u4),
        o("pulResponse", u4),
        i("bDoNotWait", b4),
    ),
    Method(
        10,
        "RpcGetTimes",
        i("hSession", ctx),
        o("pConnectTime", i8),
        o("pDisconnectTime", i8),
        o("pLogonTime", i8),
    ),
    Method(11, "RpcGetSessionCounters", io("pCounter", Conformant(TS_COUNTER, "uEntries")), i("uEntries", u4)),
    Method(12, "RpcGetSessionInformation", i("SessionId", i4), o("pSessionInfo", LSMSESSIONINFORMATION)),
    Method(15, "RpcGetLoggedOnCount", o("pUserSessions", u4), o("pDeviceSessions", u4)),
    Method(16, "RpcGetSessionType", i("SessionId", i4), o("pSessionType", u4)),
    Method(
        17,
        "RpcGetSessionInformationEx",
        i("SessionId", i4),
        i("Level", u4),
        o("LSMSessionInfoExPtr", LSMSESSIONINFORMATION_EX),
    ),
    Method(21, "RpcGetActivityId", i("hSession", ctx), o("pActivityId", Pointer(guid))),
)

SESSION_CHANGE = Record(("SessionId", i4), ("NotificationId", u4))

NOTIFICATION = Interface(
    "TermSrvNotification",
    "11899a43-2b68-4a76-92e3-a3d6ad8c26ce",
    Method(0, "RpcWaitForSessionState", i("SessionId", i4), i("State", i4), i("Timeout", u4)),
    Method(1, "RpcRegisterAsyncNotification", i("SessionId", i4), i("Mask", u4), o("phNotify", ctx)),
    Method(
        2,
        "RpcWaitAsyncNotification",
        i("hNotify", ctx),
        o("SessionChange", Pointer(Conformant(SESSION_CHANGE, "pEntries"))),
        o("pEntries", u4),
    ),
    Method(3, "RpcUnRegisterAsyncNotification", io("phNotify", ctx)),
)

_ENUM1 = [("SessionId", i4), ("State", i4), ("Name", FixedText(33))]
_ENUM2 = _ENUM1 + [("Source", u4), ("bFullDesktop", b4), ("SessionType", guid)]
_ENUM3 = _ENUM2 + [("ProtoDataSize", u4), ("pProtocolData", Pointer(Conformant(u1, "ProtoDataSize")))]
_ENUM_ARMS = {1: Record(*_ENUM1), 2: Record(*_ENUM2)}

SESSIONENUM = Record(("Level", u4), ("Data", Union(u4, "Level", _ENUM_ARMS)))
SESSIONENUM_EX = Record(("Level", u4), ("Data", Union(u4, "Level", {**_ENUM_ARMS, 3: Record(*_ENUM3)})))

_EXEC1 = [("ExecEnvId", i4), ("State", i4), ("SessionName", FixedText(33))]
_EXEC2 = _EXEC1 + [
    ("AbsSessionId", i4),
    ("HostName", FixedText(33)),
    ("UserName", FixedText(33)),
    ("DomainName", FixedText(33)),
    ("FarmName", FixedText(33)),
]
EXECENVDATA = Record(("Level", u4), ("Data", Union(u4, "Level", {1: Record(*_EXEC1), 2: Record(*_EXEC2)})))

# string and max_is(256): room for 257 units whatever the text is.
_LimitedText = Pointer(Text(largest=257))
EXECENVDATAEX_LEVEL1 = Record(
    ("ExecEnvId", i4),
    ("State", i4),
    ("AbsSessionId", i4),
    ("pszSessionName", _LimitedText),
    ("pszHostName", _LimitedText),
    ("pszUserName", _LimitedText),
    ("pszDomainName", _LimitedText),
    ("pszFarmName", _LimitedText),
)
EXECENVDATAEX = Record(("Level", u4), ("Data", Union(u4, "Level", {1: EXECENVDATAEX_LEVEL1})))

ENUMERATION = Interface(
    "TermSrvEnumeration",
    "88143fd0-c28d-4b2b-8fef-8d882f6a9390",
    Method(0, "RpcOpenEnum", o("phEnum", ctx)),
    Method(1, "RpcCloseEnum", io("phEnum", ctx)),
    Method(2, "RpcFilterByState", i("hEnum", ctx), i("State", i4), i("bInvert", b4)),
    Method(3, "RpcFilterByCallersName", i("hEnum", ctx)),
    Method(4, "RpcEnumAddFilter", i("hEnum", ctx), i("hSubEnum", ctx)),
    Method(
        5,
        "RpcGetEnumResult",
        i("hEnum", ctx),
        o("ppSessionEnumResult", Pointer(Conformant(SESSIONENUM, "pEntries"))),
        i("Level", u4),
        o("pEntries", u4),
    ),
    Method(6, "RpcFilterBySessionType", i("hEnum", ctx), i("pSessionType", guid)),
    Method(
        8,
        "RpcGetSessionIds",
        i("Filter", e2),
        i("MaxEntries", u4),
        o("pSessionIds", Pointer(Conformant(i4, "pcSessionIds"))),
        o("pcSessionIds", u4),
    ),
    Method(
        9,
        "RpcGetEnumResultEx",
        i("hEnum", ctx),
        o("ppSessionEnumResult", Pointer(Conformant(SESSIONENUM_EX, "pEntries"))),
        i("Level", u4),
        o("pEntries", u4),
    ),
    Method(
        10,
        "RpcGetAllSessions",
        io("pLevel", u4),
        o("ppSessionData", Pointer(Conformant(EXECENVDATA, "pcEntries"))),
        o("pcEntries", u4),
    ),
    Method(
        11,
        "RpcGetAllSessionsEx",
        i("Level", u4),
        o("ppSessionData", Pointer(Conformant(EXECENVDATAEX, "pcEntries"))),
        o("pcEntries", u4),
    ),
)
