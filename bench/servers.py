"""The servers that bench/wire.py and bench/accounts.py measure: ntadmind and smbd, both at port 445, in a network of their own."""

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

__all__ = ["BIN", "NetHost", "Ours", "PrivateNetwork", "Smbd", "on_one_processor", "run", "started"]

TOOL_PATIENCE = 1800


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
        return {**os.environ, "NTADMIN_CREDENTIALS": f"{self.home}/credentials", "BENCH_USER": self.user,
                "BENCH_PASSWORD": self.password, "HOME": self.home}  # fmt: skip

    def keep_credentials(self):
        path = pathlib.Path(self.home, "credentials")
        path.write_text(f"username = {self.user}\npassword = {self.password}\n", encoding="utf-8")
        path.chmod(0o600)

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

    def __init__(self, host):
        self.host = host
        self.home = host.directory

    def __enter__(self):
        self.keep_credentials()
        with contextlib.ExitStack() as undo:
            undo.enter_context(self.host)
            self.fill()
            undo.pop_all()
        return self

    def __exit__(self, *ended):
        self.host.__exit__(*ended)

    def fill(self):
        """Gives it, now that it runs, what is to be measured."""

    def processes(self):
        return [self.host.daemon.pid]


class Smbd(Server):
    name, address = "smbd", "127.0.0.2"
    user, password = "root", "Secret-4711"

    def __init__(self, network):
        self.prefix = network.prefix
        self.directory = tempfile.TemporaryDirectory(prefix="ntab-smbd-")
        self.home = self.directory.name
        self.configuration = f"{self.home}/smb.conf"

    def __enter__(self):
        self.keep_credentials()
        pathlib.Path(self.configuration).write_text("\n".join(self.lines()) + "\n", encoding="utf-8")
        self.fill()
        self.tool("smbpasswd", "-c", self.configuration, "-a", "-s", self.user, input=f"{self.password}\n" * 2)
        self.daemon = subprocess.Popen([*self.prefix, "smbd", "-F", "--no-process-group", "-s", self.configuration],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       start_new_session=True, env={**os.environ, "_NO_WINBINDD": "1"})  # fmt: skip
        try:
            until("smbd answers", self.answers)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        until("its processes are gone", self.kill)
        self.directory.cleanup()

    def tool(self, *command, **more):
        done = subprocess.run([*self.prefix, *command], capture_output=True, text=True, timeout=TOOL_PATIENCE, **more)
        if done.returncode:
            raise RuntimeError(f"{command[0]} fails: {done.stderr}")

    def answers(self):
        probe = ["rpcclient", self.address, "-s", self.configuration, "-U", f"{self.user}%{self.password}", "-c", "srvinfo"]
        return subprocess.run([*self.prefix, *probe], capture_output=True, timeout=PATIENCE).returncode == 0

    def kill(self):
        """True when nothing is left: one that was just started may have been missed."""
        left = self.processes()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.daemon.poll()
        return not left

    def fill(self):
        """Gives it, before it runs, what is to be measured."""

    def lines(self):
        """Its configuration."""
        lines = ["[global]"]
        for name in ("private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir"):
            place = pathlib.Path(self.home, name.replace(" ", "-"))
            place.mkdir()
            lines.append(f"{name} = {place}")
        return lines + ["bind interfaces only = yes", f"interfaces = {self.address}/8", "disable netbios = yes", "smb ports = 445",
                        "passdb backend = tdbsam", "server signing = mandatory", f"log file = {self.home}/log", "log level = 0"]  # fmt: skip

    def processes(self):
        """smbd, its workers, and the helpers for RPC: all were started with the name of its configuration."""
        mark = self.configuration.encode() + b"\0"
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
        return found


@contextlib.contextmanager
def started(*kinds):
    """A network, and in it a server of each kind."""
    network = PrivateNetwork()
    try:
        with contextlib.ExitStack() as stack:
            yield [network, *(stack.enter_context(kind(network)) for kind in kinds)]
    finally:
        network.close()


@contextlib.contextmanager
def on_one_processor(*servers):
    """For clients that wait for each answer: between two processors, how soon the other wakes up is most of what is
    measured, and differs from one run to the next. Whatever is compared is put there alike."""
    cpus = os.sched_getaffinity(0)
    one = {min(cpus)}
    for server in servers:
        server.run_on(one)
    os.sched_setaffinity(0, one)
    try:
        yield
    finally:
        os.sched_setaffinity(0, cpus)
        for server in servers:
            server.run_on(cpus)
