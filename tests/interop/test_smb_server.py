"""Our SMB server and clients that nobody here wrote: impacket, smbclient, smbtorture. The host is tests/smb_host."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

BUILD = pathlib.Path(os.environ.get("NTADMIN_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
USER, PASSWORD = "alice", "secret"
PATIENCE = 60


class SmbHost:
    def __init__(self, directory, encryption):
        self.log = directory / "log"
        self.process = subprocess.Popen([BUILD / "tests/smb_host", encryption], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.log.open("wb"))
        self.port = int(self.process.stdout.readline())

    def said(self):
        return self.log.read_text()

    def stop(self):
        self.process.stdin.close()
        assert self.process.wait(PATIENCE) == 0
        self.process.stdout.close()


@pytest.fixture(scope="module", params=["off", "preferred"])
def host(request, tmp_path_factory):
    started = SmbHost(tmp_path_factory.mktemp("host"), request.param)
    started.encrypts = request.param != "off"
    yield started
    started.stop()


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE)


# ---- impacket

impacket = pytest.importorskip("impacket.smbconnection")
from impacket import ntlm, smb3, smb3structs  # noqa: E402
from impacket.dcerpc.v5 import srvs, transport  # noqa: E402

DIALECTS = {"2.0.2": 0x0202, "2.1": 0x0210, "3.0": 0x0300, "3.1.1": 0x0311, "its own choice": None}


def connect(host, dialect):
    connection = impacket.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=host.port, preferredDialect=dialect)
    if dialect == 0x0311:  # impacket 0.10's NTLM log-on forgets two things that its Kerberos log-on does
        server = connection.getSMBServer()
        server._Session["PreauthIntegrityHashValue"] = server._Connection["PreauthIntegrityHashValue"]
        server._Connection["SupportsEncryption"] = host.encrypts
    return connection


def rpc(connection):
    pipe = transport.SMBTransport("127.0.0.1", filename=r"\srvsvc", smb_connection=connection).get_dce_rpc()
    pipe.connect()
    pipe.bind(srvs.MSRPC_UUID_SRVS)
    return pipe


def echo(pipe, stub):
    pipe.call(15, stub)
    return pipe.recv()


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS.keys())
def test_impacket_speaks_every_dialect_it_knows(host, dialect):
    connection = connect(host, dialect)
    connection.login(USER, PASSWORD)
    server = connection.getSMBServer()
    assert dialect in (None, connection.getDialect())
    assert connection.isSigningRequired()
    is_sealed = bool(server._Session["SessionFlags"] & smb3structs.SMB2_SESSION_FLAG_ENCRYPT_DATA)
    assert is_sealed == (host.encrypts and connection.getDialect() >= 0x0300)
    pipe = rpc(connection)
    stub = bytes(range(256)) * 100  # many fragments, both ways
    assert echo(pipe, stub) == stub
    assert echo(pipe, b"again") == b"again"
    pipe.disconnect()
    connection.logoff()


def test_impackets_pipes_and_sessions_stand_beside_each_other(host):
    first, second = connect(host, None), connect(host, None)
    for connection in (first, second):
        connection.login(USER, PASSWORD)
    pipes = [rpc(first), rpc(first), rpc(second)]
    for number, pipe in enumerate(pipes):
        pipe.call(15, bytes([number]) * 10)
    for number, pipe in enumerate(pipes):
        assert pipe.recv() == bytes([number]) * 10


def test_rpc_may_authenticate_inside_the_session(host):
    connection = connect(host, None)
    connection.login(USER, PASSWORD)
    pipe = transport.SMBTransport("127.0.0.1", filename=r"\srvsvc", smb_connection=connection).get_dce_rpc()
    pipe.set_credentials(USER, PASSWORD)
    pipe.set_auth_level(6)
    pipe.connect()
    pipe.bind(srvs.MSRPC_UUID_SRVS)
    assert echo(pipe, b"sealed twice") == b"sealed twice"


def test_raw_ntlm_in_place_of_spnego_logs_on(host):
    """As clients do that find no mechanism list."""
    server = connect(host, 0x0210).getSMBServer()

    def leg(token):
        setup = smb3.SMB2SessionSetup()
        setup["SecurityMode"] = 1
        setup["SecurityBufferLength"], setup["Buffer"] = len(token), token
        packet = server.SMB_PACKET()
        packet["Command"], packet["Data"] = smb3structs.SMB2_SESSION_SETUP, setup
        answer = server.recvSMB(server.sendSMB(packet))
        server._Session["SessionID"] = answer["SessionID"]
        return answer["Status"], smb3structs.SMB2SessionSetup_Response(answer["Data"])["Buffer"]

    negotiate = ntlm.getNTLMSSPType1("", "", True, use_ntlmv2=True)
    status, challenge = leg(negotiate.getData())
    assert status == 0xC0000016
    assert challenge.startswith(b"NTLMSSP\0")
    authenticate, _ = ntlm.getNTLMSSPType3(negotiate, challenge, USER, PASSWORD, "", use_ntlmv2=True)
    assert leg(authenticate.getData())[0] == 0


def test_a_wrong_password_is_refused_and_leaves_a_line_with_the_address(host):
    connection = connect(host, None)
    with pytest.raises(impacket.SessionError) as refusal:
        connection.login(USER, "wrong")
    assert refusal.value.getErrorCode() == 0xC000006D
    assert re.search(r"logon: 127\.0\.0\.1:\d+: .*alice", host.said())


def test_shares_and_pipes_that_are_not_there_have_their_codes(host):
    connection = connect(host, None)
    connection.login(USER, PASSWORD)
    with pytest.raises(impacket.SessionError) as refusal:
        connection.connectTree("C$")
    assert refusal.value.getErrorCode() == 0xC00000CC
    tree = connection.connectTree("IPC$")
    with pytest.raises(impacket.SessionError) as refusal:
        connection.openFile(tree, "nothing")
    assert refusal.value.getErrorCode() == 0xC0000034


def test_a_client_of_smb1_alone_is_turned_away_with_a_line_that_says_why(host):
    with pytest.raises(Exception):
        impacket.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=host.port, preferredDialect="NT LM 0.12")
    assert re.search(r"refused: 127\.0\.0\.1:\d+: .*SMB1", host.said())


# ---- Samba

needs_smbclient = pytest.mark.skipif(not shutil.which("smbclient"), reason="no smbclient")
needs_smbtorture = pytest.mark.skipif(not shutil.which("smbtorture"), reason="no smbtorture")


@needs_smbclient
@pytest.mark.parametrize("dialect", ["SMB2_02", "SMB2_10", "SMB3_00", "SMB3_02", "SMB3_11"])
def test_smbclient_logs_on_in_every_dialect(host, dialect):
    done = run("smbclient", "//127.0.0.1/IPC$", "-p", host.port, "-U", f"{USER}%{PASSWORD}", "-c", "logoff",
               f"--option=client min protocol={dialect}", f"--option=client max protocol={dialect}")
    assert done.returncode == 0, done.stdout + done.stderr


@needs_smbclient
@pytest.mark.parametrize("cipher", ["AES-128-CCM", "AES-128-GCM", "AES-256-CCM", "AES-256-GCM"])
def test_smbclient_encrypts_with_every_cipher(host, cipher):
    if not host.encrypts:
        pytest.skip("this host does not encrypt")
    done = run("smbclient", "//127.0.0.1/IPC$", "-p", host.port, "-U", f"{USER}%{PASSWORD}", "-c", "logoff",
               f"--option=client smb3 encryption algorithms={cipher}", "--client-protection=encrypt")
    assert done.returncode == 0, done.stdout + done.stderr


@needs_smbclient
@pytest.mark.parametrize("algorithm", ["HMAC-SHA256", "AES-128-CMAC", "AES-128-GMAC"])
def test_smbclient_signs_with_every_algorithm(host, algorithm):
    done = run("smbclient", "//127.0.0.1/IPC$", "-p", host.port, "-U", f"{USER}%{PASSWORD}", "-c", "logoff",
               f"--option=client smb3 signing algorithms={algorithm}", "--client-protection=sign")
    assert done.returncode == 0, done.stdout + done.stderr


@needs_smbclient
def test_smbclient_without_a_name_gets_nothing(host):
    done = run("smbclient", "//127.0.0.1/IPC$", "-p", host.port, "-N", "-c", "logoff")
    assert done.returncode != 0


def torture_list(section):
    """The tests of one section of smbtorture.list, and whether they pass."""
    tests, current = {}, None
    for line in (pathlib.Path(__file__).parent / "smbtorture.list").read_text().splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif " | " in line and not line.startswith("#") and current == section:
            name, outcome = line.split(" | ")
            tests[name] = outcome == "passes"
    return tests


@needs_smbtorture
@pytest.mark.parametrize("kind", ["smb2.", "rpc."])
def test_smbtorture_says_what_the_list_says(host, kind):
    wanted = {name: passes for name, passes in
              torture_list("encrypted" if host.encrypts else "signed").items() if name.startswith(kind)}
    where = "//127.0.0.1/IPC$" if kind == "smb2." else "ncacn_np:127.0.0.1[smb2]"
    done = run("smbtorture", where, "-p", host.port, "-U", f"{USER}%{PASSWORD}", "--option=torture:share=IPC$",
               "--option=torture:host=127.0.0.1", *wanted)
    passed = set(re.findall(r"^success: (\S+)", done.stdout, re.M))
    assert {name for name in wanted if name.rpartition(".")[2] in passed} == {
        name for name, passes in wanted.items() if passes}, done.stdout
