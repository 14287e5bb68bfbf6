"""A real domain controller, Samba's, in a network of its own: found through DNS, and its accounts managed from here.

It takes a provisioning of some seconds, and so is in the long suites only.
"""

import ctypes
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from places import leave_place, make_place  # noqa: E402

BUILD = pathlib.Path(os.environ.get("NTADMIN_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
ADDRESS, DOMAIN, FLAT, PASSWORD = "10.53.57.1", "ad.ntadmin.test", "NTADM", "Pass-4711x"
USER, PORT = "tester", 4445  # of our own host, in the controller's network
PATIENCE = 120

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("samba-tool") or not os.path.isdir("/usr/share/samba/setup"),
    reason="no domain controller can be made here",
)

# The controller is told its interface: a tap, which needs no module that a container lacks. Its programs meet in
# /run/samba, which is one of its own.
SCRIPT = """
ip link set lo up && ip tuntap add dc0 mode tap && ip link set dc0 up && ip addr add {address}/24 dev dc0 &&
mkdir -p /run/samba && mount -t tmpfs tmpfs /run/samba &&
mount --bind {directory}/resolv.conf /etc/resolv.conf && exec samba --foreground -M single -s {directory}/dc/etc/smb.conf
"""


def entered(pid, *command, environment=None):
    done = subprocess.run(["nsenter", "--target", str(pid), "--net", "--mount", *command], capture_output=True, text=True,
                          timeout=PATIENCE, env=environment, check=False)  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module", name="controller")
def running_controller():
    directory = make_place()
    try:
        subprocess.run(
            ["samba-tool", "domain", "provision", f"--targetdir={directory}/dc", f"--realm={DOMAIN}", f"--domain={FLAT}",
             "--server-role=dc", "--dns-backend=SAMBA_INTERNAL", f"--adminpass={PASSWORD}", "--host-name=dc1",
             f"--host-ip={ADDRESS}", "--option=interfaces = dc0", "--option=bind interfaces only = yes",
             f"--option=log file = {directory}/log"],
            check=True, capture_output=True, timeout=PATIENCE)  # fmt: skip
        pathlib.Path(f"{directory}/resolv.conf").write_text(f"nameserver {ADDRESS}\n")
        script = SCRIPT.format(address=ADDRESS, directory=directory)
        process = subprocess.Popen(["unshare", "--net", "--mount", "sh", "-c", script], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        ask = ("rpcclient", f"dc1.{DOMAIN}", "-U", f"{FLAT}\\Administrator%{PASSWORD}", "-c", "lsaquery")
        deadline = time.monotonic() + PATIENCE
        while entered(process.pid, *ask)[0] != 0:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.5)
        yield process.pid
    finally:
        leave_place(directory)


def python(controller, part, tmp_path):
    """Runs a function of this file beside the controller, against a host of its own; what it prints."""
    credentials = tmp_path / "credentials"
    credentials.write_text(f"username = {FLAT}\\Administrator\npassword = {PASSWORD}\n")
    credentials.chmod(0o600)
    environment = dict(os.environ, NTADMIN_CREDENTIALS=str(credentials), NTADMIN_BUILD=str(BUILD),
                       PYTHONPATH=f"{BUILD}/python", LD_LIBRARY_PATH=f"{BUILD}/lib", HOME=str(tmp_path),
                       LD_PRELOAD=os.environ.get("NTADMIN_PRELOAD", ""))  # fmt: skip
    status, output = entered(controller, sys.executable, __file__, part.__name__, str(tmp_path / "state"), environment=environment)
    assert status == 0, output
    return output


class ControllerInfo(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("address", ctypes.c_char_p), ("address_type", ctypes.c_uint32),
                ("guid", ctypes.c_ubyte * 16), ("domain", ctypes.c_char_p), ("forest", ctypes.c_char_p),
                ("flags", ctypes.c_uint32), ("site", ctypes.c_char_p), ("client_site", ctypes.c_char_p)]  # fmt: skip


def locate(library, domain, flags=0):
    found = ctypes.POINTER(ControllerInfo)()
    status = library.DsGetDcNameA(None, domain, None, None, flags, ctypes.byref(found))
    return status, found.contents if status == 0 else None


def find_controllers():
    library = ctypes.CDLL(f"{BUILD}/lib/libnetapi32.so")
    pdc, gc, flat, writable_2016 = 0x80, 0x40, 0x80000000, 0x800000
    for flags in (0, pdc, gc):
        status, found = locate(library, DOMAIN.encode(), flags)
        assert (status, found.name, found.address) == (0, rb"\\dc1.ad.ntadmin.test", rb"\\10.53.57.1"), status
        assert (found.domain, found.forest, found.site) == (DOMAIN.encode(), DOMAIN.encode(), b"Default-First-Site-Name")
        assert found.flags & 0xE0000001 == 0xE0000001 and found.address_type == 1
    status, found = locate(library, DOMAIN.encode(), flat)
    assert (found.name, found.domain) == (rb"\\DC1", b"NTADM")
    assert locate(library, DOMAIN.encode(), writable_2016)[0] == 1355
    assert locate(library, b"elsewhere.test")[0] == 1355
    name = ctypes.c_void_p()
    server = ctypes.create_string_buffer((rf"\\dc1.{DOMAIN}" + "\0").encode("utf-16-le"))
    assert library.NetGetDCName(server, None, ctypes.byref(name)) == 0
    assert ctypes.string_at(name.value, 12).decode("utf-16-le") == "\\\\DC1\0"
    assert library.NetGetDCName(None, None, ctypes.byref(name)) == 2453


def manage_accounts():
    import win32net
    import win32security

    server = rf"\\dc1.{DOMAIN}"
    assert win32net.NetUserModalsGet(server, 2)["domain_name"] == FLAT
    win32net.NetUserAdd(server, 1, {"name": "otto", "password": "Geheim-2026x", "priv": 1, "flags": 0x201, "comment": "c"})
    row = win32net.NetUserGetInfo(server, "otto", 3)
    assert (row["comment"], row["priv"], row["flags"] & 0x201) == ("c", 1, 0x201)
    row["full_name"] = "Otto N."
    win32net.NetUserSetInfo(server, "otto", 3, row)
    assert {user["name"]: user["full_name"] for user in win32net.NetUserEnum(server, 10)[0]}["otto"] == "Otto N."
    win32net.NetGroupAdd(server, 1, {"name": "crew", "comment": "x"})
    win32net.NetGroupAddUser(server, "crew", "otto")
    assert sorted(win32net.NetUserGetGroups(server, "otto")) == [("Domain Users", 7), ("crew", 7)]
    win32net.NetLocalGroupAdd(server, 1, {"name": "locals", "comment": "x"})
    win32net.NetLocalGroupAddMembers(server, "locals", 3, [{"domainandname": f"{FLAT}\\otto"}])
    members = win32net.NetLocalGroupGetMembers(server, "locals", 2)[0]
    assert [member["domainandname"] for member in members] == [f"{FLAT}\\otto"]
    assert "locals" in win32net.NetUserGetLocalGroups(server, "otto")
    win32net.NetLocalGroupDelMembers(server, "locals", [f"{FLAT}\\otto"])
    assert win32security.LookupAccountName(server, "otto")[1:] == (FLAT, 1)
    win32net.NetLocalGroupDel(server, "locals")
    win32net.NetGroupDel(server, "crew")
    win32net.NetUserDel(server, "otto")


def ask_for_accounts():
    def asked(account, kinds):
        command = f"dsr_getdcnameex2 {account} {kinds} {DOMAIN}"
        words = ["rpcclient", "127.0.0.1", "-p", str(PORT), "-U", f"{USER}%{PASSWORD}", "-c", command]
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return done.stdout + done.stderr

    person, member, controller = 0x200, 0x1000, 0x2000
    for account, kinds in (("Administrator", person), ("Administrator", person | member), ("DC1$", controller)):
        assert rf"\\dc1.{DOMAIN}" in asked(account, kinds), account
    for account, kinds in (("nobody-there", person), ("Administrator", member), ("Guest", person)):  # Guest is disabled
        assert "WERR_NO_SUCH_USER" in asked(account, kinds), account


def test_controllers_are_found_by_dns_and_by_asking_them(controller, tmp_path):
    python(controller, find_controllers, tmp_path)


def test_accounts_of_a_domain_are_managed(controller, tmp_path):
    python(controller, manage_accounts, tmp_path)


def test_controllers_are_asked_for_accounts(controller, tmp_path):
    python(controller, ask_for_accounts, tmp_path)


if __name__ == "__main__":
    part, state = sys.argv[1:]
    os.makedirs(state, mode=0o700)
    config = pathlib.Path(state) / "ntadmind.conf"
    config.write_text("listen = 127.0.0.1\nlogind = off\nutmp = off\n")
    with tempfile.TemporaryFile() as password:
        password.write(PASSWORD.encode())
        password.seek(0)
        subprocess.run([BUILD / "bin/ntadmin", "setup", "--state-dir", state, "--admin", USER, "--password-fd",
                        str(password.fileno())], pass_fds=[password.fileno()], check=True, capture_output=True)  # fmt: skip
    daemon = subprocess.Popen([BUILD / "bin/ntadmind", "--user", "--foreground", "--config", config, "--state-dir", state,
                               "--smb-port", str(PORT)], stderr=subprocess.PIPE, text=True)  # fmt: skip
    while "daemon-ready" not in (line := daemon.stderr.readline()):
        assert line
    os.environ["NTADMIN_HOST"] = f"unix:{state}/ntadmind.sock"
    try:
        globals()[part]()
    finally:
        daemon.terminate()
        daemon.wait()
