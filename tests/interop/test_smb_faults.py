"""ntadmind over SMB and clients, or somebody between, that do what they should not: nothing hangs, crashes or is kept."""

import contextlib
import os
import pathlib
import random
import resource
import socket
import subprocess
import time

import pytest
from meddler import Meddler
from net_host import BIN, PASSWORD, PATIENCE, USER, NetHost

impacket = pytest.importorskip("impacket.smbconnection")
from impacket import smb3structs  # noqa: E402
from impacket.dcerpc.v5 import srvs, transport  # noqa: E402

LOGON_SECONDS = 10  # from connecting to the first session
KEPT = 8 << 20  # what a heap may have grown by and not given back
IS_SANITIZED = any(mark in (BIN / "ntadmind").read_bytes() for mark in (b"__asan_init", b"__tsan_init"))


class Host(NetHost):
    """With clients of ours, and a look at what it uses."""

    def set_up(self):
        super().set_up()
        self.credentials = f"{self.directory}/credentials"
        pathlib.Path(self.credentials).write_text(f"username = {USER}\npassword = {PASSWORD}\n")
        os.chmod(self.credentials, 0o600)

    def begin(self, *arguments, port=None):
        """Starts our client with a call to this host, or to whoever passes it on from `port`."""
        environment = {**os.environ, "NTADMIN_CREDENTIALS": self.credentials, "HOME": self.directory}
        return subprocess.Popen([BIN / "ntadmin", *arguments, rf"/server:127.0.0.1:{port or self.port}"], env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip

    def ask(self, port=None):
        """One call; (status, output)."""
        client = self.begin("net", "config", "server", port=port)
        output, _ = client.communicate(timeout=PATIENCE)
        return client.returncode, output

    def log_on(self):
        connection = impacket.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=self.port)
        connection.login(USER, PASSWORD)
        return connection

    def sockets(self):
        """How many it has: unlike those of files, of which it keeps some, they are its clients'."""
        return sum(entry.is_socket() for entry in pathlib.Path(f"/proc/{self.daemon.pid}/fd").iterdir())

    def memory(self):
        text = pathlib.Path(f"/proc/{self.daemon.pid}/statm").read_text()
        return int(text.split()[1]) * resource.getpagesize()


def until(what, ready):
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@pytest.fixture(scope="module", name="host", params=["off", "preferred"])
def started_host(request):
    with Host(f"smb_encryption = {request.param}\n") as host:
        status, output = host.ask()
        assert status == 0, output
        yield host
        assert host.daemon.poll() is None
        assert host.ask()[0] == 0, host.log_text()


@pytest.fixture(autouse=True)
def all_is_given_back(host):
    """Whatever a test did: in the end its connections are gone."""
    before = host.sockets()
    yield
    until("its connections are closed", lambda: host.sockets() <= before)


def connect(host, from_address="127.0.0.1"):
    return socket.create_connection(("127.0.0.1", host.port), PATIENCE, (from_address, 0))


def is_closed(client):
    client.settimeout(PATIENCE)
    try:
        return client.recv(1 << 16) == b""
    except ConnectionResetError:
        return True


# ---- somebody between


def passed_on(_direction, _number, message):
    return [message]


def byte_by_byte(_direction, _number, message):
    return [message[at : at + 1] for at in range(len(message))]


@pytest.mark.parametrize("change", [passed_on, byte_by_byte])
def test_segments_of_one_byte_make_a_log_on_and_a_call(host, change):
    with Meddler(host.port, change) as between:
        status, output = host.ask(between.port)
    assert status == 0, output


LAST_OF_THE_LOG_ON = 2  # NEGOTIATE, two SESSION_SETUPs; what follows is signed or encrypted


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_changed_bit_is_found_out(host, direction, place):
    """In the signature or tag, the message, or its end."""
    changed = []

    def change(way, number, message):
        if way != direction or number <= LAST_OF_THE_LOG_ON or changed:
            return [message]
        altered = bytearray(message)
        altered[{"first": 4 + (4 if message[4] == 0xFD else 48), "middle": 4 + 66, "last": -1}[place]] ^= 0x10
        changed.append(number)
        return [bytes(altered)]

    with Meddler(host.port, change) as between:
        status, output = host.ask(between.port)
    assert changed and status != 0, output


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_changed_log_on_is_found_out(host, direction, number):
    """Nothing signs these messages themselves: in 3.1.1 the keys depend on every byte of them."""

    def change(way, at, message):
        if (way, at) != (direction, number):
            return [message]
        altered = bytearray(message)
        altered[-1] ^= 1
        return [bytes(altered)]

    with Meddler(host.port, change) as between:
        status, output = host.ask(between.port)
    assert status != 0, output


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_replayed_message_ends_the_connection(host, direction):
    replayed = []

    def change(way, number, message):
        if way != direction or number != LAST_OF_THE_LOG_ON + 1:
            return [message]
        replayed.append(number)
        return [message, message]

    with Meddler(host.port, change) as between:
        status, output = host.ask(between.port)
    assert replayed and status != 0, output


def test_requests_that_change_places_are_answered_each(host):
    """[MS-SMB2] 3.3.5.2.3: ids may be used in any order within what was granted."""
    server = host.log_on().getSMBServer()
    server.connectTree("IPC$")
    way, held = server._NetBIOSSession, []
    send, way.send_packet = way.send_packet, held.append
    asked = [server.sendSMB(echo_request(server)) for _ in range(3)]
    for packet in reversed(held):
        send(packet)
    way.send_packet = send
    for number in asked:
        assert server.recvSMB(number)["Status"] == 0
    server.close_session()


def echo_request(server):
    packet = server.SMB_PACKET()
    packet["Command"], packet["Data"] = smb3structs.SMB2_ECHO, smb3structs.SMB2Echo()
    return packet


def test_a_host_killed_in_a_call_ends_it():
    """Our client has its call out when the host dies."""
    with Host() as host:
        def count(direction, number, _message):
            requests.add(number if direction == "request" else 0)

        requests = set()
        with Meddler(host.port, lambda *passed: count(*passed) or passed_on(*passed)) as between:
            assert host.ask(between.port)[0] == 0
        call = max(requests) - 2  # behind it: CLOSE, LOGOFF

        def kill(direction, number, message):
            if (direction, number) == ("request", call):
                host.daemon.kill()
                host.daemon.wait(PATIENCE)
            return [message]

        with Meddler(host.port, kill) as between:
            status, output = host.ask(between.port)
        assert host.daemon.poll() is not None and status != 0, output


# ---- clients that do not behave


def test_garbage_of_10_megabytes_is_not_taken(host):
    garbage = random.Random(4).randbytes(10 << 20)
    before = host.memory()
    for start in (0, 1, 4):
        client = connect(host)
        try:
            client.sendall(b"\0\0\xff\xff\xfeSMB"[:start] + garbage)
        except OSError:
            pass
        assert is_closed(client)
        client.close()
    assert IS_SANITIZED or host.memory() - before < KEPT


def test_garbage_of_10_megabytes_in_a_pipe_costs_that_pipe(host):
    garbage = random.Random(5).randbytes(4096)
    before = host.memory()
    connection = host.log_on()
    tree = connection.connectTree("IPC$")
    refused = 0
    for _ in range((10 << 20) // len(garbage) // 8):
        pipe = connection.openFile(tree, r"\srvsvc")
        for _ in range(8):
            try:
                connection.writeFile(tree, pipe, garbage)
            except impacket.SessionError:
                refused += 1
                break
        try:
            connection.closeFile(tree, pipe)
        except impacket.SessionError:
            pass
    assert refused > 0
    rpc = transport.SMBTransport("127.0.0.1", filename=r"\srvsvc", smb_connection=connection).get_dce_rpc()
    rpc.connect()
    rpc.bind(srvs.MSRPC_UUID_SRVS)
    assert srvs.hNetrServerGetInfo(rpc, 101)["InfoStruct"]["ServerInfo101"]["sv101_platform_id"] == 500
    connection.logoff()
    assert IS_SANITIZED or host.memory() - before < KEPT


def test_a_machine_that_half_opens_all_it_may_keeps_nobody_out_and_is_dropped(host):
    """Some say nothing, some send a byte a second of what could become a log-on, some negotiate and stop there."""
    honest = bytes.fromhex("0000006cfe534d4240") + bytes(39 + 60 + 4)
    begin = time.monotonic()
    clients = [connect(host, "127.0.0.2") for _ in range(256)]
    one_more = connect(host, "127.0.0.2")
    assert is_closed(one_more), "an address has its share of connections and no more"
    one_more.close()
    sent = 0
    while time.monotonic() - begin < LOGON_SECONDS - 2:
        for client in clients[::2]:
            with contextlib.suppress(OSError):  # a slow machine's turn to hang up may have come
                client.sendall(honest[sent : sent + 1])
        sent += 1
        status, output = host.ask()
        assert status == 0, output
        time.sleep(1)
    for client in clients:
        assert is_closed(client)
        client.close()
    assert time.monotonic() - begin < PATIENCE


@pytest.mark.parametrize("how", ["closing", "resetting"])
def test_clients_that_vanish_leave_nothing(host, how):
    before = host.memory()
    for _ in range(4):
        connections = [host.log_on() for _ in range(20)]
        for connection in connections:
            rpc = transport.SMBTransport("127.0.0.1", filename=r"\srvsvc", smb_connection=connection).get_dce_rpc()
            rpc.connect()
            rpc.bind(srvs.MSRPC_UUID_SRVS)
            rpc.call(srvs.NetrShareEnum.opnum, srvs.NetrShareEnum())  # asked, and the answer not waited for
        for connection in connections:
            client = connection.getSMBServer()._NetBIOSSession.get_socket()
            if how == "resetting":
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, 0, 0, 0, 0, 0, 0, 0]))
            client.close()
    assert IS_SANITIZED or host.memory() - before < KEPT
