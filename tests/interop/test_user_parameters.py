"""What is set for a user's terminal sessions is in his account's parameters, where smbd's passdb has them and other
clients of samr read and write them; judged by the oracle's own reading of the specification."""

import base64
import pathlib
import re
import sys

import pytest
from net_host import PASSWORD as OUR_PASSWORD
from net_host import USER as OUR_USER
from net_host import NetHost
from smbd_host import PASSWORD, USER, run_script

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from oracle.user_parameters import PRESENT, decode, encode  # noqa: E402

impacket = pytest.importorskip("impacket.smbconnection")
from impacket.dcerpc.v5 import samr, transport  # noqa: E402
from impacket.dcerpc.v5.dtypes import MAXIMUM_ALLOWED  # noqa: E402

PARAMETERS = samr.USER_INFORMATION_CLASS.UserParametersInformation
RESET_BROKEN, LOGON_DISABLED, RECONNECT_SAME, CLIENT_DRIVES = 0x40000, 0x10000, 0x20000, 0x8000

# What is written by WTSSetUserConfig, and how it is to stand in the blob; the flags are looked at one by one.
SET = {"InitialProgram": "/usr/bin/mc -d", "WorkingDirectory": "/srv/\u00fcber", "TimeoutSettingsConnections": 3_600_000,
       "TimeoutSettingsDisconnections": 120_000, "TimeoutSettingsIdle": 90_000, "ShadowingSettings": 2,
       "ModemCallbackPhoneNumber": "4711", "TerminalServerProfilePath": r"\\files\profiles\tom",
       "TerminalServerHomeDir": r"\\files\home\tom", "TerminalServerHomeDirDrive": "H:", "BrokenTimeoutSettings": 1,
       "fAllowLogonTerminalServer": 0, "fDeviceClientDrives": 0}  # fmt: skip
STORED = {"CtxInitialProgram": "/usr/bin/mc -d", "CtxWorkDirectoryW": "/srv/\u00fcber", "CtxMaxConnectionTime": 3_600_000,
          "CtxMaxDisconnectionTime": 120_000, "CtxMaxIdleTime": 90_000, "CtxShadow": 2, "CtxCallbackNumber": "4711",
          "CtxWFProfilePath": r"\\files\profiles\tom", "CtxWFHomeDir": r"\\files\home\tom",
          "CtxWFHomeDirDrive": "H:"}  # fmt: skip

# What another tool writes, without the names in UTF-16 that Windows adds, and how it is read here.
FOREIGN = {"CtxCfgPresent": PRESENT, "CtxCfgFlags1": RECONNECT_SAME | CLIENT_DRIVES, "CtxWFHomeDir": "/home/of/tom",
           "CtxInitialProgram": "/bin/top", "CtxMaxIdleTime": 60_000, "CtxShadow": 4, "CtxMinEncryptionLevel": 1,
           "CtxNWLogonServer": "nw"}  # fmt: skip
READ = {"TerminalServerHomeDir": "/home/of/tom", "InitialProgram": "/bin/top", "TimeoutSettingsIdle": 60_000,
        "ShadowingSettings": 4, "ReconnectSettings": 1, "fDeviceClientDrives": 1, "fDeviceClientPrinters": 0,
        "fAllowLogonTerminalServer": 1, "WorkingDirectory": ""}  # fmt: skip


def expect_what_was_set(blob):
    found = decode(blob)
    assert {name: found[name] for name in STORED} == STORED
    assert found["CtxCfgFlags1"] & (RESET_BROKEN | LOGON_DISABLED | CLIENT_DRIVES) == RESET_BROKEN | LOGON_DISABLED


class Account:
    """A user as impacket's client of samr has him."""

    def __init__(self, port, user, password, account):
        link = transport.DCERPCTransportFactory(r"ncacn_np:127.0.0.1[\pipe\samr]")
        link.set_dport(port)
        link.set_credentials(user, password)
        self.rpc = link.get_dce_rpc()
        self.rpc.connect()
        self.rpc.bind(samr.MSRPC_UUID_SAMR)
        server = samr.hSamrConnect5(self.rpc)["ServerHandle"]
        rows = samr.hSamrEnumerateDomainsInSamServer(self.rpc, server)["Buffer"]["Buffer"]
        name = next(row["Name"] for row in rows if row["Name"] != "Builtin")
        sid = samr.hSamrLookupDomainInSamServer(self.rpc, server, name)["DomainId"]
        domain = samr.hSamrOpenDomain(self.rpc, server, domainId=sid)["DomainHandle"]
        rid = samr.hSamrLookupNamesInDomain(self.rpc, domain, [account])["RelativeIds"]["Element"][0]
        self.handle = samr.hSamrOpenUser(self.rpc, domain, MAXIMUM_ALLOWED, rid)["UserHandle"]

    def parameters(self):
        info = samr.hSamrQueryInformationUser2(self.rpc, self.handle, PARAMETERS)["Buffer"]
        return info["Parameters"]["Parameters"].encode("utf-16-le", "surrogatepass")

    def set_parameters(self, blob):
        buffer = samr.SAMPR_USER_INFO_BUFFER()
        buffer["tag"] = PARAMETERS
        buffer["Parameters"]["Parameters"] = blob.decode("utf-16-le", "surrogatepass")
        samr.hSamrSetInformationUser2(self.rpc, self.handle, buffer)


def constant(name):
    return f"win32ts.WTSUserConfig{name}"


def set_one(server, name, value):
    return f"win32ts.WTSSetUserConfig({server}, 'tom', {constant(name)}, {value!r})\n"


def set_everything(server):
    return "".join(set_one(server, name, value) for name, value in SET.items())


def query(server, names):
    rows = ", ".join(f"{name!r}: win32ts.WTSQueryUserConfig({server}, 'tom', {constant(name)})" for name in names)
    return f"print(json.dumps({{{rows}}}))"


# ---- smbd


@pytest.fixture
def tom(smbd):
    smbd.rpcclient("createdomuser tom")
    yield Account(smbd.port, USER, PASSWORD, "tom")
    smbd.rpcclient("deletedomuser tom")


def in_passdb(smbd):
    """As pdbedit prints it."""
    return base64.b64decode(re.search(r"Munged dial: *(\S*)", smbd.pdbedit("-L", "-v", "tom")).group(1))


def test_what_is_set_here_is_in_smbds_passdb(smbd, tom):
    assert decode(in_passdb(smbd)) == {}
    smbd.python(set_everything("server"))
    expect_what_was_set(in_passdb(smbd))
    assert tom.parameters() == in_passdb(smbd)
    assert smbd.python(query("server", SET)) == SET


def test_what_another_tool_wrote_into_smbd_is_read_here_and_outlives_a_change(smbd, tom):
    tom.set_parameters(encode(FOREIGN, front="CtxCfgPresent".ljust(48)))
    assert in_passdb(smbd) == encode(FOREIGN, front="CtxCfgPresent".ljust(48))
    assert smbd.python(query("server", READ)) == READ
    smbd.python(set_one("server", "TimeoutSettingsIdle", 0))
    after = in_passdb(smbd)
    assert after.startswith("CtxCfgPresent".ljust(48).encode("utf-16-le"))
    told = decode(after)
    assert (told["CtxMaxIdleTime"], told["CtxMinEncryptionLevel"], told["CtxWFHomeDir"]) == (0, 1, "/home/of/tom")


# ---- ours


@pytest.fixture(scope="module")
def host():
    with NetHost() as host:
        status, output = host.rpcclient("createdomuser tom")
        assert status == 0, output
        yield host


def test_other_clients_find_here_what_is_set_here_and_the_reverse(host):
    tom = Account(host.port, OUR_USER, OUR_PASSWORD, "tom")
    local = {"NTADMIN_HOST": f"unix:{host.state}/ntadmind.sock"}
    run_script(set_everything(None), **local)
    expect_what_was_set(tom.parameters())
    tom.set_parameters(encode(FOREIGN))
    assert tom.parameters() == encode(FOREIGN)
    assert run_script(query(None, READ), **local) == READ
    run_script(set_one(None, "WorkingDirectory", "/srv"), **local)
    told = decode(tom.parameters())
    assert (told["CtxWorkDirectory"], told["CtxMinEncryptionLevel"], told["CtxNWLogonServer"]) == ("/srv", 1, "nw")
