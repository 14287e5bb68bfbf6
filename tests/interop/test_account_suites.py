"""samr, lsarpc and dssetup of a real host under smbtorture, held to accounts.list."""

import pathlib
import re

import pytest
from net_host import PASSWORD, USER, NetHost

LIST = pathlib.Path(__file__).with_name("accounts.list")
SUITES = sorted(
    {
        "rpc.samr.priv", "rpc.samr.accessmask", "rpc.samr.handletype", "rpc.samr.passwords.validate",
        "rpc.samr.passwords.default", "rpc.samr.large-dc", "rpc.samr", "rpc.samr.users", "rpc.lsa-getuser", "rpc.lsa.lookupsids", "rpc.lsa.lookupnames", "rpc.lsa.privileges",
        "rpc.lsalookup", "rpc.lsa", "rpc.dssetup", "rpc.samba3.lsa", "rpc.samba3.getaliasmembership-0",
        "rpc.samba3.getusername", "rpc.samba3.sessionkey", "rpc.samba3.bind", "rpc.samba3.pipes_supported_interfaces",
        "rpc.samr.passwords.lockout", "rpc.samr.passwords.badpwdcount", "rpc.samr.passwords.pwdlastset",
        "rpc.samr.machine.auth", "rpc.samr.users.privileges", "rpc.lsa.secrets", "rpc.lsa.trusted.domains",
        "rpc.lsa.forest.trust", "rpc.samba3.srvsvc", "rpc.samba3.wkssvc", "rpc.samba3.netlogon", "rpc.samba3.sharesec",
        "rpc.samba3.randomauth2", "rpc.samba3.spoolss", "rpc.samba3.winreg", "rpc.samba3.regconfig",
        "rpc.samba3.smb-reauth1", "rpc.samba3.smb-reauth2", "rpc.samba3.smb1-pipe-name", "rpc.samba3.lsa_over_netlogon",
    },
    key=len,
)  # fmt: skip


@pytest.fixture(scope="module", name="host")
def started_host():
    with NetHost("[server]\nshares = table\n") as host:
        yield host


@pytest.fixture(scope="module", name="domain")
def domain_of_accounts(host):
    return re.search(r"name:\[(\w+)\] idx:\[0x0\]", host.rpcclient("enumdomains")[1]).group(1)


def listed():
    """(suite, test) and the verdict; what a suite may complain of."""
    verdicts, complaints = {}, {}
    for line in LIST.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        name, said, *_ = line.split(" | ")
        if said.startswith("complains "):
            complaints.setdefault(name, []).append(said.removeprefix("complains "))
            continue
        suite = max((each for each in SUITES if name.startswith(each + ".")), key=len)
        verdicts.setdefault(suite, {})[name.removeprefix(suite + ".")] = said
    return verdicts, complaints


VERDICTS, COMPLAINTS = listed()


@pytest.mark.parametrize("suite", SUITES)
def test_smbtorture_says_what_the_list_says(host, domain, suite):
    user = f"{domain}\\{USER}%{PASSWORD}"
    options = ["--target=samba3", "-p", str(host.port), "-U", user, "-W", domain]
    _, output = host.run("smbtorture", "//127.0.0.1/IPC$", *options, suite)
    found = {name: how for how, name in re.findall(r"^(success|failure|skip|error): ([^\[\n]+?)(?: \[)?$", output, re.M)}
    assert found.keys() == VERDICTS[suite].keys(), output
    for test, verdict in VERDICTS[suite].items():
        assert (found[test] == "success") == (verdict == "passes"), f"{test}: {verdict}\n{output}"
    if suite in COMPLAINTS:
        warnings = re.findall(r"^WARNING!: (.*)$", output, re.M)
        unexpected = [each for each in warnings if not any(text in each for text in COMPLAINTS[suite])]
        assert not unexpected, output
