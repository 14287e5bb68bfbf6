"""Names, constants, signatures and conformance cases against the reference tables of pywin32."""

import importlib
import inspect

import pytest
from reference import WIN32TS, facts, functions

import ntsecuritycon
import pywintypes
import win32con
import win32security
import win32ts
import winerror

HERE = {"win32ts": win32ts, "win32security": win32security, "pywintypes": pywintypes, "winerror": winerror}


def constants():
    known = facts()
    lists = {
        win32ts: known["modules"]["win32ts"]["constants"],
        winerror: known["winerror"]["constants"],
        win32con: known["win32con"]["constants"],
        win32security: known["win32security"]["constants"],
        ntsecuritycon: known["ntsecuritycon"]["constants"],
    }
    return [(module, row["name"], row["value"]) for module, rows in lists.items() for row in rows]


def test_every_constant_has_its_value():
    wrong = []
    for module, name, value in constants():
        value = tuple(value) if isinstance(value, list) else value
        given = getattr(module, name, "missing")
        if given != value or type(given) is not type(value):
            wrong.append((module.__name__, name, value, given))
    assert not wrong


def test_the_reference_is_all_there():
    counts = facts()["meta"]["counts"]
    assert sum(module is win32ts for module, _, _ in constants()) == counts["win32ts_constants"]
    assert sum(module is winerror for module, _, _ in constants()) == counts["winerror_constants"]


def test_every_function_is_there():
    for row in facts()["modules"]["win32ts"]["functions"]:
        assert row["name"] in WIN32TS and hasattr(win32ts, row["name"]), row["name"]
    assert not hasattr(win32ts, "error")


@pytest.mark.parametrize("row", functions())
def test_signature(row):
    function = getattr(win32ts, row["name"])
    assert function.__name__ == row["name"]
    assert function.__module__ == "win32ts"
    given = inspect.signature(function).parameters.values()
    assert [(p.name, p.default) for p in given] == [
        (a["name"], inspect.Parameter.empty if a["required"] else a["default"]) for a in row["args"]
    ]
    assert all(p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for p in given)


# A value of the right kind for each argument kind, and values that are TypeError there.
GOOD = {"handle": 0, "str": "x", "str_or_none": None, "uint32_mask": 1, "int32_long": 1, "str_or_int_by_class": "x"}
BAD = {
    "handle": ["x", object(), [], b"\xff", 2**64, float("inf")],
    "str": [None, b"x", 5],
    "str_or_none": [b"x", 5],
    "uint32_mask": [None, 1.0, "1", object()],
    "int32_long": [None, 1.0, "1", object()],
    "str_or_int_by_class": [None, b"x", 5],  # of class 1, which is text
}


@pytest.mark.parametrize("row", functions())
def test_arguments_of_a_wrong_kind_or_number_are_type_errors(row):
    function = getattr(win32ts, row["name"])
    good = {a["name"]: GOOD[a["kind"]] for a in row["args"]}
    for argument in row["args"]:
        for bad in BAD[argument["kind"]]:
            changed = {**good, argument["name"]: bad}
            with pytest.raises(TypeError):
                function(**changed)
            with pytest.raises(TypeError):
                function(*changed.values())
        if argument["required"]:
            with pytest.raises(TypeError, match=argument["name"]):
                function(**{name: value for name, value in good.items() if name != argument["name"]})
        with pytest.raises(TypeError):
            function(*good.values(), **{argument["name"]: good[argument["name"]]})
    with pytest.raises(TypeError):
        function(*good.values(), 1)
    with pytest.raises(TypeError):
        function(**good, Bogus=1)


def cases():
    """The cases whose modules and functions are here."""
    for case in facts()["conformance_cases"]["cases"]:
        module, _, rest = case["expr"].replace("isinstance(hash(", "").replace("issubclass(", "").partition(".")
        known = "win32net" not in case["expr"] and "win32api" not in case["expr"]
        name = rest.partition("(")[0]
        if known and not (module == "win32ts" and name.startswith("WTS") and not hasattr(win32ts, name.split(" ")[0])):
            yield pytest.param(case, id=case["expr"])


@pytest.mark.parametrize("case", cases())
def test_conformance(case):
    if "raises" in case:
        with pytest.raises(getattr(__import__("builtins"), case["raises"])):
            eval(case["expr"], dict(HERE))
    else:
        value = eval(case["expr"], dict(HERE))
        assert value == case["value"]
        assert type(value) is type(case["value"])


def test_most_cases_are_run():
    assert len(list(cases())) > 50


MODULES = "win32ts win32net win32netcon win32gui win32api win32profile pywintypes winerror win32con ntsecuritycon".split()


@pytest.mark.parametrize("name", MODULES)
def test_modules_say_what_they_are(name):
    assert importlib.import_module(name).__doc__
