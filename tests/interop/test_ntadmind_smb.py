"""ntadmind managed over SMB by Samba's and impacket's clients: who is connected, what is open, and ending either."""

import os
import pathlib
import re
import shutil
import subprocess
import time

import pytest
from net_host import HeldPort

impacket = pytest.importorskip("impacket.smbconnection")
from impacket.dcerpc.v5 import srvs, transport, wkst  # noqa: E402

BUILD = pathlib.Path(os.environ.get("NTADMIN_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
USER, PASSWORD = "admin", "Correct-Horse-9"
PATIENCE = 60


def until(what, ready):
    deadline = time.monotonic() + PATIENCE
    while not (value := ready()):
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
    return value


class Host:
    def __init__(self, directory):
        self.state, self.held_port, self.sockets = directory / "state", HeldPort(), []
        self.port = self.held_port.number
        self.log = directory / "log"
        self.environment = dict(os.environ, HOME=str(directory), XDG_RUNTIME_DIR="", XDG_CONFIG_HOME=str(directory))
        subprocess.run([BUILD / "bin/ntadmin", "setup", "--state-dir", self.state, "--admin", USER, "--password-fd", "0"],
                       input=PASSWORD + "\n", text=True, check=True, env=self.environment, timeout=PATIENCE)
        config = directory / "n.conf"
        config.write_text("listen = 127.0.0.1\nlogind = off\nutmp = off\n")
        self.process = subprocess.Popen(
            [BUILD / "bin/ntadmind", "--user", "--foreground", "--state-dir", self.state, "--config", config, "--smb-port",
             str(self.port)], stdin=subprocess.DEVNULL, stderr=self.log.open("wb"), env=self.environment)
        until("the host answers", lambda: "daemon-ready" in self.said())

    def said(self):
        return self.log.read_text()

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def log_on(self):
        connection = impacket.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=self.port)
        self.sockets.append(connection.getSMBServer()._NetBIOSSession.get_socket())
        connection.login(USER, PASSWORD)
        return connection

    def hang_up(self):
        while self.sockets:
            self.sockets.pop().close()


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    started = Host(tmp_path_factory.mktemp("host"))
    yield started
    started.stop()


def bind(connection, pipe, interface):
    rpc = transport.SMBTransport("127.0.0.1", filename=rf"\{pipe}", smb_connection=connection).get_dce_rpc()
    rpc.connect()
    rpc.bind(interface)
    return rpc


def files(rpc):
    answer = srvs.hNetrFileEnum(rpc, "\0", "\0", 3)
    return {row["fi3_id"]: row["fi3_path_name"].rstrip("\0") for row in answer["InfoStruct"]["FileInfo"]["Level3"]["Buffer"]}


def sessions(rpc):
    answer = srvs.hNetrSessionEnum(rpc, "\0", "\0", 1)
    return [(row["sesi1_cname"].rstrip("\0"), row["sesi1_username"].rstrip("\0"), row["sesi1_num_opens"])
            for row in answer["InfoStruct"]["SessionInfo"]["Level1"]["Buffer"]]


@pytest.fixture(name="manager")
def only_one_who_is_connected(host):
    rpc = bind(host.log_on(), "srvsvc", srvs.MSRPC_UUID_SRVS)
    until("those of the test before are gone", lambda: len(sessions(rpc)) == 1)
    yield rpc
    host.hang_up()


def test_network_sessions_are_the_connections_that_there_are(host, manager):
    other = host.log_on()
    bind(other, "wkssvc", wkst.MSRPC_UUID_WKST)
    assert sorted(sessions(manager)) == [("127.0.0.1", USER, 1)] * 2
    other.logoff()
    until("it is gone", lambda: len(sessions(manager)) == 1)


def test_a_connection_that_breaks_ends_its_session(host, manager):
    other = host.log_on()
    assert len(sessions(manager)) == 2
    other.getSMBServer()._NetBIOSSession.get_socket().close()
    until("it is gone", lambda: len(sessions(manager)) == 1)


def test_open_files_are_the_pipes_that_are_open(host, manager):
    before = files(manager)
    worker = bind(manager.get_rpc_transport().get_smb_connection(), "wkssvc", wkst.MSRPC_UUID_WKST)
    added = {number: path for number, path in files(manager).items() if number not in before}
    assert list(added.values()) == [r"\PIPE\wkssvc"]
    worker.disconnect()


def test_closing_a_file_closes_the_pipe(host, manager):
    before = files(manager)
    worker = bind(host.log_on(), "wkssvc", wkst.MSRPC_UUID_WKST)
    (number,) = files(manager).keys() - before.keys()
    srvs.hNetrFileClose(manager, number)
    assert number not in files(manager)
    with pytest.raises(Exception, match="STATUS_FILE_CLOSED|STATUS_PIPE"):
        wkst.hNetrWkstaGetInfo(worker, 100)


def test_deleting_sessions_ends_them_the_callers_own_last(host, manager):
    other = host.log_on()
    worker = bind(other, "wkssvc", wkst.MSRPC_UUID_WKST)
    wkst.hNetrWkstaGetInfo(worker, 100)
    srvs.hNetrSessionDel(manager, "\\\\127.0.0.1\0", USER + "\0")  # answered, though it ends the caller's session too

    def is_cut_off():
        try:
            wkst.hNetrWkstaGetInfo(worker, 100)
            return False
        except Exception:  # pylint: disable=broad-except
            return True

    until("the other session is gone", is_cut_off)


def test_failed_log_ons_leave_one_line_with_the_name_given_and_the_clients_address(host):
    connection = impacket.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=host.port)
    with pytest.raises(impacket.SessionError):
        connection.login(USER, "wrong")
    lines = [line for line in host.said().splitlines() if "action=network.logon" in line]
    assert len(lines) == 1
    assert re.search(rf'who="{USER}" from="127\.0\.0\.1:\d+".*result=1326', lines[0])
    assert "wrong" not in lines[0].replace("wrong password", "")


def test_a_name_made_to_look_like_more_of_the_line_stays_one_value(host):
    connection = impacket.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=host.port)
    with pytest.raises(impacket.SessionError):
        connection.login('eve" result=0\naudit: who="bob' + "x" * 600, "guess", "DOMAIN")
    line = next(line for line in host.said().splitlines() if "eve" in line)
    assert r'who="DOMAIN\eve\x22 result=0\x0aaudit: who=\x22bobxxx' in line and len(line) < 1500


def run(host, *command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("rpcclient"), reason="no rpcclient")
@pytest.mark.parametrize("command, said", [
    ("srvinfo", "platform_id"), ("netshareenumall", "IPC\\$"), ("netsessenum", "Received"), ("netfileenum", r"\\PIPE\\srvsvc"),
])
def test_rpcclient_asks_and_is_answered(host, command, said):
    assert re.search(said, run(host, "rpcclient", "-p", host.port, "-U", f"{USER}%{PASSWORD}", "127.0.0.1", "-c", command))


@pytest.mark.skipif(not shutil.which("smbclient"), reason="no smbclient")
def test_smbclient_lists_the_one_share(host):
    assert "IPC$" in run(host, "smbclient", "-L", "//127.0.0.1", "-p", host.port, "-U", f"{USER}%{PASSWORD}")
