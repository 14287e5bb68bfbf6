"""A program that uses one of the two libraries, ours or Samba's libnetapi, for bench/accounts.py.

account_client.py LIBRARY SERVER ACTION ...: says "ready" when it is connected, begins at a line of input, and prints what
it did as JSON. SERVER is "-" for this machine. The name and password are in BENCH_USER and BENCH_PASSWORD; ours
takes them from NTADMIN_CREDENTIALS.
"""

import ctypes
import json
import os
import sys
import time

MORE_DATA = 234
ALL = 0xFFFFFFFF
u32, pointer = ctypes.c_uint32, ctypes.c_void_p


class Ours:
    def __init__(self, path, server):
        self.api = ctypes.CDLL(path)
        self.server = self.text(None if server == "-" else rf"\\{server}")

    @staticmethod
    def text(value):
        return value and ctypes.create_string_buffer(value.encode("utf-16-le") + b"\0\0")

    def size(self, block):
        size = u32()
        self.api.NetApiBufferSize(block, ctypes.byref(size))
        return size.value


class Theirs(Ours):
    def __init__(self, path, server):
        super().__init__(path, server)
        self.server = self.text(server)
        context = pointer()
        assert self.api.libnetapi_init(ctypes.byref(context)) == 0
        self.api.libnetapi_set_username(context, os.environ["BENCH_USER"].encode())
        self.api.libnetapi_set_password(context, os.environ["BENCH_PASSWORD"].encode())

    @staticmethod
    def text(value):
        return value and ctypes.create_string_buffer(value.encode())

    def size(self, block):
        return 0  # libnetapi does not tell


def check(status, *good):
    if status not in (0, *good):
        raise OSError(f"status {status}")
    return status


def memory(field):
    with open("/proc/self/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def enumerate_users(client, level, preferred=ALL):
    """All users; how many, and the bytes of the answers."""
    resume, rows, answered, block = u32(), 0, 0, pointer()
    first = None
    begin = time.perf_counter()
    while True:
        count, total = u32(), u32()
        status = check(client.api.NetUserEnum(client.server, level, 0, ctypes.byref(block), u32(preferred), ctypes.byref(count),
                                              ctypes.byref(total), ctypes.byref(resume)), MORE_DATA)  # fmt: skip
        first = first or time.perf_counter() - begin
        rows += count.value
        answered += client.size(block)
        client.api.NetApiBufferFree(block)
        if status == 0:
            return rows, answered, first


def act_enum(client, level, preferred=ALL):
    before = memory("VmRSS:")
    begin, spent = time.perf_counter(), time.process_time()
    rows, answered, first = enumerate_users(client, level, preferred)
    return {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - spent, "rows": rows, "bytes": answered, "first": first,
            "grown": memory("VmHWM:") - before}  # fmt: skip


def act_first(client, level, preferred):
    """The first page alone."""
    block, count, total, resume = pointer(), u32(), u32(), u32()
    begin = time.perf_counter()
    check(client.api.NetUserEnum(client.server, level, 0, ctypes.byref(block), u32(preferred), ctypes.byref(count),
                                 ctypes.byref(total), ctypes.byref(resume)), MORE_DATA)  # fmt: skip
    return {"seconds": time.perf_counter() - begin, "rows": count.value}


def repeated(count, call):
    begin = time.perf_counter()
    for _ in range(count):
        call()
    return {"seconds": (time.perf_counter() - begin) / count}


def act_get(client, level, name, count):
    def call():
        block = pointer()
        check(client.api.NetUserGetInfo(client.server, client.text(name), level, ctypes.byref(block)))
        client.api.NetApiBufferFree(block)

    return repeated(count, call)


def act_local_groups(client, name, count):
    rows = u32()

    def call():
        block, total = pointer(), u32()
        check(client.api.NetUserGetLocalGroups(client.server, client.text(name), 0, 1, ctypes.byref(block), u32(ALL),
                                               ctypes.byref(rows), ctypes.byref(total)))  # fmt: skip
        client.api.NetApiBufferFree(block)

    return repeated(count, call) | {"rows": rows.value}


def act_members(client, function, name, level):
    rows, block, total, resume = u32(), pointer(), u32(), ctypes.c_size_t()
    begin = time.perf_counter()
    check(getattr(client.api, function)(client.server, client.text(name), level, ctypes.byref(block), u32(ALL),
                                        ctypes.byref(rows), ctypes.byref(total), ctypes.byref(resume)))  # fmt: skip
    return {"seconds": time.perf_counter() - begin, "rows": rows.value}


def act_display(client):
    """NetQueryDisplayInformation from the first user to the last."""
    index, rows, begin = 0, 0, time.perf_counter()
    while True:
        block, count = pointer(), u32()
        status = check(client.api.NetQueryDisplayInformation(client.server, 1, index, 1000, u32(ALL), ctypes.byref(count),
                                                             ctypes.byref(block)), MORE_DATA)  # fmt: skip
        rows += count.value
        client.api.NetApiBufferFree(block)
        if status == 0:
            return {"seconds": time.perf_counter() - begin, "rows": rows}
        index = rows


def main(library, server, action, *words):
    client = (Theirs if "libnetapi.so" in library else Ours)(library, server)
    act_get(client, 0, os.environ["BENCH_USER"], 1)
    print("ready", flush=True)
    sys.stdin.readline()
    words = [int(word) if word.isdigit() else word for word in words]
    print(json.dumps(globals()[f"act_{action}"](client, *words)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
