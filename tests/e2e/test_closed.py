"""A server handle closed by another thread ends every call under way on it, at once and with 6."""

import json
import os
import pathlib
import signal
import subprocess
import sys

import harness
import pytest
from harness import until

# One call in a thread, on a host that has stopped answering; then the handle is closed. Prints the code and the time.
SCRIPT = """
import ctypes, json, os, sys, threading, time
WTS = ctypes.CDLL("{build}/lib/libwtsapi32.so")
BASE = ctypes.CDLL("{build}/lib/libntadmin.so")
WTS.WTSOpenServerW.restype = ctypes.c_void_p
session, stopped = ctypes.c_uint32(int(sys.argv[1])), sys.argv[2]
wide = lambda text: (text + "\\0").encode("utf-16-le")
server = ctypes.c_void_p(WTS.WTSOpenServerW(wide("")))
rows, count, level = ctypes.c_void_p(), ctypes.c_uint32(), ctypes.c_uint32(1)
out = ctypes.byref(rows), ctypes.byref(count)
calls = {
    "WTSEnumerateSessionsW": lambda: WTS.WTSEnumerateSessionsW(server, 0, 1, *out),
    "WTSEnumerateSessionsExW": lambda: WTS.WTSEnumerateSessionsExW(server, ctypes.byref(level), 0, *out),
    "WTSEnumerateProcessesW": lambda: WTS.WTSEnumerateProcessesW(server, 0, 1, *out),
    "WTSEnumerateProcessesExW": lambda: WTS.WTSEnumerateProcessesExW(server, ctypes.byref(level), session, *out),
    "WTSQuerySessionInformationW": lambda: WTS.WTSQuerySessionInformationW(server, session, 5, *out),
    "WTSSendMessageW": lambda: WTS.WTSSendMessageW(server, session, wide("t"), 2, wide("m"), 2, 0, 0, out[1], 1),
    "WTSDisconnectSession": lambda: WTS.WTSDisconnectSession(server, session, 1),
    "WTSLogoffSession": lambda: WTS.WTSLogoffSession(server, session, 1),
    "WTSShutdownSystem": lambda: WTS.WTSShutdownSystem(server, 1),
    "WTSTerminateProcess": lambda: WTS.WTSTerminateProcess(server, 1, 0),
    "WTSWaitSystemEvent": lambda: WTS.WTSWaitSystemEvent(server, 0x7FFFFFFF, out[1]),
}
warm = calls["WTSQuerySessionInformationW"]()  # a connection is there
open(stopped, "w").close()
while os.path.exists(stopped):
    time.sleep(0.01)
result = []
def run():
    ok = calls[sys.argv[3]]()
    result.append(0 if ok else BASE.GetLastError())
thread = threading.Thread(target=run, daemon=True)
thread.start()
thread.join(0.3)
waited = thread.is_alive()
begin = time.monotonic()
WTS.WTSCloseServer(server)
thread.join(20)
print(json.dumps([warm, waited, result, time.monotonic() - begin < 10]))
sys.stdout.flush()
os._exit(0)
"""
NAMES = [
    "WTSDisconnectSession", "WTSEnumerateProcessesExW", "WTSEnumerateProcessesW", "WTSEnumerateSessionsExW",
    "WTSEnumerateSessionsW", "WTSLogoffSession", "WTSQuerySessionInformationW", "WTSSendMessageW", "WTSShutdownSystem",
    "WTSTerminateProcess", "WTSWaitSystemEvent",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_closing_the_handle_ends_the_call(host, name):
    terminal = host.open()
    stopped = pathlib.Path(host.directory) / "stopped"
    environment = {**host.environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}
    script = SCRIPT.replace("{build}", str(harness.BUILD))
    command = [sys.executable, "-c", script, str(terminal.session), str(stopped), name]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        until("the warm call", stopped.exists)
        os.kill(host.process.pid, signal.SIGSTOP)
        stopped.unlink()
        told = json.loads(process.communicate(timeout=harness.PATIENCE)[0])
    finally:
        os.kill(host.process.pid, signal.SIGCONT)
        process.kill()
        process.wait()
    assert told == [1, True, [6], True]
    host.run("query", "session", check=True)


# Closed again and again while a thread waits in a call; prints what the process had before and has after.
AGAIN = """
import ctypes, json, os, sys, threading
WTS = ctypes.CDLL("{build}/lib/libwtsapi32.so")
WTS.WTSOpenServerW.restype = ctypes.c_void_p
flags = ctypes.c_uint32()
def once():
    server = ctypes.c_void_p(WTS.WTSOpenServerW("\\0".encode("utf-16-le") * 2))
    thread = threading.Thread(target=WTS.WTSWaitSystemEvent, args=(server, 0x7FFFFFFF, ctypes.byref(flags)))
    thread.start()
    thread.join(0.002)
    WTS.WTSCloseServer(server)
    thread.join(20)
    assert not thread.is_alive()
def held():
    return len(os.listdir("/proc/self/fd")), int(open("/proc/self/statm").read().split()[1])
for _ in range(50):
    once()
before = held()
for _ in range(300):
    once()
print(json.dumps([before, held()]))
"""


def test_handles_closed_again_and_again_leave_nothing_behind(host):
    def held():
        return len(os.listdir(f"/proc/{host.process.pid}/fd"))

    host.rows()
    before = held()
    environment = {**host.environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}
    script = AGAIN.replace("{build}", str(harness.BUILD))
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (files, pages), (files_after, pages_after) = json.loads(done.stdout)
    assert files_after <= files + 2
    if not os.environ.get("NTADMIN_PRELOAD"):  # a sanitizer keeps what is freed
        assert pages_after - pages < 500
    until("the host lets go too", lambda: held() <= before + 2)
