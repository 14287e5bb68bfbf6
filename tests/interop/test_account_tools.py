"""Accounts of a real host under Samba's rpcclient and net, command by command, and under impacket's scripts and modules."""

import os
import re
import subprocess

import pytest
from net_host import PASSWORD, USER, NetHost, PrivateNetwork

EXAMPLES = "/usr/share/doc/python3-impacket/examples"


@pytest.fixture(scope="module", name="host")
def started_host():
    with NetHost() as host:
        yield host


# rpcclient's commands of samr and lsarpc, all of them (the last test of the lists looks): what makes, what asks, what
# changes, what is refused, what deletes.
MADE = ["createdomuser tom", "createdomgroup staff", "createdomalias helpers", "setuserinfo2 tom 24 Winter-24x",
        "samlookupnames domain tom staff helpers"]  # fmt: skip
CHANGED = ["queryuseraliases builtin {administrator}", "setuserinfo tom 18 Winter-24x", "setuserinfo tom 24 Winter-24x"]
DELETED = ["deletedomgroup staff", "deletedomuser tom", "deletealias domain {helpers}"]
NOT_TRIED = {"queryaliasinfo": "rpcclient 4.17 reads an argument that it does not allow, and crashes at every server"}


@pytest.fixture(scope="module", name="made")
def users_and_groups(host):
    """A user, a group and a local group of the tests', by rpcclient; the RIDs they got."""
    status, output = host.rpcclient("; ".join(MADE))
    assert status == 0, output
    return {name: int(rid, 16) for name, rid in re.findall(r"name (\w+): (0x\w+)", output)}


ASKED = [
    ("enumdomains", r"name:\[Builtin\] idx:\[0x1\]"),
    ("lookupdomain Builtin", r"Domain Name: Builtin Domain SID: S-1-5-32$"),
    ("enumdomusers", r"user:\[Guest\] rid:\[0x1f5\]"),
    ("enumdomgroups", r"group:\[None\] rid:\[0x201\]"),
    ("enumalsgroups domain", r"group:\[helpers\]"),
    ("enumalsgroups builtin", r"group:\[Administrators\] rid:\[0x220\]"),
    ("queryuser 500", r"user_rid :\s*0x1f4"),
    ("querygroup 0x201", r"Group Name:\s*None"),
    ("queryusergroups 500", r"group rid:\[0x201\] attr:\[0x7\]"),
    ("querygroupmem 0x201", r"rid:\[0x1f4\] attr:\[0x7\]"),
    ("queryaliasmem builtin 0x220", r"sid:\[S-1-5-21-[-\d]+-500\]"),
    ("querydispinfo", r"Account: Administrator"),
    ("querydispinfo2", r"Account: Administrator"),
    ("querydispinfo3", r"Account: Administrator"),
    ("querydominfo 1", r"Minimum password length"),
    ("querydominfo 2", r"Total Users:\s*\d+"),
    ("querydominfo 3", r"Force Logoff:\s*-1"),
    ("querydominfo 5", r"Domain:\s*\w+"),
    ("querydominfo 7", r"Server Role:"),
    ("querydominfo 8", r"Sequence No:"),
    ("querydominfo 12", r"Lockout after bad attempts:\s*10"),
    ("querydominfo 13", r"Sequence No at last promotion"),
    ("samlookupnames builtin Users", r"name Users: 0x221 \(4\)"),
    ("samlookuprids domain 0x1f4", r"rid 0x1f4: Administrator \(1\)"),
    ("samquerysecobj", r"Permissions: 0xf003f"),
    ("getdompwinfo", r"min_password_length: 0"),
    ("getusrdompwinfo 500", r"min_password_length"),
    ("getdispinfoidx tom 1", r"idx: \d+"),
    ("lsaquery", r"Domain Name: WORKGROUP"),
    ("lookupsids S-1-5-32-544 S-1-5-18", r"S-1-5-18 NT AUTHORITY\\SYSTEM \(5\)"),
    ("lookupsids_level 1 S-1-1-0", r"S-1-1-0 \\Everyone \(5\)"),
    ("lookupnames Users tom", r"Users S-1-5-32-545 \(Local Group: 4\)"),
    ("lookupnames_level 1 Guest", r"Guest S-1-5-21-[-\d]+-501 \(User: 1\)"),
    ("enumtrust", r"^$"),
    ("enumprivs", r"found 23 privileges"),
    ("getdispname SeShutdownPrivilege", r"Shut down the system"),
    ("lsalookupprivvalue SeShutdownPrivilege", r"0:19"),
    ("lsaenumsid", r"S-1-5-32-544"),
    ("lsaenumprivsaccount S-1-5-32-544", r"found 4 privileges"),
    ("lsaenumacctrights S-1-5-32-545", r"SeNetworkLogonRight"),
    ("lsaquerysecobj", r"Owner SID:\s*S-1-5-32-544"),
    ("getusername", rf"Account Name: {USER}"),
    ("dsroledominfo", r"Machine Role = \[2\]"),
]


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("command, shown", ASKED)
def test_rpcclient_is_answered(host, command, shown):
    status, output = host.rpcclient(command)
    assert status == 0, output
    assert re.search(shown, output, re.MULTILINE), output


@pytest.mark.usefixtures("made")
def test_rpcclient_lists_the_aliases_of_a_sid_and_sets_passwords_by_the_older_call(host):
    administrator = re.search(r"S-1-5-21-[-\d]+-500\b", host.rpcclient("lookupnames Administrator")[1])[0]
    status, output = host.rpcclient("; ".join(CHANGED).format(administrator=administrator))
    assert status == 0, output
    assert "group rid:[0x220]" in output


# What a machine outside a domain does not do is refused by name, not by silence.
REFUSED = [
    ("lookupnames4 tom", "ACCESS_DENIED"),
    ("lookupsids3 S-1-5-32-544", "ACCESS_DENIED"),
    ("lsacreateaccount S-1-5-32-546", "NOT_SUPPORTED"),
    ("lsaaddacctrights S-1-5-32-544 SeDebugPrivilege", "NOT_SUPPORTED"),
    ("lsaremoveacctrights S-1-5-32-544 SeDebugPrivilege", "NOT_SUPPORTED"),
    ("lsaenumprivsaccount S-1-5-32-546", "OBJECT_NAME_NOT_FOUND"),
    ("lsaaddpriv S-1-5-32-544 SeDebugPrivilege", "PROCNUM_OUT_OF_RANGE"),
    ("lsadelpriv S-1-5-32-544 SeDebugPrivilege", "PROCNUM_OUT_OF_RANGE"),
    ("createsecret x", "PROCNUM_OUT_OF_RANGE"),
    ("deletesecret x", "PROCNUM_OUT_OF_RANGE"),
    ("querysecret x", "PROCNUM_OUT_OF_RANGE"),
    ("setsecret x y", "PROCNUM_OUT_OF_RANGE"),
    ("retrieveprivatedata x", "PROCNUM_OUT_OF_RANGE"),
    ("storeprivatedata x y", "PROCNUM_OUT_OF_RANGE"),
    ("createtrustdom x S-1-5-21-1-2-3", "DIRECTORY_SERVICE_REQUIRED"),
    ("deletetrustdom x", "NO_MORE_ENTRIES"),  # it looks through the list first
    ("lsaquerytrustdominfo S-1-5-21-1-2-3 1", "DIRECTORY_SERVICE_REQUIRED"),
    ("lsaquerytrustdominfobyname x 1", "DIRECTORY_SERVICE_REQUIRED"),
    ("lsaquerytrustdominfobysid S-1-5-21-1-2-3 1", "DIRECTORY_SERVICE_REQUIRED"),
    ("lsasettrustdominfo S-1-5-21-1-2-3 13 1", "DIRECTORY_SERVICE_REQUIRED"),
    ("lsasettrustdominfo S-1-5-21-1-2-3 1 x", "INVALID_PARAMETER"),  # says rpcclient: it sets class 13 alone
    ("getdcname WORKGROUP", "WERR_NERR_DCNOTFOUND"),
    ("getanydcname WORKGROUP", "WERR_NO_SUCH_DOMAIN"),
    ("dsr_getdcname nowhere.invalid", "WERR_NO_SUCH_DOMAIN"),
    ("dsr_getdcnameex nowhere.invalid", "WERR_NO_SUCH_DOMAIN"),
    ("dsr_getdcnameex2 x 512 nowhere.invalid", "WERR_NO_SUCH_DOMAIN"),
    *((f"chgpasswd{number} tom Winter-24x Winter-25x", "ACCOUNT_DISABLED") for number in ("", 2, 3, 4)),
    ("deletedomuser nobody", "NONE_MAPPED"),
]


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("command, code", REFUSED)
def test_rpcclient_hears_why_not(host, command, code):
    assert code in host.rpcclient(command)[1]


def test_rpcclient_deletes_what_it_made(host, made):
    deleted = "; ".join(DELETED).format(helpers=made["helpers"])
    status, output = host.rpcclient(f"{deleted}; enumdomusers; enumdomgroups; enumalsgroups domain")
    assert status == 0, output
    assert not re.search("tom|staff|helpers", output)


def commands_in_help(host, *interfaces):
    """As rpcclient prints them: a line of dashes, the interface, and a line a command."""
    parts = re.split(r"^-+\s+-+\s*$", host.rpcclient("help")[1], flags=re.MULTILINE)
    rows = [re.findall(r"^ *(\S+)\t", part, re.MULTILINE) for part in parts]
    return {command for row in rows if row and row[0] in interfaces for command in row[1:]}


def test_every_command_of_samr_and_lsarpc_is_in_one_of_the_lists(host):
    lines = [*MADE, *CHANGED, *DELETED, *NOT_TRIED, *(line for line, _ in [*ASKED, *REFUSED])]
    commands = commands_in_help(host, "SAMR", "LSARPC", "LSARPC-DS")
    assert {"queryuser", "lsaquery", "dsroledominfo"} <= commands
    assert commands - {line.split()[0] for line in lines} == set(), "commands that no list has"


# ---- net, which knows port 445 only


@pytest.fixture(scope="module", name="only_445")
def host_where_samba_looks():
    try:
        network = PrivateNetwork()
    except (OSError, AssertionError, subprocess.SubprocessError):
        pytest.skip("no network of our own can be made here")
    try:
        with NetHost("[network]\nepmapper_port = 135\nrpc_port = 49152\n", network=network) as host:
            yield host
    finally:
        network.close()


def net(host, *arguments):
    status, output = host.net(*arguments)
    assert status == 0, output
    return output


def test_net_rpc_user_group_and_members(only_445):
    net(only_445, "user", "add", "anna", "Winter-2026x", "-C", "comment")
    net(only_445, "group", "add", "staff")
    net(only_445, "group", "addmem", "staff", "anna")
    assert re.search(r"\\anna\b", net(only_445, "group", "members", "staff"))
    assert "staff" in net(only_445, "user", "info", "anna")
    assert "anna" in net(only_445, "user").split()
    net(only_445, "user", "password", "anna", "Winter-2027x")
    net(only_445, "group", "delmem", "staff", "anna")
    net(only_445, "user", "rename", "anna", "hanna")
    assert "hanna" in net(only_445, "user").split()
    net(only_445, "user", "delete", "hanna")
    net(only_445, "group", "delete", "staff")
    assert not {"anna", "hanna"} & set(net(only_445, "user").split())


def test_net_rpc_of_the_whole_host(only_445):
    assert "Domain SID: S-1-5-21-" in net(only_445, "info")
    assert "Users" in net(only_445, "group", "list", "builtin")
    assert "SeShutdownPrivilege" in net(only_445, "rights", "list", "accounts", "BUILTIN\\Administrators")


# ---- impacket


impackets_scripts = pytest.mark.skipif(not os.path.exists(EXAMPLES), reason="impacket's scripts are not installed")
TARGET = f"{USER}:{PASSWORD}@127.0.0.1"


def script(host, name, *arguments):
    return host.run("/usr/bin/python3", f"{EXAMPLES}/{name}", *arguments)[1]


@impackets_scripts
def test_impackets_scripts_dump_users_and_look_sids_up(only_445):
    output = script(only_445, "samrdump.py", TARGET)
    assert f"Found user: {USER}, uid = 1000" in output, output
    assert "Found user: Administrator, uid = 500" in output, output
    output = script(only_445, "lookupsid.py", TARGET, "600")
    assert re.search(r"500: \w+\\Administrator \(SidTypeUser\)", output), output


@impackets_scripts
def test_impackets_script_adds_a_machine_changes_its_password_and_deletes_it(only_445):
    machine = ["-method", "SAMR", "-dc-ip", "127.0.0.1", "-computer-name", "PC7$", f"WORKGROUP/{USER}:{PASSWORD}"]
    assert "Successfully added" in script(only_445, "addcomputer.py", *machine, "-computer-pass", "Winter-2026p")
    assert "PC7$" in only_445.rpcclient("samlookupnames domain PC7$")[1]
    assert "Successfully set password" in script(only_445, "addcomputer.py", *machine, "-no-add", "-computer-pass", "Winter-2027p")
    assert "Successfully deleted" in script(only_445, "addcomputer.py", *machine, "-delete")
    assert "NONE_MAPPED" in only_445.rpcclient("samlookupnames domain PC7$")[1]


@impackets_scripts
def test_impackets_script_changes_ones_own_password(only_445):
    net(only_445, "user", "add", "petra", "Winter-2026x")
    changed = script(only_445, "smbpasswd.py", "petra:Winter-2026x@127.0.0.1", "-newpass", "Winter-2027x")
    assert "Password was changed successfully" in changed, changed
    assert "SMB SessionError" in script(only_445, "samrdump.py", "petra:Winter-2026x@127.0.0.1")
    assert "Found user: petra" in script(only_445, "samrdump.py", "petra:Winter-2027x@127.0.0.1")
    net(only_445, "user", "delete", "petra")


@impackets_scripts
def test_impackets_script_lists_the_endpoints(only_445):
    output = script(only_445, "rpcdump.py", TARGET)
    assert re.search(r"12345778-1234-ABCD-EF00-0123456789AC.*\n.*\n.*ncacn_(np|ip_tcp)", output), output


def test_impackets_modules_read_every_class(host):
    transport = pytest.importorskip("impacket.dcerpc.v5.transport")
    from impacket.dcerpc.v5 import samr
    from impacket.dcerpc.v5.dtypes import MAXIMUM_ALLOWED

    link = transport.DCERPCTransportFactory(r"ncacn_np:127.0.0.1[\pipe\samr]")
    link.set_dport(host.port)
    link.set_credentials(USER, PASSWORD)
    rpc = link.get_dce_rpc()
    rpc.connect()
    rpc.bind(samr.MSRPC_UUID_SAMR)
    server = samr.hSamrConnect5(rpc)["ServerHandle"]
    names = [row["Name"] for row in samr.hSamrEnumerateDomainsInSamServer(rpc, server)["Buffer"]["Buffer"]]
    domains = {
        name: samr.hSamrOpenDomain(rpc, server, domainId=samr.hSamrLookupDomainInSamServer(rpc, server, name)["DomainId"])
        ["DomainHandle"] for name in names
    }  # fmt: skip
    own = domains[names[0]]
    for number in (1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13):
        samr.hSamrQueryInformationDomain2(rpc, own, number)
    user = samr.hSamrOpenUser(rpc, own, MAXIMUM_ALLOWED, 500)["UserHandle"]
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 20, 21):
        samr.hSamrQueryInformationUser2(rpc, user, number)
    group = samr.hSamrOpenGroup(rpc, own, MAXIMUM_ALLOWED, 513)["GroupHandle"]
    for number in (1, 2, 3, 4):
        samr.hSamrQueryInformationGroup(rpc, group, number)
    alias = samr.hSamrOpenAlias(rpc, domains["Builtin"], MAXIMUM_ALLOWED, 544)["AliasHandle"]
    for number in (1, 2, 3):  # what rpcclient cannot show
        samr.hSamrQueryInformationAlias(rpc, alias, number)
    general = samr.hSamrQueryInformationAlias(rpc, alias, 1)["Buffer"]["General"]
    assert (general["Name"], general["MemberCount"]) == ("Administrators", 2)
