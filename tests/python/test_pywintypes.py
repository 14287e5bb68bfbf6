"""Handles, SIDs, times and the error class by themselves."""

import copy
import datetime
import pickle
import time

import pytest
import pywintypes
import win32security


# ---- PyHANDLE


def test_a_handle_shows_its_value():
    handle = pywintypes.HANDLE(1234)
    assert int(handle) == handle.handle == 1234
    assert str(handle) == repr(handle) == "<PyHANDLE:1234>"
    assert bool(handle)
    assert handle.Detach() == 1234
    assert (int(handle), bool(handle), handle.Detach()) == (0, False, 0)


def test_a_handle_value_is_signed():
    handle = pywintypes.HANDLE(2**64 - 1)
    assert int(handle) == -1
    assert handle == -1 and handle == 2**64 - 1
    handle.Detach()


def test_handles_are_equal_by_value_to_handles_and_ints_only():
    one, same, other = pywintypes.HANDLE(5), pywintypes.HANDLE(5), pywintypes.HANDLE(6)
    assert one == same and one == 5 and not one != 5
    assert one != other and one != 6 and one != 2**70
    assert one != "5" and one != 5.5 and not one == None  # noqa: E711
    assert hash(one) != hash(same)
    assert len({one, same}) == 2
    for handle in (one, same, other):
        handle.Detach()


@pytest.mark.parametrize("operation", ["h < h", "h <= 1", "h + 1", "h - h", "h & 1", "-h", "float(h)", "[0][h]", "h()"])
def test_a_handle_is_no_number(operation):
    with pytest.raises(TypeError):
        eval(operation, {"h": pywintypes.HANDLE()})


def test_closing_a_value_that_is_no_handle_names_close_handle():
    handle = pywintypes.HANDLE(0x7FFF0001)
    with pytest.raises(pywintypes.error) as caught:
        handle.Close()
    assert caught.value.args[:2] == (6, "CloseHandle")
    assert caught.value.strerror
    assert handle == 0
    assert handle.Close() is None and handle.close() is None


def test_the_last_reference_closes_and_swallows_the_error():
    try:
        raise KeyError("kept")
    except KeyError:
        handle = pywintypes.HANDLE(0x7FFF0001)
        del handle


def test_a_handle_type_can_be_a_base_but_makes_nothing():
    class Derived(pywintypes.HANDLEType):
        pass

    assert pywintypes.HANDLEType.__name__ == "PyHANDLE"
    for kind in (pywintypes.HANDLEType, Derived, pywintypes.SIDType):
        with pytest.raises(TypeError):
            kind()


@pytest.mark.parametrize("given", ["x", object(), 2**64, [1]])
def test_handle_of_something_else(given):
    with pytest.raises(TypeError):
        pywintypes.HANDLE(given)


def test_handle_takes_no_keywords():
    with pytest.raises(TypeError):
        pywintypes.HANDLE(handle=1)


# ---- PySID

NT = (0, 0, 0, 0, 0, 5)


def test_a_sid_is_filled_step_by_step():
    sid = pywintypes.SID()
    assert not sid.IsValid()
    assert bytes(sid) == bytes(32) and sid.GetLength() == 32
    sid.Initialize(NT, 2)
    assert sid.IsValid()
    sid.SetSubAuthority(0, 32)
    sid.SetSubAuthority(1, 544)
    assert str(sid) == "PySID:S-1-5-32-544"
    assert sid == pywintypes.SID(NT, [32, 544])
    assert (sid.GetLength(), sid.GetSubAuthorityCount(), sid.GetSubAuthority(1)) == (16, 2, 544)
    assert sid.GetSidIdentifierAuthority() == NT
    assert bytes(memoryview(sid)) == bytes(sid) == bytes([1, 2, *NT, 32, 0, 0, 0, 0x20, 2, 0, 0])
    assert memoryview(sid).readonly


def test_sub_authorities_are_signed_both_ways():
    sid = pywintypes.SID(NT, [21, -1])
    assert str(sid) == "PySID:S-1-5-21-4294967295"
    assert sid.GetSubAuthority(1) == -1
    sid.SetSubAuthority(0, -(2**31))
    assert sid.GetSubAuthority(0) == -(2**31)
    with pytest.raises(OverflowError):
        sid.SetSubAuthority(0, 2**31)
    with pytest.raises(OverflowError):
        pywintypes.SID(NT, [2**31])


def test_sid_of_bytes_like_objects_is_a_copy():
    raw = bytearray(bytes(pywintypes.SID(NT, [18])))
    for given in (bytes(raw), raw, memoryview(raw), pywintypes.SID(NT, [18])):
        assert pywintypes.SID(given) == pywintypes.SID(NT, [18])
    sid = pywintypes.SID(raw)
    raw[8] = 99
    assert sid.GetSubAuthority(0) == 18


def test_sids_compare_by_value_with_sids_only():
    sid = pywintypes.SID(NT, [18])
    assert sid != pywintypes.SID(NT, [19]) and sid != bytes(sid) and sid != "PySID:S-1-5-18"
    roomy = pywintypes.SID(64)
    roomy.Initialize(NT, 1)
    roomy.SetSubAuthority(0, 18)
    assert sid == roomy
    for operation in (lambda: sid < sid, lambda: hash(sid), lambda: {sid}):
        with pytest.raises(TypeError):
            operation()
    assert repr(sid).startswith("<")


@pytest.mark.parametrize(
    "raw", [b"", b"\1", b"\1\1", bytes(8), b"\2\0" + bytes(6), b"\1\x10" + bytes(80), b"\1\2" + bytes(10)]
)
def test_bytes_that_are_no_sid_stay_harmless(raw):
    sid = pywintypes.SID(raw)
    assert not sid.IsValid()
    assert bytes(sid) == raw
    assert sid.GetSubAuthorityCount() == (raw[1] if len(raw) > 1 else 0)
    with pytest.raises(TypeError):
        str(sid)
    for operation in (sid.GetSidIdentifierAuthority, lambda: sid.GetSubAuthority(0), lambda: sid.SetSubAuthority(0, 1)):
        with pytest.raises(ValueError):
            operation()


@pytest.mark.parametrize("index", [-1, 1, 255, 2**31 - 1])
def test_a_wrong_index_is_a_value_error(index):
    sid = pywintypes.SID(NT, [18])
    with pytest.raises(ValueError):
        sid.GetSubAuthority(index)
    with pytest.raises(ValueError):
        sid.SetSubAuthority(index, 0)


def test_initialize_keeps_within_the_buffer():
    for size, count, code in [(8, 1, 122), (7, 0, 122), (32, 7, 122), (100, 16, 87), (0, 0, 122)]:
        with pytest.raises(pywintypes.error) as caught:
            pywintypes.SID(size).Initialize(NT, count)
        assert caught.value.args[:2] == (code, "InitializeSid")
    whole = pywintypes.SID(68)
    whole.Initialize(NT, 15)
    whole.SetSubAuthority(14, 7)
    assert bytes(whole)[-4:] == b"\7\0\0\0"


@pytest.mark.parametrize(
    "arguments", [("x",), (None,), (1.5,), (NT,), (NT, 5), ((1, 2), [1]), (NT, ["x"]), (NT, [1] * 9), (1, 2, 3)]
)
def test_what_is_no_sid_is_a_type_error(arguments):
    with pytest.raises(TypeError):
        pywintypes.SID(*arguments)


def test_numbers_out_of_range_make_no_sid():
    with pytest.raises(ValueError):
        pywintypes.SID(-1)
    with pytest.raises(OverflowError):
        pywintypes.SID((0, 0, 0, 0, 0, 256), [1])


# ---- error


def test_an_error_mirrors_its_arguments():
    full, short = pywintypes.error(5, "NetUserAdd", "Access is denied."), pywintypes.error(5)
    assert full.args == (full.winerror, full.funcname, full.strerror) == (5, "NetUserAdd", "Access is denied.")
    assert (short.winerror, short.funcname, short.strerror) == (5, None, None)
    assert pywintypes.error(1, 2, 3, 4).args == (1, 2, 3, 4)
    assert pywintypes.error.__module__ == "pywintypes"
    assert (pywintypes.error.__name__, pywintypes.error.__bases__) == ("error", (Exception,))


def test_an_error_can_be_copied_and_pickled():
    error = pywintypes.error(5, "f", "m")
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is pywintypes.error
        assert (twin.args, twin.winerror) == (error.args, 5)


# ---- times


def test_time_gives_a_datetime_back():
    for given in (datetime.datetime(2026, 1, 1), pywintypes.TimeStamp(0)):
        assert pywintypes.Time(given) is given


@pytest.mark.parametrize("seconds", [0, 1_700_000_000, 1_700_000_000.5])
def test_time_of_a_number_is_naive_and_local(seconds):
    moment = pywintypes.Time(seconds)
    assert type(moment) is pywintypes.TimeType
    assert moment == datetime.datetime.fromtimestamp(seconds) and moment.tzinfo is None


def test_time_of_time_tuples():
    parts = time.localtime(1_700_000_000)
    expected = datetime.datetime.fromtimestamp(1_700_000_000)
    assert pywintypes.Time(parts) == pywintypes.Time(tuple(parts)) == pywintypes.Time(list(parts)) == expected
    assert pywintypes.Time((*parts, 250)) == expected.replace(microsecond=250_000)
    assert pywintypes.Time(datetime.date(2026, 1, 31)) == datetime.datetime(2026, 1, 31)


@pytest.mark.parametrize("given", [None, "2026", object(), (1, 2, 3), tuple("abcdefghi")])
def test_what_is_no_time_is_a_type_error(given):
    with pytest.raises(TypeError):
        pywintypes.Time(given)


def test_times_out_of_range():
    with pytest.raises(ValueError):
        pywintypes.Time(1e20)
    with pytest.raises(OverflowError):
        pywintypes.Time((10**9, 1, 1, 0, 0, 0, 0, 1, -1))


def test_a_timestamp_is_utc_to_the_millisecond():
    moment = pywintypes.TimeStamp(116_444_736_000_000_000 + 12_345_678)
    assert moment == datetime.datetime(1970, 1, 1, 0, 0, 1, 234_000, tzinfo=datetime.timezone.utc)
    assert moment.utcoffset() == datetime.timedelta(0)
    assert type(moment) is pywintypes.TimeType
    assert pywintypes.TimeStamp(0).year == 1601


def test_a_timestamp_beyond_year_9999_is_the_last_naive_moment():
    last = pywintypes.TimeStamp(2_650_467_743_999_999_999)
    assert (last.year, last.month, last.day, last.hour) == (9999, 12, 31, 23)
    for beyond in (2_650_467_744_000_000_000, 2**63 - 1):
        assert pywintypes.TimeStamp(beyond) == datetime.datetime.max


@pytest.mark.parametrize("given, error", [(None, TypeError), (1.5, TypeError), (-1, ValueError), (2**63, ValueError)])
def test_a_timestamp_is_a_filetime(given, error):
    with pytest.raises(error):
        pywintypes.TimeStamp(given)


def test_a_time_formats_itself_and_can_be_pickled():
    moment = pywintypes.TimeStamp(116_444_736_000_000_000)
    assert moment.Format("%Y-%m-%d") == "1970-01-01"
    assert moment.Format() == moment.strftime("%c")
    assert pywintypes.TimeType.__name__ == "datetime"
    assert pickle.loads(pickle.dumps(moment)) == moment


def test_ids_of_classes_go_through_text_and_bytes():
    text = "{00020400-0000-0000-C000-0000000000aF}"
    made = pywintypes.IID(text)
    assert (str(made), repr(made)) == (text.upper(), f"IID('{text.upper()}')")
    assert bytes(memoryview(made)) == bytes.fromhex("0004020000000000c0000000000000af")
    assert pywintypes.IID(memoryview(made), True) == made == pywintypes.IID(made)
    assert {made: 1}[pywintypes.IID(text.lower())] == 1
    assert type(made) is pywintypes.IIDType
    for wrong, kind in (("{0002}", pywintypes.com_error), ("Word.Application", pywintypes.com_error), (b"x", TypeError)):
        with pytest.raises(kind):
            pywintypes.IID(wrong)
    with pytest.raises(ValueError):
        pywintypes.IID(b"00", True)
    with pytest.raises(TypeError):
        pywintypes.IID(0, True)


def test_attributes_of_the_reference_that_are_here():
    assert pywintypes.TRUE is True and pywintypes.FALSE is False
    assert type(pywintypes.SID()) is pywintypes.SIDType
    assert issubclass(pywintypes.com_error, Exception)
    assert pywintypes.com_error(1, "text").strerror == "text"


# ---- security descriptors


def administrators():
    return win32security.GetBinarySid("S-1-5-32-544")


def test_descriptor_keeps_what_is_put_into_it_through_its_bytes():
    acl = win32security.ACL()
    acl.AddAccessAllowedAce(win32security.ACL_REVISION, 0x1F01FF, administrators())
    acl.AddAccessDeniedAce(0x1, win32security.ConvertStringSidToSid("S-1-1-0"))
    acl.AddAccessAllowedAceEx(win32security.ACL_REVISION_DS, win32security.CONTAINER_INHERIT_ACE, 0x20000, administrators())
    made = pywintypes.SECURITY_DESCRIPTOR()
    made.SetSecurityDescriptorOwner(administrators(), False)
    made.SetSecurityDescriptorDacl(True, acl, False)
    read = win32security.SECURITY_DESCRIPTOR(bytes(made))
    assert isinstance(read, pywintypes.SECURITY_DESCRIPTORType)
    assert (read.GetSecurityDescriptorOwner(), read.GetSecurityDescriptorGroup()) == (administrators(), None)
    assert read.GetSecurityDescriptorControl() == (win32security.SE_SELF_RELATIVE | win32security.SE_DACL_PRESENT, 1)
    dacl = read.GetSecurityDescriptorDacl()
    assert [dacl.GetAce(i)[:2] for i in range(dacl.GetAceCount())] == [((0, 0), 0x1F01FF), ((1, 0), 1), ((0, 2), 0x20000)]
    assert str(dacl.GetAce(1)[2]) == "PySID:S-1-1-0"
    assert (bytes(read), read.GetLength()) == (bytes(made), len(bytes(made)))
    dacl.DeleteAce(1)
    assert dacl.GetAceCount() == 2
    assert read.GetSecurityDescriptorSacl() is None


def test_descriptor_without_a_list_and_with_an_empty_one_differ():
    made = pywintypes.SECURITY_DESCRIPTOR()
    made.SetSecurityDescriptorDacl(True, None, False)
    assert pywintypes.SECURITY_DESCRIPTOR(bytes(made)).GetSecurityDescriptorDacl() is None
    made.SetSecurityDescriptorDacl(True, win32security.ACL(), False)
    assert pywintypes.SECURITY_DESCRIPTOR(bytes(made)).GetSecurityDescriptorDacl().GetAceCount() == 0


def test_bytes_that_are_no_descriptor_are_refused_wherever_they_are_cut():
    made = pywintypes.SECURITY_DESCRIPTOR()
    acl = win32security.ACL()
    acl.AddAccessAllowedAce(2, 1, administrators())
    made.SetSecurityDescriptorOwner(administrators(), False)
    made.SetSecurityDescriptorDacl(True, acl, False)
    whole = bytes(made)
    for length in range(len(whole)):
        with pytest.raises(pywintypes.error) as refused:
            pywintypes.SECURITY_DESCRIPTOR(whole[:length])
        assert refused.value.winerror in (1336, 1338)


def test_entries_need_a_valid_sid_and_an_index_that_is_there():
    acl = win32security.ACL()
    with pytest.raises(TypeError):
        acl.AddAccessAllowedAce(2, 1, "S-1-1-0")
    with pytest.raises(pywintypes.error) as refused:
        acl.AddAccessAllowedAce(2, 1, pywintypes.SID())
    assert refused.value.winerror == 1337
    with pytest.raises(pywintypes.error) as refused:
        acl.GetAce(0)
    assert refused.value.winerror == 87


def test_sids_and_their_texts():
    assert win32security.ConvertSidToStringSid(administrators()) == "S-1-5-32-544"
    assert win32security.SID((0, 0, 0, 0, 0, 5), (32, 544)) == administrators()
    for text in ("", "S-1", "S-2-5-32", "S-1-5-x", "S-1-5-4294967296", "S-1-5" + "-1" * 16):
        with pytest.raises(ValueError):
            win32security.GetBinarySid(text)
        with pytest.raises(pywintypes.error) as refused:
            win32security.ConvertStringSidToSid(text)
        assert refused.value.winerror == 1337
    assert win32security.ConvertStringSidToSid("BA") == administrators()


@pytest.mark.parametrize("wrong", [None, 5, b"S-1-1-0"])
def test_what_is_no_sid_or_no_text_is_a_type_error(wrong):
    for convert in win32security.ConvertSidToStringSid, win32security.ConvertStringSidToSid, win32security.GetBinarySid:
        with pytest.raises(TypeError):
            convert(wrong)
