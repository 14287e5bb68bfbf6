"""A host in system mode, with every directory and its PAM service in a place of the test's own. Needs root."""

import contextlib
import pathlib
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import harness  # noqa: E402
from places import ends_within, send  # noqa: E402

SERVICE = """auth required pam_permit.so
account required pam_permit.so
session required pam_exec.so {note}
"""
RUN_AS = "daemon"  # any user but root, without a login shell


class SystemHost(harness.Host):
    def __init__(self):
        super().__init__()
        root = pathlib.Path(self.directory)
        root.chmod(0o755)
        self.socket = f"{root}/run/ntadmind.sock"
        self.environment |= {"NTADMIN_HOST": f"unix:{self.socket}", "HOME": str(root)}
        self.steps = root / "steps"
        note = root / "note"
        note.write_text(f"#!/bin/sh\necho $PAM_TYPE $PAM_USER >> {self.steps}\n")
        note.chmod(0o755)
        (root / "pam").mkdir()
        (root / "pam/ntadmin").write_text(SERVICE.format(note=note))
        self.config = root / "ntadmind.conf"
        self.config.write_text(
            f"state_dir = {root}/var\nruntime_dir = {root}/run\nrun_as = {RUN_AS}\npam_dir = {root}/pam\n"
            "logind = off\nutmp = off\nshell = /bin/sh\nsmb_port = 0\nrpc_port = 0\nepmapper_port = 0\n")

    def launch(self, *arguments):
        command = [harness.BUILD / "bin/ntadmind", "--system", "--foreground", "--config", self.config, *arguments]
        with open(f"{self.directory}/log", "ab") as log:
            return subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                    cwd=self.directory, start_new_session=True)

    def unprivileged(self):
        """The pid of the half without rights: the monitor's child that is not root's."""
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                status = dict(line.split(":\t", 1) for line in (entry / "status").read_text().splitlines() if ":\t" in line)
            except OSError:
                continue
            if int(status["PPid"]) == self.process.pid and status["Uid"].split()[0] != "0":
                return int(entry.name)
        return None

    def keepers(self):
        """Their pids by session."""
        found = {}
        for entry in pathlib.Path(f"{self.directory}/run/keepers").glob("[0-9]*"):
            with contextlib.suppress(FileNotFoundError):  # it ends just now
                found[int(entry.name)] = int(entry.read_text().split()[0])
        return found

    def end(self):
        # Keepers are ended first: each ends its session, as the machine's shutdown would have it.
        keepers = self.keepers().values() if self.process else ()
        send(keepers, signal.SIGTERM)
        for pid in keepers:
            ends_within(pid, 10)
        super().end()
