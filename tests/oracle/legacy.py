"""[MS-TSTS] 3.7: the LegacyApi interface (IcaApi, "WinStation"). Results are BOOLEAN, the status is pResult."""

from .interface import Interface, Method, i, io, o
from .lsm import TS_COUNTER
from .ndr import (
    Conformant, ConformantVarying, Pointer, Record, Text, b1, ctx, i4, i8, ntstatus, u1, u2, u4, wide,
)  # fmt: skip


def _process_record(buffer):
    """2.2.2.15 and 2.2.2.16: the process record, which differs between its two generations in how the name is counted."""
    return Record(
        ("NextEntryOffset", u4),
        ("NumberOfThreads", u4),
        *[(name, i8) for name in ("SpareLi1", "SpareLi2", "SpareLi3", "CreateTime", "UserTime", "KernelTime")],
        ("ImageName", Record(("Length", u2), ("MaximumLength", u2), ("Buffer", Pointer(buffer)))),
        ("BasePriority", i4),
        *[
            (name, u4)
            for name in (
                "UniqueProcessId", "InheritedFromUniqueProcessId", "HandleCount", "SessionId", "SpareUl3",
                "PeakVirtualSize", "VirtualSize", "PageFaultCount", "PeakWorkingSetSize", "WorkingSetSize",
                "QuotaPeakPagedPoolUsage", "QuotaPagedPoolUsage", "QuotaPeakNonPagedPoolUsage",
                "QuotaNonPagedPoolUsage", "PagefileUsage", "PeakPagefileUsage", "PrivatePageCount",
            )  # fmt: skip
        ],
    )


def _all_processes(record):
    return Record(
        ("pTsProcessInfo", Pointer(record)),
        ("SizeOfSid", u4),
        ("pSid", Pointer(Conformant(u1, "SizeOfSid"))),
    )


# The older declaration counts units with what are byte lengths, so half of the buffer is no text; the later one halves.
TS_SYS_PROCESS_INFORMATION = _process_record(ConformantVarying(wide, "MaximumLength", "Length"))
TS_SYS_PROCESS_INFORMATION_NT6 = _process_record(
    ConformantVarying(wide, lambda name: name["MaximumLength"] // 2, lambda name: name["Length"] // 2)
)
TS_ALL_PROCESSES_INFO = _all_processes(TS_SYS_PROCESS_INFORMATION)
TS_ALL_PROCESSES_INFO_NT6 = _all_processes(TS_SYS_PROCESS_INFORMATION_NT6)


def _method(opnum, name, *parameters):
    return Method(opnum, name, *parameters, result=b1)


def _on_server(opnum, name, *parameters):
    """The usual shape: a server handle in, the status first among what comes back."""
    return _method(opnum, name, i("hServer", ctx), o("pResult", ntstatus), *parameters)


LEGACY = Interface(
    "LegacyApi",
    "5ca4a760-ebb1-11cf-8611-00a0245420ed",
    _method(0, "RpcWinStationOpenServer", o("pResult", ntstatus), o("phServer", ctx)),
    _on_server(1, "RpcWinStationCloseServer"),
    _on_server(2, "RpcIcaServerPing"),
    _on_server(
        3,
        "RpcWinStationEnumerate",
        io("pEntries", u4),
        io("pLogonId", Pointer(Conformant(u1, "pByteCount"))),
        io("pByteCount", u4),
        io("pIndex", u4),
    ),
    _on_server(
        4,
        "RpcWinStationRename",
        i("pWinStationNameOld", Conformant(wide, "NameOldSize")),
        i("NameOldSize", u4),
        i("pWinStationNameNew", Conformant(wide, "NameNewSize")),
        i("NameNewSize", u4),
    ),
    _on_server(
        5,
        "RpcWinStationQueryInformation",
        i("LogonId", u4),
        i("WinStationInformationClass", u4),
        io("pWinStationInformation", Pointer(Conformant(u1, "WinStationInformationLength"))),
        i("WinStationInformationLength", u4),
        o("pReturnLength", u4),
    ),
    _on_server(
        6,
        "RpcWinStationSetInformation",
        i("LogonId", u4),
        i("WinStationInformationClass", u4),
        io("pWinStationInformation", Pointer(Conformant(u1, "WinStationInformationLength"))),
        i("WinStationInformationLength", u4),
    ),
    _on_server(
        7,
        "RpcWinStationSendMessage",
        i("LogonId", u4),
        i("pTitle", Conformant(wide, "TitleLength")),
        i("TitleLength", u4),
        i("pMessage", Conformant(wide, "MessageLength")),
        i("MessageLength", u4),
        i("Style", u4),
        i("Timeout", u4),
        o("pResponse", u4),
        i("DoNotWait", b1),
    ),
    _on_server(
        8,
        "RpcLogonIdFromWinStationName",
        i("pWinStationName", Conformant(wide, "NameSize")),
        i("NameSize", u4),
        o("pLogonId", u4),
    ),
    _on_server(
        9,
        "RpcWinStationNameFromLogonId",
        i("LoginId", u4),
        io("pWinStationName", Conformant(wide, "NameSize")),
        i("NameSize", u4),
    ),
    _on_server(
        10,
        "RpcWinStationConnect",
        i("ClientLogonId", u4),
        i("ConnectLogonId", u4),
        i("TargetLogonId", u4),
        i("pPassword", Conformant(wide, "PasswordSize")),
        i("PasswordSize", u4),
        i("Wait", b1),
    ),
    _on_server(13, "RpcWinStationDisconnect", i("LogonId", u4), i("bWait", b1)),
    _on_server(14, "RpcWinStationReset", i("LogonId", u4), i("bWait", b1)),
    _on_server(15, "RpcWinStationShutdownSystem", i("ClientLogonId", u4), i("ShutdownFlags", u4)),
    _on_server(16, "RpcWinStationWaitSystemEvent", i("EventMask", u4), o("pEventFlags", u4)),
    _on_server(
        17,
        "RpcWinStationShadow",
        i("LogonId", u4),
        i("pTargetServerName", Pointer(Conformant(wide, "NameSize"))),
        i("NameSize", u4),
        i("TargetLogonId", u4),
        i("HotKeyVk", u1),
        i("HotkeyModifiers", u2),
    ),
    _on_server(29, "RpcWinStationBreakPoint", i("LogonId", u4), i("KernelFlag", b1)),
    _on_server(30, "RpcWinStationReadRegistry"),
    _on_server(
        34, "OldRpcWinStationEnumerateProcesses", o("pProcessBuffer", Conformant(u1, "ByteCount")), i("ByteCount", u4)
    ),
    _on_server(
        36, "RpcWinStationEnumerateProcesses", o("pProcessBuffer", Conformant(u1, "ByteCount")), i("ByteCount", u4)
    ),
    _on_server(37, "RpcWinStationTerminateProcess", i("ProcessId", u4), i("ExitCode", u4)),
    _on_server(
        43,
        "RpcWinStationGetAllProcesses",
        i("Level", u4),
        io("pNumberOfProcesses", u4),
        o("ppTsAllProcessesInfo", Pointer(Conformant(TS_ALL_PROCESSES_INFO, "pNumberOfProcesses"))),
    ),
    _method(
        44,
        "RpcWinStationGetProcessSid",
        i("hServer", ctx),
        i("dwUniqueProcessId", u4),
        i("ProcessStartTime", i8),
        o("pResult", ntstatus),
        io("pProcessUserSid", Pointer(Conformant(u1, "dwSidSize"))),
        i("dwSidSize", u4),
        io("pdwSizeNeeded", u4),
    ),
    _on_server(
        45,
        "RpcWinStationGetTermSrvCountersValue",
        i("dwEntries", u4),
        io("pCounter", Conformant(TS_COUNTER, "dwEntries")),
    ),
    _on_server(46, "RpcWinStationReInitializeSecurity"),
    _on_server(
        53,
        "RpcWinStationGetLanAdapterName",
        i("PdNameSize", u4),
        i("pPdName", Conformant(wide, "PdNameSize")),
        i("LanAdapter", u4),
        o("pLength", u4),
        o("ppLanAdapter", Pointer(Conformant(wide, "pLength"))),
    ),
    _on_server(58, "RpcWinStationUpdateSettings", i("SettingsClass", u4), i("SettingsParameters", u4)),
    _on_server(59, "RpcWinStationShadowStop", i("LogonId", u4), i("bWait", b1)),
    _method(60, "RpcWinStationCloseServerEx", io("phServer", ctx), o("pResult", ntstatus)),
    _on_server(61, "RpcWinStationIsHelpAssistantSession", i("SessionId", u4)),
    _method(
        62,
        "RpcWinStationGetMachinePolicy",
        i("hServer", ctx),
        io("pPolicy", Conformant(u1, "bufferSize")),
        i("bufferSize", u4),
    ),
    _on_server(
        65,
        "RpcWinStationCheckLoopBack",
        i("ClientLogonId", u4),
        i("TargetLogonId", u4),
        i("pTargetServerName", Conformant(wide, "NameSize")),
        i("NameSize", u4),
    ),
    _on_server(
        66,
        "RpcConnectCallback",
        i("TimeOut", u4),
        i("AddressType", u4),
        i("pAddress", Conformant(u1, "AddressSize")),
        i("AddressSize", u4),
    ),
    _on_server(
        70,
        "RpcWinStationGetAllProcesses_NT6",
        i("Level", u4),
        io("pNumberOfProcesses", u4),
        o("ppTsAllProcessesInfo", Pointer(Conformant(TS_ALL_PROCESSES_INFO_NT6, "pNumberOfProcesses"))),
    ),
    _on_server(75, "RpcWinStationOpenSessionDirectory", i("pszServerName", Text(largest=65))),
)
