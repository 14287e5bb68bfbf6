"""ntadmind with 5,000 clients logged on, each with a pipe bound: it serves one more, and gives back what they took."""

import os
import resource
import subprocess
import time

import pytest
from net_host import BIN, PATIENCE
from test_smb_faults import IS_SANITIZED, Host, until

CLIENTS = 5000
OF_ONE_CLIENT = 24 << 10
LEFT_OF_ONE_CLIENT = 6 << 10
CONNECTING = 600


def test_five_thousand_idle_clients_are_held_and_leave_nothing(capsys):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most < CLIENTS + 200:
        pytest.skip(f"the hard limit of descriptors, {most}, is less than host and clients need each")
    with Host() as host:
        assert host.ask()[0] == 0
        sockets, memory = host.sockets(), host.memory()
        environment = {**os.environ, "NTADMIN_CREDENTIALS": host.credentials}
        with subprocess.Popen([BIN.parent / "tests/idle_clients", "127.0.0.1", str(host.port), str(CLIENTS)], env=environment,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as clients:  # fmt: skip
            begin = time.monotonic()
            assert clients.stdout.readline() == "ready\n" and time.monotonic() - begin < CONNECTING
            assert host.sockets() >= CLIENTS
            taken = (host.memory() - memory) / CLIENTS
            with capsys.disabled():
                print(f"{CLIENTS} clients: {taken / 1024:.1f} KiB and {(host.sockets() - sockets) / CLIENTS:.2f} "
                      f"sockets each; here after {time.monotonic() - begin:.1f} s")  # fmt: skip
            assert IS_SANITIZED or taken < OF_ONE_CLIENT
            status, output = host.ask()
            assert status == 0, output
            clients.kill()
            clients.wait(PATIENCE)
        until("all are gone", lambda: host.sockets() <= sockets)
        if not IS_SANITIZED:
            until("their memory is given back", lambda: host.memory() - memory < CLIENTS * LEFT_OF_ONE_CLIENT)
        assert host.ask()[0] == 0
