"""The client against a scripted peer: PDUs worked out by hand from [C706] 12.6."""

import socket
import threading

import pytest
from oracle import rpc
from oracle.ndr import WireError
from oracle.tables import INTERFACES

SESSION, ENUMERATION = INTERFACES["TermSrvSession"], INTERFACES["TermSrvEnumeration"]
NDR = "045d888aeb1cc9119fe808002b104860 02000000"
BIND_ACK = bytes.fromhex(
    "05000c03 10000000 5000 0000 01000000"  # header: bind_ack, 80 bytes, call 1
    "b810 b810 34120000 0000 0000 02 00 0000"  # 4280 each way, group, empty address and its padding, two results
    f"0000 0000 {NDR} 0000 0000 {NDR}"
)


class Peer:
    """Accepts one connection, then answers each PDU with the next of `answers`; keeps what it was sent."""

    def __init__(self, path, *answers):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(1)
        self.answers, self.received = answers, []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        connection, _ = self.listener.accept()
        with connection, self.listener:
            for answer in self.answers:
                head = connection.recv(16, socket.MSG_WAITALL)
                length = int.from_bytes(head[8:10], "little") - 16
                self.received.append(head + connection.recv(length, socket.MSG_WAITALL))
                connection.sendall(answer)


@pytest.fixture
def talk(tmp_path):
    peers = []

    def start(*answers):
        peers.append(Peer(tmp_path / "peer.sock", *answers))
        return peers[0], rpc.Connection(str(tmp_path / "peer.sock"), timeout=10)

    yield start
    for peer in peers:
        peer.thread.join(10)


def response(call, stub, flags=3):
    return rpc.pdu(rpc.RESPONSE, call, len(stub).to_bytes(4, "little") + bytes(4) + stub, flags)


def test_bind_offers_a_context_for_each_interface(talk):
    peer, connection = talk(BIND_ACK)
    with connection.bind(SESSION, ENUMERATION):
        assert connection.max_frag == 4280
        assert connection.contexts == {SESSION.uuid: 0, ENUMERATION.uuid: 1}
    peer.thread.join(10)
    assert peer.received[0] == bytes.fromhex(
        "05000b03 10000000 7400 0000 01000000 d016 d016 00000000 02 00 0000"
        f"0000 01 00 d6094848 3942 1b47 b5bc61df8c23ac48 01000000 {NDR}"
        f"0100 01 00 d03f1488 8dc2 2b4b 8fef8d882f6a9390 01000000 {NDR}"
    )


def test_a_context_that_is_rejected_is_an_error(talk):
    rejected = BIND_ACK[:32] + bytes.fromhex("0200 0100") + bytes(20) + BIND_ACK[56:]
    _, connection = talk(rejected)
    with connection, pytest.raises(rpc.Refused, match="result 2, reason 1"):
        connection.bind(SESSION, ENUMERATION)


def test_a_request_names_its_context_and_the_reply_is_put_together(talk):
    stub = bytes(20) + bytes(4)
    peer, connection = talk(BIND_ACK, response(2, stub[:10], 1) + response(2, stub[10:], 2))
    with connection.bind(SESSION, ENUMERATION):
        assert connection(ENUMERATION, "RpcOpenEnum") == {"phEnum": bytes(20), "result": 0}
    peer.thread.join(10)
    assert peer.received[1] == bytes.fromhex("05000003 10000000 1800 0000 02000000 00000000 0100 0000")


def test_a_large_request_is_sent_in_fragments(talk):
    peer, connection = talk(BIND_ACK, b"", b"", response(2, bytes(4)))
    with connection.bind(SESSION, ENUMERATION):
        assert connection.raw_call(SESSION, 3, bytes(range(20)), fragment=8) == bytes(4)
    peer.thread.join(10)
    assert [pdu[3] for pdu in peer.received[1:]] == [1, 0, 2]
    assert b"".join(pdu[24:] for pdu in peer.received[1:]) == bytes(range(20))


def test_a_fault_carries_its_status(talk):
    fault = rpc.pdu(rpc.FAULT, 2, bytes.fromhex("18000000 0000 00 00 0200011c 00000000"), 0x23)
    _, connection = talk(BIND_ACK, fault)
    with connection.bind(SESSION, ENUMERATION), pytest.raises(rpc.Fault) as caught:
        connection.raw_call(SESSION, 99, b"")
    assert (caught.value.status, caught.value.flags) == (0x1C010002, 0x23)


def test_a_reply_without_a_first_fragment_is_an_error(talk):
    _, connection = talk(BIND_ACK, response(2, bytes(4), 2))
    with connection.bind(SESSION, ENUMERATION), pytest.raises(WireError):
        connection.raw_call(SESSION, 3, b"")


def test_the_end_of_the_connection_is_told_apart(talk):
    _, connection = talk(BIND_ACK, b"")
    with connection.bind(SESSION, ENUMERATION), pytest.raises(rpc.Closed):
        connection.raw_call(SESSION, 3, b"")
