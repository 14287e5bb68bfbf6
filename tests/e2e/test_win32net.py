"""win32net over SMB: what a remote host tells is what it tells its own administrator over the unix socket."""

import pytest
from remote_host import RemoteHost


@pytest.fixture(scope="module")
def remote():
    host = RemoteHost()
    try:
        host.open()
        host.environment["NTADMIN_CREDENTIALS"] = f"{host.directory}/credentials"
        yield host
    finally:
        host.end()


QUERIES = {
    "NetServerGetInfo 101": "win32net.NetServerGetInfo(server, 101)",
    "NetServerGetInfo 102": "win32net.NetServerGetInfo(server, 102)",
    "NetServerDiskEnum": "win32net.NetServerDiskEnum(server, 0)",
    "NetShareEnum 0": "win32net.NetShareEnum(server, 0)",
    "NetShareEnum 1": "win32net.NetShareEnum(server, 1)",
    "NetShareGetInfo": "win32net.NetShareGetInfo(server, 'IPC$', 1)",
    "NetShareCheck": "win32net.NetShareCheck(server, 'C:')",
    "NetWkstaGetInfo 100": "win32net.NetWkstaGetInfo(server, 100)",
    "NetWkstaGetInfo 502": "win32net.NetWkstaGetInfo(server, 502)",
    "NetWkstaTransportEnum": "win32net.NetWkstaTransportEnum(server, 0)[1]",
    "NetWkstaUserEnum": "win32net.NetWkstaUserEnum(server, 1)[0]",
    "NetUserEnum 20": "win32net.NetUserEnum(server, 20, 0)[0]",
    "NetUserGetInfo 10": "win32net.NetUserGetInfo(server, 'admin', 10)",
    "NetUserGetLocalGroups": "win32net.NetUserGetLocalGroups(server, 'admin', 0)",
    "NetUserGetGroups": "win32net.NetUserGetGroups(server, 'admin')",
    "NetUserModalsGet 0": "win32net.NetUserModalsGet(server, 0)",
    "NetUserModalsGet 3": "win32net.NetUserModalsGet(server, 3)",
    "NetGroupEnum": "win32net.NetGroupEnum(server, 1)[0]",
    "NetLocalGroupEnum": "win32net.NetLocalGroupEnum(server, 1)[0]",
    "NetLocalGroupGetMembers": "win32net.NetLocalGroupGetMembers(server, 'Administrators', 2)[0]",
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_remote_host_tells_the_same(remote, query):
    local, over_smb = remote.python(f"""
        import win32net

        def told(server):
            try:
                return repr({QUERIES[query]})
            except pywintypes.error as error:
                return error.winerror

        print(json.dumps([told(None), told(r"\\\\{remote.name}")]))
        """)
    assert over_smb == local


def test_what_is_changed_over_smb_is_changed(remote):
    found = remote.python(f"""
        import win32net
        server = r"\\\\{remote.name}"
        win32net.NetLocalGroupAdd(server, 1, {{"name": "helpers", "comment": "they help"}})
        win32net.NetLocalGroupAddMembers(server, "helpers", 3, [{{"domainandname": "admin"}}])
        members = win32net.NetLocalGroupGetMembers(None, "helpers", 3)[0]
        win32net.NetServerSetInfo(server, 101, {{**win32net.NetServerGetInfo(server, 101), "comment": "over there"}})
        comment = win32net.NetServerGetInfo(None, 101)["comment"]
        win32net.NetLocalGroupDel(server, "helpers")
        try:
            win32net.NetLocalGroupGetInfo(None, "helpers", 1)
        except pywintypes.error as error:
            gone = error.winerror
        print(json.dumps([members[0]["domainandname"].split(chr(92))[1], comment, gone]))
        """)
    assert found == ["admin", "over there", 2220]


def test_the_session_that_asks_is_in_the_list_and_its_file_too(remote):
    users, paths = remote.python(f"""
        import win32net
        server = r"\\\\{remote.name}"
        users = [row["user_name"] for row in win32net.NetSessionEnum(10, server)]
        paths = [row["path_name"] for row in win32net.NetFileEnum(3, server)]
        print(json.dumps([users, paths]))
        """)
    assert users == ["admin"]
    assert any(path.endswith("srvsvc") for path in paths)
