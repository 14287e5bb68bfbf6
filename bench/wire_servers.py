"""The servers that bench/wire.py measures: ntadmind and smbd, both at port 445, in a network of their own."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests/interop"))

from net_host import BIN, PASSWORD, PATIENCE, USER, NetHost, PrivateNetwork  # noqa: E402

SHARES = 200


def until(what, ready):
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)


def cpu_of(pid):
    """Seconds that all threads of a process have run; those that have ended are left out."""
    spent = 0
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            spent += int(task.read_text().split()[0])
        except OSError:
            pass
    return spent / 1e9


def pss(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0
    return next(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))


def run(command, environment):
    """What a program prints."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"{[str(word) for word in command]} fails: {done.stderr or done.stdout}")
    return done.stdout


class Server:
    """What a client has to know of a server, and what it costs this machine."""

    def environment(self):
        """For programs of ours that log on there, and those that take the name and password from here."""
        return {**os.environ, "NTADMIN_CREDENTIALS": self.credentials, "WIRE_USER": self.user, "WIRE_PASSWORD": self.password,
                "HOME": self.home}  # fmt: skip

    def keep_credentials(self):
        self.credentials = f"{self.home}/credentials"
        with open(self.credentials, "w", encoding="utf-8") as file:
            file.write(f"username = {self.user}\npassword = {self.password}\n")
        os.chmod(self.credentials, 0o600)

    def run_on(self, cpus):
        """Keeps it, and the processes it makes from now on, to these processors."""
        for pid in self.processes():
            for task in os.listdir(f"/proc/{pid}/task"):
                os.sched_setaffinity(int(task), cpus)

    def cpu(self):
        return sum(cpu_of(pid) for pid in self.processes())

    def memory(self):
        return sum(pss(pid) for pid in self.processes())


class Ours(Server):
    name, address = "ntadmind", "127.0.0.1"
    user, password = USER, PASSWORD

    def __init__(self, network):
        self.host = NetHost("[server]\nshares = table\n", network)

    def __enter__(self):
        self.host.__enter__()
        self.home = self.host.directory.name
        self.keep_credentials()
        for number in range(SHARES - 1):  # IPC$ is one
            command = [BIN / "ntadmin", "net", "share", rf"share{number}=C:\tmp", "/remark:A folder that is shared",
                       f"/server:{self.address}"]  # fmt: skip
            run([*self.host.prefix, *command], self.environment())
        return self

    def __exit__(self, *ended):
        self.host.__exit__(*ended)

    def processes(self):
        return [self.host.daemon.pid]


class Smbd(Server):
    name, address = "smbd", "127.0.0.2"
    user, password = "root", "Secret-4711"

    def __init__(self, network):
        self.prefix = network.prefix
        self.directory = tempfile.TemporaryDirectory(prefix="ntab-smbd-")

    def __enter__(self):
        self.home = self.directory.name
        self.keep_credentials()
        self.configuration = f"{self.home}/smb.conf"
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(self.lines())
        subprocess.run(["smbpasswd", "-c", self.configuration, "-a", "-s", self.user], input=f"{self.password}\n" * 2, text=True,
                       check=True, capture_output=True, timeout=PATIENCE)  # fmt: skip
        self.daemon = subprocess.Popen([*self.prefix, "smbd", "-F", "--no-process-group", "-s", self.configuration],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       start_new_session=True, env={**os.environ, "_NO_WINBINDD": "1"})  # fmt: skip
        probe = [*self.prefix, "rpcclient", self.address, "-s", self.configuration, "-U", f"{self.user}%{self.password}", "-c", "srvinfo"]
        try:
            until("smbd answers", lambda: subprocess.run(probe, capture_output=True, timeout=PATIENCE).returncode == 0)
        except Exception:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        until("its processes are gone", self.kill)
        self.directory.cleanup()

    def kill(self):
        """True when nothing is left: one that was just started may have been missed."""
        left = self.processes()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.daemon.poll()
        return not left

    def lines(self):
        directories = ("private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir")
        lines = ["[global]"]
        for number, name in enumerate(directories):
            os.mkdir(f"{self.home}/{number}")
            lines.append(f"{name} = {self.home}/{number}")
        lines += ["bind interfaces only = yes", f"interfaces = {self.address}/8", "disable netbios = yes", "smb ports = 445",
                  "passdb backend = tdbsam", "server signing = mandatory", f"log file = {self.home}/log", "log level = 0"]  # fmt: skip
        for number in range(SHARES - 1):
            lines += [f"[share{number}]", f"path = {self.home}", "comment = A folder that is shared"]
        return "\n".join(lines) + "\n"

    def processes(self):
        """smbd, its workers, and the helpers for RPC: all were started with the name of its configuration."""
        mark = self.configuration.encode() + b"\0"
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                pass
        return found
