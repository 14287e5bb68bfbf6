"""A terminal with a program in it, as if a person sat there: types, reads the screen, closes. For the demo and tests."""

import fcntl
import os
import pty
import select
import struct
import termios
import time

from screen import Screen

PATIENCE = 60  # seconds for anything to happen: slow machines are fine, hanging ones are not


class Trouble(Exception):
    """Something did not happen; the text says what."""


def until(what, ready, step=lambda: time.sleep(0.05), patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not ready():
        if time.monotonic() > deadline:
            raise Trouble(f"{what}: not within {patience} s")
        step()


class Terminal:
    def __init__(self, command, environment, columns=80, rows=24):
        self.screen = Screen(columns, rows)
        self.ended = False
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))
            try:
                os.execve(command[0], command, environment)
            finally:
                os._exit(127)

    def read(self, seconds=0.05):
        """Takes what there is to read into the screen; waits for it at most so long."""
        if self.ended:
            time.sleep(seconds)
        elif select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:  # EIO: nothing has the other side open any more
                data = b""
            self.ended = not data
            self.screen.feed(data.decode(errors="replace"))

    def text(self):
        return self.screen.text()

    def type(self, text):
        os.write(self.fd, text.encode())

    def wait_for(self, wanted):
        until(f"'{wanted}' on the screen", lambda: wanted in self.text() or self.ended, self.read)
        if wanted not in self.text():
            raise Trouble(f"the terminal closed before '{wanted}':\n{self.text()}")

    def wait_for_end(self):
        """Until the program has ended by itself; its exit status."""
        until(f"the program to end, showing\n{self.text()}\n", lambda: self.ended, self.read)
        return self.close()

    def close(self):
        """Hangs up, as closing the window does; the program's exit status."""
        if self.status is None:
            os.close(self.fd)
            gone = []
            until("the program to end", lambda: gone.append(os.waitpid(self.pid, os.WNOHANG)) or gone[-1][0])
            self.status = os.waitstatus_to_exitcode(gone[-1][1])
        return self.status
