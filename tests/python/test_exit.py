"""How a program ends whose other threads are in a call."""

import os
import subprocess
import sys

import harness
import pytest

LISTS = """
import threading, time, win32net
def work():
    while True:
        win32net.NetShareEnum(None)
"""
WINDOWS = """
import threading, time, win32con, win32gui
wanted = win32gui.WNDCLASS()
wanted.lpszClassName = "class"
wanted.lpfnWndProc = lambda window, *message: sum(range(1000)) and win32gui.DefWindowProc(window, *message)
win32gui.RegisterClass(wanted)
def work():
    while True:
        win32gui.DestroyWindow(win32gui.CreateWindow("class", None, 0, 0, 0, 0, 0, win32con.HWND_MESSAGE, 0, 0, None))
"""
ENDING = """
for _ in range(6):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.1)
"""


@pytest.mark.parametrize("body", [LISTS, WINDOWS], ids=["lists", "windows"])
def test_a_program_ends_while_its_threads_are_in_calls(host, body):
    for _ in range(10):
        ended = subprocess.run([sys.executable, "-c", body + ENDING], capture_output=True, text=True,
                               env={**os.environ, "PYTHONMALLOC": "debug"}, timeout=harness.PATIENCE)  # fmt: skip
        assert (ended.returncode, ended.stderr) == (0, "")
