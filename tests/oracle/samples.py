"""One request and at least one reply for every method: values of a plausible host, edge cases included."""

import uuid

from . import local, net_samples, raw, samples_accounts

HANDLE = bytes(4) + uuid.UUID("01234567-89ab-cdef-0123-456789abcdef").bytes_le
NONE = bytes(20)
TIME = 0x01DC_5A3E_1234_5678  # a FILETIME late in 2025
E_NOTIMPL, NOT_FOUND, NO_SESSION = 0x80004001, 0x80070002, 0x80071B6E
OTHER_LOGON, NOT_CONNECTED = 0x800704C3, 0x800708CA  # 1219 and 2250
DESKTOP = uuid.UUID("0f0a4bf8-8362-435d-938c-222a518a8b78")
STATUS = raw.PROTOCOLSTATUS.encode(Output={"Bytes": 4096, "ProtocolType": 2}, Input={"Bytes": 17})
STATUS_EX = raw.PROTOCOLSTATUSEX.encode(Status={"Output": {"Bytes": 4096}, "Input": {"Bytes": 17}}, Counters=[1, 2])
CLIENT = raw.WINSTATIONCLIENT.encode(
    ClientName="laptop", UserName="anna", Domain="HOST", ClientAddressFamily=2, ClientAddress="192.0.2.7",
    HRes=120, VRes=40, ColorDepth=4, ProtocolType=2, ClientBuildNumber=26100, ClientProductId=1,
)  # fmt: skip
CONFIG = raw.WINSTATIONCONFIG.encode(Comment="", User={"UserName": "anna", "WorkDirectory": "/home/anna"})
INFORMATION = raw.WINSTATIONINFORMATION.encode(
    ConnectState=4, LogonId=7, ConnectTime=TIME, DisconnectTime=TIME + 1, LogonTime=TIME, Domain="HOST",
    UserName="anna", CurrentTime=TIME + 2,
)  # fmt: skip
SRVSVC = uuid.UUID("4b324fc8-1670-01d3-1278-5a47bf6ee188")
# Five floors each: the interface, NDR, connection-oriented RPC; then port 49152 at 192.0.2.1, or \\pipe\\srvsvc at HOST.
_FLOORS = (
    "0500 1300 0d c84f324b7016d30112785a47bf6ee188 0300 0200 0000"
    "1300 0d 045d888aeb1cc9119fe808002b104860 0200 0200 0000 0100 0b 0200 0000"
)
TOWER = bytes.fromhex(_FLOORS + "0100 07 0200 c000 0100 09 0400 c0000201")
PIPE_TOWER = bytes.fromhex(_FLOORS + "0100 0f 0d00" + b"\\pipe\\srvsvc\0".hex() + "0100 11 0700" + b"\\\\HOST\0".hex())
SID = bytes.fromhex("010100000000000512000000")  # S-1-5-18
LONG_SID = bytes.fromhex("010200000000001601000000e8030000")  # S-1-22-1-1000


def _row(number, name, state=0):
    return {"SessionId": number, "State": state, "Name": name}


def _row2(number, name):
    return {**_row(number, name), "Source": 0, "bFullDesktop": 1, "SessionType": DESKTOP}


def _row3(number, name, data):
    return {**_row2(number, name), "SessionType": uuid.UUID(int=0), "ProtoDataSize": len(data), "pProtocolData": data}


def _rows(level, *rows):
    return [{"Level": level, "Data": (level, row)} for row in rows]


def _environment(number, name, state=0):
    return {"ExecEnvId": number, "State": state, "SessionName": name}


def _environment2(number, name, user):
    names = {"HostName": "host", "UserName": user, "DomainName": "HOST", "FarmName": ""}
    return {**_environment(number, name), "AbsSessionId": number, **names}


def _environment3(number, name, user, host):
    return {
        "ExecEnvId": number, "State": 4, "AbsSessionId": number, "pszSessionName": name, "pszHostName": host,
        "pszUserName": user, "pszDomainName": "HOST", "pszFarmName": None,
    }  # fmt: skip


def _counter(number, value, good=1):
    return {"counterHead": {"dwCounterID": number, "bResult": good}, "dwValue": value, "startTime": 0}


def _process(pid, length, buffer, sid):
    """`buffer` is what travels; `length` the byte count in the record."""
    names = (
        "NextEntryOffset NumberOfThreads SpareLi1 SpareLi2 SpareLi3 CreateTime UserTime KernelTime ImageName "
        "BasePriority UniqueProcessId InheritedFromUniqueProcessId HandleCount SessionId SpareUl3 PeakVirtualSize "
        "VirtualSize PageFaultCount PeakWorkingSetSize WorkingSetSize QuotaPeakPagedPoolUsage QuotaPagedPoolUsage "
        "QuotaPeakNonPagedPoolUsage QuotaNonPagedPoolUsage PagefileUsage PeakPagefileUsage PrivatePageCount"
    ).split()
    record = dict.fromkeys(names, 0) | {
        "NumberOfThreads": 3, "CreateTime": TIME, "UserTime": 10_000_000, "UniqueProcessId": pid, "SessionId": 2,
        "WorkingSetSize": 4 << 20, "VirtualSize": 64 << 20, "BasePriority": 8,
        "ImageName": {"Length": length, "MaximumLength": length, "Buffer": buffer},
    }  # fmt: skip
    return {"pTsProcessInfo": record, "SizeOfSid": len(sid or b""), "pSid": sid}


def _octets(name, count, data):
    return {name: data, count: len(data), "result": 0}


H = {"hSession": HANDLE}
E = {"hEnum": HANDLE}
S = {"hServer": HANDLE}
DONE = [{"result": 0}]
OK = [{"pResult": 0, "result": 1}]
REFUSED = {"pResult": 0xC0000022, "result": 0}  # STATUS_ACCESS_DENIED
MESSAGE = {"szTitle": "Notice", "szMessage": "Höhe: 5 m – jetzt speichern", "ulStyle": 0x40, "ulTimeout": 30}
INFO = {
    "pszUserName": "anna", "pszDomain": "HOST", "pszTerminalName": "Pty#1", "SessionState": 0, "DesktopLocked": 0,
    "ConnectTime": TIME, "DisconnectTime": 0, "LogonTime": TIME,
}  # fmt: skip
INFO_EX = {
    "SessionState": 4, "SessionFlags": -1, "SessionName": "", "DomainName": "HOST", "UserName": "anna",
    "ConnectTime": TIME, "DisconnectTime": TIME + 5, "LogonTime": TIME, "LastInputTime": TIME + 4,
    "ProtocolDataSize": len(STATUS_EX), "ProtocolData": STATUS_EX,
}  # fmt: skip
EMPTY_EX = {**INFO_EX, "ProtocolDataSize": 0, "ProtocolData": None}

LISTENER = {
    **dict.fromkeys([name for name, _ in local.LISTENER_CONFIG.members], 0), "version": 1, "fEnableListener": 1,
    "MaxConnectionCount": 0xFFFFFFFF, "TimeoutSettingsIdle": 60_000, "Comment": "für alle", "LogonUserName": "",
    "LogonDomain": "", "WorkDirectory": "/srv", "InitialProgram": "",
}  # fmt: skip
USER = {
    **dict.fromkeys([name for name, _ in local.USER_CONFIG.members], 0), "AllowLogonTerminalServer": 1,
    "InitialProgram": "/bin/echo grüß dich", "WorkDirectory": "", "TerminalServerProfilePath": "",
    "TerminalServerHomeDir": "\\\\srv\\anna", "TerminalServerHomeDirDrive": "H:",
}  # fmt: skip
DESCRIPTOR = bytes.fromhex("0100048000000000000000000000000000000000")  # a DACL that is null: everything is granted
LOGON = {  # the hash is that of the password "password"
    "User": "jörg", "Domain": "EXAMPLE", "NtHash": bytes.fromhex("8846f7eaee8fb117ad06bdd830b7586c"),
}

# Interface -> method -> (request, replies). The first reply is the usual one.
SAMPLES = {
    "TermSrvSession": {
        "RpcOpenSession": ({"SessionId": 7}, [{"phSession": HANDLE, "result": 0}, {"phSession": NONE, "result": NOT_FOUND}]),
        "RpcCloseSession": ({"phSession": HANDLE}, [{"phSession": NONE, "result": 0}]),
        "RpcConnect": ({**H, "TargetSessionId": 2, "szPassword": ""}, [{"result": 1}]),
        "RpcDisconnect": (H, DONE),
        "RpcLogoff": (H, [{"result": 0x10000000}]),
        "RpcGetUserName": (H, [{"pszUserName": "anna", "pszDomain": "HOST", "result": 0},
                               {"pszUserName": None, "pszDomain": None, "result": E_NOTIMPL}]),
        "RpcGetTerminalName": (H, [{"pszTerminalName": "Console", "result": 0}]),
        "RpcGetState": (H, [{"plState": 4, "result": 0}]),
        "RpcIsSessionDesktopLocked": (H, DONE),
        "RpcShowMessageBox": ({**H, **MESSAGE, "bDoNotWait": 0}, [{"pulResponse": 32000, "result": 0}]),
        "RpcGetTimes": (H, [{"pConnectTime": TIME, "pDisconnectTime": 0, "pLogonTime": TIME, "result": 0}]),
        "RpcGetSessionCounters": ({"pCounter": [_counter(1, 0, 0), _counter(99, 0, 0)], "uEntries": 2},
                                  [{"pCounter": [_counter(1, 12), _counter(0, 0, 0)], "result": 0}]),
        "RpcGetSessionInformation": ({"SessionId": 2}, [{"pSessionInfo": INFO, "result": 0}]),
        "RpcGetLoggedOnCount": ({}, [{"pUserSessions": 3, "pDeviceSessions": 0, "result": 0}]),
        "RpcGetSessionType": ({"SessionId": 2}, [{"pSessionType": 3, "result": 0}]),
        "RpcGetSessionInformationEx": ({"SessionId": 7, "Level": 1},
                                       [{"LSMSessionInfoExPtr": {"Level": 1, "Data": (1, INFO_EX)}, "result": 0},
                                        {"LSMSessionInfoExPtr": {"Level": 1, "Data": (1, EMPTY_EX)}, "result": 0}]),
        "RpcGetActivityId": (H, [{"pActivityId": DESKTOP, "result": 0}]),
    },
    "TermSrvNotification": {
        "RpcWaitForSessionState": ({"SessionId": 2, "State": 4, "Timeout": 5000}, DONE),
        "RpcRegisterAsyncNotification": ({"SessionId": -1, "Mask": 0xFFFFFFFF}, [{"phNotify": HANDLE, "result": 0}]),
        "RpcWaitAsyncNotification": ({"hNotify": HANDLE}, [
            {"SessionChange": [{"SessionId": 2, "NotificationId": 4}, {"SessionId": 3, "NotificationId": 9}],
             "pEntries": 2, "result": 0},
            {"SessionChange": None, "pEntries": 0, "result": NOT_FOUND}]),
        "RpcUnRegisterAsyncNotification": ({"phNotify": HANDLE}, [{"phNotify": NONE, "result": 0}]),
    },
    "TermSrvEnumeration": {
        "RpcOpenEnum": ({}, [{"phEnum": HANDLE, "result": 0}]),
        "RpcCloseEnum": ({"phEnum": HANDLE}, [{"phEnum": NONE, "result": 0}]),
        "RpcFilterByState": ({**E, "State": 4, "bInvert": 1}, DONE),
        "RpcFilterByCallersName": (E, DONE),
        "RpcEnumAddFilter": ({**E, "hSubEnum": HANDLE}, DONE),
        "RpcGetEnumResult": ({**E, "Level": 1}, [
            {"ppSessionEnumResult": _rows(1, _row(0, "Services"), _row(1, "Console"), _row(7, "", 4)), "pEntries": 3, "result": 0},
            {"ppSessionEnumResult": _rows(2, _row2(1, "Console"), _row2(2, "Pty#1")), "pEntries": 2, "result": 0},
            {"ppSessionEnumResult": None, "pEntries": 0, "result": 0}]),
        "RpcFilterBySessionType": ({**E, "pSessionType": DESKTOP}, DONE),
        "RpcGetSessionIds": ({"Filter": 0, "MaxEntries": 256}, [{"pSessionIds": [0, 1, 7], "pcSessionIds": 3, "result": 0}]),
        "RpcGetEnumResultEx": ({**E, "Level": 3}, [
            {"ppSessionEnumResult": _rows(3, _row3(1, "Console", b"\1\2\3"), _row3(2, "Pty#1", b"\4")), "pEntries": 2, "result": 0},
            {"ppSessionEnumResult": _rows(1, _row(1, "Console")), "pEntries": 1, "result": 0}]),
        "RpcGetAllSessions": ({"pLevel": 2}, [
            {"pLevel": 2, "ppSessionData": _rows(2, _environment2(1, "Console", "anna"), _environment2(7, "", "bob")), "pcEntries": 2, "result": 0},
            {"pLevel": 1, "ppSessionData": _rows(1, _environment(1, "Console"), _environment(7, "", 4)), "pcEntries": 2, "result": 0}]),
        "RpcGetAllSessionsEx": ({"Level": 1}, [
            {"ppSessionData": _rows(1, _environment3(1, "Console", "anna", "laptop"), _environment3(7, "", "bob", None)), "pcEntries": 2, "result": 0}]),
    },
    "RCMPublic": {
        "RpcGetClientData": ({"SessionId": 7}, [_octets("ppBuff", "pOutBuffByteLen", CLIENT),
                                                {"ppBuff": None, "pOutBuffByteLen": 0, "result": NO_SESSION}]),
        "RpcGetConfigData": ({"SessionId": 7}, [_octets("ppBuff", "pOutBuffByteLen", CONFIG)]),
        "RpcGetProtocolStatus": ({"SessionId": 7, "InfoType": 0}, [_octets("ppProtoStatus", "pcbProtoStatus", STATUS)]),
        "RpcGetLastInputTime": ({"SessionId": 7}, [{"pLastInputTime": TIME, "result": 0}]),
        "RpcGetRemoteAddress": ({"SessionId": 7}, [
            {"pRemoteAddress": {"sin_family": 2, "u": (2, {"sin_port": 0x3D0D, "in_addr": 0x070200C0, "sin_zero": bytes(8)})}, "result": 0},
            {"pRemoteAddress": {"sin_family": 23, "u": (23, {"sin6_port": 0x3D0D, "sin6_flowinfo": 0,
             "sin6_addr": [0x0120, 0xB80D, 0, 0, 0, 0, 0, 0x0100], "sin6_scope_id": 0})}, "result": 0}]),
        "RpcGetAllListeners": ({"Level": 1}, [
            {"ppListeners": _rows(1, {"Id": 65536, "bListening": 1, "Name": "SSH"}), "pNumListeners": 1, "result": 0}]),
        "RpcGetSessionProtocolLastInputTime": ({"SessionId": 7, "InfoType": 1},
                                               [{**_octets("ppProtoStatus", "pcbProtoStatus", STATUS_EX), "pLastInputTime": TIME}]),
        "RpcGetUserCertificates": ({"SessionId": 7}, [{"pcCerts": 0, "ppbCerts": None, "pcbCerts": 0, "result": E_NOTIMPL}]),
        "RpcQuerySessionData": ({"SessionId": 7, "type": 5, "pbInputData": b"\1\2\3", "cbInputData": 3, "cbSessionData": 16},
                                [{"pbSessionData": (b"abcde", 16), "pcbReturnLength": 5, "pcbRequireBufferSize": 5, "result": 0}]),
    },
    "RCMListener": {
        "RpcOpenListener": ({"szListenerName": "RDP-Tcp"}, [{"phListener": HANDLE, "result": 0}]),
        "RpcCloseListener": ({"phListener": HANDLE}, [{"phListener": NONE, "result": 0}]),
        "RpcStopListener": ({"hListener": HANDLE}, DONE),
        "RpcStartListener": ({"hListener": HANDLE}, DONE),
        "RpcIsListening": ({"hListener": HANDLE}, [{"pbIsListening": 1, "result": 0}]),
    },
    "LegacyApi": {
        "RpcWinStationOpenServer": ({}, [{"pResult": 0, "phServer": HANDLE, "result": 1}]),
        "RpcWinStationCloseServer": (S, OK),
        "RpcIcaServerPing": (S, OK),
        "RpcWinStationEnumerate": ({**S, "pEntries": 1, "pLogonId": bytes(76), "pByteCount": 76, "pIndex": 0}, [
            {"pResult": 0, "pEntries": 1, "pLogonId": raw.SESSIONID.encode(SessionId=1, WinStationName="Console"), "pByteCount": 76, "pIndex": 1, "result": 1},
            {"pResult": 0x8000001A, "pEntries": 0, "pLogonId": None, "pByteCount": 0, "pIndex": 1, "result": 1}]),
        "RpcWinStationRename": ({**S, "pWinStationNameOld": "A\0", "NameOldSize": 2, "pWinStationNameNew": "BC\0", "NameNewSize": 3}, OK),
        "RpcWinStationQueryInformation": (
            {**S, "LogonId": 7, "WinStationInformationClass": 8, "pWinStationInformation": raw.VARDATA_WIRE.encode(Size=1216, Offset=4) + bytes(1216),
             "WinStationInformationLength": 1220},
            [{"pResult": 0, "pWinStationInformation": raw.VARDATA_WIRE.encode(Size=1216, Offset=4) + INFORMATION, "pReturnLength": 1220, "result": 1},
             {"pResult": 0xC0000023, "pWinStationInformation": None, "pReturnLength": 1220, "result": 0}]),
        "RpcWinStationSetInformation": ({**S, "LogonId": 7, "WinStationInformationClass": 28, "pWinStationInformation": bytes(4), "WinStationInformationLength": 4},
                                        [{"pResult": 0, "pWinStationInformation": bytes(4), "result": 1}]),
        "RpcWinStationSendMessage": (
            {**S, "LogonId": 7, "pTitle": "Hi\0", "TitleLength": 3, "pMessage": "Bye\0", "MessageLength": 4, "Style": 1, "Timeout": 9, "DoNotWait": 1},
            [{"pResult": 0, "pResponse": 32001, "result": 1}]),
        "RpcLogonIdFromWinStationName": ({**S, "pWinStationName": "Pty#1\0", "NameSize": 6}, [{"pResult": 0, "pLogonId": 2, "result": 1}]),
        "RpcWinStationNameFromLogonId": ({**S, "LoginId": 2, "pWinStationName": "\0" * 33, "NameSize": 33},
                                         [{"pResult": 0, "pWinStationName": "Pty#1".ljust(33, "\0"), "result": 1}]),
        "RpcWinStationConnect": ({**S, "ClientLogonId": 0xFFFFFFFF, "ConnectLogonId": 7, "TargetLogonId": 2, "pPassword": "\0", "PasswordSize": 1, "Wait": 1}, OK),
        "RpcWinStationDisconnect": ({**S, "LogonId": 7, "bWait": 1}, [*OK, REFUSED]),
        "RpcWinStationReset": ({**S, "LogonId": 7, "bWait": 0}, OK),
        "RpcWinStationShutdownSystem": ({**S, "ClientLogonId": 0xFFFFFFFF, "ShutdownFlags": 6}, OK),
        "RpcWinStationWaitSystemEvent": ({**S, "EventMask": 0x7FFFFFFF}, [{"pResult": 0, "pEventFlags": 0x21, "result": 1}]),
        "RpcWinStationShadow": ({**S, "LogonId": 7, "pTargetServerName": "far\0", "NameSize": 4, "TargetLogonId": 2, "HotKeyVk": 0x6A, "HotkeyModifiers": 2}, OK),
        "RpcWinStationBreakPoint": ({**S, "LogonId": 7, "KernelFlag": 0}, OK),
        "RpcWinStationReadRegistry": (S, OK),
        "OldRpcWinStationEnumerateProcesses": ({**S, "ByteCount": 4}, [{"pResult": 0xC0000004, "pProcessBuffer": bytes(4), "result": 0}]),
        "RpcWinStationEnumerateProcesses": ({**S, "ByteCount": 4}, [{"pResult": 0xC0000004, "pProcessBuffer": bytes(4), "result": 0}]),
        "RpcWinStationTerminateProcess": ({**S, "ProcessId": 4711, "ExitCode": 3}, [*OK, REFUSED]),
        "RpcWinStationGetAllProcesses": ({**S, "Level": 0, "pNumberOfProcesses": 0x8000}, [
            {"pResult": 0, "pNumberOfProcesses": 1, "ppTsAllProcessesInfo": [_process(4711, 8, "bash\0\0\0\0", SID)], "result": 1}]),
        "RpcWinStationGetProcessSid": (
            {**S, "dwUniqueProcessId": 4711, "ProcessStartTime": TIME, "pProcessUserSid": bytes(28), "dwSidSize": 28, "pdwSizeNeeded": 0},
            [{"pResult": 0, "pProcessUserSid": LONG_SID.ljust(28, b"\0"), "pdwSizeNeeded": 16, "result": 1},
             {"pResult": 0x8007007A, "pProcessUserSid": None, "pdwSizeNeeded": 16, "result": 0}]),
        "RpcWinStationGetTermSrvCountersValue": ({**S, "dwEntries": 1, "pCounter": [_counter(4, 0, 0)]},
                                                 [{"pResult": 0, "pCounter": [_counter(4, 2)], "result": 1}]),
        "RpcWinStationReInitializeSecurity": (S, OK),
        "RpcWinStationGetLanAdapterName": ({**S, "PdNameSize": 4, "pPdName": "tcp\0", "LanAdapter": 1},
                                           [{"pResult": 0, "pLength": 5, "ppLanAdapter": "eth0\0", "result": 1}]),
        "RpcWinStationUpdateSettings": ({**S, "SettingsClass": 0, "SettingsParameters": 0}, OK),
        "RpcWinStationShadowStop": ({**S, "LogonId": 7, "bWait": 1}, OK),
        "RpcWinStationCloseServerEx": ({"phServer": HANDLE}, [{"phServer": NONE, "pResult": 0, "result": 1}]),
        "RpcWinStationIsHelpAssistantSession": ({**S, "SessionId": 7}, OK),
        "RpcWinStationGetMachinePolicy": ({**S, "pPolicy": bytes(8), "bufferSize": 8}, [{"pPolicy": bytes(8), "result": 0}]),
        "RpcWinStationCheckLoopBack": ({**S, "ClientLogonId": 1, "TargetLogonId": 2, "pTargetServerName": "x\0", "NameSize": 2}, OK),
        "RpcConnectCallback": ({**S, "TimeOut": 1, "AddressType": 2, "pAddress": b"\2\0\0", "AddressSize": 3}, OK),
        "RpcWinStationGetAllProcesses_NT6": ({**S, "Level": 0, "pNumberOfProcesses": 0x8000}, [
            {"pResult": 0, "pNumberOfProcesses": 3, "ppTsAllProcessesInfo": [
                _process(1, 14, "systemd", SID), _process(4711, 8, "bash", LONG_SID), _process(2, 0, None, None)], "result": 1},
            {"pResult": 0xC000000D, "pNumberOfProcesses": 0, "ppTsAllProcessesInfo": None, "result": 0}]),
        "RpcWinStationOpenSessionDirectory": ({**S, "pszServerName": "broker"}, OK),
    },
    "LocalHost": {
        "HostSessionOfProcess": ({"ProcessId": 4711}, [{"SessionId": 2, "result": 0}, {"SessionId": 0, "result": 0x80070057}]),
        "HostConsoleSession": ({}, [{"SessionId": 0xFFFFFFFF, "result": 0}]),
        "HostOpenSession": (
            {"Wanted": 3, "SessionId": 0, "Name": None, "ArgumentCount": 2, "Arguments": ["/bin/echo", "grüß dich"],
             "EnvironmentCount": 1, "Environment": ["TERM=xterm-256color"], "WorkingDirectory": "/tmp", "Columns": 80, "Rows": 24},
            [{"SessionId": 2, "Created": 1, "SocketPath": "/run/user/1000/ntadmin/2.sock", "Reason": None, "DetachKey": "^]", "result": 0},
             {"SessionId": 0, "Created": 0, "SocketPath": None, "Reason": "no such program", "DetachKey": None, "result": NOT_FOUND}]),
        "HostGetInfo": ({}, [{"ComputerName": "HOST", "Version": "0.1.0", "ProcessId": 99, "SystemMode": 0, "CallerSessionId": 2, "result": 0}]),
        "HostEnableChildSessions": ({"Enable": 1}, [{"result": 0}, {"result": 0x80070032}]),
        "HostQueryUserToken": ({"SessionId": 7}, [
            {"SessionId": 7, "User": "S-1-22-1-1000", "PrimaryGroup": "S-1-22-2-100", "GroupCount": 2,
             "Groups": ["S-1-1-0", "S-1-22-2-100"], "SocketPath": "/run/ntadmin/sessions/7/session.sock", "result": 0},
            {"SessionId": 0, "User": None, "PrimaryGroup": None, "GroupCount": 0, "Groups": None, "SocketPath": None,
             "result": 0x80070522}]),
        "HostOpenChannel": ({"SessionId": 0xFFFFFFFF}, [
            {"SessionId": 3, "SocketPath": "/run/ntadmin/sessions/3/session.sock", "Ticket": "00112233", "result": 0},
            {"SessionId": 0, "SocketPath": None, "Ticket": None, "result": 0x80070001}]),
        "HostEnumerateListeners": ({}, [{"Count": 2, "Names": ["Pty", "Zählung"], "result": 0}]),
        "HostQueryListener": ({"Name": "Pty"}, [{"Config": LISTENER, "result": 0}]),
        "HostSetListener": ({"Name": "Pty", "Flags": 0x10, "Config": LISTENER}, [*DONE, {"result": 0x80070005}]),
        "HostGetListenerSecurity": ({"Name": "Pty", "Information": 4}, [{**_octets("Descriptor", "Size", DESCRIPTOR)}]),
        "HostSetListenerSecurity": ({"Name": "Pty", "Information": 4, "Size": 20, "Descriptor": DESCRIPTOR}, DONE),
        "HostQueryUserConfig": ({"UserName": "anna"}, [
            {"Config": USER, "ModemCallbackSettings": 2, "ModemCallbackPhoneNumber": "+49 30 1", "result": 0}]),
        "HostSetUserConfig": ({"UserName": None, "ConfigClass": 19, "Number": 0, "Text": None, "Config": USER}, DONE),
        "HostGetLogonMode": ({}, [{"Mode": 3, "result": 0}]),
        "HostSetLogonMode": ({"Mode": 1}, DONE),
        "HostOpenShadow": ({"SessionId": 3, "Wanted": 2}, [
            {"SessionId": 3, "Control": 1, "AskSeconds": 30, "SocketPath": "/run/ntadmin/sessions/3/session.sock", "Ticket": "00112233",
             "DetachKey": "^]", "Reason": None, "result": 0},
            {"SessionId": 0, "Control": 0, "AskSeconds": 0, "SocketPath": None, "Ticket": None, "DetachKey": None,
             "Reason": "this host lets nobody look on at sessions", "result": 0x80071B8B}]),
        "HostAddUse": (
            {"Server": "fs.example.com", "Port": 445, "Remote": "\\\\fs.example.com\\IPC$", "Logon": LOGON,
             "Proven": 1},
            [{"Added": 1, "result": 0}, {"Added": 0, "result": 0}, {"Added": 0, "result": OTHER_LOGON}]),
        "HostRemoveUse": ({"Server": "fs.example.com", "Port": 445, "All": 1}, [*DONE, {"result": NOT_CONNECTED}]),
        "HostEnumerateUses": ({}, [
            {"Count": 2, "Uses": [
                {"Server": "fs.example.com", "Port": 445, "Remote": "\\\\fs.example.com\\IPC$", "User": "jörg",
                 "Domain": "EXAMPLE", "Count": 3},
                {"Server": "192.0.2.9", "Port": 10445, "Remote": "\\\\192.0.2.9\\IPC$", "User": None, "Domain": None,
                 "Count": 1}], "result": 0},
            {"Count": 0, "Uses": None, "result": 0}]),
        "HostGetUseLogon": ({"Server": "fs.example.com", "Port": 445}, [
            {"Logon": LOGON, "result": 0}, {"Logon": None, "result": 0}, {"Logon": None, "result": NOT_CONNECTED}]),
    },
    "epmapper": {
        "ept_lookup": (
            {"inquiry_type": 1, "object": None, "interface_id": {"uuid": SRVSVC, "vers_major": 3, "vers_minor": 0},
             "vers_option": 3, "entry_handle": NONE, "max_ents": 8},
            [{"entry_handle": HANDLE, "num_ents": 2, "entries": ([
                {"object": uuid.UUID(int=0), "tower": {"tower_length": len(TOWER), "tower_octet_string": TOWER},
                 "annotation": b"srvsvc\0"},
                {"object": uuid.UUID(int=0), "tower": {"tower_length": len(PIPE_TOWER), "tower_octet_string": PIPE_TOWER},
                 "annotation": b"\0"}], 8), "result": 0},
             {"entry_handle": NONE, "num_ents": 0, "entries": ([], 8), "result": 0x16C9A0D6}]),
        "ept_map": (
            {"object": uuid.UUID(int=0), "map_tower": {"tower_length": len(TOWER), "tower_octet_string": TOWER},
             "entry_handle": NONE, "max_towers": 4},
            [{"entry_handle": NONE, "num_towers": 1, "towers": ([
                {"tower_length": len(TOWER), "tower_octet_string": TOWER}], 4), "result": 0},
             {"entry_handle": NONE, "num_towers": 0, "towers": ([], 4), "result": 0x16C9A0D6}]),
        "ept_lookup_handle_free": ({"entry_handle": HANDLE}, [{"entry_handle": NONE, "result": 0}]),
    },
    "mgmt": {
        "inq_if_ids": ({}, [{"if_id_vector": {"count": 2, "if_id": [
            {"uuid": SRVSVC, "vers_major": 3, "vers_minor": 0}, {"uuid": DESKTOP, "vers_major": 1, "vers_minor": 2}]},
            "result": 0}]),
        "inq_stats": ({"count": 4}, [{"count": 4, "statistics": [7, 0, 9, 8], "result": 0}]),
        "is_server_listening": ({}, [{"rpc_status": 0, "result": 1}]),
        "stop_server_listening": ({}, [{"result": 5}]),
        "inq_princ_name": ({"authn_proto": 9, "princ_name_size": 256}, [
            {"princ_name": (b"host/HOST\0", 256), "result": 0}, {"princ_name": (b"", 256), "result": 1747}]),
    },
    "TSVIPPublic": {
        "RpcGetSessionIP": ({"Family": 2, "SessionId": 7}, [
            {"ppVIPSession": {"dwVersion": 1, "SessionId": 7, "SessionIP": {
                "dwVersion": 1, "IPAddress": (2, {"sin_port": 0, "in_addr": 0x070200C0, "sin_zero": bytes(8)}),
                "PrefixOrSubnetMask": 0x00FFFFFF, "PhysicalAddressLength": 6, "PhysicalAddress": bytes.fromhex("020000000001"),
                "LeaseExpires": 0, "T1": 0, "T2": 0}}, "result": 0}]),
    },
}  # fmt: skip
SAMPLES |= samples_accounts.SAMPLES
SAMPLES |= {
    "srvsvc": net_samples.SRVSVC,
    "wkssvc": net_samples.WKSSVC,
    "InitShutdown": net_samples.INIT_SHUTDOWN,
    "WindowsShutdown": net_samples.WINDOWS_SHUTDOWN,
}
