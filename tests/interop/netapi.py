"""libnetapi32 through ctypes: the levels and functions that pywin32 has no form for."""

import ctypes
import os
import pathlib

BUILD = pathlib.Path(os.environ["NTADMIN_BUILD"])
P, D = ctypes.c_void_p, ctypes.c_uint32


def library():
    return ctypes.CDLL(str(BUILD / "lib/libnetapi32.so"))


def text(value):
    """A WCHAR text of the caller's."""
    return ctypes.create_string_buffer((value + "\0").encode("utf-16-le"))


class Row(ctypes.Structure):
    def wide(self, name):
        at, units = getattr(self, name), []
        while at and (unit := ctypes.c_uint16.from_address(at).value):
            units.append(unit)
            at += 2
        return bytes(byte for unit in units for byte in unit.to_bytes(2, "little")).decode("utf-16-le")


class UserInfo1(Row):
    _fields_ = [("name", P), ("password", P), ("password_age", D), ("priv", D), ("home_dir", P), ("comment", P),
                ("flags", D), ("script_path", P)]  # fmt: skip


class UserInfo20(Row):
    _fields_ = [("name", P), ("full_name", P), ("comment", P), ("flags", D), ("user_id", D)]


class LogonHours(Row):  # USER_INFO_1020
    _fields_ = [("units_per_week", D), ("hours", P)]


class UserInfo24(Row):
    _fields_ = [("is_internet", D), ("flags", D), ("provider", P), ("principal", P), ("sid", P)]


class DisplayUser(Row):
    _fields_ = [("name", P), ("comment", P), ("flags", D), ("full_name", P), ("user_id", D), ("next_index", D)]


class DisplayGroup(Row):
    _fields_ = [("name", P), ("comment", P), ("group_id", D), ("attributes", D), ("next_index", D)]


class Rules(Row):
    _fields_ = [("length", D), ("maximum", D), ("minimum", D), ("logoff", D), ("history", D)]


class OneText(Row):
    _fields_ = [("text", P)]


def get(netapi, function, kind, *arguments):
    block = P()
    status = getattr(netapi, function)(*arguments, ctypes.byref(block))
    return status, kind.from_address(block.value) if status == 0 else None


def listed(netapi, function, kind, *arguments, tail=()):
    block, read, total = P(), D(), D()
    outputs = [ctypes.byref(block), D(0xFFFFFFFF), ctypes.byref(read), ctypes.byref(total)]
    status = getattr(netapi, function)(*arguments, *outputs, *tail)
    assert status == 0
    return [kind.from_address(block.value + ctypes.sizeof(kind) * i) for i in range(read.value)]


def set_one(netapi, function, *arguments, value):
    """Sets a level that is one text or one number."""
    held = text(value) if isinstance(value, str) else None
    row = OneText(ctypes.addressof(held)) if held else D(value)
    return getattr(netapi, function)(*arguments, ctypes.byref(row), None)


def displayed(netapi, server, kind, level, index=0, count=1000):
    """Rows from an index on, and the status."""
    rows, read = P(), D()
    status = netapi.NetQueryDisplayInformation(server, level, D(index), count, D(0xFFFFFFFF), ctypes.byref(read),
                                               ctypes.byref(rows))  # fmt: skip
    return status, [kind.from_address(rows.value + ctypes.sizeof(kind) * i) for i in range(read.value)]
