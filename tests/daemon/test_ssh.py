"""Sessions shown over SSH, with a real sshd: where the client is, is the kernel's word and not the environment's."""

import shlex
import subprocess

import pytest
import ssh_server
from ssh_server import Outside
from system_host import harness
from harness import ACTIVE, DISCONNECTED, until

pytestmark = pytest.mark.skipif(not ssh_server.is_there(), reason="needs root, sshd and ssh")

AF_INET = 2
HERE, ELSEWHERE, FORGED = "127.0.0.5", "127.0.0.6", "203.0.113.9"


class SshTerminal(harness.Terminal):
    """`ssh HOST ntadmin attach` on a PTY of its own."""

    def __init__(self, host, server, address, *arguments, says=FORGED):
        values = {"NTADMIN_HOST": host.environment["NTADMIN_HOST"], "SSH_CONNECTION": f"{says} 1 127.0.0.1 22"}
        values |= dict([host.marker.split("=", 1)])
        program = ["env", *(f"{name}={value}" for name, value in values.items()), str(harness.BUILD / "bin/ntadmin"), "attach"]
        self.ssh = [*server.command(host.user, address), shlex.join([*program, *arguments])]
        super().__init__(Outside(host, self.ssh))


@pytest.fixture
def attach(shared, server):
    def attach(address, *arguments, **more):
        terminal = SshTerminal(shared, server, address, *arguments, **more)
        shared.terminals.append(terminal)
        return terminal

    return attach


def client(host, session):
    """The client's address and protocol type, as a program is told."""
    return host.python(f"""
        ask = lambda what: win32ts.WTSQuerySessionInformation(None, {session}, what)
        told = ask(win32ts.WTSClientAddress)
        address = ".".join(str(byte) for byte in told["Address"][2:6])
        print(json.dumps([told["AddressFamily"], address, ask(win32ts.WTSClientProtocolType)]))
    """)


def until_client(host, session, terminal, address):
    def is_known():
        assert terminal.process.poll() is None, f"ssh ended: {terminal.text()}\n{host.log()}"
        return client(host, session) == [AF_INET, address, 2]

    until(f"a client at {address}", is_known, patience=30)


def opened(host, terminal):
    return until("the new session", lambda: host.new_session({0, 65536}, terminal))


def test_the_address_of_a_client_is_the_peer_of_its_sshd(shared, attach):
    terminal = attach(HERE, "--new", "--", "/bin/sh", "-i")
    session = opened(shared, terminal)
    until_client(shared, session, terminal, HERE)
    terminal.hang_up()
    until("it is left", lambda: shared.rows()[session]["State"] == DISCONNECTED)
    until_client(shared, session, attach(ELSEWHERE, str(session)), ELSEWHERE)


def test_a_new_daemon_knows_the_address_too(shared, attach):
    terminal = attach(HERE, "--new", "--", "/bin/sh", "-i")
    session = opened(shared, terminal)
    until_client(shared, session, terminal, HERE)
    shared.stop()
    shared.start()
    until("it is found", lambda: session in shared.rows())
    until_client(shared, session, terminal, HERE)


def test_a_session_that_stays_with_its_client_is_not_had_by_a_forged_environment(shared, attach):
    subprocess.run([harness.BUILD / "bin/ntadmin", "userconfig", shared.user, "ReconnectSettings=1"], check=True,
                   env=shared.environment)  # fmt: skip
    terminal = attach(HERE, "--new", "--", "/bin/sh", "-i", says=FORGED)
    session = opened(shared, terminal)
    until_client(shared, session, terminal, HERE)
    terminal.hang_up()
    until("it is left", lambda: shared.rows()[session]["State"] == DISCONNECTED)
    for says in (HERE, FORGED):
        other = attach(ELSEWHERE, str(session), says=says)
        assert other.wait_for_end() == 1
        assert "may only be gone back to from where it was left" in " ".join(other.text().split())
    attach(HERE, str(session), says=ELSEWHERE)
    until("it is shown again", lambda: shared.rows()[session]["State"] == ACTIVE)
