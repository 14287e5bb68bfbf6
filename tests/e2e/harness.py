"""What the end-to-end tests stand on: a private host, terminals on real PTYs, and helpers that wait for facts."""

import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import socket
import struct
import subprocess
import sys
import termios
import textwrap
import threading
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("NTADMIN_BUILD", ROOT / "build"))
sys.path.insert(0, str(ROOT / "tests"))

from oracle import rpc  # noqa: E402
from oracle.tables import INTERFACES  # noqa: E402
from places import leave_place, make_place, processes_that_name  # noqa: E402
from vt import Screen  # noqa: E402

PATIENCE = 60  # seconds; slow machines are fine, hanging ones are not
ENUMERATION, SESSION = INTERFACES["TermSrvEnumeration"], INTERFACES["TermSrvSession"]
ACTIVE, CONNECT_QUERY, DISCONNECTED, LISTEN = 0, 2, 4, 6
DETACH = "\x1d"  # Control-]


def until(what, ready, pause=0.05, patience=PATIENCE):
    """Waits until `ready()` is true and returns what it gave."""
    deadline = time.monotonic() + patience
    while True:
        value = ready()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what() if callable(what) else what}: not within {patience} s"
        time.sleep(pause)


def change_users(*command):
    """Runs useradd or one of its kind, again while another one works or, for userdel, while the user has a process."""

    def done():
        ended = subprocess.run(command, capture_output=True, text=True)
        assert ended.returncode == 0 or "try again later" in ended.stderr or "currently used" in ended.stderr, ended.stderr
        return ended.returncode == 0

    until(" ".join(command), done)


def made_users(prefix):
    """Two ordinary users of this machine, for as long as a fixture yields from it."""
    names = [f"{prefix}-{uuid.uuid4().hex[:8]}-{letter}" for letter in "ab"]
    for name in names:
        change_users("useradd", "--no-create-home", "--shell", "/bin/sh", name)
    yield names
    for name in names:
        change_users("userdel", name)


def skip_unless_reachable(user):
    import pytest  # the demo, too, stands on this module, and has none

    command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", BUILD / "bin/ntadmin", "--help"]
    if subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip(f"{BUILD} cannot be reached by other users")


def alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Host:
    """ntadmind of its own, in a temporary state directory. Everything it started dies with it, by process id."""

    def __init__(self, user=None, prefix=()):
        self.directory = make_place()
        self.user, self.prefix = user, list(prefix)
        self.state = f"{self.directory}/state"
        self.socket = f"{self.state}/ntadmind.sock"
        self.marker = f"NTADMIN_E2E={uuid.uuid4()}"
        name, _, value = self.marker.partition("=")
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": self.directory, "LANG": "C.UTF-8",
            "SHELL": "/bin/sh", "PS1": "$ ", "TERM": "xterm-256color", "NTADMIN_HOST": f"unix:{self.socket}",
            "NTADMIN_AUTOSTART": "0", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", ""),
            "TSAN_OPTIONS": os.environ.get("TSAN_OPTIONS", ""), name: value,
        }  # fmt: skip
        self.process, self.terminals = None, []
        place = pathlib.Path(self.directory, ".config/ntadmin")
        place.mkdir(parents=True)
        (place / "ntadmind.conf").write_text("logind = off\nutmp = off\n")  # who comes and goes elsewhere is no test's
        if user:
            shutil.chown(self.directory, user)

    def as_user(self, command):
        """The command as it is run: by the host's user, behind the prefix."""
        change = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"] if self.user else []
        return self.prefix + change + [str(part) for part in command]

    def launch(self, *arguments):
        """Starts the daemon and returns its process, which may not be ready or may fail."""
        command = [BUILD / "bin/ntadmind", "--user", "--foreground", "--state-dir", self.state, *arguments]
        with open(f"{self.directory}/log", "ab") as log:
            return subprocess.Popen(self.as_user(command), env=self.environment, stdin=subprocess.DEVNULL,
                                    stdout=log, stderr=log, cwd=self.directory)  # fmt: skip

    def start(self, *arguments):
        self.process = self.launch(*arguments)
        until("the host answers", self.answers)
        return self

    def answers(self):
        assert self.process.poll() is None, f"ntadmind ended with {self.process.returncode}:\n{self.log()}"
        try:
            with self.rpc(ENUMERATION):
                return True
        except (OSError, rpc.Closed, rpc.Refused):
            return False

    def log(self):
        return pathlib.Path(f"{self.directory}/log").read_text(errors="replace")

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self):
        """Asks the daemon to end and gives its exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def rpc(self, *interfaces, path=None):
        return rpc.Connection(path or self.socket, timeout=PATIENCE).bind(*interfaces)

    def rows(self):
        """All sessions by id, asked raw and checked by the oracle."""
        with self.rpc(ENUMERATION) as connection:
            reply = connection(ENUMERATION, "RpcGetAllSessions", pLevel=2)
        assert reply["result"] == 0
        return {each["Data"][1]["ExecEnvId"]: each["Data"][1] for each in reply["ppSessionData"] or []}

    def run(self, *command, check=False, **more):
        """Runs a tool of the product and returns what it said."""
        command = [BUILD / "bin/ntadmin", *command]
        done = subprocess.run(self.as_user(command), env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE, cwd=self.directory, **more)  # fmt: skip
        assert not check or done.returncode == 0, f"{command}: {done.returncode}\n{done.stderr}"
        return done

    def python(self, code):
        """Runs a script that imports win32ts; what it prints as JSON comes back."""
        environment = {**self.environment, "PYTHONPATH": str(BUILD / "python"), "PYTHONDONTWRITEBYTECODE": "1"}
        environment["LD_PRELOAD"] = os.environ.get("NTADMIN_PRELOAD", "")
        script = "import json, pywintypes, win32ts\n" + textwrap.dedent(code)
        done = subprocess.run(self.as_user([sys.executable, "-c", script]), env=environment, capture_output=True,
                              text=True, timeout=PATIENCE, cwd=self.directory)  # fmt: skip
        assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout else None

    def json(self, *command):
        return json.loads(self.run(*command, "--json", check=True).stdout)

    def attach(self, *arguments, **more):
        terminal = Terminal(self, *arguments, **more)
        self.terminals.append(terminal)
        return terminal

    def open(self, *program, **more):
        """A new session with a terminal on it; waits for its prompt and finds its id."""
        before = set(self.rows())
        terminal = self.attach("--new", "--", *(program or ("/bin/sh", "-i")), **more)
        terminal.session = until("the new session", lambda: self.new_session(before, terminal))
        if not program:
            terminal.wait_for("$")
        return terminal

    def new_session(self, before, terminal):
        assert terminal.process.poll() is None, f"the client ended: {terminal.text()}\n{self.log()}"
        return next(iter(set(self.rows()) - before), None)

    def processes(self, program):
        """Those of its processes that run the program."""

        def runs(pid):
            try:
                return pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == program
            except OSError:  # it is gone
                return False

        return [pid for pid in processes_that_name(self.marker) if runs(pid)]

    def end(self):
        for terminal in self.terminals:
            terminal.close()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        leave_place(self.directory, self.marker)


class Terminal:
    """`ntadmin attach`, or another command, on a PTY of its own, as if a person sat there.

    A thread keeps reading, as a terminal does.
    """

    def __init__(self, host, *arguments, size=(80, 24), command="attach"):
        self.host, self.size, self.session, self.output = host, size, None, bytearray()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", size[1], size[0], 0, 0))
        command = host.as_user([BUILD / "bin/ntadmin", command, *arguments])
        if host.user:
            shutil.chown(os.ttyname(slave), host.user)
        self.process = subprocess.Popen(
            command, env=host.environment, stdin=slave, stdout=slave, stderr=slave, cwd=host.directory,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)
        self.stop, self.stopped = os.pipe()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        poll = select.poll()
        poll.register(self.master, select.POLLIN)
        poll.register(self.stop, 0)  # only its other end's closing is of interest
        while True:
            if any(fd == self.stop for fd, _ in poll.poll()):
                return
            try:
                self.output += os.read(self.master, 65536)
            except OSError:  # nobody has the other side any more
                return

    def text(self):
        return self.output.decode(errors="replace")

    def screen(self):
        """The lines that a person sees."""
        screen = Screen(*self.size)
        screen.feed(self.text())
        return screen.lines()

    def shows(self, text):
        return any(text in line.ljust(self.size[0]) for line in self.screen())

    def type(self, text):
        os.write(self.master, text.encode())

    def enter(self, line):
        self.type(line + "\r")

    def prompts(self):
        """Whether the shell waits for input below what it said."""
        lines = [line for line in self.screen() if line.strip()]
        return bool(lines) and lines[-1].strip() == "$"

    def leave(self):
        """Detaches as a person does, and waits until the host knows."""
        self.type(DETACH)
        assert self.wait_for_end() == 0
        until("disconnected", lambda: self.host.rows()[self.session]["State"] == DISCONNECTED)

    def wait_for(self, text):
        until(lambda: f"{text!r} on the screen, to which {self.text()[-2000:]!r} came",
              lambda: self.shows(text) or self._ended(text))  # fmt: skip
        return self

    def _ended(self, text):
        if self.process.poll() is not None:
            self.reader.join(PATIENCE)
            assert self.shows(text), f"the client ended with {self.process.returncode} before {text!r}: {self.text()}"

    def resize(self, columns, rows):
        self.size = (columns, rows)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    def wait_for_end(self):
        """Waits until the client ended by itself; gives its exit status."""
        status = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return status

    def hang_up(self):
        """Closes the terminal under the client, as a lost connection does."""
        if self.master < 0:
            return
        os.close(self.stopped)
        self.reader.join(PATIENCE)  # a terminal that somebody waits on is not closed
        os.close(self.stop)
        os.close(self.master)
        self.master = -1

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self.hang_up()


class BareClient:
    """A bare client of a session: it attaches and leaves, and shows nobody anything."""

    HELLO, ATTACH, DETACH, DETACHED, ANSWER = 1, 2, 6, 7, 14

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(path)
        self.held = b""
        self.send(self.HELLO, 1, 2, 0)
        self.send(self.ATTACH, 1, 24, 80, 0, 0, 0, 0, 0, 0)  # request, size, no taking over, no texts, at this machine
        answer = self.wait_for(self.ANSWER)
        assert struct.unpack_from("<II", answer) == (1, 0), answer

    @staticmethod
    def message(kind, *numbers):
        return struct.pack(f"<IHH{len(numbers)}I", 4 * len(numbers), kind, len(numbers), *numbers)

    def send(self, kind, *numbers):
        self.socket.sendall(self.message(kind, *numbers))

    def wait_for(self, wanted):
        while True:
            while len(self.held) >= 8:
                length, kind, _ = struct.unpack_from("<IHH", self.held)
                if len(self.held) < 8 + length:
                    break
                payload, self.held = self.held[8 : 8 + length], self.held[8 + length :]
                if kind == wanted:
                    return payload
            piece = self.socket.recv(65536)
            assert piece, "the session closed the connection"
            self.held += piece

    def leave(self):
        self.send(self.DETACH, 2)
        self.wait_for(self.DETACHED)
        self.socket.close()
