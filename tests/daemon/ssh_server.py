"""A real sshd on a free port of the loopback, with keys of its own. Needs root."""

import os
import pathlib
import shutil
import socket
import subprocess

from system_host import harness
from places import leave_place, make_place
from ports import HeldPort

CONFIG = """Port {port}
ListenAddress 127.0.0.1
HostKey {place}/host_key
PidFile none
AuthorizedKeysFile {place}/client_key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp /usr/lib/openssh/sftp-server
"""


class SshServer:
    """Lets every user of this machine in who has no password but a `*`."""

    def __init__(self):
        # sshd reads the user's key as that user. No directory of pytest's can hold it: another pytest that starts
        # meanwhile shuts their common parent again.
        self.place = pathlib.Path(make_place())
        self.place.chmod(0o755)
        for name in ("host_key", "client_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.place / name], check=True)
        pathlib.Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd wants it, and its package makes it at boot
        self.held_port = HeldPort()
        self.port = self.held_port.number
        (self.place / "config").write_text(CONFIG.format(port=self.port, place=self.place))
        with open(self.place / "log", "wb") as log:
            self.process = subprocess.Popen([shutil.which("sshd", path="/usr/sbin:/usr/bin"), "-D", "-e", "-f", self.place / "config"],
                                            stdout=log, stderr=log)  # fmt: skip
        harness.until("sshd answers", self.answers)

    def answers(self):
        assert self.process.poll() is None, (self.place / "log").read_text()
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=harness.PATIENCE):
                return True
        except OSError:
            return False

    def options(self, address="127.0.0.1"):
        """For ssh, scp and sftp of somebody whose machine has that address."""
        settings = {"LogLevel": "ERROR", "Port": self.port, "BindAddress": address, "IdentityFile": self.place / "client_key",
                    "StrictHostKeyChecking": "no", "UserKnownHostsFile": "/dev/null"}  # fmt: skip
        return ["-F", "none", *(word for name, value in settings.items() for word in ("-o", f"{name}={value}"))]

    def command(self, user, address="127.0.0.1"):
        """The ssh of somebody at a terminal; the remote command follows, or none."""
        return ["ssh", "-tt", *self.options(address), f"{user}@127.0.0.1"]

    def end(self):
        self.process.terminate()
        self.process.wait(harness.PATIENCE)
        self.held_port.close()
        leave_place(self.place)


def is_there():
    return os.geteuid() == 0 and shutil.which("ssh") and shutil.which("sshd", path="/usr/sbin:/usr/bin")


class Outside:
    """In place of the host: what the terminal runs is ssh, of root's."""

    def __init__(self, host, command):
        self.environment, self.directory, self.user, self.command = host.environment, host.directory, None, command

    def as_user(self, _):
        return [str(part) for part in self.command]
