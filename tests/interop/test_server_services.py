"""srvsvc, wkssvc and InitShutdown of a real host, through Samba's rpcclient, net and smbtorture over SMB."""

import os
import pathlib
import re
import subprocess

import pytest
from net_host import NetHost, PrivateNetwork, SystemNetHost

OUTSIDE = "rpc.samba3"  # of which these tests are the only ones that are meant for a host
LIST = pathlib.Path(__file__).with_name("server_services.list")


@pytest.fixture(scope="module", name="host")
def started_host():
    with NetHost("[server]\nshares = table\n") as host:
        yield host


@pytest.mark.parametrize(
    "command, shown",
    [
        ("srvinfo", r"platform_id\s*:\s*500"),
        ("netshareenum 1", "^$"),
        ("netshareenumall 1", r"netname: IPC\$"),
        ("netshareenumall 2", r"netname: IPC\$"),
        ("netshareenumall 502", r"netname: IPC\$"),
        ("netsharegetinfo IPC$ 1", r"remark:\s*Remote IPC"),
        ("netsharegetinfo IPC$ 502", r"netname: IPC\$"),
        ("netsessenum", r"Received 1 entries"),
        ("netdiskenum", "^$"),
        ("netfileenum", r"\\PIPE\\srvsvc"),
        ("netconnenum", "^$"),
        ("netremotetod", "^$"),
        ("netnamevalidate daten 9", "^$"),
        ("wkssvc_wkstagetinfo 100", "^$"),
        ("wkssvc_wkstagetinfo 102", "^$"),
        ("wkssvc_getjoininformation", "WORKGROUP"),
        ("wkssvc_enumeratecomputernames 2", r"name: 0 \w+"),
        ("wkssvc_enumerateusers", "^"),
    ],
)
def test_rpcclient_gets_an_answer_to(host, command, shown):
    status, output = host.rpcclient(command)
    assert status == 0, output
    assert re.search(shown, output, re.MULTILINE), output


@pytest.mark.parametrize(
    "command, code",
    [
        ("netsharegetinfo nichts 1", "WERR_NERR_NETNAMENOTFOUND"),
        ("netsharedel nichts", "WERR_NERR_NETNAMENOTFOUND"),
        (r"netsessdel \\\\nobody anna", "WERR_NERR_CLIENTNAMENOTFOUND"),
        ("netnamevalidate a|b 9", "WERR_INVALID_NAME"),
        ("wkssvc_messagebuffersend VM anna", "WERR_NOT_SUPPORTED"),
    ],
)
def test_rpcclient_hears_what_is_wrong(host, command, code):
    _, output = host.rpcclient(command)
    assert code in output


def test_rpcclient_adds_changes_and_deletes_a_share(host):
    assert host.rpcclient("netshareadd /tmp daten 10 Daten") == (0, "")
    status, output = host.rpcclient("netsharesetinfo daten neu")
    assert status == 0 and re.search(r"remark:\s*neu\n.*max_uses:\s*10", output, re.DOTALL), output
    status, output = host.rpcclient("netsharesetdfsflags daten 48")
    assert status == 0 and "flags: 0x30" in output, output
    assert host.rpcclient("netsharedel daten") == (0, "")
    assert "WERR_NERR_NETNAMENOTFOUND" in host.rpcclient("netsharegetinfo daten 1")[1]


def test_rpcclient_hears_that_security_of_files_is_not_served(host):
    status, output = host.rpcclient("netfilegetsec IPC$ /x")
    assert status != 0 and "0x0000002e" in output, output  # what it makes of the fault for a method that is not offered


def test_net_rpc_shutdown_is_announced_and_called_off(host):
    status, output = host.net("shutdown", "-t", "300", "-C", "Wartung")
    assert status == 0, output
    status, output = host.net("abortshutdown")
    assert status == 0, output


@pytest.fixture(scope="module", name="only_445")
def host_where_samba_looks():
    try:
        network = PrivateNetwork()
    except (OSError, AssertionError, subprocess.SubprocessError):
        pytest.skip("no network of our own can be made here")
    try:
        with NetHost("[server]\nshares = table\n", network) as host:
            yield host
    finally:
        network.close()


def test_net_rpc_adds_lists_and_deletes_a_share(only_445):
    status, output = only_445.net("share", "add", "daten=C:\\tmp")
    assert status == 0, output
    assert "daten" in only_445.net("share", "list")[1].split()
    assert only_445.net("share", "delete", "daten")[0] == 0
    assert "daten" not in only_445.net("share", "list")[1].split()


def test_net_rpc_lists_open_files(only_445):
    status, output = only_445.net("file")
    assert status == 0 and "srvsvc" in output, output


def verdicts(output):
    """What smbtorture says of each test."""
    return {name: how for how, name in re.findall(r"^(success|failure|skip|error): ([^\[\n]+?)(?: \[)?$", output, re.M)}


def kept():
    for line in LIST.read_text().splitlines():
        if line and not line.startswith("#"):
            test, verdict = line.split(" | ")
            yield test, verdict


def check_suite(host, suite, floor):
    if suite == "rpc.wkssvc":  # its test of removing a name wants the one that an earlier run leaves
        host.smbtorture("rpc.wkssvc.wkssvc.NetrAddAlternateComputerName")
    wanted = {test.removeprefix(suite + "."): verdict for test, verdict in kept() if test.startswith(suite + ".")}
    _, output = host.smbtorture(*(f"{suite}.{test}" for test in wanted)) if suite == OUTSIDE else host.smbtorture(suite)
    found = verdicts(output)
    assert found.keys() <= wanted.keys(), output
    for test, verdict in wanted.items():
        passed = found.get(test) == "success"
        assert passed == (verdict == "passes"), f"{test}: {verdict}\n{output}"
    assert sum(how == "success" for how in found.values()) >= floor


@pytest.fixture(scope="module", name="open_host")
def host_with_pipes_for_everybody():
    with NetHost("[server]\nshares = table\n[network]\nnull_session_pipes = srvsvc, lsarpc\n") as host:
        yield host


def test_smbtorture_says_of_wkssvc_what_the_list_says(host):
    check_suite(host, "rpc.wkssvc", 20)


@pytest.mark.parametrize("suite, floor", [("rpc.srvsvc", 16), ("rpc.samba3", 0)])
def test_smbtorture_says_of_a_host_open_to_null_sessions_what_the_list_says(open_host, suite, floor):
    check_suite(open_host, suite, floor)


def test_a_null_session_is_had_where_the_configuration_names_its_pipe_alone(host, open_host):
    shares = ("rpcclient", "-U", "", "-N", "127.0.0.1", "-c", "netshareenum 1")
    status, output = host.run(*shares, "-p", str(host.port))
    assert status != 0 and "NT_STATUS_" in output, output
    status, output = open_host.run(*shares, "-p", str(open_host.port))
    assert status == 0, output
    workstation = ("rpcclient", "-U", "", "-N", "127.0.0.1", "-c", "wkssvc_wkstagetinfo 100")
    status, output = open_host.run(*workstation, "-p", str(open_host.port))
    assert status != 0 and "NT_STATUS_ACCESS_DENIED" in output, output
    assert "null-session-pipe" in open_host.log_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="the machine's own host needs root")
def test_smbtorture_announces_a_reboot_of_the_machine_and_calls_it_off():
    with SystemNetHost("[server]\nremote_shutdown = true\n") as host:
        check_suite(host, "rpc.initshutdown", 2)


@pytest.mark.skipif(os.geteuid() != 0, reason="the machine's own host needs root")
def test_the_machine_is_not_turned_off_from_elsewhere_unless_the_configuration_says_so():
    with SystemNetHost() as host:
        status, output = host.net("shutdown", "-t", "300")
        assert status != 0, output
        assert re.search(r"action=host.shutdown .*result=5$", host.log_text(), re.M), host.log_text()
