"""ncacn_ip_tcp, the endpoint mapper and authentication inside RPC, against impacket, rpcclient and smbtorture.

The host runs in a network namespace of its own, since Samba's clients look for the endpoint mapper at port 135 only.
"""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time

import pytest

BUILD = pathlib.Path(os.environ.get("NTADMIN_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
USER, PASSWORD = "admin", "Passw0rd!x"
RPC_PORT, EPMAPPER_PORT = 4500, 135
PATIENCE = 60
IS_ROOT = os.geteuid() == 0


def can_have_a_namespace():
    probe = ["unshare", "-n" if IS_ROOT else "-rn", "ip", "link", "set", "lo", "up"]
    return shutil.which("unshare") and shutil.which("ip") and subprocess.run(probe, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not can_have_a_namespace(), reason="no network namespaces here")


class Host:
    def __init__(self, directory, settings=""):
        self.state = directory / "state"
        self.log = directory / "log"
        config = directory / "conf"
        config.write_text("listen = 127.0.0.1\nlogind = off\nutmp = off\n" + settings)
        with tempfile.TemporaryFile() as password:
            password.write(PASSWORD.encode())
            password.seek(0)
            subprocess.run([BUILD / "bin/ntadmin", "setup", "--state-dir", self.state, "--admin", USER, "--password-fd",
                            str(password.fileno())], pass_fds=[password.fileno()], check=True, capture_output=True)
        command = [BUILD / "bin/ntadmind", "--user", "--foreground", "--state-dir", self.state, "--config", config,
                   "--rpc-port", RPC_PORT, "--epmapper-port", EPMAPPER_PORT, "--smb-port", "445", "--log-level", "debug"]
        script = 'ip link set lo up && exec "$@"'
        self.process = subprocess.Popen(
            ["unshare", "-n" if IS_ROOT else "-rn", "sh", "-c", script, "sh", *map(str, command)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log.open("wb"),
            env={**os.environ, "XDG_RUNTIME_DIR": str(directory)})
        deadline = time.monotonic() + PATIENCE
        while "epmapper-ready" not in self.said():
            assert self.process.poll() is None and time.monotonic() < deadline, self.said()
            time.sleep(0.02)

    def said(self):
        return self.log.read_text()

    def run(self, *command):
        """Runs a program beside the host."""
        enter = ["nsenter", "-t", str(self.process.pid), "-n"] + ([] if IS_ROOT else ["-U", "--preserve-credentials"])
        return subprocess.run(enter + [str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE)

    def python(self, script):
        """Runs a script with impacket beside the host; what it prints, as lines."""
        done = self.run(os.sys.executable, "-c", PREAMBLE + script)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0


PREAMBLE = f"""
from impacket.dcerpc.v5 import epm, mgmt, srvs, transport
from impacket.dcerpc.v5.rpcrt import DCERPCException
USER, PASSWORD, PORT = {USER!r}, {PASSWORD!r}, {RPC_PORT}

def bound(level, password=PASSWORD, interface=srvs.MSRPC_UUID_SRVS, user=USER):
    way = transport.DCERPCTransportFactory(f"ncacn_ip_tcp:127.0.0.1[{{PORT}}]")
    way.set_credentials(user, password, "", "", "")
    rpc = way.get_dce_rpc()
    if level > 1:
        rpc.set_auth_level(level)
    rpc.connect()
    rpc.bind(interface)
    return rpc

def outcome(work):
    try:
        return work()
    except DCERPCException as error:
        return error
def server_name(rpc):
    return srvs.hNetrServerGetInfo(rpc, 101)["InfoStruct"]["ServerInfo101"]["sv101_name"]
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    started = Host(tmp_path_factory.mktemp("host"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def lax_host(tmp_path_factory):
    started = Host(tmp_path_factory.mktemp("lax"), "rpc_level = connect\n")
    yield started
    started.stop()


# ---- impacket

impacket = pytest.importorskip("impacket")


def test_impacket_is_served_signed_and_sealed_and_not_less(host):
    """It has no signatures for levels 3 and 4, and none at 2: those callers are nobody, or not taken at all."""
    lines = host.python("for level in range(1, 7): print(level, outcome(lambda: server_name(bound(level))))")
    name = socket.gethostname().split(".")[0].upper()[:15]
    assert lines[4:] == [f"5 {name}\0", f"6 {name}\0"]
    assert all("rpc_s_access_denied" in line for line in lines[:4]), lines


def test_level_call_protects_as_packet_does(host):
    """impacket signs as at level 5; only the number in its trailers is another."""
    lines = host.python("""
from impacket.dcerpc.v5 import rpcrt
write = rpcrt.SEC_TRAILER.__setitem__
for level in (5, 4, 3):
    rpcrt.SEC_TRAILER.__setitem__ = lambda self, key, value: write(self, key, level if key == "auth_level" else value)
    print(outcome(lambda: server_name(bound(5))))
""")
    assert lines == [socket.gethostname().split(".")[0].upper()[:15] + "\0"] * 3


def test_somebody_may_log_on_after_a_bind_without_a_token(host):
    lines = host.python("""
rpc = bound(1)
print(outcome(lambda: server_name(rpc)))
rpc.set_credentials(USER, PASSWORD)
rpc.set_auth_level(6)
rpc = rpc.alter_ctx(srvs.MSRPC_UUID_SRVS)
print(outcome(lambda: server_name(rpc)))
""")
    assert "rpc_s_access_denied" in lines[0]
    assert lines[1] == socket.gethostname().split(".")[0].upper()[:15] + "\0"


def test_level_connect_is_enough_where_the_configuration_says_so(lax_host):
    lines = lax_host.python("for level in (1, 2): print(level, outcome(lambda: server_name(bound(level))))")
    assert "rpc_s_access_denied" in lines[0]
    assert "rpc_s_access_denied" not in lines[1]


def test_a_wrong_password_is_refused_and_leaves_one_line_with_name_and_address(host):
    lines = host.python("print(outcome(lambda: server_name(bound(6, 'guess'))))")
    assert "rpc_s_access_denied" in lines[0]
    audits = [line for line in host.said().splitlines() if "audit" in line and "action=network.logon" in line]
    assert len(audits) == 1 and re.search(r'who="\w+" from="127\.0\.0\.1:', audits[0]) and "result=1326" in audits[0]
    assert "guess" not in host.said()


def test_our_own_client_finds_the_ports_by_the_mapper(host, tmp_path):
    credentials = tmp_path / "credentials"
    credentials.write_text(f"username = {USER}\npassword = {PASSWORD}\n")
    credentials.chmod(0o600)
    tool = ["env", "NTADMIN_HOST=unix:/nonexistent", f"NTADMIN_CREDENTIALS={credentials}", BUILD / "bin/ntadmin"]
    for command in (["query", "session"], ["net", "share"], ["net", "localgroup"], ["net", "config"]):
        done = host.run(*tool, *command, "--server", "ncacn_ip_tcp:127.0.0.1")
        assert done.returncode == 0, done.stderr
    nobody = host.run(*tool, "net", "time", "--server", "ncacn_ip_tcp:127.0.0.2")
    assert (nobody.returncode, "(53," in nobody.stderr) == (1, True), nobody.stderr


@pytest.mark.parametrize("attack", ["a bit of the stub", "a bit of the header", "a bit of the signature", "twice"])
@pytest.mark.parametrize("level", [5, 6])
def test_changed_and_replayed_requests_end_the_connection(host, attack, level):
    lines = host.python(f"""
attack = {attack!r}
rpc = bound({level})
print(server_name(rpc))
way = rpc.get_rpc_transport()
honest = way.send
def forge(data, **more):
    changed = bytearray(data)
    if attack == "a bit of the stub": changed[30] ^= 1
    if attack == "a bit of the header": changed[22] ^= 1
    if attack == "a bit of the signature": changed[-9] ^= 1
    honest(bytes(changed), **more)
    if attack == "twice": honest(bytes(changed), **more)
way.send = forge
def attacked():
    answers = [outcome(lambda: server_name(rpc))]
    if attack == "twice": answers.append(outcome(lambda: rpc.recv()))
    return answers[-1]
print(attacked())
way.get_socket().settimeout(30)
print("closed:", way.get_socket().recv(1) == b"")
""")
    assert "rpc_s_access_denied" in lines[1], lines
    assert lines[2] == "closed: True", lines


def hours(host):
    """What a script needs that ends people's hours."""
    return f"""
import os, subprocess, sys
environment = {{**os.environ, "NTADMIN_HOST": "unix:{host.state}/ntadmind.sock", "PYTHONPATH": {str(BUILD / "python")!r}}}
def net(*words):
    subprocess.run([{str(BUILD / "bin/ntadmin")!r}, "net", *words], env=environment, check=True, stdout=subprocess.DEVNULL)
def win32net(call):
    subprocess.run([sys.executable, "-c", "import win32net; win32net." + call], check=True,
                   env={{**environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}})
def closed(connection):
    is_smb = hasattr(connection, "getSMBServer")
    way = connection.getSMBServer().get_socket() if is_smb else connection.get_rpc_transport().get_socket()
    way.settimeout(30)
    return way.recv(1) == b""
"""


def test_the_end_of_the_hours_ends_associations(tmp_path):
    host = Host(tmp_path)
    try:
        lines = host.python(hours(host) + """
sealed, signed = bound(6), bound(5)
net("user", USER, "/times:")
print(server_name(sealed) == server_name(signed))
net("accounts", "/forcelogoff:0")
print(closed(sealed), closed(signed))
print(outcome(lambda: server_name(bound(6))))
net("user", USER, "/times:all")
print(server_name(bound(6)))
""")
        assert lines[:2] == ["True", "True True"] and "rpc_s_access_denied" in lines[2] and len(lines) == 4, lines
        assert host.said().count("action=rpc.limit.hours") == 2
    finally:
        host.stop()


def test_the_hours_that_end_are_of_the_account_not_of_its_name(tmp_path):
    host = Host(tmp_path)
    try:
        lines = host.python(hours(host) + """
from impacket.smbconnection import SMBConnection
def on_smb(user):
    connection = SMBConnection("127.0.0.1", "127.0.0.1")
    connection.login(user, PASSWORD)
    return connection
def add(name): win32net(f"NetUserAdd(None, 1, dict(name='{name}', password={PASSWORD!r}, priv=1, flags=0x201))")
add("anna")
renamed, renamed_on_smb, anna, anna_on_smb = bound(6), on_smb(USER), bound(6, user="anna"), on_smb("anna")
win32net(f"NetUserSetInfo(None, {USER!r}, 0, dict(name='boss'))")
add(USER)
for name in (USER, "anna"): net("user", name, "/times:")
net("accounts", "/forcelogoff:0")
print(closed(anna), closed(anna_on_smb))
print(bool(server_name(renamed)), bool(renamed_on_smb.listShares()))
net("user", "boss", "/times:")
print(closed(renamed), closed(renamed_on_smb))
""")
        assert lines == ["True True"] * 3, lines
        assert host.said().count("action=smb-session.limit.hours") == 2
    finally:
        host.stop()


def test_a_password_comes_sealed_or_not_at_all(host):
    lines = host.python("""
from impacket.dcerpc.v5 import samr
class Smb:
    getSessionKey = staticmethod(lambda: b"SystemLibraryDTC")  # what stands for a key where there is no SMB
def users(level):
    rpc = bound(level, interface=samr.MSRPC_UUID_SAMR)
    rpc.get_rpc_transport().get_smb_connection = lambda: Smb
    server = samr.hSamrConnect(rpc)["ServerHandle"]
    name = samr.hSamrEnumerateDomainsInSamServer(rpc, server)["Buffer"]["Buffer"][0]["Name"]
    sid = samr.hSamrLookupDomainInSamServer(rpc, server, name)["DomainId"]
    return rpc, samr.hSamrOpenDomain(rpc, server, domainId=sid)["DomainHandle"]
def set_password(level):
    rpc, domain = users(level)
    user = samr.hSamrOpenUser(rpc, domain, userId=made["RelativeId"])["UserHandle"]
    return samr.hSamrSetPasswordInternal4New(rpc, user, f"Winter-{level}x")["ErrorCode"]
rpc, domain = users(6)
made = samr.hSamrCreateUser2InDomain(rpc, domain, "tom")
for level in (5, 6): print(level, outcome(lambda: set_password(level)))
""")
    assert "STATUS_ACCESS_DENIED" in lines[0] and lines[1] == "6 0", lines
    assert "action=user.set-password" in host.said()


def test_impacket_asks_the_endpoint_mapper(host):
    lines = host.python("""
print(epm.hept_map("127.0.0.1", srvs.MSRPC_UUID_SRVS, protocol="ncacn_ip_tcp"))
for entry in epm.hept_lookup("127.0.0.1"):
    print(epm.PrintStringBinding(entry["tower"]["Floors"]), entry["annotation"].rstrip(b"\\0").decode())
""")
    assert lines[0] == f"ncacn_ip_tcp:127.0.0.1[{RPC_PORT}]"
    assert f"ncacn_ip_tcp:127.0.0.1[{RPC_PORT}] srvsvc" in lines
    assert any("[\\pipe\\srvsvc]" in line for line in lines)
    assert not any("LocalHost" in line for line in lines)


def test_impacket_asks_mgmt_without_a_name(host):
    lines = host.python("""
rpc = bound(1, interface=mgmt.MSRPC_UUID_MGMT)
print(mgmt.his_server_listening(rpc)["status"])
print(mgmt.hinq_if_ids(rpc)["if_id_vector"]["count"] > 10)
print(outcome(lambda: mgmt.hstop_server_listening(rpc)))
""")
    assert lines[:2] == ["0", "True"]
    assert "access_denied" in lines[2]


# ---- Samba

needs_rpcclient = pytest.mark.skipif(not shutil.which("rpcclient"), reason="no rpcclient")
needs_smbtorture = pytest.mark.skipif(not shutil.which("smbtorture"), reason="no smbtorture")


@needs_rpcclient
@pytest.mark.parametrize("options", ["sign", "seal", "packet", "ntlm,sign", "ntlm,seal", "spnego,sign", "spnego,seal"])
def test_rpcclient_is_served_by_each_package_and_level(host, options):
    done = host.run("rpcclient", f"ncacn_ip_tcp:127.0.0.1[{options}]", "-U", f"{USER}%{PASSWORD}", "-c", "srvinfo")
    assert done.returncode == 0 and "platform_id" in done.stdout, done.stdout + done.stderr


# Before 4.22 it encrypts with the key of the log-on inside RPC, whatever carries that.
@needs_rpcclient
@pytest.mark.parametrize("way, name", [("ncacn_ip_tcp:127.0.0.1[seal]", "tim"), ("ncacn_ip_tcp:127.0.0.1[ntlm,seal]", "tina"),
                                       ("ncacn_np:127.0.0.1[seal]", "tobi"), ("ncacn_np:127.0.0.1[sign]", "toni")])  # fmt: skip
def test_rpcclient_sets_passwords_after_a_logon_inside_rpc(host, way, name):
    def rpcclient(commands, user=f"{USER}%{PASSWORD}", server=way):
        done = host.run("rpcclient", server, "-U", user, "-c", commands)
        return done.stdout + done.stderr

    assert "NT_STATUS" not in rpcclient(f"createdomuser {name}")
    local = ["env", f"NTADMIN_HOST=unix:{host.state}/ntadmind.sock", BUILD / "bin/ntadmin"]
    assert host.run(*local, "net", "user", name, "/active:yes").returncode == 0
    for level in (23, 24, 25, 26):
        assert "NT_STATUS" not in rpcclient(f"setuserinfo2 {name} {level} Winter-{level}x"), level
        assert "platform_id" in rpcclient("srvinfo", f"{name}%Winter-{level}x", "127.0.0.1"), level
    assert "NT_STATUS_NO_USER_SESSION_KEY" in rpcclient(f"setuserinfo2 {name} 18 Winter-18x")
    assert "platform_id" in rpcclient("srvinfo", f"{name}%Winter-26x", "127.0.0.1")


@needs_rpcclient
@pytest.mark.parametrize("options", ["", "connect"])
def test_rpcclient_is_refused_without_protection(host, options):
    done = host.run("rpcclient", f"ncacn_ip_tcp:127.0.0.1[{options}]", "-U", f"{USER}%{PASSWORD}", "-c", "srvinfo")
    assert "WERR_ACCESS_DENIED" in done.stdout + done.stderr


@needs_rpcclient
def test_rpcclient_lists_the_endpoints(host):
    done = host.run("rpcclient", "ncacn_ip_tcp:127.0.0.1", "-U", "%", "-c", "epmlookup")
    assert f"ncacn_ip_tcp:127.0.0.1[{RPC_PORT}," in done.stdout
    assert done.stdout.count(": srvsvc\n") == 2, done.stdout


def torture_list():
    """The tests of rpc_torture.list by suite, and whether they pass."""
    suites = {}
    for line in (pathlib.Path(__file__).parent / "rpc_torture.list").read_text().splitlines():
        if " | " in line and not line.startswith("#"):
            name, outcome = line.split(" | ")
            suite, _, test = name.partition("/")
            suites.setdefault(suite, {})[test] = outcome == "passes"
    return suites


@needs_smbtorture
@pytest.mark.parametrize("suite", torture_list())
def test_smbtorture_says_what_the_list_says(host, suite):
    wanted = torture_list()[suite]
    done = host.run("smbtorture", "ncacn_ip_tcp:127.0.0.1[sign]", "-U", f"{USER}%{PASSWORD}", suite)
    found = re.findall(r"^(success|failure|error|skip): (\S+)", done.stdout, re.M)
    assert {name.rpartition(".")[2]: word == "success" for word, name in found} == wanted, done.stdout
