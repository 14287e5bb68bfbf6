"""The stubs as a type checker reads them: sound by themselves, and of use to a script."""

import pathlib
import subprocess
import sys

import pytest

import win32net

pytest.importorskip("mypy")

MODULES = pathlib.Path(win32net.__file__).parent

SCRIPT = """
import pywintypes, win32api, win32con, win32net, win32netcon, win32process, win32profile, win32security, win32ts

def run(session: int) -> int:
    token = win32ts.WTSQueryUserToken(session)
    level, kind = win32security.SecurityImpersonation, win32security.TokenPrimary
    primary = win32security.DuplicateTokenEx(token, level, win32con.MAXIMUM_ALLOWED, kind)
    environment = win32profile.CreateEnvironmentBlock(primary, False)
    made = win32process.CreateProcessAsUser(primary, None, "x", None, None, False, 0, environment, None, None)
    win32api.CloseHandle(made[0])
    return made[2]

try:
    rows, total, resume = win32net.NetUserEnum(None, 1, win32netcon.FILTER_NORMAL_ACCOUNT, 0)
    names: list[str] = [row["name"] for row in rows]
    text: str = win32api.FormatMessage(5) + win32api.GetUserNameEx(win32con.NameSamCompatible)
    sid, domain, kind = win32security.LookupAccountName(None, "x")
    same = win32security.CreateWellKnownSid(win32security.WinBuiltinUsersSid, None) == sid
except win32net.error as failure:
    print(failure.winerror, failure.funcname, failure.strerror)
except pywintypes.error as failure:
    print(failure.args)
"""


def complaints(tmp_path, *files):
    """What mypy says, without its last line."""
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, *files]
    done = subprocess.run(command, env={"MYPYPATH": str(MODULES), "PATH": "/usr/bin:/bin"}, text=True, capture_output=True)
    assert not done.stderr
    return done.stdout.splitlines()[:-1]


def test_the_stubs_are_sound(tmp_path):
    assert complaints(tmp_path, *MODULES.glob("*.pyi")) == []


def test_a_script_is_understood_and_its_mistakes_are_told(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    assert complaints(tmp_path, script) == []
    script.write_text('import win32net, win32ts\nwin32net.NetUserEnum(5, 0)\nwin32ts.WTSLogoffSession(None, "3", 1)\n')
    wrong = complaints(tmp_path, script)
    assert ["NetUserEnum" in wrong[0], "WTSLogoffSession" in wrong[1], len(wrong)] == [True, True, 2]
