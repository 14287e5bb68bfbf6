"""The parameters of accounts as the specification shows them."""

from oracle.user_parameters import PRESENT, decode, encode


def test_the_example_of_the_specification():
    assert b"414243444500" in encode({"CtxCfgPresent": PRESENT, "CtxWFHomeDir": "ABCDE"})  # [MS-TSTS] 2.3.3


def test_what_is_written_is_read():
    values = {"CtxCfgPresent": PRESENT, "CtxMaxIdleTime": 60_000, "CtxWorkDirectory": "/srv", "CtxWorkDirectoryW": "/sr\u00fc"}
    assert decode(encode(values)) == values


def test_without_its_mark_nothing_is_set():
    assert decode(encode({"CtxMaxIdleTime": 60_000})) == {}
    assert decode(b" \0" * 60) == decode(b"") == {}
