"""ntadmin ping at servers where one does not get all the way: each tells the step, and a usual cause of it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time

import pytest
from meddler import Meddler
from net_host import BIN, PATIENCE, ROOT, HeldPort
from smbd_host import PASSWORD, USER, Smbd, needs_smbd

sys.path.insert(0, str(ROOT / "python"))
from ntadmin_pytest import EphemeralHost  # noqa: E402

ACCOUNTS = {"alice": ("Sekret123!", ["Administrators"]), "bob": ("Geheim456!", ["Users"])}


def ping(server, user="nobody", password="none"):
    """The exit status and the rows that are no success, by step; without a user nothing is there to log on with."""
    with tempfile.NamedTemporaryFile("w") as credentials:
        credentials.write(f"username = {user}\npassword = {password}\n")
        credentials.flush()
        environment = {**os.environ, "NTADMIN_HOST": "unix:/nonexistent", "KRB5CCNAME": "FILE:/nonexistent"}
        if user:
            environment["NTADMIN_CREDENTIALS"] = credentials.name
        done = subprocess.run([BIN / "ntadmin", "ping", server, "--json"], env=environment, text=True, capture_output=True,
                              timeout=PATIENCE)  # fmt: skip
    return done.returncode, {row["Step"]: row for row in json.loads(done.stdout) if row["Code"] != 0}


def ends_at(step, code, cause, result):
    status, failed = result
    assert (status, list(failed)) == (1, [step]), failed
    assert failed[step]["Code"] == code and cause in failed[step]["UsualCause"], failed


@pytest.fixture(scope="module", name="host")
def disposable_host():
    with EphemeralHost(ACCOUNTS, str(BIN / "ntadmind")) as host:
        yield host


def test_a_name_that_nobody_knows():
    ends_at("name", 1722, "DNS", ping("no-such-name.invalid"))


def test_a_port_where_nobody_listens():
    port = HeldPort()
    ends_at("port", 1722, "firewall", ping(f"127.0.0.1:{port.number}"))
    port.close()


@pytest.mark.parametrize("user", ["nobody", None])
def test_a_port_where_something_else_listens(user):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        name = f"127.0.0.1:{listener.getsockname()[1]}"
        ends_at("dialect", 1722, "Something else", ping(name, user))


def test_nothing_to_log_on_with(host):
    ends_at("log-on", 1326, "ntadmin-credentials(5)", ping(f"{host.address}:{host.port}", None))


def test_the_account_that_is_refused_is_named(host):
    _, failed = ping(f"{host.address}:{host.port}", "stranger", "wrong")
    assert "'stranger'" in failed["log-on"]["Detail"], failed


def test_an_account_that_was_locked(host):
    name = f"{host.address}:{host.port}"
    for _ in range(10):
        ends_at("log-on", 1326, "password is wrong", ping(name, "bob", "wrong"))
    ends_at("log-on", 1909, "unlocked", ping(name, "bob", "Geheim456!"))


def test_an_account_without_rights_to_the_sessions():
    with EphemeralHost(ACCOUNTS, str(BIN / "ntadmind")) as host:
        status, failed = ping(f"{host.address}:{host.port}", "bob", "Geheim456!")
    assert (status, list(failed), failed["terminal services"]["Code"]) == (0, ["terminal services"], 5)
    assert "ntadmin listener" in failed["terminal services"]["UsualCause"]


@pytest.mark.parametrize("answer", [2, 3], ids=["of the log-on", "of IPC$"])
def test_somebody_between_who_changes_an_answer(host, answer):
    def change(direction, number, message):
        if (direction, number) == ("answer", answer):
            place = 8 if message[4] == 0xFD else 52  # the signature of an encrypted message, or of a signed one
            message = message[:place] + bytes([message[place] ^ 1]) + message[place + 1 :]
        return [message]

    with Meddler(host.port, change) as meddler:
        ends_at("protection", 13, "between", ping(f"127.0.0.1:{meddler.port}", "alice", "Sekret123!"))


class TestSmbd:
    pytestmark = needs_smbd

    @pytest.fixture(name="smbd_with")
    def start_smbd(self):
        """smbd with these settings, once it listens: not all of them let its own client in."""
        started = []

        def start(*settings):
            smbd = Smbd(settings)
            started.append(smbd)
            smbd.tool("smbpasswd", "-c", smbd.configuration, "-a", "-s", USER, input=f"{PASSWORD}\n" * 2)
            smbd.process = subprocess.Popen(["smbd", "-F", "--no-process-group", "-s", smbd.configuration],
                                            stdin=subprocess.DEVNULL, start_new_session=True,
                                            env={**os.environ, "_NO_WINBINDD": "1"})  # fmt: skip
            deadline = time.monotonic() + PATIENCE
            while True:
                try:
                    socket.create_connection(("127.0.0.1", smbd.port), 5).close()
                    return smbd
                except OSError:
                    assert time.monotonic() < deadline
                    time.sleep(0.05)

        yield start
        for smbd in started:
            smbd.end()

    def test_that_has_no_sessions_is_of_use_all_the_same(self, smbd_with):
        status, failed = ping(smbd_with().name, USER, PASSWORD)
        assert (status, list(failed)) == (0, ["terminal services"])
        assert "AllowRemoteRPC" in failed["terminal services"]["UsualCause"]

    def test_that_speaks_smb1_alone(self, smbd_with):
        smbd = smbd_with("server min protocol = NT1", "server max protocol = NT1")
        ends_at("dialect", 1722, "SMB 1", ping(smbd.name, USER, PASSWORD))

    def test_that_takes_nothing_from_here(self, smbd_with):
        ends_at("dialect", 13, "hosts allow", ping(smbd_with("hosts deny = 127.0.0.1").name, USER, PASSWORD))

    def test_that_takes_no_ntlm(self, smbd_with):
        ends_at("log-on", 31, "NTLM", ping(smbd_with("ntlm auth = disabled").name, USER, PASSWORD))

    def test_that_makes_a_stranger_its_guest(self, smbd_with):
        ends_at("log-on", 1326, "smbpasswd", ping(smbd_with("map to guest = Bad User").name, "stranger", "x"))

    def test_without_its_pipes(self, smbd_with):
        status, failed = ping(smbd_with("rpc start on demand helpers = no").name, USER, PASSWORD)
        assert (status, list(failed)) == (1, ["terminal services", "server service"])
        assert "helpers" in failed["server service"]["UsualCause"]
