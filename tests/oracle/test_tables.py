"""The tables: sizes that the documents state, and messages worked out by hand."""

import pytest
from oracle import golden, lsm, raw
from oracle.ndr import WireError
from oracle.samples import SAMPLES
from oracle.tables import INTERFACES

SESSION, ENUMERATION = INTERFACES["TermSrvSession"], INTERFACES["TermSrvEnumeration"]
LEGACY, RCM, TSVIP = INTERFACES["LegacyApi"], INTERFACES["RCMPublic"], INTERFACES["TSVIPPublic"]
HANDLE = bytes(4) + bytes(range(16))


def test_open_session_carries_four_bytes_and_answers_a_handle():
    open_session = SESSION["RpcOpenSession"]
    assert open_session.encode_request(SessionId=7) == bytes.fromhex("07000000")
    assert open_session.encode_reply(phSession=HANDLE, result=0) == HANDLE + bytes(4)


def test_level_one_session_information_ends_its_fixed_part_at_192():
    values = dict(
        SessionState=4, SessionFlags=1, SessionName="", DomainName="D", UserName="u",
        ConnectTime=1, DisconnectTime=2, LogonTime=3, LastInputTime=4, ProtocolDataSize=2, ProtocolData=b"\x11\x22",
    )  # fmt: skip
    method = SESSION["RpcGetSessionInformationEx"]
    reply = method.encode_reply(LSMSessionInfoExPtr={"Level": 1, "Data": (1, values)}, result=0)
    assert reply[8:16] == bytes.fromhex("04000000 01000000")
    assert reply[8 + 152 : 8 + 160] == (1).to_bytes(8, "little")
    assert reply[8 + 184 : 8 + 192] == bytes.fromhex("02000000 00000200")
    assert reply[8 + 192 :] == bytes.fromhex("02000000 1122 0000 00000000")
    assert method.decode_reply(reply)["LSMSessionInfoExPtr"]["Data"] == (1, values)


def test_elements_of_a_session_enumeration_start_at_multiples_of_four():
    row = {"SessionId": 2, "State": 0, "Name": "Pty#1"}
    method = ENUMERATION["RpcGetEnumResult"]
    reply = method.encode_reply(
        ppSessionEnumResult=[{"Level": 1, "Data": (1, row)}, {"Level": 1, "Data": (1, {**row, "SessionId": 3})}],
        pEntries=2,
        result=0,
    )
    # referent, conformance, then level, tag, 74 bytes and 2 of padding before the next level
    assert reply[:8] == bytes.fromhex("00000200 02000000")
    assert reply[8:20] == bytes.fromhex("01000000 01000000 02000000")
    assert reply[8 + 84 : 8 + 96] == bytes.fromhex("01000000 01000000 03000000")
    assert len(reply) == 8 + 2 * 84 + 8


def test_counters_are_twenty_four_bytes_each():
    row = {"counterHead": {"dwCounterID": 4, "bResult": 1}, "dwValue": 9, "startTime": 0}
    request = SESSION["RpcGetSessionCounters"].encode_request(pCounter=[row, row], uEntries=2)
    assert len(request) == 8 + 2 * 24 + 4
    assert request[:24] == bytes.fromhex("02000000 00000000 04000000 01000000 09000000 00000000")


def test_strings_of_get_all_sessions_ex_have_room_for_257_units():
    row = dict(ExecEnvId=1, State=0, AbsSessionId=1, pszSessionName="", pszHostName=None,
               pszUserName=None, pszDomainName=None, pszFarmName=None)  # fmt: skip
    method = ENUMERATION["RpcGetAllSessionsEx"]
    reply = method.encode_reply(ppSessionData=[{"Level": 1, "Data": (1, row)}], pcEntries=1, result=0)
    assert bytes.fromhex("01010000 00000000 01000000 0000") in reply
    with pytest.raises(WireError, match="declared 257"):
        method.decode_reply(reply.replace(bytes.fromhex("01010000"), bytes.fromhex("01000000")))


def test_the_process_record_is_136_bytes():
    record = dict.fromkeys(name for name, _ in INTERFACES["LegacyApi"]["RpcWinStationGetAllProcesses_NT6"]
                           .reply[2][1].target.element.members[0][1].target.members)  # fmt: skip
    record = {name: 0 for name in record} | {"ImageName": {"Length": 2, "MaximumLength": 4, "Buffer": ("A", 2)}}
    method = LEGACY["RpcWinStationGetAllProcesses_NT6"]
    row = {"pTsProcessInfo": record, "SizeOfSid": 0, "pSid": None}
    reply = method.encode_reply(pResult=0, pNumberOfProcesses=1, ppTsAllProcessesInfo=[row], result=1)
    start = 4 + 4 + 4 + 4 + 12 + 4  # result, count, referent, conformance, element, then up to the next multiple of 8
    assert reply[start + 56 : start + 64] == bytes.fromhex("0200 0400 08000200")
    assert reply[start + 136 :] == bytes.fromhex("02000000 00000000 01000000 4100 01")


def test_the_older_process_list_counts_the_name_in_bytes():
    method = LEGACY["RpcWinStationGetAllProcesses"]
    kind = method.reply[2][1].target.element.members[0][1].target
    record = {name: 0 for name, _ in kind.members} | {"ImageName": {"Length": 2, "MaximumLength": 2, "Buffer": "A\0"}}
    row = {"pTsProcessInfo": record, "SizeOfSid": 0, "pSid": None}
    values = dict(pResult=0, pNumberOfProcesses=1, ppTsAllProcessesInfo=[row], result=1)
    assert method.decode_reply(method.encode_reply(**values)) == values


def test_start_time_of_get_process_sid_lands_on_offset_24():
    request = LEGACY["RpcWinStationGetProcessSid"].encode_request(
        hServer=HANDLE, dwUniqueProcessId=5, ProcessStartTime=-1, pProcessUserSid=None, dwSidSize=0, pdwSizeNeeded=0
    )
    assert request[20:32] == bytes.fromhex("05000000 ffffffffffffffff")
    assert len(request) == 44


def test_a_boolean_result_is_one_byte_without_padding():
    reply = LEGACY["RpcWinStationDisconnect"].encode_reply(pResult=0, result=1)
    assert reply == bytes.fromhex("00000000 01")


def test_hotkey_modifiers_follow_one_byte_of_padding():
    request = LEGACY["RpcWinStationShadow"].encode_request(
        hServer=HANDLE, LogonId=1, pTargetServerName=None, NameSize=0, TargetLogonId=2, HotKeyVk=0x6A, HotkeyModifiers=2
    )
    assert request[20:] == bytes.fromhex("01000000 00000000 00000000 02000000 6a 00 0200")


def test_remote_address_gives_its_family_twice():
    address = {"sin_family": 2, "u": (2, {"sin_port": 0x901F, "in_addr": 0x0100007F, "sin_zero": bytes(8)})}
    reply = RCM["RpcGetRemoteAddress"].encode_reply(pRemoteAddress=address, result=0)
    assert reply == bytes.fromhex("0200 0200 1f90 0000 7f000001 0000000000000000 00000000")


def test_a_session_address_has_one_tag():
    address = dict(dwVersion=1, IPAddress=(2, {"sin_port": 0, "in_addr": 0x0100007F, "sin_zero": bytes(8)}),
                   PrefixOrSubnetMask=0xFF, PhysicalAddressLength=0, PhysicalAddress=b"", LeaseExpires=0, T1=0, T2=0)  # fmt: skip
    session = {"dwVersion": 1, "SessionId": 3, "SessionIP": address}
    reply = TSVIP["RpcGetSessionIP"].encode_reply(ppVIPSession=session, result=0)
    assert reply[:24] == bytes.fromhex("01000000 03000000 01000000 0200 0000 0000 0000 7f000001")
    assert TSVIP["RpcGetSessionIP"].decode_reply(reply)["ppVIPSession"] == session


def test_a_use_may_be_without_a_logon_and_a_logon_has_its_hash_in_line():
    add_use = INTERFACES["LocalHost"]["HostAddUse"]
    use = dict(Server="S", Port=445, Remote=None, Proven=1)
    server = bytes.fromhex("00000200 02000000 00000000 02000000 5300 0000 bd010000")
    assert add_use.encode_request(**use, Logon=None) == server + bytes.fromhex("00000000 00000000 01000000")
    logon = {"User": "u", "Domain": None, "NtHash": bytes(range(16))}
    assert add_use.encode_request(**use, Logon=logon) == server + bytes.fromhex(
        "00000000 04000200 08000200 00000000 000102030405060708090a0b0c0d0e0f"
        "02000000 00000000 02000000 7500 0000 01000000"
    )


SIZES = {
    "SESSIONID": 76, "WINSTATIONCREATE": 8, "WINSTATIONCLIENT": 2296, "TS_TIME_ZONE_INFORMATION": 172,
    "WINSTATIONINFORMATION": 1216, "PROTOCOLSTATUS": 1012, "PROTOCOLSTATUSEX": 1032, "PROTOCOLCOUNTERS": 460,
    "CACHE_STATISTICS": 84, "USERCONFIG": 2536, "WINSTATIONCONFIG": 2664, "PDCONFIG2": 168, "WDCONFIG": 300,
    "WINSTATIONLOADINDICATORDATA": 72, "WINSTATIONSHADOW": 16, "WINSTATIONPRODID": 204,
    "WINSTATIONREMOTEADDRESS_IPV4": 32, "VARDATA_WIRE": 4, "PDPARAMSWIRE": 8, "WINSTACONFIGWIRE": 134,
}  # fmt: skip

OFFSETS = {
    "WINSTATIONCLIENT": {
        "ClientName": 4, "Domain": 46, "UserName": 82, "Password": 124, "WorkDirectory": 154, "InitialProgram": 668,
        "SerialNumber": 1184, "EncryptionLevel": 1188, "ClientAddressFamily": 1192, "ClientAddress": 1196,
        "HRes": 1258, "ProtocolType": 1264, "KeyboardLayout": 1268, "imeFileName": 1284, "ClientDirectory": 1350,
        "ClientLicense": 1864, "ClientModem": 1930, "ClientBuildNumber": 2012, "ClientProductId": 2020,
        "AudioDriverName": 2028, "ClientTimeZone": 2048, "ClientSessionId": 2220, "clientDigProductId": 2224,
        "PerformanceFlags": 2288, "ActiveInputLocale": 2292,
    },
    "WINSTATIONINFORMATION": {
        "WinStationName": 4, "LogonId": 72, "ConnectTime": 80, "LogonTime": 104, "Status": 112, "Domain": 1124,
        "UserName": 1160, "CurrentTime": 1208,
    },
    "USERCONFIG": {
        "UserName": 8, "Domain": 50, "Password": 86, "WorkDirectory": 116, "InitialProgram": 630,
        "CallbackNumber": 1144, "Callback": 1248, "MaxIdleTime": 1264, "MinEncryptionLevel": 1272,
        "NWLogonServer": 1274, "PublishedName": 1370, "WFProfilePath": 1500, "WFHomeDir": 2014, "WFHomeDirDrive": 2528,
    },
    "WINSTATIONCONFIG": {"User": 124, "OEMId": 2660},
    "PROTOCOLSTATUS": {"Input": 460, "Cache": 920, "AsyncSignal": 1004},
    "PROTOCOLSTATUSEX": {"Counters": 1016},
    "WDCONFIG": {"WdDLL": 66, "WsxDLL": 132, "WdFlag": 200, "CfgDLL": 208, "WdPrefix": 274},
    "SESSIONID": {"WinStationName": 4, "State": 72},
}  # fmt: skip


@pytest.mark.parametrize("name", SIZES)
def test_memory_images_have_the_documented_size_and_offsets(name):
    image = getattr(raw, name)
    assert image.size == SIZES[name]
    for member, offset in OFFSETS.get(name, {}).items():
        assert (member, image.offsets[member]) == (member, offset)


def test_memory_images_survive_encoding_and_decoding():
    data = raw.WINSTATIONINFORMATION.encode(LogonId=7, UserName="anna", Status={"Output": {"Bytes": 5}})
    values = raw.WINSTATIONINFORMATION.decode(data)
    assert (values["LogonId"], values["UserName"], values["Status"]["Output"]["Bytes"]) == (7, "anna", 5)
    with pytest.raises(WireError, match="1215 bytes"):
        raw.WINSTATIONINFORMATION.decode(data[:-1])


def test_every_table_has_its_opnums_once_and_in_order():
    for table in INTERFACES.values():
        opnums = [method.opnum for method in table]
        assert opnums == sorted(set(opnums)), table.name
    assert len(lsm.SESSION.methods) == 17


def test_the_golden_files_are_what_the_tables_make_of_the_samples():
    wanted = {path: stub for path, _, _, stub in golden.messages()}
    found = {str(path.relative_to(golden.FOLDER)): golden.load(path) for path in golden.FOLDER.glob("*/*.hex")}
    assert sorted(found) == sorted(wanted)
    for path, stub in wanted.items():
        assert found[path] == stub, path


def without_room(value):
    """A sample as it is decoded: arrays given as (items, room) are only their items."""
    if isinstance(value, dict):
        return {name: without_room(member) for name, member in value.items()}
    if isinstance(value, list):
        return [without_room(item) for item in value]
    if isinstance(value, tuple):
        head, tail = value
        return without_room(head) if isinstance(head, (str, bytes, list)) else (head, without_room(tail))
    return value


def test_every_golden_message_decodes_to_its_values_again():
    for table in INTERFACES.values():
        for method in table:
            request, replies = SAMPLES[table.name][method.name]
            assert method.decode_request(method.encode_request(**request)) == without_room(request)
            for reply in replies:
                again = method.decode_reply(method.encode_reply(**reply))
                reply = without_room(reply)
                assert {name: value for name, value in again.items() if reply[name] != value}.keys() <= {"pbSessionData", "entries", "towers", "princ_name"}
