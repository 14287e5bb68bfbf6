"""The servers that bench/accounts.py measures: ntadmind and smbd, each with as many users in its database on disk."""

import shutil
import subprocess
import tempfile
import time

from harness import BUILD
from servers import BIN, TOOL_PATIENCE, NetHost, Ours, Smbd

HASH = "878D8014606CDA29677A44EFA1353FC7"


def passdb_file(count):
    """Users user0, user1, ... as `pdbedit -L -w` prints them; ours and Samba's tools read that."""
    file = tempfile.NamedTemporaryFile("w", prefix="ntab", suffix=".passdb", encoding="ascii")
    for number in range(count):
        file.write(f"user{number}:{1_000_000 + number}:{'X' * 32}:{HASH}:[U          ]:LCT-65540E00:\n")
    file.flush()
    return file


class HostWithUsers(NetHost):
    def __init__(self, network, count):
        super().__init__(network=network)
        self.count = count

    def set_up(self):
        super().set_up()
        with passdb_file(self.count) as file:
            command = [BIN / "ntadmin", "account", "import", "--from", "passdb", "--state-dir", self.state, file.name]
            begin = time.monotonic()
            subprocess.run(command, check=True, capture_output=True, timeout=TOOL_PATIENCE)
            self.import_seconds = time.monotonic() - begin


class OursWithUsers(Ours):
    def __init__(self, network, count):
        super().__init__(HostWithUsers(network, count))

    def environment(self):
        return {**super().environment(), "NTADMIN_HOST": f"unix:{self.host.state}/ntadmind.sock"}


class SmbdWithUsers(Smbd):
    """In a mount namespace whose name service knows the Unix users by arithmetic (nss_bench_users.cc)."""

    def __init__(self, network, count):
        super().__init__(network)
        self.count = count
        script = (f'mount --bind {self.home}/nsswitch.conf /etc/nsswitch.conf && '
                  f'exec env _NO_WINBINDD=1 LD_LIBRARY_PATH={self.home} "$@"')  # fmt: skip
        self.prefix = [*network.prefix, "unshare", "--mount", "sh", "-c", script, "sh"]

    def fill(self):
        """In memory, where Samba's many waits for the disk cost nothing; the database is moved to the disk then."""
        with open(f"{self.home}/nsswitch.conf", "w", encoding="utf-8") as file:
            file.write("passwd: files bench\ngroup: files\nshadow: files\n")
        shutil.copy(BUILD / "bench/libnss_bench.so.2", self.home)
        with passdb_file(self.count) as file, tempfile.TemporaryDirectory(dir="/dev/shm", prefix="ntab") as memory:
            self.tool("pdbedit", "-s", self.configuration, "-i", f"smbpasswd:{file.name}", "-e", f"tdbsam:{memory}/passdb.tdb")
            shutil.move(f"{memory}/passdb.tdb", f"{self.home}/private-dir/passdb.tdb")
