"""The API against a real smbd: each call that it serves gives what Samba's own rpcclient prints."""

import re

import pytest
from smbd_host import USER, Smbd, needs_smbd

pytestmark = needs_smbd


@pytest.fixture(scope="module")
def smbd():
    server = Smbd()
    try:
        server.start()
        yield server
    finally:
        server.end()


def fields(text):
    """{"remark": "things", ...} of lines with a tab before the name."""
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}


def test_shares(smbd):
    printed = re.findall(r"netname: (.*)\n\tremark:\t(.*)\n\tpath:\t(.*)\n", smbd.rpcclient("netshareenumall"))
    ours = smbd.python("""
        rows = win32net.NetShareEnum(server, 2)[0]
        print(json.dumps([[row["netname"], row["remark"], row["path"]] for row in rows]))
        """)
    assert [tuple(row) for row in ours] == printed
    assert "stuff" in [name for name, _, _ in printed]


def test_a_share_in_full(smbd):
    printed = fields(smbd.rpcclient("netsharegetinfo stuff 502").split("revision:")[0])
    ours = smbd.python("""
        share = win32net.NetShareGetInfo(server, "stuff", 502)
        print(json.dumps({name: share[name] for name in ("remark", "path", "type", "max_uses", "current_uses")}))
        """)
    assert (ours["remark"], ours["path"]) == (printed["remark"], printed["path"])
    assert (ours["type"], ours["max_uses"]) == (int(printed["type"], 16), int(printed["max_uses"]) % 2**32)


def test_an_absent_share(smbd):
    assert smbd.python("""
        try:
            win32net.NetShareGetInfo(server, "nothing", 2)
        except pywintypes.error as error:
            print(error.winerror)
        """) == 123
    assert "WERR_INVALID_NAME" in smbd.rpcclient("netsharegetinfo nothing 2")


def test_what_the_server_is(smbd):
    printed = smbd.rpcclient("srvinfo")
    ours = smbd.python("""
        info = win32net.NetServerGetInfo(server, 101)
        station = win32net.NetWkstaGetInfo(server, 100)
        print(json.dumps([info, station["platform_id"]]))
        """)
    info = ours[0]
    assert printed.split()[0] == info["name"]
    assert printed.splitlines()[0].rstrip().endswith(info["comment"])
    told = fields(printed)
    assert told["platform_id"] == str(info["platform_id"]) == str(ours[1])
    assert told["os version"] == f"{info['version_major']}.{info['version_minor']}"
    assert int(told["server type"], 16) == info["type"]


def test_users_and_their_sids(smbd):
    printed = re.findall(r"user:\[(.*)\] rid:\[0x(.*)\]", smbd.rpcclient("enumdomusers"))
    ours = smbd.python("""
        rows = win32net.NetUserEnum(server, 20, 0)[0]
        sid = win32security.LookupAccountName(server, "root")[0]
        print(json.dumps([[[row["name"], row["user_id"]] for row in rows],
                          str(sid).removeprefix("PySID:")]))
        """)
    assert [(name, f"{rid:x}") for name, rid in ours[0]] == printed
    assert ours[1] == smbd.rpcclient("lookupnames root").split()[1]


def test_a_user_in_full(smbd):
    printed = fields(smbd.rpcclient(f"queryuser {USER}"))
    ours = smbd.python(f"""
        user = win32net.NetUserGetInfo(server, "{USER}", 3)
        print(json.dumps([user["name"], user["full_name"], user["home_dir"], user["profile"], user["user_id"]]))
        """)
    assert ours[:4] == [printed[name] for name in ("User Name", "Full Name", "Home Drive", "Profile Path")]
    assert ours[4] == int(printed["user_rid"], 16)


def test_policy(smbd):
    printed = {**fields(smbd.rpcclient("getdompwinfo")), **fields(smbd.rpcclient("querydominfo"))}
    ours = smbd.python("""
        print(json.dumps([win32net.NetUserModalsGet(server, 0), win32net.NetUserModalsGet(server, 2)["domain_name"]]))
        """)
    assert ours[0]["min_passwd_len"] == int(printed["min_password_length"])
    assert ours[0]["force_logoff"] == int(printed["Force Logoff"]) % 2**32
    assert ours[1] in (printed["Domain"], printed["Server"])


def test_refusals_are_the_same(smbd):
    assert "WERR_ACCESS_DENIED" in smbd.rpcclient("netfileenum")
    assert smbd.python("""
        try:
            win32net.NetFileEnum(3, server)
        except pywintypes.error as error:
            print(error.winerror)
        """) == 5
