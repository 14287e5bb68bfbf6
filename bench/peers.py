"""The three things that are measured side by side: a session here, tmux, and a bare PTY; each on a terminal of its own."""

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time

import harness


class OnTerminal:
    """A program on a new PTY of 80 x 24, read by this process alone."""

    def __init__(self, command, environment):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            command, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)
        os.set_blocking(self.master, False)
        self.poll = select.poll()
        self.poll.register(self.master, select.POLLIN)

    def read(self, seconds):
        if not self.poll.poll(seconds * 1000):
            return b""
        try:
            return os.read(self.master, 1 << 18)
        except OSError:
            return b""

    def wait_for(self, mark, seconds=120):
        """Reads until `mark` has come; gives the moment."""
        tail, deadline = b"", time.monotonic() + seconds
        while time.monotonic() < deadline:
            tail = tail[-len(mark) - 64 :] + self.read(1)
            if mark in tail:
                return time.monotonic()
        raise TimeoutError(f"{mark!r} did not come; the last was {tail[-200:]!r}")

    def settle(self, seconds=0.3):
        """Reads until nothing comes for a while."""
        while self.read(seconds):
            pass

    def write(self, data):
        os.write(self.master, data)

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


class Bare:
    name = "bare PTY"

    def __init__(self):
        self.environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent"}

    def run(self, *command):
        return OnTerminal(command, self.environment)

    def end(self):
        pass


class Tmux(Bare):
    name = "tmux"

    def __init__(self):
        super().__init__()
        self.directory = tempfile.mkdtemp(prefix="ntab")
        self.environment["TMUX_TMPDIR"] = self.directory
        self.configuration = os.path.join(self.directory, "conf")
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write("set -g status off\nset -g history-limit 2000\nset -g default-terminal screen-256color\n"
                       "set -s escape-time 0\n")  # fmt: skip

    def command(self, *arguments):
        return ["tmux", "-u", "-f", self.configuration, *arguments]

    def run(self, *command):
        return OnTerminal(self.command("new-session", *command), self.environment)

    def server(self):
        out = subprocess.run(self.command("display-message", "-p", "#{pid}"), env=self.environment, capture_output=True)
        return int(out.stdout)

    def end(self):
        subprocess.run(self.command("kill-server"), env=self.environment, capture_output=True)
        shutil.rmtree(self.directory, ignore_errors=True)


class Here(Bare):
    name = "ntadmin"

    def __init__(self):
        self.host = harness.Host().start()
        self.environment = self.host.environment

    def attach(self, *arguments):
        return OnTerminal([harness.BUILD / "bin/ntadmin", "attach", *arguments], self.environment)

    def run(self, *command):
        return self.attach("--new", "--", *command)

    def end(self):
        self.host.end()


def pss(pid):
    """Proportional memory of a process, in bytes."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
