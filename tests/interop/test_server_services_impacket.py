"""srvsvc and wkssvc through impacket's srvs and wkst modules, at each authentication level inside the pipe."""

import pytest
from net_host import PASSWORD, USER, NetHost

pytest.importorskip("impacket.smbconnection")
from impacket.dcerpc.v5 import rpcrt, srvs, transport, wkst  # noqa: E402

LEVELS = {
    "none": rpcrt.RPC_C_AUTHN_LEVEL_NONE,
    "connect": rpcrt.RPC_C_AUTHN_LEVEL_CONNECT,
    "integrity": rpcrt.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY,
    "privacy": rpcrt.RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
}


@pytest.fixture(scope="module", name="host")
def started_host():
    with NetHost() as host:
        yield host


def bind(host, pipe, interface, level):
    rpc_transport = transport.DCERPCTransportFactory(rf"ncacn_np:127.0.0.1[\pipe\{pipe}]")
    rpc_transport.set_dport(host.port)
    rpc_transport.set_credentials(USER, PASSWORD)
    rpc = rpc_transport.get_dce_rpc()
    if level != rpcrt.RPC_C_AUTHN_LEVEL_NONE:
        rpc.set_auth_level(level)
    rpc.connect()
    rpc.bind(interface)
    return rpc


@pytest.mark.parametrize("level", LEVELS.values(), ids=LEVELS)
def test_the_servers_every_level_is_read(host, level):
    rpc = bind(host, "srvsvc", srvs.MSRPC_UUID_SRVS, level)
    for number in (100, 101, 102, 103, 502, 503):
        srvs.hNetrServerGetInfo(rpc, number)
    for number in (0, 1, 2, 501, 502, 503):
        rows = srvs.hNetrShareEnum(rpc, number)["InfoStruct"]["ShareInfo"][f"Level{number}"]["Buffer"]
        assert [row[f"shi{number}_netname"] for row in rows] == ["IPC$\0"]
    for number in (0, 1, 2, 10, 502):
        rows = srvs.hNetrSessionEnum(rpc, "\0", "\0", number)["InfoStruct"]["SessionInfo"][f"Level{number}"]["Buffer"]
        assert "127.0.0.1\0" in [row[f"sesi{number}_cname"] for row in rows]
    assert srvs.hNetrRemoteTOD(rpc)["BufferPtr"]["tod_year"] >= 2024
    disks = srvs.hNetrServerDiskEnum(rpc, 0)
    assert disks["TotalEntries"] == 1


@pytest.mark.parametrize("level", LEVELS.values(), ids=LEVELS)
def test_the_workstations_every_level_is_read(host, level):
    rpc = bind(host, "wkssvc", wkst.MSRPC_UUID_WKST, level)
    for number in (100, 101, 102, 502):
        wkst.hNetrWkstaGetInfo(rpc, number)
    for number in (0, 1):
        wkst.hNetrWkstaUserEnum(rpc, number)
    assert wkst.hNetrGetJoinInformation(rpc, "\0")["NameBuffer"] == "WORKGROUP\0"
    wkst.hNetrWorkstationStatisticsGet(rpc, "\0", 0, 0)


def test_what_the_server_counts_goes_up(host):
    rpc = bind(host, "srvsvc", srvs.MSRPC_UUID_SRVS, rpcrt.RPC_C_AUTHN_LEVEL_NONE)

    def counted():
        return srvs.hNetrServerStatisticsGet(rpc, "\0", 0, 0)["InfoStruct"]

    before = counted()
    bind(host, "wkssvc", wkst.MSRPC_UUID_WKST, rpcrt.RPC_C_AUTHN_LEVEL_NONE)
    after = counted()
    for member in ("sts0_fopens", "sts0_sopens", "sts0_bytessent_low", "sts0_bytesrcvd_low"):
        assert after[member] > before[member], member
    assert after["sts0_start"] == before["sts0_start"]
