"""win32net and win32netcon against the reference tables of pywin32: names, signatures, argument errors, conformance cases."""

import inspect
import os

import pytest
from reference import facts

import pywintypes
import win32net
import win32netcon

os.environ.update(NTADMIN_HOST="unix:/nonexistent", NTADMIN_AUTOSTART="0")  # every case ends before a call

# A value of the right kind for each argument kind, and values that are TypeError there.
GOOD = {
    "str": "x",
    "str_or_none": None,
    "int32": 0,
    "int32_long": 0,
    "resume_any": 0,
    "struct_mapping": {},
    "struct_mapping_sequence": [],
    "str_sequence": [],
    "none_only": None,
    "dict_or_tuple": {},
}
BAD = {
    "str": [None, b"x", 5],
    "str_or_none": [b"x", 5],
    "int32": [None, 1.0, "1", object()],
    "int32_long": [None, 1.0, "1", object()],
    "resume_any": [object(), 2**64],
    "struct_mapping": [None, 5, {1}],
    "struct_mapping_sequence": [None, 5],
    "str_sequence": [None, 5, [5]],
    "none_only": [],  # a ValueError, among the conformance cases
    "dict_or_tuple": [None, 5, []],
}


def functions():
    rows = facts()["modules"]["win32net"]["functions"]
    return [pytest.param(row, id=row["name"]) for row in rows]


def test_every_constant_has_its_value():
    for module, rows in (
        (win32net, facts()["modules"]["win32net"]["constants"]),
        (win32netcon, facts()["win32netcon"]["constants"]),
    ):
        for row in rows:
            if row["type"] in ("int", "str"):
                value = getattr(module, row["name"])
                assert (value, type(value)) == (row["value"], type(row["value"])), row["name"]
    assert win32net.error is pywintypes.error
    assert win32netcon.TEXT("x") == "x"


@pytest.mark.parametrize("row", functions())
def test_signature(row):
    function = getattr(win32net, row["name"])
    assert (function.__name__, function.__module__) == (row["name"], "win32net")
    given = inspect.signature(function).parameters.values()
    assert [(p.name, p.default) for p in given] == [
        (a["name"], inspect.Parameter.empty if a["required"] else a["default"]) for a in row["args"]
    ]
    assert all(p.kind is inspect.Parameter.POSITIONAL_ONLY for p in given)


@pytest.mark.parametrize("row", functions())
def test_arguments_of_a_wrong_kind_or_number_are_type_errors(row):
    function = getattr(win32net, row["name"])
    levels = row.get("levels") or [0]
    good = [levels[0] if a["name"] == "level" else GOOD[a["kind"]] for a in row["args"]]
    if row["name"] == "NetValidatePasswordPolicy":
        good[2] = win32netcon.NetValidateAuthentication
    for index, argument in enumerate(row["args"]):
        for bad in BAD[argument["kind"]]:
            with pytest.raises(TypeError):
                function(*good[:index], bad, *good[index + 1 :])
    with pytest.raises(TypeError):
        function(*good, 1)
    with pytest.raises(TypeError, match="keyword"):
        function(**{row["args"][0]["name"]: good[0]})


@pytest.mark.parametrize("row", [row for row in functions() if row.values[0].get("levels")])
def test_levels_that_a_function_does_not_have_are_value_errors(row):
    function = getattr(win32net, row["name"])
    for level in (-1, 9999):
        with pytest.raises(ValueError):
            function(*[level if a["name"] == "level" else GOOD[a["kind"]] for a in row["args"]])


def cases():
    for case in facts()["conformance_cases"]["cases"]:
        _, found, _ = case["expr"].partition("win32net.")
        if found:
            yield pytest.param(case, id=case["expr"])


@pytest.mark.parametrize("case", cases())
def test_conformance(case):
    names = {"win32net": win32net, "pywintypes": pywintypes}
    if "raises" in case:
        with pytest.raises(getattr(__import__("builtins"), case["raises"])):
            eval(case["expr"], names)
    else:
        assert eval(case["expr"], names) == case["value"]


def test_a_sequence_longer_than_can_be_counted_is_refused():
    class Long:
        def __init__(self, length):
            self.length = length

        def __len__(self):
            return self.length

        def __getitem__(self, index):
            return {"domainandname": "x"}

    for endless in range(2**60), Long(2**61), Long(2**32):
        with pytest.raises(OverflowError):
            win32net.NetLocalGroupAddMembers(None, "Users", 3, endless)
    with pytest.raises(TypeError):  # the first item is no mapping: nothing is made for those after it
        win32net.NetLocalGroupAddMembers(None, "Users", 3, range(2**31))
