"""A host of our own on the network, with one administrator, for Samba's programs to talk to."""

import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from places import leave_place, make_place  # noqa: E402
from ports import HeldPort  # noqa: E402

BIN = pathlib.Path(os.environ.get("NTADMIN_BUILD", ROOT / "build")) / "bin"
USER, PASSWORD = "tester", "Secret-4711"
PATIENCE = 60


class PrivateNetwork:
    """A network of its own with nothing but the loopback interface: programs that know port 445 alone find us there."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self.prefix = ["nsenter", "--target", str(self.holder.pid), "--net"]
        deadline = time.monotonic() + PATIENCE
        while os.readlink(f"/proc/{self.holder.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        subprocess.run([*self.prefix, "ip", "link", "set", "lo", "up"], check=True, timeout=PATIENCE)

    def close(self):
        self.holder.kill()
        self.holder.wait(PATIENCE)


class NetHost:
    """ntadmind in a temporary directory, on a free port; ends with the `with` block, by its process."""

    def __init__(self, config="", network=None):
        self.prefix = network.prefix if network else []
        self.directory = make_place()
        self.state = f"{self.directory}/state"
        self.config = f"{self.directory}/ntadmind.conf"
        pathlib.Path(self.config).write_text("listen = 127.0.0.1\nlogind = off\nutmp = off\n" + config)
        self.held_port = None if network else HeldPort()
        self.port = 445 if network else self.held_port.number

    def __enter__(self):
        os.makedirs(self.state, mode=0o700)
        self.set_up()
        self.start("--user", "--state-dir", self.state)
        return self

    def start(self, *options):
        self.log = open(f"{self.directory}/log", "wb")
        command = [*self.prefix, BIN / "ntadmind", "--foreground", "--config", self.config, "--smb-port", str(self.port)]
        self.daemon = subprocess.Popen([*command, *options], stderr=self.log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        try:
            while "daemon-ready" not in self.log_text():
                assert self.daemon.poll() is None and time.monotonic() < deadline, self.log_text()
                time.sleep(0.02)
        except BaseException:
            self.__exit__()
            raise

    def set_up(self):
        setup = [BIN / "ntadmin", "setup", "--state-dir", self.state, "--admin", USER, "--password-fd", "0"]
        subprocess.run(setup, input=PASSWORD.encode() + b"\n", check=True, timeout=PATIENCE)

    def __exit__(self, *_):
        self.daemon.terminate()
        self.daemon.wait(PATIENCE)
        self.log.close()
        leave_place(self.directory)

    def log_text(self):
        return pathlib.Path(f"{self.directory}/log").read_text(errors="replace")

    def run(self, *command, timeout=PATIENCE):
        """A program of Samba's with an empty configuration; (status, output)."""
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": self.directory, "LANG": "C.UTF-8"}
        done = subprocess.run(
            [*self.prefix, *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            timeout=timeout, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode(errors="replace")

    def rpcclient(self, line):
        return self.run("rpcclient", "127.0.0.1", "-p", str(self.port), "-U", f"{USER}%{PASSWORD}", "-c", line)

    def net(self, *arguments):
        return self.run("net", "rpc", *arguments, "-S", "127.0.0.1", "-p", str(self.port), "-U", f"{USER}%{PASSWORD}")

    def smbtorture(self, *suites):
        options = ["--target=samba3", "-p", str(self.port), "-U", f"{USER}%{PASSWORD}"]
        return self.run("smbtorture", "//127.0.0.1/IPC$", *options, "--dangerous", *suites)


class SystemNetHost(NetHost):
    """The machine's own host, with its directories in a place of the test's. Needs root."""

    def __init__(self, config=""):
        super().__init__(config)
        os.chmod(self.directory, 0o755)
        with open(self.config, "a", encoding="utf-8") as file:
            file.write(f"[daemon]\nstate_dir = {self.state}\nruntime_dir = {self.directory}/run\nrun_as = daemon\n")
            file.write("[network]\nrpc_port = 0\nepmapper_port = 0\n")

    def __enter__(self):
        self.start("--system")  # makes the directories, and gives them to whom it runs as
        self.set_up()
        return self
