"""The host asked raw: every method it serves, replies read strictly by the oracle, and what strangers may send."""

import os
import socket
import struct

import pytest
from harness import ENUMERATION, SESSION, until
from oracle import raw, rpc
from oracle.tables import INTERFACES

RENAMED, MOST_AT_WORK = 0x4, 256
LEGACY, RCM, LOCAL = INTERFACES["LegacyApi"], INTERFACES["RCMPublic"], INTERFACES["LocalHost"]
NOTIFICATION = INTERFACES["TermSrvNotification"]
ABSENT, OTHER_ABSENT, NO_ACCESS = 0x80070002, 0x80071B6E, 0x80070005
NO_SESSION = 7777


@pytest.fixture(scope="module")
def terminal(shared):
    return shared.open()


@pytest.fixture
def call(shared):
    with shared.rpc(SESSION, ENUMERATION, RCM, LEGACY, LOCAL, NOTIFICATION) as connection:
        yield connection


@pytest.fixture
def session(call, terminal):
    return call(SESSION, "RpcOpenSession", SessionId=terminal.session)["phSession"]


@pytest.fixture
def server(call):
    reply = call(LEGACY, "RpcWinStationOpenServer")
    assert (reply["pResult"], reply["result"]) == (0, 1)
    return reply["phServer"]


def test_what_a_session_says_of_itself_agrees_everywhere(call, session, terminal, shared):
    row = shared.rows()[terminal.session]
    names = call(SESSION, "RpcGetUserName", hSession=session)
    info = call(SESSION, "RpcGetSessionInformation", SessionId=terminal.session)["pSessionInfo"]
    more = call(SESSION, "RpcGetSessionInformationEx", SessionId=terminal.session, Level=1)
    tag, extended = more["LSMSessionInfoExPtr"]["Data"]
    times = call(SESSION, "RpcGetTimes", hSession=session)
    assert row["UserName"] == names["pszUserName"] == info["pszUserName"] == extended["UserName"] != ""
    assert row["DomainName"] == names["pszDomain"] == info["pszDomain"] == extended["DomainName"]
    assert row["SessionName"] == call(SESSION, "RpcGetTerminalName", hSession=session)["pszTerminalName"]
    assert row["SessionName"] == info["pszTerminalName"] == extended["SessionName"]
    assert row["State"] == call(SESSION, "RpcGetState", hSession=session)["plState"] == extended["SessionState"]
    assert times["pLogonTime"] == info["LogonTime"] == extended["LogonTime"] > 0
    assert (tag, extended["ProtocolDataSize"]) == (1, raw.PROTOCOLSTATUSEX.size)
    raw.PROTOCOLSTATUSEX.decode(extended["ProtocolData"])
    assert call(SESSION, "RpcGetSessionType", SessionId=terminal.session)["pSessionType"] == 3
    assert call(SESSION, "RpcIsSessionDesktopLocked", hSession=session)["result"] != 0
    assert call(SESSION, "RpcCloseSession", phSession=session) == {"phSession": bytes(20), "result": 0}


def read_of(memory, first, last):
    try:
        return os.pread(memory.fileno(), last - first, first)
    except OSError:
        return b""  # given back since the list was read


def held_in_memory(pid, secret):
    """How often the secret is in what the process can write to, but for its stack, where registers are saved."""
    try:
        maps, memory = open(f"/proc/{pid}/maps", encoding="utf-8"), open(f"/proc/{pid}/mem", "rb", buffering=0)
    except PermissionError:
        pytest.skip("the memory of the host cannot be read here")
    with maps, memory:
        lines = maps.readlines()
        if any("libasan" in line or "libtsan" in line for line in lines):
            pytest.skip("a sanitizer keeps frames and what was freed for itself")
        writable = [line for line in lines if line.split()[1].startswith("rw") and "[stack]" not in line]
        ranges = [[int(word, 16) for word in line.split()[0].split("-")] for line in writable]
        return sum(read_of(memory, *each).count(secret) for each in ranges)


def test_of_the_hash_of_a_use_nothing_stays_in_memory_when_the_use_is_over(call, shared):
    place = {"Server": f"wiped-{os.getpid()}.example.com", "Port": 445}
    logon = {"User": "alice", "Domain": "EXAMPLE", "NtHash": os.urandom(16)}
    assert call(LOCAL, "HostAddUse", **place, Remote=f"\\\\{place['Server']}\\IPC$", Logon=logon, Proven=True)["Added"]
    assert call(LOCAL, "HostGetUseLogon", **place)["Logon"] == logon
    try:
        assert held_in_memory(shared.process.pid, logon["NtHash"]) > 0
    finally:
        assert call(LOCAL, "HostRemoveUse", **place, All=True)["result"] == 0
    assert held_in_memory(shared.process.pid, logon["NtHash"]) == 0


def test_counters_of_unknown_ids_come_back_as_zero(call, terminal):
    row = {"counterHead": {"dwCounterID": 0, "bResult": 0}, "dwValue": 0, "startTime": 0}
    ask = [{**row, "counterHead": {"dwCounterID": number, "bResult": 0}} for number in (4, 99)]
    reply = call(SESSION, "RpcGetSessionCounters", pCounter=ask, uEntries=2)
    known, unknown = reply["pCounter"]
    assert (known["counterHead"]["dwCounterID"], known["counterHead"]["bResult"]) == (4, 1)
    assert known["dwValue"] >= 1
    assert unknown["counterHead"] == {"dwCounterID": 0, "bResult": 0}
    assert call(SESSION, "RpcGetLoggedOnCount")["pUserSessions"] >= 1


@pytest.mark.parametrize("level, arm", [(1, 1), (2, 2), (0, 2), (7, 2)])
def test_an_enumeration_answers_an_unknown_level_at_its_highest(call, terminal, level, arm):
    handle = call(ENUMERATION, "RpcOpenEnum")["phEnum"]
    reply = call(ENUMERATION, "RpcGetEnumResult", hEnum=handle, Level=level)
    assert {row["Level"] for row in reply["ppSessionEnumResult"]} == {arm}
    assert terminal.session in [row["Data"][1]["SessionId"] for row in reply["ppSessionEnumResult"]]
    assert call(ENUMERATION, "RpcCloseEnum", phEnum=handle)["result"] == 0


def test_enumerations_filter_by_state_and_owner(call, terminal):
    handle = call(ENUMERATION, "RpcOpenEnum")["phEnum"]
    assert call(ENUMERATION, "RpcFilterByState", hEnum=handle, State=0, bInvert=1)["result"] == 0
    rows = call(ENUMERATION, "RpcGetEnumResultEx", hEnum=handle, Level=3)["ppSessionEnumResult"] or []
    assert terminal.session not in [row["Data"][1]["SessionId"] for row in rows]
    mine = call(ENUMERATION, "RpcOpenEnum")["phEnum"]
    assert call(ENUMERATION, "RpcFilterByCallersName", hEnum=mine)["result"] == 0
    rows = call(ENUMERATION, "RpcGetEnumResultEx", hEnum=mine, Level=3)["ppSessionEnumResult"]
    assert terminal.session in [row["Data"][1]["SessionId"] for row in rows]
    ids = call(ENUMERATION, "RpcGetSessionIds", Filter=0, MaxEntries=0xFFFF)["pSessionIds"]
    assert terminal.session in ids
    assert call(ENUMERATION, "RpcGetSessionIds", Filter=0, MaxEntries=1)["pcSessionIds"] == 1


def test_all_sessions_have_two_levels(call, terminal):
    first = call(ENUMERATION, "RpcGetAllSessions", pLevel=1)["ppSessionData"]
    assert {row["Level"] for row in first} == {1}
    reply = call(ENUMERATION, "RpcGetAllSessions", pLevel=9)
    assert reply["result"] & 0x80000000 and reply["pcEntries"] == 0


def test_memory_images_of_the_connection_manager_decode(call, terminal):
    client = call(RCM, "RpcGetClientData", SessionId=terminal.session)
    values = raw.WINSTATIONCLIENT.decode(client["ppBuff"])
    assert (values["HRes"], values["VRes"]) == terminal.size or values["HRes"] > 0
    raw.WINSTATIONCONFIG.decode(call(RCM, "RpcGetConfigData", SessionId=terminal.session)["ppBuff"])
    for kind, image in ((0, raw.PROTOCOLSTATUS), (1, raw.PROTOCOLSTATUSEX)):
        status = call(RCM, "RpcGetProtocolStatus", SessionId=terminal.session, InfoType=kind)
        image.decode(status["ppProtoStatus"])
        again = call(RCM, "RpcGetSessionProtocolLastInputTime", SessionId=terminal.session, InfoType=kind)
        image.decode(again["ppProtoStatus"])
    assert call(RCM, "RpcGetLastInputTime", SessionId=terminal.session)["result"] == 0
    listeners = call(RCM, "RpcGetAllListeners", Level=1)
    assert listeners["result"] == 0
    assert all(row["Data"][1]["Id"] >= 65536 for row in listeners["ppListeners"] or [])


def test_the_older_interface_lists_the_same_sessions(call, server, terminal, shared):
    found, index = {}, 0
    while True:
        reply = call(LEGACY, "RpcWinStationEnumerate", hServer=server, pEntries=1, pLogonId=bytes(76), pByteCount=76,
                     pIndex=index)  # fmt: skip
        if reply["pResult"] == 0x8000001A or not reply["pEntries"]:
            break
        row = raw.SESSIONID.decode(reply["pLogonId"][:76])
        found[row["SessionId"]] = row
        assert reply["pIndex"] > index
        index = reply["pIndex"]
    assert set(shared.rows()) <= set(found)
    name = found[terminal.session]["WinStationName"]
    padded = name + "\0"
    reply = call(LEGACY, "RpcLogonIdFromWinStationName", hServer=server, pWinStationName=padded, NameSize=len(padded))
    assert (reply["result"], reply["pLogonId"]) == (1, terminal.session)
    reply = call(LEGACY, "RpcWinStationNameFromLogonId", hServer=server, LoginId=terminal.session,
                 pWinStationName="\0" * 33, NameSize=33)  # fmt: skip
    assert reply["pWinStationName"].rstrip("\0") == name


def test_information_of_the_older_interface_is_the_documented_image(call, server, terminal):
    ask = raw.VARDATA_WIRE.encode(Size=1216, Offset=4) + bytes(1216)
    reply = call(LEGACY, "RpcWinStationQueryInformation", hServer=server, LogonId=terminal.session,
                 WinStationInformationClass=8, pWinStationInformation=ask, WinStationInformationLength=1220)  # fmt: skip
    assert (reply["result"], reply["pReturnLength"]) == (1, 1220)
    assert raw.variable(raw.WINSTATIONINFORMATION, reply["pWinStationInformation"])["LogonId"] == terminal.session
    for length, information in ((10, 8), (0, 8), (1220, 250)):
        reply = call(LEGACY, "RpcWinStationQueryInformation", hServer=server, LogonId=terminal.session,
                     WinStationInformationClass=information, pWinStationInformation=bytes(length) or None,
                     WinStationInformationLength=length)  # fmt: skip
        assert reply["result"] == 0 and reply["pResult"] != 0


@pytest.mark.parametrize("name", ["RpcWinStationGetAllProcesses", "RpcWinStationGetAllProcesses_NT6"])
def test_processes_are_listed_with_session_and_sid(call, server, terminal, name):
    reply = call(LEGACY, name, hServer=server, Level=0, pNumberOfProcesses=0x8000)
    assert reply["result"] == 1
    rows = {row["pTsProcessInfo"]["UniqueProcessId"]: row for row in reply["ppTsAllProcessesInfo"]}
    mine = rows[os.getpid()]
    assert mine["pTsProcessInfo"]["SessionId"] == 0
    assert mine["pSid"][:2] in (b"\1\1", b"\1\2")
    assert any(row["pTsProcessInfo"]["SessionId"] == terminal.session for row in rows.values())
    created = mine["pTsProcessInfo"]["CreateTime"]
    sid = call(LEGACY, "RpcWinStationGetProcessSid", hServer=server, dwUniqueProcessId=os.getpid(),
               ProcessStartTime=created, pProcessUserSid=bytes(68), dwSidSize=68, pdwSizeNeeded=0)  # fmt: skip
    assert sid["pProcessUserSid"][: len(mine["pSid"])] == mine["pSid"]
    assert call(LEGACY, name, hServer=server, Level=1, pNumberOfProcesses=0x8000)["result"] == 0


def test_the_hosts_own_interface_answers(call, terminal):
    assert call(LOCAL, "HostSessionOfProcess", ProcessId=os.getpid()) == {"SessionId": 0, "result": 0}
    assert call(LOCAL, "HostSessionOfProcess", ProcessId=2**22 + 5)["result"] == 0x80070057
    assert call(LOCAL, "HostConsoleSession")["result"] == 0
    assert call(LOCAL, "HostGetInfo")["SystemMode"] == 0


def test_an_absent_session_is_refused_everywhere(call, server):
    assert call(SESSION, "RpcOpenSession", SessionId=NO_SESSION)["result"] in (ABSENT, OTHER_ABSENT)
    assert call(SESSION, "RpcOpenSession", SessionId=65536)["result"] in (ABSENT, OTHER_ABSENT)
    for name in ("RpcGetSessionInformation", "RpcGetSessionType"):
        assert call(SESSION, name, SessionId=NO_SESSION)["result"] in (ABSENT, OTHER_ABSENT), name
    for name in ("RpcGetClientData", "RpcGetConfigData", "RpcGetLastInputTime", "RpcGetRemoteAddress"):
        try:
            assert call(RCM, name, SessionId=NO_SESSION)["result"] & 0x80000000, name
        except rpc.Fault as fault:
            assert fault.status not in (0, 0x1C010002), name
    for name in ("RpcWinStationDisconnect", "RpcWinStationReset"):
        reply = call(LEGACY, name, hServer=server, LogonId=NO_SESSION, bWait=1)
        assert (reply["result"], reply["pResult"] != 0) == (0, True)


def test_an_unknown_level_of_session_information_is_an_error_not_a_crash(call, terminal):
    try:
        reply = call(SESSION, "RpcGetSessionInformationEx", SessionId=terminal.session, Level=5)
        assert reply["result"] & 0x80000000
    except rpc.Fault as fault:
        assert fault.status in (0x6F7, 124, 0x1C000006)


def test_a_handle_that_was_closed_or_made_up_is_a_context_mismatch(call, session):
    call(SESSION, "RpcCloseSession", phSession=session)
    for handle in (session, bytes(4) + os.urandom(16), bytes(20)):
        with pytest.raises(rpc.Fault) as caught:
            call(SESSION, "RpcGetState", hSession=handle)
        assert caught.value.status in (0x1C00001A, 6), hex(caught.value.status)


def test_a_handle_of_one_kind_does_not_serve_as_another(call, session, server):
    handle = call(ENUMERATION, "RpcOpenEnum")["phEnum"]
    for wrong in (handle, server):
        with pytest.raises(rpc.Fault):
            call(SESSION, "RpcGetState", hSession=wrong)


def test_a_handle_is_unknown_to_another_association(call, session, shared):
    with shared.rpc(SESSION) as other, pytest.raises(rpc.Fault):
        other(SESSION, "RpcGetState", hSession=session)


def test_opnums_and_contexts_that_do_not_exist_are_faults(call):
    with pytest.raises(rpc.Fault) as caught:
        call.raw_call(SESSION, 200, b"")
    assert caught.value.status == 0x1C010002
    call.send_request(99, 0, b"")
    with pytest.raises(rpc.Fault) as caught:
        call.receive_reply(call.call)
    assert (caught.value.status, caught.value.flags & rpc.DID_NOT_EXECUTE) == (0x1C010003, rpc.DID_NOT_EXECUTE)


def test_calls_that_were_given_up_count_as_long_as_they_are_served(shared):
    wait = LEGACY["RpcWinStationWaitSystemEvent"]
    with shared.rpc(LEGACY) as connection, pytest.raises(rpc.Fault) as caught:
        waiting = None
        for _ in range(4 * MOST_AT_WORK):  # an event in the meantime lets those go that wait for it
            server = connection(LEGACY, "RpcWinStationOpenServer")["phServer"]  # and so the call before is being served
            if waiting:
                connection.send(rpc.pdu(rpc.ORPHANED, waiting, b""))
            stub = wait.encode_request(hServer=server, EventMask=RENAMED)
            waiting = connection.send_request(connection.contexts[LEGACY.uuid], wait.opnum, stub)
    assert caught.value.status == 0x1C010014
    with shared.rpc(LEGACY) as another:
        another(LEGACY, "RpcWinStationOpenServer")


def test_an_interface_that_does_not_exist_is_not_accepted(shared):
    nobody = type(SESSION)("Nobody", "00000000-1111-2222-3333-444444444444")
    with pytest.raises(rpc.Refused, match="result 2, reason 1"):
        shared.rpc(nobody)
    with pytest.raises(rpc.Refused, match="result 2, reason 2"):
        rpc.Connection(shared.socket).bind(SESSION, transfers=(rpc.NDR64,))


def test_stubs_that_are_short_or_wrong_are_bad_stub_data(call, terminal):
    for interface in (SESSION, ENUMERATION, RCM, LEGACY):
        for method in interface:
            if not method.request or method.opnum in (13, 34, 36) or method.name in UNSERVED:
                continue
            with pytest.raises(rpc.Fault) as caught:
                call.raw_call(interface, method.opnum, b"\xff")
            assert caught.value.status in (0x6F7, 0x1C010002), method.name


UNSERVED = set()


def test_surplus_bytes_behind_the_parameters_are_ignored(call, terminal):
    method = SESSION["RpcOpenSession"]
    stub = method.encode_request(SessionId=terminal.session) + bytes(20)
    assert method.decode_reply(call.raw_call(SESSION, 0, stub))["result"] == 0


def test_a_request_in_many_fragments_is_put_together(call, server, terminal):
    method = LEGACY["RpcWinStationQueryInformation"]
    stub = method.encode_request(hServer=server, LogonId=terminal.session, WinStationInformationClass=8,
                                 pWinStationInformation=bytes(1220), WinStationInformationLength=1220)  # fmt: skip
    reply = method.decode_reply(call.raw_call(LEGACY, method.opnum, stub, fragment=16))
    assert reply["result"] == 1


def garbage():
    head = struct.pack("<BBBB4sHHI", 5, 0, rpc.BIND, 3, b"\x10\0\0\0", 0xFFFF, 0, 1)
    bind = rpc.pdu(rpc.BIND, 1, rpc.bind_body([(0, (SESSION.uuid, 1), [rpc.NDR20])]))
    yield "noise", bytes(range(256)) * 64
    yield "http", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    yield "length below the header", struct.pack("<BBBB4sHHI", 5, 0, 11, 3, b"\x10\0\0\0", 4, 0, 1)
    yield "half a header", head[:9]
    yield "half a bind", bind[:40]
    yield "bind that counts too many contexts", bind[:24] + b"\xff" + bind[25:]
    yield "request before bind", rpc.pdu(rpc.REQUEST, 1, bytes(8))
    yield "response from a client", bind + rpc.pdu(rpc.RESPONSE, 2, bytes(16))
    yield "version 4", b"\x04" + bind[1:]
    yield "auth longer than the PDU", bind[:10] + b"\xff\xff" + bind[12:]
    yield "middle fragment first", bind + rpc.pdu(rpc.REQUEST, 2, bytes(20), flags=0)
    yield "unknown PDU type", bind + rpc.pdu(77, 2, bytes(20))


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in garbage()])
def test_garbage_costs_only_the_client_that_sent_it(shared, call, data):
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.settimeout(30)
        stranger.connect(shared.socket)
        try:
            stranger.sendall(data)
            stranger.shutdown(socket.SHUT_WR)
            while stranger.recv(65536):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass
    assert call(ENUMERATION, "RpcGetAllSessions", pLevel=1)["result"] == 0
    assert shared.process.poll() is None


def test_a_call_that_never_ends_is_cut_off_at_the_limit(shared, call):
    part = struct.pack("<IHH", 0, 0, 0) + bytes(4000)
    with shared.rpc(SESSION) as greedy:
        sent = 0
        with pytest.raises((rpc.Fault, rpc.Closed, OSError)):
            flags = rpc.FIRST
            while sent < 16 << 20:
                greedy.send(rpc.pdu(rpc.REQUEST, 2, part, flags))
                sent, flags = sent + 4000, 0
            greedy.receive_reply(2)
    assert sent < 16 << 20 or shared.process.poll() is None
    assert call(ENUMERATION, "RpcGetAllSessions", pLevel=1)["result"] == 0


def test_a_client_that_does_not_read_does_not_hold_up_the_others(shared, call):
    with shared.rpc(LEGACY) as lazy:
        server = lazy(LEGACY, "RpcWinStationOpenServer")["phServer"]
        method = LEGACY["RpcWinStationGetAllProcesses_NT6"]
        stub = method.encode_request(hServer=server, Level=0, pNumberOfProcesses=0x8000)
        lazy.socket.settimeout(2)
        try:
            for _ in range(2000):
                lazy.send_request(0, method.opnum, stub)
        except OSError:
            pass
        assert call(ENUMERATION, "RpcGetAllSessions", pLevel=1)["result"] == 0
    until("the host goes on", lambda: call(ENUMERATION, "RpcGetAllSessions", pLevel=1)["result"] == 0)
