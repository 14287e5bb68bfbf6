"""The argument interpreter by itself: kinds, defaults, aliases, and the order in which errors are found."""

import sys

import argument_probe as probe
import pytest


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Failing:
    def __int__(self):
        raise RuntimeError("no number today")

    def __index__(self):
        raise RuntimeError("no number today")


class Interrupting:
    def __int__(self):
        raise KeyboardInterrupt


def test_defaults():
    assert probe.kinds(None, "x") == (0, "x", None, 7, 9)


@pytest.mark.parametrize(
    "given, handle",
    [(None, 0), (0, 0), (5, 5), (-1, -1), (2**64 - 1, -1), ("12", 12), (" 12 ", 12), (12.9, 12), (True, 1)],
)
def test_a_handle_takes_what_int_takes(given, handle):
    assert probe.kinds(given, "x")[0] == handle


def test_a_handle_takes_a_handle_object():
    handle = probe.HANDLE(77)
    assert probe.kinds(handle, "x")[0] == 77
    handle.Detach()
    assert probe.kinds(handle, "x")[0] == 0


@pytest.mark.parametrize("given", [2**64, -(2**63) - 1, "", "x", Failing(), object(), float("nan"), [1]])
def test_what_is_no_handle_is_a_type_error(given):
    with pytest.raises(TypeError):
        probe.kinds(given, "x")


def test_ctrl_c_is_not_turned_into_a_type_error():
    with pytest.raises(KeyboardInterrupt):
        probe.kinds(Interrupting(), "x")


@pytest.mark.parametrize("text", ["", "Grüße", "\U0001f600", "\ud800", "x" * 100_000])
def test_text_arrives_whole(text):
    assert probe.kinds(0, text)[1] == text


def test_text_ends_at_the_first_nul():
    assert probe.kinds(0, "ab\0cd")[1] == "ab"


def test_only_an_optional_text_may_be_none():
    assert probe.kinds(0, "x", None)[2] is None
    assert probe.kinds(0, "x", "y")[2] == "y"
    with pytest.raises(TypeError):
        probe.kinds(0, None)
    with pytest.raises(TypeError):
        probe.kinds(0, "x", b"y")


@pytest.mark.parametrize(
    "given, kept", [(-1, 0xFFFFFFFF), (2**32 + 5, 5), (2**64 - 1, 0xFFFFFFFF), (2**200 + 1, 1), (True, 1)]
)
def test_a_mask_keeps_the_low_32_bits(given, kept):
    assert probe.kinds(0, "x", None, given)[3] == kept


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="from Python 3.14 on a mask takes __index__")
def test_a_mask_takes_int_only():
    with pytest.raises(TypeError):
        probe.kinds(0, "x", None, Index(1))


@pytest.mark.parametrize(
    "given, number", [(-1, 0xFFFFFFFF), (-(2**31), 0x80000000), (2**31 - 1, 2**31 - 1), (Index(4), 4), (False, 0)]
)
def test_a_signed_number_within_32_bits(given, number):
    assert probe.kinds(0, "x", None, 0, given)[4] == number


@pytest.mark.parametrize("given", [2**31, -(2**31) - 1, 2**63, 2**200])
def test_a_signed_number_outside_32_bits_overflows(given):
    with pytest.raises(OverflowError):
        probe.kinds(0, "x", None, 0, given)


def test_an_error_of_index_passes_through():
    with pytest.raises(RuntimeError):
        probe.kinds(0, "x", None, 0, Failing())


def test_numbers_are_looked_at_before_handles_and_texts():
    with pytest.raises(OverflowError):
        probe.kinds(object(), None, Count=2**31)


def test_an_alias_stands_for_the_argument_but_not_beside_it():
    assert probe.aliased(5) == probe.aliased(WTSConfigClass=5) == probe.aliased(ConfigClass=5) == 5
    with pytest.raises(TypeError):
        probe.aliased(WTSConfigClass=5, ConfigClass=5)
    with pytest.raises(TypeError):
        probe.aliased(5, ConfigClass=5)
    with pytest.raises(TypeError):
        probe.aliased()


def test_keyword_names_count_by_case():
    with pytest.raises(TypeError):
        probe.kinds(server=0, Name="x")
