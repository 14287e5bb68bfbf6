"""Fixtures of the session tests: a session process, and terminals that show it, on real PTYs.

A Terminal is read by pyte, an emulator that shares nothing with the product.
"""

import fcntl
import os
import pathlib
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pyte
import pytest

BUILD = pathlib.Path(os.environ["NTADMIN_BUILD"])
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
DRIVER = BUILD / "tests/session_driver"
SESSION = BUILD / "bin/ntadmin-session"
PATIENCE = 60


def wait_for(condition, what):
    """Polls until `condition()` is true; its value. The deadline is far beyond what a busy machine needs."""
    deadline = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"waited {PATIENCE} s for {what() if callable(what) else what}"
        time.sleep(0.02)


def alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Terminal:
    """A person's terminal with one program in it. `raw` is every byte it was sent."""

    def __init__(self, arguments, rows=24, columns=80, environment=None):
        self.screen = pyte.HistoryScreen(columns, rows, history=5000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.ended = False
        self.master, slave = pty.openpty()
        self.resize(rows, columns, tell=False)
        self.before = termios.tcgetattr(slave)
        self.slave_name = os.ttyname(slave)
        self.process = subprocess.Popen(
            arguments, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.slave = slave
        os.set_blocking(self.master, False)

    def resize(self, rows, columns, tell=True):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if tell:
            self.screen.resize(rows, columns)

    def pump(self):
        while self.master >= 0 and select.select([self.master], [], [], 0)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            if not data:
                return
            self.raw += data
            self.stream.feed(data)

    def type(self, text):
        data = text.encode() if isinstance(text, str) else text
        while data:
            self.pump()
            if select.select([], [self.master], [], 0.05)[1]:
                data = data[os.write(self.master, data):]

    @property
    def lines(self):
        self.pump()
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self):
        return "\n".join(self.lines)

    def history(self):
        self.pump()
        width = self.screen.columns
        return ["".join(row[x].data for x in range(width)).rstrip() for row in self.screen.history.top]

    def expect(self, text):
        wait_for(lambda: text in self.text, lambda: f"{text!r} on the screen:\n{self.text}\n{self.raw[-500:]!r}")

    def expect_raw(self, data):
        def seen():
            self.pump()
            return data in self.raw
        wait_for(seen, lambda: f"{data!r} in {self.raw[-1000:]!r}")

    def wait(self):
        """The exit status of the program in it."""
        def ended():
            self.pump()
            return self.process.poll() is not None
        wait_for(ended, lambda: f"the end of {self.process.args}:\n{self.text}")
        self.pump()
        return self.process.returncode

    def hang_up(self):
        """The line is gone: the master closes."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for fd in (self.master, self.slave):
            if fd >= 0:
                os.close(fd)


class Session:
    def __init__(self, directory, serving):
        self.directory = directory / "session"
        self.serving = ["--relayed"] if serving == "relayed" else []
        self.terminals = []
        self.binary = SESSION
        self.pid = 0

    def driver(self, command, *arguments):
        return subprocess.run([DRIVER, command, self.directory, *arguments], capture_output=True, timeout=PATIENCE)

    def try_start(self, *program, rows=24, columns=80, directory="/tmp", lines=2000, environment=None, prefix=()):
        return subprocess.run(
            [*prefix, DRIVER, "start", self.binary, self.directory, str(columns), str(rows), directory, str(lines), *program],
            capture_output=True, timeout=PATIENCE, env={**os.environ, "LC_ALL": "C.UTF-8", "PS1": "$ ", **(environment or {})})

    def start(self, *program, **options):
        done = self.try_start(*program, **options)
        assert done.returncode == 0, done.stderr
        pid, program_pid, self.tty = done.stdout.decode().split()
        self.pid, self.program_pid = int(pid), int(program_pid)
        return self

    def attach(self, *arguments, rows=24, columns=80, environment=None):
        terminal = Terminal([DRIVER, "attach", self.directory, *self.serving, *arguments], rows, columns, environment)
        self.terminals.append(terminal)
        return terminal

    def state(self):
        done = self.driver("state")
        assert done.returncode == 0, done.stderr
        return dict(line.split("=", 1) for line in done.stdout.decode().splitlines())

    def wait_disconnected(self):
        wait_for(lambda: self.state()["connection"] == "4", "the session to be disconnected")

    def capture(self):
        done = self.driver("capture")
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().split("\n")

    def wait_ended(self):
        wait_for(lambda: not alive(self.pid), "the end of the session process")

    def close(self):
        for terminal in self.terminals:
            terminal.close()
        if self.pid and alive(self.pid):
            self.driver("logoff")
        if self.pid and alive(self.pid):
            os.kill(self.pid, signal.SIGKILL)


def pytest_generate_tests(metafunc):
    # Clients are served in two ways; what is seen of the session's own life does not depend on it.
    if "serving" in metafunc.fixturenames:
        one_way = metafunc.module.__name__ in ("test_life", "test_peers")
        metafunc.parametrize("serving", ["direct"] if one_way else ["direct", "relayed"])


@pytest.fixture
def session(tmp_path, serving):
    made = Session(tmp_path, serving)
    yield made
    made.close()


@pytest.fixture
def new_terminal():
    made = []

    def make(*arguments, **options):
        made.append(Terminal(*arguments, **options))
        return made[-1]

    yield make
    for terminal in made:
        terminal.close()
