"""Calls as they reach the C API, and their results: with a stand-in for libwtsapi32 preloaded (fake_wtsapi32.cc)."""

import ctypes
import gc
import signal
import struct
import sys
import threading
import tracemalloc

import pytest
import pywintypes
import win32ts
from reference import functions

fake = ctypes.CDLL(None)
fake.fake_last_call.restype = ctypes.c_char_p
fake.fake_data.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def last_call():
    return fake.fake_last_call().decode()


def answer(data):
    fake.fake_data(data, len(data or b""))


def query(info_class, data):
    answer(data)
    return win32ts.WTSQuerySessionInformation(None, win32ts.WTS_CURRENT_SESSION, info_class)


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    answer(b"")
    yield
    assert fake.fake_blocks_held() == 0


# One call of each function, and how it reaches the API.
CALLS = {
    "WTSOpenServer": (("\\\\host\0x",), "WTSOpenServer \\\\host"),
    "WTSCloseServer": ((77,), "WTSCloseServer 77"),
    "WTSEnumerateSessions": ((77, 2**32 + 3, -1), "WTSEnumerateSessions 77 3 4294967295"),
    "WTSEnumerateProcesses": ((77, 2**32 + 3, -1), "WTSEnumerateProcesses 77 3 4294967295"),
    "WTSQuerySessionInformation": ((None, -1, 5), "WTSQuerySessionInformation 0 4294967295 5"),
    "WTSDisconnectSession": (("12", 2**32 + 7, True), "WTSDisconnectSession 12 7 1"),
    "WTSLogoffSession": ((0, 7, -5), "WTSLogoffSession 0 7 1"),
    "WTSSendMessage": ((0, -1, "Hi", "th\u00e9re", 4, 30, 1), "WTSSendMessage 0 4294967295 4 10 4 30 1"),
    "WTSQueryUserToken": ((2**32 + 7,), "WTSQueryUserToken 7"),
    "WTSShutdownSystem": ((77, 2**32 + 1), "WTSShutdownSystem 77 1"),
    "WTSEnumerateServers": ((None, 2**32 + 3, -1), "WTSEnumerateServers 3 4294967295"),
    "WTSQueryUserConfig": ((None, "anna", 2**32 + 13), "WTSQueryUserConfig 0 anna 13"),
    "WTSSetUserConfig": (("ts1", "anna", 4, 60_000), "WTSSetUserConfig 1 anna 4 60000 of 4"),
    "WTSTerminateProcess": ((0, 4_000_000_000, -1), "WTSTerminateProcess 0 4000000000 4294967295"),
    "WTSWaitSystemEvent": ((77, 2**32 - 2**31), "WTSWaitSystemEvent 77 2147483648"),
    "WTSRegisterSessionNotification": ((77, 2**32 + 1), "WTSRegisterSessionNotification 77 1"),
    "WTSUnRegisterSessionNotification": ((77,), "WTSUnRegisterSessionNotification 77"),
    "ProcessIdToSessionId": ((2**32 + 1,), "ProcessIdToSessionId 1"),
    "WTSGetActiveConsoleSessionId": ((), "WTSGetActiveConsoleSessionId"),
}


@pytest.mark.parametrize("row", functions())
def test_arguments_reach_the_api_by_position_and_by_keyword(row):
    function = getattr(win32ts, row["name"])
    arguments, expected = CALLS[row["name"]]
    answer(b"\0\0")
    by_position = function(*arguments)
    assert last_call() == expected
    fake.CloseHandle(0)
    by_keyword = function(**dict(zip((a["name"] for a in row["args"]), arguments)))
    assert last_call() == expected
    assert by_position == by_keyword


@pytest.mark.parametrize("row", functions())
def test_a_failure_is_an_error_with_the_last_error_and_the_name(row):
    fake.fake_fail_next(5)
    function, arguments = getattr(win32ts, row["name"]), CALLS[row["name"]][0]
    if row["error"] is None:
        function(*arguments)
        return
    with pytest.raises(pywintypes.error) as caught:
        function(*arguments)
    assert (caught.value.winerror, caught.value.funcname) == (5, row["error"]["funcname"])
    assert caught.value.args[2] == caught.value.strerror
    assert caught.value.strerror and not caught.value.strerror.endswith(("\r", "\n"))


def test_codes_with_the_top_bit_come_out_negative_and_unknown_ones_have_a_text():
    fake.fake_fail_next(0x80070005)
    with pytest.raises(pywintypes.error) as caught:
        win32ts.WTSLogoffSession(0, 1, 0)
    assert caught.value.winerror == 0x80070005 - 2**32
    assert isinstance(caught.value.strerror, str)
    fake.fake_fail_next(987_654_321)
    with pytest.raises(pywintypes.error) as caught:
        win32ts.WTSLogoffSession(0, 1, 0)
    assert caught.value.strerror


def test_defaults_of_the_enumerations():
    win32ts.WTSEnumerateSessions()
    assert last_call() == "WTSEnumerateSessions 0 1 0"
    win32ts.WTSEnumerateProcesses()
    assert last_call() == "WTSEnumerateProcesses 0 1 0"


def test_a_wait_without_arguments_is_for_every_event_of_this_machine():
    assert win32ts.WTSWaitSystemEvent() == 0x80000001
    assert last_call() == "WTSWaitSystemEvent 0 2147483647"


def test_a_signal_that_raises_nothing_does_not_end_a_wait():
    fake.fake_fail_next(1818)
    assert win32ts.WTSWaitSystemEvent(77) == 0x80000001


def test_sessions_are_a_tuple_of_dicts():
    assert win32ts.WTSEnumerateSessions() == (
        {"SessionId": 0, "WinStationName": None, "State": win32ts.WTSDisconnected},
        {"SessionId": 0xFFFFFFFE, "WinStationName": "Pty#7", "State": win32ts.WTSActive},
    )
    assert list(win32ts.WTSEnumerateSessions()[0]) == ["SessionId", "WinStationName", "State"]


def test_processes_are_a_tuple_of_tuples():
    assert win32ts.WTSEnumerateProcesses() == (
        (7, 4_000_000_000, "Pty#7", pywintypes.SID((0, 0, 0, 0, 0, 5), (32, 544))),
        (0, 0, None, None),
    )


CONFIG_TEXTS = [0, 1, 13, 15, 16, 17]


@pytest.mark.parametrize("config_class", range(19))
def test_settings_of_users_are_text_or_numbers_by_their_class(config_class):
    is_text = config_class in CONFIG_TEXTS
    answer("Grüße\0".encode("utf-16-le") if is_text else struct.pack("<I", 2**32 - 1))
    assert win32ts.WTSQueryUserConfig("", "anna", config_class) == ("Grüße" if is_text else 2**32 - 1)
    win32ts.WTSSetUserConfig(None, "anna", ConfigClass=config_class, Buffer="ab" if is_text else 7)
    number, size = (0x00620061, 2) if is_text else (7, 4)
    assert last_call() == f"WTSSetUserConfig 0 anna {config_class} {number} of {size}"
    with pytest.raises(TypeError):
        win32ts.WTSSetUserConfig(None, "anna", config_class, 7 if is_text else "7")
    with pytest.raises(TypeError):
        win32ts.WTSSetUserConfig(None, "anna", config_class, None)
    if not is_text:
        for number in (-1, 2**32, 2**70):
            with pytest.raises(OverflowError):
                win32ts.WTSSetUserConfig(None, "anna", config_class, number)


def test_a_setting_without_a_python_form_is_asked_for_and_never_set():
    answer(bytes(2148))
    with pytest.raises(NotImplementedError):
        win32ts.WTSQueryUserConfig(None, "anna", 19)
    assert last_call() == "WTSQueryUserConfig 0 anna 19"
    fake.fake_fail_next(5)
    with pytest.raises(pywintypes.error):
        win32ts.WTSQueryUserConfig(None, "anna", 99)
    fake.CloseHandle(0)
    with pytest.raises(NotImplementedError):
        win32ts.WTSSetUserConfig(None, "anna", 19, 0)
    assert last_call() == "CloseHandle 0"


def test_a_class_of_settings_has_one_name_at_a_time():
    with pytest.raises(TypeError):
        win32ts.WTSQueryUserConfig(None, "anna", 3, ConfigClass=3)


TEXTS = [0, 1, 2, 3, 5, 6, 7, 10, 11]
ADDRESS = (0, 0, 192, 0, 2, 1, *[0] * 14)


@pytest.mark.parametrize("info_class", TEXTS)
def test_text_classes(info_class):
    assert query(info_class, "Grüße \U0001f600\0".encode("utf-16-le")) == "Grüße \U0001f600"
    assert query(info_class, "\0".encode("utf-16-le")) == ""
    assert query(info_class, b"\x3d\xd8\0\0") == "\ud83d"
    assert query(info_class, None) is None


@pytest.mark.parametrize(
    "info_class, data, value",
    [
        (4, struct.pack("<I", 0xFFFFFFFF), 0xFFFFFFFF),
        (8, struct.pack("<i", 4), win32ts.WTSDisconnected),
        (8, struct.pack("<i", -1), -1),
        (9, struct.pack("<I", 0x80000000), 0x80000000),
        (12, struct.pack("<H", 0xFFFF), 0xFFFF),
        (13, struct.pack("<I", 7), 7),
        (16, struct.pack("<H", 2), win32ts.WTS_PROTOCOL_TYPE_RDP),
        (14, struct.pack("<I20B", 2, *ADDRESS), {"AddressFamily": 2, "Address": ADDRESS}),
        (14, None, None),
        (15, struct.pack("<3I", 80, 24, 32), {"HorizontalResolution": 80, "VerticalResolution": 24, "ColorDepth": 32}),
    ],
)
def test_number_and_structure_classes(info_class, data, value):
    given = query(info_class, data)
    assert given == value
    assert type(given) is type(value)


def test_is_remote_session_is_a_bool():
    assert query(win32ts.WTSIsRemoteSession, b"\1") is True
    assert query(win32ts.WTSIsRemoteSession, b"\2") is True
    assert query(win32ts.WTSIsRemoteSession, b"\0") is False


@pytest.mark.parametrize("info_class", [17, 22, 23, 24, 25, 26, 27, 28, 30, 31, 32, 0xFFFFFFFF])
def test_a_class_without_a_python_form_is_not_implemented_after_the_call(info_class):
    with pytest.raises(NotImplementedError):
        query(info_class, b"x" * 64)
    assert last_call() == f"WTSQuerySessionInformation 0 4294967295 {info_class}"
    fake.fake_fail_next(50)
    with pytest.raises(pywintypes.error):
        query(info_class, b"x" * 64)


@pytest.mark.parametrize("info_class, size", [(0, 0), (4, 3), (8, 0), (12, 1), (14, 23), (15, 11), (29, 0)])
def test_a_buffer_that_is_too_small_is_an_error_not_a_read_beyond_it(info_class, size):
    with pytest.raises(pywintypes.error) as caught:
        query(info_class, b"\0" * size)
    assert caught.value.winerror == 13


def test_text_without_a_terminator_ends_with_its_buffer():
    assert query(win32ts.WTSUserName, "abc".encode("utf-16-le")) == "abc"


def test_numbers_come_out_unsigned():
    assert win32ts.ProcessIdToSessionId(1) == 0xFFFFFFF0
    assert win32ts.WTSGetActiveConsoleSessionId() == 0xFFFFFFFF


# ---- server handles


def test_a_server_handle_is_closed_once():
    server = win32ts.WTSOpenServer("host")
    assert type(server) is pywintypes.HANDLEType
    assert str(server) == "<PyTS_HANDLE:4660>"
    win32ts.WTSEnumerateSessions(server)
    assert last_call() == "WTSEnumerateSessions 4660 1 0"
    assert win32ts.WTSCloseServer(server) is None
    assert last_call() == "WTSCloseServer 4660"
    assert server == 0 and str(server) == "<PyTS_HANDLE:0>"
    win32ts.WTSGetActiveConsoleSessionId()
    server.Close()
    del server
    assert last_call() == "WTSGetActiveConsoleSessionId"


@pytest.mark.parametrize("close", [lambda h: h.Close(), lambda h: h.close(), lambda h: None])
def test_close_and_the_last_reference_close_a_server(close):
    server = win32ts.WTSOpenServer("")
    close(server)
    del server
    gc.collect()
    assert last_call() == "WTSCloseServer 4660"


def test_a_detached_server_stays_open():
    server = win32ts.WTSOpenServer("host")
    assert server.Detach() == 0x1234
    del server
    assert last_call() == "WTSOpenServer host"


def test_a_plain_handle_is_closed_with_close_handle():
    handle = pywintypes.HANDLE(9)
    del handle
    assert last_call() == "CloseHandle 9"
    fake.fake_fail_next(6)
    with pytest.raises(pywintypes.error) as caught:
        pywintypes.HANDLE(9).Close()
    assert caught.value.args[:2] == (6, "CloseHandle")


# ---- other threads, signals, memory


def blocking_calls():
    calls = {name: lambda name=name: getattr(win32ts, name)(*CALLS[name][0]) for name in CALLS}
    calls["PyHANDLE.Close"] = lambda: pywintypes.HANDLE(9).Close()
    return [pytest.param(call, id=name) for name, call in calls.items()]


@pytest.mark.parametrize("call", blocking_calls())
def test_other_threads_run_while_a_call_waits(call):
    """The call ends only because another Python thread counts and then releases it."""
    answer(b"\0\0")
    counted = []

    def count_and_release():
        fake.fake_wait_until_blocked()
        counted.extend(range(1000))
        fake.fake_release()

    other = threading.Thread(target=count_and_release)
    fake.fake_block_next()
    other.start()
    call()
    other.join()
    assert len(counted) == 1000
    assert last_call() != "never released"


def test_a_signal_handler_that_raises_wins_over_the_error():
    def handler(number, frame):
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGUSR1, handler)

    def interrupt_and_release():
        fake.fake_wait_until_blocked()
        fake.fake_fail_next(1223)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)
        fake.fake_release()

    other = threading.Thread(target=interrupt_and_release)
    fake.fake_block_next()
    other.start()
    with pytest.raises(KeyboardInterrupt):
        win32ts.WTSDisconnectSession(0, 1, True)
    other.join()
    signal.signal(signal.SIGUSR1, previous)


def every_path():
    """Each function once with a result, once with an API error, once with an argument error."""
    for name, (arguments, _) in CALLS.items():
        function = getattr(win32ts, name)
        answer(b"\0\0")
        function(*arguments)
        fake.fake_fail_next(5)
        try:
            function(*arguments)
        except pywintypes.error:
            pass
        fake.fake_fail_next(0)
        try:
            function(*arguments, Bogus=object())
        except TypeError:
            pass
    for info_class, data in [(8, b"\0" * 4), (14, b"\0" * 24), (15, b"\0" * 12), (29, b"\1"), (24, b"")]:
        try:
            query(info_class, data)
        except NotImplementedError:
            pass
    sid = pywintypes.SID((0, 0, 0, 0, 0, 5), [18])
    assert bytes(memoryview(sid)) == bytes(pywintypes.SID(bytes(sid))) and str(sid) and sid == sid
    for wrong in [lambda: pywintypes.SID("x"), lambda: pywintypes.HANDLE("x"), lambda: sid.GetSubAuthority(9)]:
        try:
            wrong()
        except (TypeError, ValueError):
            pass


def test_no_path_leaks():
    watched = [None, True, False, pywintypes.HANDLEType, pywintypes.SIDType, pywintypes.error]
    for _ in range(20):
        every_path()
    gc.collect()
    tracemalloc.start()
    before, counts = tracemalloc.get_traced_memory()[0], [sys.getrefcount(thing) for thing in watched]
    for _ in range(200):
        every_path()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert after - before < 20_000
    for thing, count in zip(watched, counts):
        assert abs(sys.getrefcount(thing) - count) < 50, thing
