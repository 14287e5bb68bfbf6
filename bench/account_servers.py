"""The servers that bench/accounts.py measures, with users in them: ntadmind and smbd, each with its database on disk."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from harness import BUILD, ROOT

sys.path.append(str(ROOT / "tests/interop"))

from net_host import BIN, PASSWORD, PATIENCE, USER, NetHost, PrivateNetwork  # noqa: E402

__all__ = ["OursWithUsers", "PrivateNetwork", "SmbdWithUsers"]

HASH = "878D8014606CDA29677A44EFA1353FC7"
TOOL_PATIENCE = 1800


def passdb_file(count):
    """Users user0, user1, ... as `pdbedit -L -w` prints them; ours and Samba's tools read that."""
    file = tempfile.NamedTemporaryFile("w", prefix="ntab", suffix=".passdb", encoding="ascii")
    for number in range(count):
        file.write(f"user{number}:{1_000_000 + number}:{'X' * 32}:{HASH}:[U          ]:LCT-65540E00:\n")
    file.flush()
    return file


def keep_credentials(directory, user, password):
    """The file that NTADMIN_CREDENTIALS names."""
    path = pathlib.Path(directory, "credentials")
    path.write_text(f"username = {user}\npassword = {password}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


class OursWithUsers:
    address, user, password = "127.0.0.1", USER, PASSWORD

    def __init__(self, network, count):
        self.host, self.count = NetHost(network=network), count

    def __enter__(self):
        set_up = self.host.set_up
        self.host.set_up = lambda: (set_up(), self.add_users())
        self.host.__enter__()
        self.environment = {**os.environ, "NTADMIN_HOST": f"unix:{self.host.state}/ntadmind.sock",
                            "NTADMIN_CREDENTIALS": str(keep_credentials(self.host.directory.name, USER, PASSWORD))}  # fmt: skip
        return self

    def __exit__(self, *ended):
        self.host.__exit__(*ended)

    def add_users(self):
        with passdb_file(self.count) as file:
            command = [BIN / "ntadmin", "account", "import", "--from", "passdb", "--state-dir", self.host.state, file.name]
            begin = time.monotonic()
            subprocess.run(command, check=True, capture_output=True, timeout=TOOL_PATIENCE)
            self.import_seconds = time.monotonic() - begin

    def cpu(self):
        """Seconds that the daemon's threads have run."""
        tasks = pathlib.Path(f"/proc/{self.host.daemon.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def memory(self):
        lines = pathlib.Path(f"/proc/{self.host.daemon.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


class SmbdWithUsers:
    """In a mount namespace whose name service knows the Unix users by arithmetic (nss_bench_users.cc)."""

    address, user, password = "127.0.0.2", "root", "Secret-4711"

    def __init__(self, network, count):
        self.count = count
        self.directory = tempfile.TemporaryDirectory(prefix="ntab-smbd-")
        self.home = pathlib.Path(self.directory.name)
        (self.home / "nsswitch.conf").write_text("passwd: files bench\ngroup: files\nshadow: files\n")
        script = (f'mount --bind {self.home}/nsswitch.conf /etc/nsswitch.conf && '
                  f'exec env _NO_WINBINDD=1 LD_LIBRARY_PATH={self.home} "$@"')  # fmt: skip
        self.prefix = [*network.prefix, "unshare", "--mount", "sh", "-c", script, "sh"]

    def __enter__(self):
        shutil.copy(BUILD / "bench/libnss_bench.so.2", self.home)
        self.environment = {**os.environ, "NTADMIN_CREDENTIALS": str(keep_credentials(self.home, self.user, self.password))}
        self.configuration = self.configure()
        self.add_users()
        self.tool("smbpasswd", "-c", self.configuration, "-a", "-s", self.user, input=f"{self.password}\n" * 2)
        self.daemon = subprocess.Popen([*self.prefix, "smbd", "-F", "--no-process-group", "-s", self.configuration],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       start_new_session=True)  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > deadline:
                self.__exit__()
                raise TimeoutError("smbd does not answer")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        while left := self.processes():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.daemon.poll()
        self.directory.cleanup()

    def tool(self, *command, **more):
        done = subprocess.run([*self.prefix, *command], capture_output=True, text=True, timeout=TOOL_PATIENCE, **more)
        if done.returncode:
            raise RuntimeError(f"{command[0]} fails: {done.stderr}")

    def configure(self):
        lines = ["[global]"]
        for name in ("private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir"):
            place = self.home / name.replace(" ", "-")
            place.mkdir()
            lines.append(f"{name} = {place}")
        lines += ["bind interfaces only = yes", f"interfaces = {self.address}/8", "disable netbios = yes", "smb ports = 445",
                  "passdb backend = tdbsam", "server signing = mandatory", f"log file = {self.home}/log", "log level = 0"]  # fmt: skip
        path = self.home / "smb.conf"
        path.write_text("\n".join(lines) + "\n")
        return str(path)

    def add_users(self):
        """In memory, where Samba's many waits for the disk cost nothing; the database is moved to the disk then."""
        with passdb_file(self.count) as file, tempfile.TemporaryDirectory(dir="/dev/shm", prefix="ntab") as memory:
            self.tool("pdbedit", "-s", self.configuration, "-i", f"smbpasswd:{file.name}", "-e", f"tdbsam:{memory}/passdb.tdb")
            shutil.move(f"{memory}/passdb.tdb", self.home / "private-dir/passdb.tdb")

    def answers(self):
        probe = ["rpcclient", self.address, "-s", self.configuration, "-U", f"{self.user}%{self.password}", "-c", "srvinfo"]
        return subprocess.run([*self.prefix, *probe], capture_output=True, timeout=PATIENCE).returncode == 0

    def processes(self):
        """smbd, its workers, and the helpers for RPC: all were started with the name of its configuration."""
        mark = self.configuration.encode() + b"\0"
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
        return found
