"""Handles closed by another thread in mid-call: a server's ends every call under way on it, at once and with 6."""

import json
import os
import pathlib
import signal
import subprocess
import sys

import harness
from harness import until

# Every call in a thread and on a handle of its own, at a host that has stopped answering; then the handles are closed.
# Prints for each whether it waited, and what it came to.
SCRIPT = """
import ctypes, json, os, sys, threading, time
import win32gui
WTS = ctypes.CDLL("{build}/lib/libwtsapi32.so")
BASE = ctypes.CDLL("{build}/lib/libntadmin.so")
WTS.WTSOpenServerW.restype = ctypes.c_void_p
session, stopped = ctypes.c_uint32(int(sys.argv[1])), sys.argv[2]
wide = lambda text: (text + "\\0").encode("utf-16-le")
opened = lambda: ctypes.c_void_p(WTS.WTSOpenServerW(wide("")))
level = ctypes.byref(ctypes.c_uint32(1))
kind = win32gui.WNDCLASS()
kind.lpszClassName, kind.lpfnWndProc = "notified", {}
kind = win32gui.RegisterClass(kind)

def out():
    return ctypes.byref(ctypes.c_void_p()), ctypes.byref(ctypes.c_uint32())
def number():
    return ctypes.byref(ctypes.c_uint32())
def window():
    return ctypes.c_void_p(win32gui.CreateWindow(kind, "", 0, 0, 0, 0, 0, 0, 0, 0, None))

calls = {
    "SendMessageW": lambda call, server: call(server, session, wide("t"), 2, wide("m"), 2, 0, 0, number(), 1),
    "SendMessageA": lambda call, server: call(server, session, b"t", 1, b"m", 1, 0, 0, number(), 1),
    "DisconnectSession": lambda call, server: call(server, session, 1),
    "LogoffSession": lambda call, server: call(server, session, 1),
    "ShutdownSystem": lambda call, server: call(server, 1),
    "TerminateProcess": lambda call, server: call(server, 0x7FFFFFF0, 0),  # nobody
    "WaitSystemEvent": lambda call, server: call(server, 0x7FFFFFFF, number()),
    "RegisterSessionNotificationEx": lambda call, server: call(server, window(), 1),
}
for form in "AW":
    calls[f"EnumerateSessions{form}"] = lambda call, server: call(server, 0, 1, *out())
    calls[f"EnumerateSessionsEx{form}"] = lambda call, server: call(server, level, 0, *out())
    calls[f"EnumerateProcesses{form}"] = lambda call, server: call(server, 0, 1, *out())
    calls[f"EnumerateProcessesEx{form}"] = lambda call, server: call(server, level, session, *out())
    for number_of_class in {classes}:
        query = lambda call, server, wanted=number_of_class: call(server, session, wanted, *out())
        calls[f"QuerySessionInformation{form} {number_of_class}"] = query

class Caller:
    def __init__(self, name, call):
        self.server, self.code = opened(), None
        function = getattr(WTS, "WTS" + name.split()[0])
        def run():
            self.code = 0 if call(function, self.server) else BASE.GetLastError()
        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()

assert WTS.WTSQuerySessionInformationW(None, session, 5, *out())  # a connection is there
open(stopped, "w").close()
while os.path.exists(stopped):
    time.sleep(0.01)
callers = {name: Caller(name, call) for name, call in calls.items()}
time.sleep(1)
waited = {name: caller.thread.is_alive() for name, caller in callers.items()}
begin = time.monotonic()
for caller in callers.values():
    WTS.WTSCloseServer(caller.server)
for caller in callers.values():
    caller.thread.join(20)
print(json.dumps([time.monotonic() - begin, {name: [waited[name], caller.code] for name, caller in callers.items()}]))
sys.stdout.flush()
os._exit(0)
"""
# Of WTSQuerySessionInformation, those that a host is asked for.
CLASSES = [*range(17), 23, 24, 25, 26, 29]


def test_closing_the_handle_ends_every_call(host):
    terminal = host.open()
    stopped = pathlib.Path(host.directory) / "stopped"
    environment = {**host.environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", ""),
                   "PYTHONPATH": str(harness.BUILD / "python")}  # fmt: skip
    script = SCRIPT.replace("{build}", str(harness.BUILD)).replace("{classes}", str(CLASSES))
    command = [sys.executable, "-c", script, str(terminal.session), str(stopped)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        until("the warm call", stopped.exists)
        os.kill(host.process.pid, signal.SIGSTOP)
        stopped.unlink()
        seconds, told = json.loads(process.communicate(timeout=harness.PATIENCE)[0])
    finally:
        os.kill(host.process.pid, signal.SIGCONT)
        process.kill()
        process.wait()
    assert {name: outcome for name, outcome in told.items() if outcome != [True, 6]} == {}
    assert len(told) == 8 + 2 * (4 + len(CLASSES)) and seconds < 20, "less than a call may take"
    host.run("query", "session", check=True)


def test_a_token_closed_in_mid_call_stays_with_the_call(host):
    host.open()
    [process] = host.processes("ntadmin-session")
    said = pathlib.Path(host.directory) / "said"
    program = f"""
import os, threading, time, win32process, win32ts
session = next(row["SessionId"] for row in win32ts.WTSEnumerateSessions() if 0 < row["SessionId"] < 65536)
token = win32ts.WTSQueryUserToken(session)
started = []
def run():
    command, startup = "/bin/sh -c \\"echo here > {said}\\"", win32process.STARTUPINFO()
    started.append(win32process.CreateProcessAsUser(token, None, command, None, None, 0, 0, None, None, startup))
os.kill({process}, 19)
thread = threading.Thread(target=run)
thread.start()
thread.join(0.3)
assert thread.is_alive()
token.Close()
os.kill({process}, 18)
thread.join(60)
assert started and not thread.is_alive()
"""
    host.python(program)
    until("the program", said.exists)


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
