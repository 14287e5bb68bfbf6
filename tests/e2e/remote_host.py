"""A host that is managed over the network alone."""

import pathlib
import subprocess

from harness import BUILD, Host
from ports import HeldPort

PASSWORD = "Secret.1"


class RemoteHost(Host):
    """A host with an account for the network. Tools have no way to it but its port."""

    def open(self):
        self.held_port = HeldPort()
        self.port = self.held_port.number
        pathlib.Path(self.state).mkdir(parents=True)
        setup = [BUILD / "bin/ntadmin", "setup", "--state-dir", self.state, "--admin", "admin", "--password-fd", "0"]
        subprocess.run(setup, env=self.environment, input=f"{PASSWORD}\n".encode(), check=True, capture_output=True, timeout=60)
        self.held_rpc_port = HeldPort()
        self.rpc_port = self.held_rpc_port.number
        self.start("--smb-port", str(self.port), "--rpc-port", str(self.rpc_port))
        self.credentials(PASSWORD)
        return self

    def credentials(self, password):
        file = pathlib.Path(f"{self.directory}/credentials")
        file.write_text(f"username = admin\npassword = {password}\n")
        file.chmod(0o600)

    @property
    def away(self):
        return {**self.environment, "NTADMIN_HOST": "unix:/nonexistent",
                "NTADMIN_CREDENTIALS": f"{self.directory}/credentials"}  # fmt: skip

    def tool(self, *words):
        return subprocess.run([BUILD / "bin/ntadmin", *words], env=self.away, text=True, capture_output=True, timeout=60)

    @property
    def name(self):
        return f"127.0.0.1:{self.port}"
