"""The interpreter against bytes worked out by hand from [C706] 14."""

import pytest
from oracle import ndr
from oracle.ndr import Conformant, ConformantVarying, FixedText, Pointer, Record, Text, Union, Varying, WireError

TEXT = [("name", Text())]
BOXED = [("rows", Pointer(Conformant(ndr.u2, "count"))), ("count", ndr.u4)]


def bits(text):
    return bytes.fromhex(text)


def refused(parameters, text, **more):
    with pytest.raises(WireError) as caught:
        ndr.decode(parameters, bits(text), **more)
    return str(caught.value)


def test_a_string_has_three_counts_and_its_nul():
    stub = bits("03000000 00000000 03000000 4100 4200 0000")
    assert ndr.decode(TEXT, stub) == {"name": "AB"}
    assert ndr.encode(TEXT, {"name": "AB"}) == stub


@pytest.mark.parametrize(
    "stub, reason",
    [
        ("03000000 01000000 02000000 4100 0000", "offset 1"),
        ("02000000 00000000 03000000 4100 4200 0000", "3 of at most 2"),
        ("02000000 00000000 02000000 4100 4200", "NUL is not the last"),
        ("03000000 00000000 03000000 4100 0000 0000", "NUL is not the last"),
        ("00000000 00000000 00000000", "0 of at most 0"),
        ("ffffffff 00000000 ffffff7f 4100 0000", "bytes wanted"),
        ("02000000 00000000 02000000 4100 0000 0000", "2 bytes left"),
    ],
)
def test_a_string_that_breaks_the_rules_is_refused(stub, reason):
    assert reason in refused(TEXT, stub)


def test_a_pointer_at_the_top_is_followed_by_its_pointee():
    stub = bits("00000200 02000000 0700 0800 02000000")
    assert ndr.decode(BOXED, stub) == {"rows": [7, 8], "count": 2}
    assert ndr.encode(BOXED, {"rows": [7, 8], "count": 2}) == stub


def test_the_gap_behind_an_odd_array_is_zero():
    stub = bits("00000200 01000000 0700 0000 01000000")
    assert ndr.decode(BOXED, stub) == {"rows": [7], "count": 1}
    leaky = "00000200 01000000 0700 abab 01000000"
    assert "abab" in refused(BOXED, leaky)
    assert ndr.decode(BOXED, bits(leaky), zero_gaps=False)["rows"] == [7]


def test_conformance_must_equal_the_count():
    assert "max_count is 1, promised was 2" in refused(BOXED, "00000200 01000000 0700 0000 02000000")


def test_a_null_pointer_with_a_count_is_refused():
    assert ndr.decode(BOXED, bits("00000000 00000000")) == {"rows": None, "count": 0}
    assert "NULL is 0, promised was 3" in refused(BOXED, "00000000 03000000")


def test_a_count_of_the_request_is_compared_too():
    reply = [("data", Conformant(ndr.u1, "length"))]
    assert ndr.decode(reply, bits("02000000 0102"), known={"length": 2}) == {"data": b"\1\2"}
    assert "promised was 3" in refused(reply, "02000000 0102", known={"length": 3})


def test_pointees_of_a_structure_come_after_it_in_order():
    pair = Record(("first", Pointer(Text())), ("number", ndr.u2), ("second", Pointer(Text())))
    stub = bits(
        "00000200 0500 0000 04000200"  # two referents around a number and its gap
        "02000000 00000000 02000000 4100 0000"
        "02000000 00000000 02000000 4200 0000"
    )
    value = {"pair": {"first": "A", "number": 5, "second": "B"}}
    assert ndr.decode([("pair", pair)], stub) == value
    assert ndr.encode([("pair", pair)], value) == stub


def test_pointees_are_read_depth_first():
    inner = Record(("text", Pointer(Text())))
    outer = Record(("left", Pointer(inner)), ("right", Pointer(ndr.u4)))
    stub = bits("00000200 04000200" "08000200 01000000 00000000 01000000 0000 0000" "2a000000")
    value = {"outer": {"left": {"text": ""}, "right": 42}}
    assert ndr.decode([("outer", outer)], stub) == value
    assert ndr.encode([("outer", outer)], value) == stub


def test_a_referent_used_twice_is_refused():
    pair = Record(("first", Pointer(ndr.u4)), ("second", Pointer(ndr.u4)))
    assert "second time" in refused([("pair", pair)], "00000200 00000200 01000000 02000000")


def test_a_union_repeats_its_tag_and_aligns_its_arm():
    record = Record(("Level", ndr.u4), ("Data", Union(ndr.u4, "Level", {1: Record(("time", ndr.i8))})))
    stub = bits("01000000 01000000 0500000000000000")
    assert ndr.decode([("r", record)], stub) == {"r": {"Level": 1, "Data": (1, {"time": 5})}}
    assert ndr.encode([("r", record)], {"r": {"Level": 1, "Data": (1, {"time": 5})}}) == stub
    assert "tag 2" in refused([("r", record)], "01000000 02000000 0500000000000000")
    assert "no arm 7" in refused([("r", record)], "07000000 07000000")


def test_a_varying_array_sends_only_its_head():
    record = Record(("length", ndr.u4), ("data", Varying(ndr.u1, 16, "length")), ("after", ndr.u4))
    stub = bits("03000000 00000000 03000000 010203 00 09000000")
    value = {"r": {"length": 3, "data": b"\1\2\3", "after": 9}}
    assert ndr.decode([("r", record)], stub) == value
    assert ndr.encode([("r", record)], value) == stub


def test_room_and_length_of_a_conformant_varying_array_are_separate():
    kinds = [("data", ConformantVarying(ndr.u1, "room", "length")), ("length", ndr.u4)]
    stub = bits("08000000 00000000 02000000 0102 0000 02000000")
    assert ndr.decode(kinds, stub, known={"room": 8}) == {"data": b"\1\2", "length": 2}
    assert ndr.encode(kinds, {"data": (b"\1\2", 8), "length": 2}) == stub


def test_text_in_a_fixed_array_ends_in_zeros():
    kinds = [("name", FixedText(4))]
    assert ndr.decode(kinds, bits("4100 0000 0000 0000")) == {"name": "A"}
    assert "behind the NUL" in refused(kinds, "4100 0000 4200 0000")
    assert "no NUL" in refused(kinds, "4100 4200 4300 4400")


def test_a_context_handle_has_no_attributes():
    assert ndr.decode([("h", ndr.ctx)], bytes(20)) == {"h": bytes(20)}
    assert "attributes" in refused([("h", ndr.ctx)], "01000000" + "00" * 16)
