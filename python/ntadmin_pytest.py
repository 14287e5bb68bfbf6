"""A disposable server for tests: pytest fixtures that start `ntadmind --ephemeral`.

In conftest.py (the first line is not needed where the wheel is installed):

    pytest_plugins = ["ntadmin_pytest"]

    @pytest.fixture(scope="session")
    def ntadmin_accounts():
        return {"alice": ("Sekret123!", ["Administrators"]), "bob": ("Geheim456!", ["Remote Desktop Users"])}

In a test:

    def test_what_a_stranger_sees(ntadmin_host):
        subprocess.run(["smbclient", "-p", str(ntadmin_host.port), "-L", ntadmin_host.address, "-U", "bob%Geheim456!"])

The program is `ntadmind` of $PATH, or the one that $NTADMIND names.
"""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time

import pytest

PATIENCE = 30  # seconds until the host answers, or has ended


def account_line(name, password, groups):
    """The account as a line of --accounts; ValueError names the account where that cannot say it."""
    for what, words, marks in (("name", [name], ":,"), ("password", [password], ":"), ("local group", groups, ":,")):
        if any(c in marks or ord(c) < 32 for word in words for c in word):
            raise ValueError(f"account {name!r}: its {what} has a control character or one of '{marks}' in it")
    if not name or name.startswith("#"):
        raise ValueError(f"{name!r} is no name of an account")
    return f"{name}:{password}:{','.join(groups)}\n"


class EphemeralHost:
    """A running host. Calls without a server reach it while `environment` is in the process's environment."""

    def __init__(self, accounts=None, program=None, arguments=()):
        self.accounts = accounts or {}
        with tempfile.NamedTemporaryFile("w", prefix="ntadmin-accounts-", encoding="utf-8") as listed:  # mode 0600
            for name, (password, groups) in self.accounts.items():
                listed.write(account_line(name, password, groups))
            listed.flush()
            command = [program or os.environ.get("NTADMIND") or shutil.which("ntadmind") or "ntadmind", "--ephemeral",
                       "--print-env", "--accounts", listed.name, *arguments]
            started = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True)
        words = shlex.split(started.stdout)
        self.environment = dict(word.split("=", 1) for word in words if "=" in word)
        self.pid = int(self.environment["NTADMIND_PID"])
        self.server = self.environment["NTADMIN_SERVER"]  # "127.0.0.1:40123", as a server's name
        self.address, port = self.server.rsplit(":", 1)
        self.port = int(port)

    def is_running(self):
        """Whether it has not ended; one that has and is not yet waited for has."""
        try:
            with open(f"/proc/{self.pid}/stat") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    def stop(self):
        """Ends the host and its sessions; nothing is left of it."""
        if not self.is_running():
            return
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self.is_running():
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                raise TimeoutError(f"ntadmind {self.pid} did not end within {PATIENCE} s")
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


@pytest.fixture(scope="session")
def ntadmin_accounts():
    """Name to (password, local groups that the host has). Override it. No ':' is in any of them."""
    return {}


@pytest.fixture(scope="session")
def ntadmin_host(ntadmin_accounts):
    """One host for all tests of a run."""
    with EphemeralHost(ntadmin_accounts) as host:
        yield host


@pytest.fixture
def ntadmin_local(ntadmin_host, monkeypatch):
    """The host, which calls without a server reach for as long as the test."""
    for name, value in ntadmin_host.environment.items():
        monkeypatch.setenv(name, value)
    return ntadmin_host
