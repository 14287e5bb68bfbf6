"""Kerberos over SMB in a realm of the test's own: Samba's client at our host, our client at smbd and at our host, and
sessions whose ticket ends while they are used."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import textwrap
import time

import pytest
from meddler import Meddler, rpc_size
from net_host import PATIENCE, USER, NetHost
from smbd_host import Smbd, run_script

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from places import leave_place, make_place  # noqa: E402
from ports import HeldPort  # noqa: E402

REALM = "TEST.EXAMPLE"
NAME = "localhost"  # what our client calls its servers
OTHER_NAME = "srv.test.example"  # Samba's uses no ticket for "localhost"
SECRET = "Ticket-4711"
SHORT = 4  # seconds that a short ticket lasts
SKEW = 2  # and that servers give it more, since clocks differ
OVER = SHORT + SKEW + 1
RPC_S_SEC_PKG_ERROR = 1825
# Of scripts whose ticket is short: none of its time is to go to their start.
LOG_ON = f"""
def log_on(user, *options):
    subprocess.run(["/usr/bin/kinit", *options, user], input={SECRET!r}.encode(), check=True, capture_output=True)
"""

pytestmark = pytest.mark.skipif(
    not all(map(os.path.exists, ["/usr/sbin/krb5kdc", "/usr/bin/kinit", "/usr/bin/rpcclient"])),
    reason="krb5-kdc, krb5-user or smbclient is not installed",
)


class Realm:
    """A KDC, a keytab of the servers, and a cache of tickets."""

    def __init__(self):
        self.directory = make_place()
        self.port = HeldPort()
        self.keytab = f"{self.directory}/keytab"
        self.environment = {
            **os.environ, "KRB5_CONFIG": f"{self.directory}/krb5.conf", "KRB5_KDC_PROFILE": f"{self.directory}/kdc.conf",
            "KRB5CCNAME": f"{self.directory}/tickets", "KRB5RCACHENAME": f"file2:{self.directory}/replays",
        }  # fmt: skip
        where = f"127.0.0.1:{self.port.number}"
        pathlib.Path(self.environment["KRB5_CONFIG"]).write_text(
            f"[libdefaults]\ndefault_realm = {REALM}\nclockskew = {SKEW}\ndns_lookup_kdc = false\nrdns = false\n"
            f"dns_canonicalize_hostname = false\n[realms]\n{REALM} = {{\nkdc = {where}\n}}\n"
            f"[domain_realm]\n.test.example = {REALM}\n"
        )
        files = "".join(f"{key} = {self.directory}/{name}\n" for key, name in
                        (("database_name", "db"), ("key_stash_file", "stash"), ("acl_file", "acl")))  # fmt: skip
        pathlib.Path(self.environment["KRB5_KDC_PROFILE"]).write_text(
            f"[kdcdefaults]\nkdc_listen = {where}\nkdc_tcp_listen = {where}\n[realms]\n{REALM} = {{\n{files}}}\n"
        )
        self.run("/usr/sbin/kdb5_util", "create", "-s", "-P", "master", "-r", REALM)
        for principal in (f"cifs/{NAME}", f"host/{NAME}", f"cifs/{OTHER_NAME}", f"host/{OTHER_NAME}"):
            self.admin(f"addprinc -randkey +no_auth_data_required {principal}")  # smbd by itself refuses a PAC
            self.admin(f"ktadd -k {self.keytab} {principal}")
        for user in (USER, "root"):
            self.admin(f"addprinc -pw {SECRET} {user}")
        self.kdc = subprocess.Popen(["/usr/sbin/krb5kdc", "-n"], env=self.environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def run(self, *words, **more):
        subprocess.run(words, env=self.environment, check=True, capture_output=True, timeout=PATIENCE, **more)

    def admin(self, command):
        self.run("/usr/sbin/kadmin.local", "-r", REALM, "-q", command)

    def log_on(self, user):
        """Tickets of that user alone are in the cache."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.run("/usr/bin/kinit", user, input=SECRET.encode())
            except subprocess.CalledProcessError:  # the KDC is starting
                assert time.monotonic() < deadline
                time.sleep(0.1)

    def python(self, server, code):
        """What a script with our modules prints as JSON, which has these tickets."""
        tickets = {name: value for name, value in self.environment.items() if name.startswith("KRB5")}
        script = f"import os, subprocess, time\nserver = {server!r}\n{LOG_ON}{textwrap.dedent(code)}"
        return run_script(script, NTADMIN_HOST="unix:/nonexistent", NTADMIN_CREDENTIALS="", **tickets)

    def end(self):
        self.kdc.terminate()
        self.kdc.wait(PATIENCE)
        leave_place(self.directory)


@pytest.fixture(scope="module", name="realm")
def started_realm():
    realm = Realm()
    yield realm
    realm.end()


@pytest.fixture(scope="module", name="environment")
def environment_of_its_servers(realm):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("KRB5_CONFIG", "KRB5RCACHENAME"):
            patch.setenv(name, realm.environment[name])
        yield


@contextlib.contextmanager
def host_with(realm, settings=""):
    with contextlib.closing(HeldPort()) as port:
        with NetHost(f"[network]\nkeytab = {realm.keytab}\nrpc_port = {port.number}\n{settings}") as host:
            host.rpc_port = port.number
            yield host


@pytest.fixture(scope="module", name="host")
def host_of_the_realm(realm, environment):
    with host_with(realm) as host:
        yield host


@pytest.fixture(scope="module", name="smbd")
def smbd_of_the_realm(realm, environment):
    if os.geteuid() != 0 or not shutil.which("smbd"):
        pytest.skip("smbd is not installed, or this is not root")
    smbd = Smbd([f"realm = {REALM}", "kerberos method = dedicated keytab", f"dedicated keytab file = {realm.keytab}",
                 "log level = 3"])  # fmt: skip
    smbd.start()
    yield smbd
    smbd.end()


def server_of(which, request):
    return f"{NAME}:{request.getfixturevalue(which).held_port.number}"


def test_rpcclient_logs_on_with_a_ticket(realm, host):
    realm.log_on(USER)
    words = ["rpcclient", "--use-kerberos=required", "-I", "127.0.0.1", "-p", str(host.port), OTHER_NAME, "-c", "srvinfo"]
    done = subprocess.run(words, env=realm.environment, text=True, capture_output=True, timeout=PATIENCE)
    assert "platform_id" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("which, user", [("host", USER), ("smbd", "root")])
def test_our_client_logs_on_with_a_ticket(realm, which, user, request):
    realm.log_on(user)
    code = "print(json.dumps([win32net.NetServerGetInfo(server, 101)['platform_id'], len(win32net.NetShareEnum(server, 1)[0])]))"
    platform, shares = realm.python(server_of(which, request), code)
    assert platform == 500 and shares >= 1


HEADER_SIGNING, REQUEST, BIND_ACK = 0x04, 0, 12  # of a bind's flags; types


def without_header_signing(seen):
    def change(direction, number, pdu):
        seen.append((direction, pdu[2]))
        in_negotiation = pdu[2] not in (REQUEST, 2)
        return [pdu[:3] + bytes([pdu[3] & ~HEADER_SIGNING]) + pdu[4:] if in_negotiation else pdu]

    return change


def test_our_client_signs_headers_over_tcp_and_makes_no_call_without(realm, host):
    realm.log_on(USER)
    code = """
        try:
            print(json.dumps(win32net.NetServerGetInfo(server, 101)["platform_id"]))
        except win32net.error as error:
            print(json.dumps(error.winerror))
    """
    assert realm.python(f"ncacn_ip_tcp:{NAME}[{host.rpc_port}]", code) == 500
    seen = []
    with Meddler(host.rpc_port, without_header_signing(seen), rpc_size) as meddler:
        assert realm.python(f"ncacn_ip_tcp:{NAME}[{meddler.port}]", code) == RPC_S_SEC_PKG_ERROR
    assert ("answer", BIND_ACK) in seen and ("request", REQUEST) not in seen


SLEEP_OVER_THE_END = f"""
    def sockets():
        ends = (os.readlink(entry.path) for entry in os.scandir("/proc/self/fd") if os.path.islink(entry.path))
        return sorted(end for end in ends if end.startswith("socket:"))

    log_on(%r, "-l", "{SHORT}s")
    win32net.NetServerGetInfo(server, 101)
    before = sockets()
    log_on(%r)
    time.sleep({OVER})
    win32net.NetServerGetInfo(server, 101)
    print(json.dumps([before, sockets()]))
"""


@pytest.mark.parametrize("which, user", [("host", USER), ("smbd", "root")])
def test_a_session_whose_ticket_has_ended_goes_on_with_the_next_one(realm, which, user, request):
    realm.log_on(user)
    server = server_of(which, request)
    told = request.getfixturevalue("host").log_text().count("smb-session")
    before, after = realm.python(server, SLEEP_OVER_THE_END % (user, user))
    assert before and before == after, "the connection is the same"
    if which == "host":  # which tells of each log-on
        assert request.getfixturevalue(which).log_text().count("smb-session") == told + 2
    else:
        log = pathlib.Path(request.getfixturevalue(which).directory, "log")
        assert "NT_STATUS_NETWORK_SESSION_EXPIRED" in log.read_text(errors="replace")


def test_without_another_ticket_the_call_says_that_the_log_on_failed(realm, host):
    realm.log_on(USER)
    code = f"""
        log_on({USER!r}, "-l", "{SHORT}s")
        win32net.NetServerGetInfo(server, 101)
        time.sleep({OVER})
        try:
            win32net.NetServerGetInfo(server, 101)
            print("null")
        except pywintypes.error as refusal:
            print(json.dumps(refusal.winerror))
    """
    assert realm.python(f"{NAME}:{host.port}", code) == 1326
