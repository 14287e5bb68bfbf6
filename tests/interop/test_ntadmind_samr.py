"""Accounts of ntadmind over SMB by Samba's and impacket's clients, and the same accounts through libnetapi32."""

import ctypes
import os
import re
import subprocess
import sys

import pytest

impacket = pytest.importorskip("impacket.smbconnection")
from impacket.dcerpc.v5 import lsad, lsat, samr  # noqa: E402
from impacket.dcerpc.v5.dtypes import MAXIMUM_ALLOWED  # noqa: E402
from netapi import (  # noqa: E402
    D, DisplayUser, LogonHours, OneText, P, Rules, UserInfo1, UserInfo20, UserInfo24, displayed, get, library, listed, set_one, text,
)  # fmt: skip
from test_ntadmind_smb import BUILD, PASSWORD, PATIENCE, USER, Host, bind  # noqa: E402

PASSWORD_MEMBER, UNKNOWN_MEMBER = 3, 0xFFFFFFFF
NAME_UNKNOWN, IN_GROUP, BAD_NAME, TOO_SHORT = 2221, 2236, 2202, 2245


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    started = Host(tmp_path_factory.mktemp("host"))
    yield started
    started.stop()


def rpcclient(host, *commands, user=f"{USER}%{PASSWORD}"):
    """What the commands print; each is run in the same session."""
    answer = subprocess.run(
        ["rpcclient", "-p", str(host.port), "-U", user, "127.0.0.1", "-c", "; ".join(commands)],
        capture_output=True, text=True, timeout=PATIENCE, env=dict(os.environ, LD_PRELOAD=""),
    )  # fmt: skip
    return answer.stdout + answer.stderr


def test_lists_of_users_groups_and_aliases(host):
    said = rpcclient(host, "enumdomains", "enumdomusers", "enumdomgroups", "enumalsgroups builtin", "querydispinfo")
    assert "name:[Builtin]" in said
    assert "user:[Administrator] rid:[0x1f4]" in said
    assert "group:[None] rid:[0x201]" in said
    assert "group:[Administrators] rid:[0x220]" in said
    assert re.search(rf"Account: {USER}\b", said)


def test_user_is_made_given_a_password_changes_it_and_is_deleted(host):
    assert "NT_STATUS" not in rpcclient(host, "createdomuser tom")
    for level in (18, 24, 25):
        assert "NT_STATUS" not in rpcclient(host, f"setuserinfo2 tom {level} Winter-{level}x"), level
    connection = host.log_on()
    rpc = bind(connection, "samr", samr.MSRPC_UUID_SAMR)
    user = opened(rpc, host, "tom")
    control = samr.SAMPR_USER_INFO_BUFFER()
    control["tag"] = samr.USER_INFORMATION_CLASS.UserControlInformation
    control["Control"]["UserAccountControl"] = samr.USER_NORMAL_ACCOUNT
    samr.hSamrSetInformationUser2(rpc, user, control)
    for command, old, new in (("chgpasswd2", "Winter-25x", "Fruehling-1"), ("chgpasswd3", "Fruehling-1", "Fruehling-2"),
                              ("chgpasswd4", "Fruehling-2", "Fruehling-3")):  # fmt: skip
        assert "NT_STATUS" not in rpcclient(host, f"{command} tom {old} {new}"), command
    assert "tom" in rpcclient(host, "getusername", user="tom%Fruehling-3")
    assert "WRONG_PASSWORD" in rpcclient(host, "chgpasswd3 tom guess Sommer-4")
    assert "NT_STATUS" not in rpcclient(host, "deletedomuser tom")
    assert "tom" not in rpcclient(host, "enumdomusers")


def opened(rpc, host, name, access=MAXIMUM_ALLOWED):
    server = samr.hSamrConnect(rpc)["ServerHandle"]
    domains = samr.hSamrEnumerateDomainsInSamServer(rpc, server)["Buffer"]["Buffer"]
    domain_id = samr.hSamrLookupDomainInSamServer(rpc, server, domains[0]["Name"])["DomainId"]
    domain = samr.hSamrOpenDomain(rpc, server, domainId=domain_id)["DomainHandle"]
    rid = samr.hSamrLookupNamesInDomain(rpc, domain, (name,))["RelativeIds"]["Element"][0]["Data"]
    return samr.hSamrOpenUser(rpc, domain, access, rid)["UserHandle"]


def test_ordinary_user_reads_and_changes_nothing(host):
    assert "NT_STATUS" not in rpcclient(host, "createdomuser bert")
    rpc = bind(host.log_on(), "samr", samr.MSRPC_UUID_SAMR)
    user = opened(rpc, host, "bert")
    samr.hSamrSetNTInternal1(rpc, user, "Winter-2026")
    control = samr.SAMPR_USER_INFO_BUFFER()
    control["tag"] = samr.USER_INFORMATION_CLASS.UserControlInformation
    control["Control"]["UserAccountControl"] = samr.USER_NORMAL_ACCOUNT
    samr.hSamrSetInformationUser2(rpc, user, control)
    bert = "bert%Winter-2026"
    assert "Administrator" in rpcclient(host, "enumdomusers", user=bert)
    assert "NT_STATUS_ACCESS_DENIED" in rpcclient(host, "createdomuser carl", user=bert)
    assert "NT_STATUS_ACCESS_DENIED" in rpcclient(host, f"deletedomuser {USER}", user=bert)
    rpcclient(host, "deletedomuser bert")


def test_names_and_sids_both_ways(host):
    said = rpcclient(host, "lookupnames Administrators", "lookupsids S-1-5-32-544 S-1-1-0 S-1-22-1-0 S-1-5-18")
    assert "S-1-5-32-544 BUILTIN\\Administrators (4)" in said
    assert "S-1-1-0 \\Everyone (5)" in said
    assert "S-1-22-1-0 Unix User\\root (1)" in said
    assert "S-1-5-18 NT AUTHORITY\\SYSTEM (5)" in said
    rpc = bind(host.log_on(), "lsarpc", lsat.MSRPC_UUID_LSAT)
    policy = lsad.hLsarOpenPolicy2(rpc, MAXIMUM_ALLOWED | lsat.POLICY_LOOKUP_NAMES)["PolicyHandle"]
    found = lsat.hLsarLookupSids(rpc, policy, ["S-1-5-32-545"])
    assert found["TranslatedNames"]["Names"][0]["Name"] == "Users"


def test_calls_of_an_unknown_kind_are_refused_as_documented(host):
    assert "NT_STATUS_INVALID_INFO_CLASS" in rpcclient(host, "setuserinfo2 admin 99 x")
    assert "NT_STATUS_ACCESS_DENIED" in rpcclient(host, f"lookupnames4 {USER}")


# ---- the API, on the same accounts


@pytest.fixture(scope="module")
def netapi(host):
    os.environ["NTADMIN_HOST"] = f"unix:{host.state}/ntadmind.sock"
    return library()


def add_user(netapi, name, password, flags=0x1 | 0x200, server=None):
    held = text(name), text(password), text("made by the test")
    row = UserInfo1(name=ctypes.addressof(held[0]), password=ctypes.addressof(held[1]), priv=1,
                    comment=ctypes.addressof(held[2]), flags=flags)  # fmt: skip
    fault = D(99)
    return netapi.NetUserAdd(server, 1, ctypes.byref(row), ctypes.byref(fault))


def test_api_makes_reads_changes_and_deletes_a_user(netapi):
    assert add_user(netapi, "klaus", "Geheim-2026") == 0
    assert add_user(netapi, "KLAUS", "Geheim-2026") == 2224
    status, row = get(netapi, "NetUserGetInfo", UserInfo1, None, text("klaus"), 1)
    assert (status, row.wide("name"), row.wide("comment"), row.priv) == (0, "klaus", "made by the test", 1)
    assert row.flags & 0x201 == 0x201
    assert set_one(netapi, "NetUserSetInfo", None, text("klaus"), 1011, value="Klaus Höfer") == 0
    status, row = get(netapi, "NetUserGetInfo", UserInfo20, None, text("klaus"), 20)
    assert (row.wide("full_name"), row.user_id >= 1000) == ("Klaus Höfer", True)
    assert netapi.NetUserDel(None, text("klaus")) == 0
    assert netapi.NetUserDel(None, text("klaus")) == NAME_UNKNOWN


def test_api_lists_every_user_with_its_privilege(netapi):
    rows = listed(netapi, "NetUserEnum", UserInfo1, None, 1, 0, tail=(None,))
    assert {row.wide("name"): row.priv for row in rows}[USER] == 2
    names = listed(netapi, "NetUserEnum", OneText, None, 0, 0, tail=(None,))
    assert [row.wide("text") for row in names] == [row.wide("name") for row in rows]


def test_api_password_can_be_used_and_changed(netapi, host):
    assert add_user(netapi, "lena", "Geheim-2026") == 0
    assert "lena" in rpcclient(host, "getusername", user="lena%Geheim-2026")
    assert netapi.NetUserChangePassword(None, text("lena"), text("wrong"), text("Geheim-2027")) == 86
    assert netapi.NetUserChangePassword(None, text("lena"), text("Geheim-2026"), text("Geheim-2027")) == 0
    assert "lena" in rpcclient(host, "getusername", user="lena%Geheim-2027")
    assert netapi.NetUserDel(None, text("lena")) == 0


def test_api_sets_passwords_over_the_network(netapi, host, tmp_path, monkeypatch):
    credentials = tmp_path / "credentials"
    credentials.write_text(f"username = {USER}\npassword = {PASSWORD}\n")
    credentials.chmod(0o600)
    monkeypatch.setenv("NTADMIN_CREDENTIALS", str(credentials))
    server = text(rf"\\127.0.0.1:{host.port}")
    assert add_user(netapi, "nils", "Geheim-2026", server=server) == 0
    assert "nils" in rpcclient(host, "getusername", user="nils%Geheim-2026")
    assert set_one(netapi, "NetUserSetInfo", server, text("nils"), 1003, value="Geheim-2027") == 0
    assert "nils" in rpcclient(host, "getusername", user="nils%Geheim-2027")
    assert netapi.NetUserDel(server, text("nils")) == 0


def test_api_groups_and_their_members(netapi):
    assert add_user(netapi, "mia", "Geheim-2026") == 0
    name = text("staff")
    assert netapi.NetGroupAdd(None, 0, ctypes.byref(OneText(ctypes.addressof(name))), None) == 0
    assert netapi.NetGroupAddUser(None, name, text("mia")) == 0
    assert netapi.NetGroupAddUser(None, name, text("mia")) == IN_GROUP
    assert [row.wide("text") for row in listed(netapi, "NetGroupGetUsers", OneText, None, name, 0, tail=(None,))] == ["mia"]
    groups = listed(netapi, "NetUserGetGroups", OneText, None, text("mia"), 0)
    assert sorted(row.wide("text") for row in groups) == ["None", "staff"]
    local = text("helpers")
    assert netapi.NetLocalGroupAdd(None, 0, ctypes.byref(OneText(ctypes.addressof(local))), None) == 0
    member = text("mia")
    assert netapi.NetLocalGroupAddMembers(None, local, 3, ctypes.byref(OneText(ctypes.addressof(member))), 1) == 0
    assert netapi.NetLocalGroupAddMembers(None, local, 3, ctypes.byref(OneText(ctypes.addressof(member))), 1) == 1378
    members = listed(netapi, "NetLocalGroupGetMembers", OneText, None, local, 3, tail=(None,))
    assert [row.wide("text").split("\\")[1] for row in members] == ["mia"]
    assert [row.wide("text") for row in listed(netapi, "NetUserGetLocalGroups", OneText, None, text("mia"), 0, 1)] == ["helpers"]
    for function, what in (("NetLocalGroupDel", local), ("NetUserDel", text("mia")), ("NetGroupDel", name)):
        assert getattr(netapi, function)(None, what) == 0, function


def test_api_says_what_is_wrong(netapi):
    assert get(netapi, "NetUserGetInfo", UserInfo1, None, text("nobody"), 1)[0] == NAME_UNKNOWN
    assert get(netapi, "NetUserGetInfo", UserInfo1, None, text(USER), 99)[0] == 124
    assert get(netapi, "NetGroupGetInfo", OneText, None, text("nothing"), 0)[0] == 2220
    assert get(netapi, "NetLocalGroupGetInfo", OneText, None, text("nothing"), 0)[0] in (2220, 1376)
    assert add_user(netapi, "a name that is far too long", "Geheim-2026") == BAD_NAME
    assert netapi.NetUserDel(None, text("Administrator")) == 1371


def test_api_tells_an_internet_identity_and_takes_no_hash_of_lan_manager(netapi):
    status, row = get(netapi, "NetUserGetInfo", UserInfo24, None, text(USER), 24)
    assert (status, row.is_internet, row.wide("provider"), bool(row.sid)) == (0, 0, "", True)
    assert row.flags & 0x201 == 0x201
    assert add_user(netapi, "rita", "Geheim-2026") == 0
    fault = D(0)
    assert netapi.NetUserSetInfo(None, text("rita"), 21, ctypes.create_string_buffer(16), ctypes.byref(fault)) == 87
    assert fault.value == PASSWORD_MEMBER
    assert get(netapi, "NetUserGetInfo", UserInfo1, None, text("rita"), 21)[0] == 124
    assert netapi.NetUserDel(None, text("rita")) == 0


def test_api_sets_what_stands_beside_a_hash_of_lan_manager_where_that_is_zeros(netapi):
    assert add_user(netapi, "lena", "Geheim-2026") == 0
    fault, name, comment = D(0), text("lena"), text("of level 22")
    block = P()
    assert netapi.NetUserGetInfo(None, name, 2, ctypes.byref(block)) == 0
    # USER_INFO_22 is USER_INFO_2 with 16 bytes in place of the pointer to the password.
    of_level_2 = ctypes.string_at(block.value, 152)
    row = ctypes.create_string_buffer(of_level_2[:8] + bytes(16) + of_level_2[16:], 160)
    P.from_buffer(row, 40).value = ctypes.addressof(comment)
    assert netapi.NetUserSetInfo(None, name, 22, row, ctypes.byref(fault)) == 0
    assert get(netapi, "NetUserGetInfo", UserInfo1, None, name, 1)[1].wide("comment") == "of level 22"
    P.from_buffer(row, 40).value = ctypes.addressof(text(""))
    row[8] = b"x"
    assert netapi.NetUserSetInfo(None, name, 22, row, ctypes.byref(fault)) == 87
    assert fault.value == PASSWORD_MEMBER
    assert get(netapi, "NetUserGetInfo", UserInfo1, None, name, 1)[1].wide("comment") == "of level 22"
    assert netapi.NetUserDel(None, name) == 0


LONG = "x" * 1025
BAD_MEMBERS = [
    *((1000 + member, LONG, member) for member in (6, 7, 9, 11, 12, 14, 52)),
    (1014, ",".join(f"pc{i}" for i in range(9)), 14),
    *((1053, drive, 53) for drive in ("XYZ", "1:", ":", "H")),
    *((1008, flags, 8) for flags in (0x1201, 0x1000, 0x2000, 0x404)),
]


@pytest.mark.parametrize(("level", "value", "member"), BAD_MEMBERS, ids=lambda value: str(value)[:8])
def test_api_names_the_member_of_a_user_that_is_refused(netapi, level, value, member):
    fault = D(0)
    held = text(value) if isinstance(value, str) else None
    row = OneText(ctypes.addressof(held)) if held else D(value)
    assert netapi.NetUserSetInfo(None, text(USER), level, ctypes.byref(row), ctypes.byref(fault)) == 87
    assert fault.value == member


def test_api_names_the_text_of_many_that_is_too_long(netapi):
    fault, name, block, held = D(0), text(USER), P(), text(LONG)
    assert netapi.NetUserGetInfo(None, name, 1, ctypes.byref(block)) == 0
    row = UserInfo1.from_address(block.value)
    for field, member in (("home_dir", 6), ("comment", 7), ("script_path", 9)):
        before = getattr(row, field)
        setattr(row, field, ctypes.addressof(held))
        assert netapi.NetUserSetInfo(None, name, 1, block, ctypes.byref(fault)) == 87
        assert fault.value == member
        setattr(row, field, before)


@pytest.mark.parametrize("drive", ["H:", "z:", ""])
def test_api_takes_a_drive(netapi, drive):
    assert set_one(netapi, "NetUserSetInfo", None, text(USER), 1053, value=drive) == 0


def test_api_names_the_rule_that_is_refused(netapi):
    fault = D(0)
    highest, day = 0xFFFFFFFF, 86400

    def refused(level, row):
        fault.value = 0
        code = netapi.NetUserModalsSet(None, level, ctypes.byref(row), ctypes.byref(fault))
        return fault.value if code == 87 else f"code {code}"

    assert netapi.NetUserModalsSet(None, 1002, ctypes.byref(D(10 * day)), None) == 0
    assert refused(1003, D(11 * day)) == 3
    assert netapi.NetUserModalsSet(None, 1002, ctypes.byref(D(highest)), None) == 0
    assert refused(1001, D(257)) == 1
    assert refused(1002, D(day - 1)) == 2
    assert refused(1002, D(highest - 1)) == 2
    assert refused(1005, D(1025)) == 5
    assert refused(0, Rules(0, 10 * day, 11 * day, highest, 0)) == 3
    assert refused(3, (D * 3)(299, 300, 5)) == 10
    assert refused(3, (D * 3)(300, 300, 0x10000)) == 12
    assert netapi.NetUserModalsSet(None, 1002, ctypes.byref(D(42 * day)), None) == 0


def test_api_takes_of_rights_and_hours_what_is_so(netapi):
    assert add_user(netapi, "ines", "Geheim-2026") == 0
    fault, name = D(0), text("ines")
    block = P()
    assert netapi.NetUserGetInfo(None, name, 1, ctypes.byref(block)) == 0
    row = UserInfo1.from_address(block.value)
    for privilege, code in ((2, 87), (0, 87), (1, 0)):
        row.priv = privilege
        assert netapi.NetUserSetInfo(None, name, 1, block, ctypes.byref(fault)) == code
        assert fault.value == (5 if code else 0)
        assert netapi.NetUserSetInfo(None, name, 1005, ctypes.byref(D(privilege)), None) == code
    hours = ctypes.create_string_buffer(bytes(range(21)), 21)
    for units, code in ((7, 87), (0, 87), (168, 0)):
        wanted = LogonHours(units, ctypes.addressof(hours))
        assert netapi.NetUserSetInfo(None, name, 1020, ctypes.byref(wanted), ctypes.byref(fault)) == code
        assert fault.value == (19 if code else 0)
    assert netapi.NetUserDel(None, name) == 0


def pages(netapi, function, kind, *arguments, bytes_preferred):
    """Rows of each answer until the list is at its end, and what was said to be left each time."""
    resume, status, answers, left = ctypes.c_size_t(), 234, [], []
    while status == 234:
        block, read, total = P(), D(), D()
        status = getattr(netapi, function)(*arguments, ctypes.byref(block), D(bytes_preferred), ctypes.byref(read),
                                           ctypes.byref(total), ctypes.byref(resume))  # fmt: skip
        assert status in (0, 234), status
        answers.append([kind.from_address(block.value + ctypes.sizeof(kind) * i).wide("text") for i in range(read.value)])
        left.append(total.value)
    assert resume.value == 0
    return answers, left


def test_api_lists_come_in_pages_of_the_size_preferred(netapi):
    whole = [row.wide("text") for row in listed(netapi, "NetLocalGroupEnum", OneText, None, 0, tail=(None,))]
    answers, left = pages(netapi, "NetLocalGroupEnum", OneText, None, 0, bytes_preferred=120)
    assert len(answers) > 2 and [name for page in answers for name in page] == whole
    assert left == [len(whole) - sum(map(len, answers[:i])) for i in range(len(answers))]
    members, _ = pages(netapi, "NetLocalGroupGetMembers", OneText, None, text("Administrators"), 3, bytes_preferred=50)
    assert [len(page) for page in members] == [1] * len(members) and len(members) > 1
    users, left = pages(netapi, "NetGroupGetUsers", OneText, None, text("None"), 0, bytes_preferred=50)
    assert len(users) > 1 and left[0] == sum(map(len, users))


def test_api_refuses_pages_too_small_and_positions_never_given(netapi):
    block, read, total, resume = P(), D(), D(), ctypes.c_size_t()
    outputs = [ctypes.byref(block), D(4), ctypes.byref(read), ctypes.byref(total)]
    assert netapi.NetLocalGroupEnum(None, 0, *outputs, ctypes.byref(resume)) == 2123
    resume.value = 1
    assert netapi.NetLocalGroupEnum(None, 0, *outputs, ctypes.byref(resume)) == 87


def test_api_names_and_membership_of_this_machine(netapi):
    count, names, supported = D(), P(), D()
    assert netapi.NetEnumerateComputerNames(None, 2, 0, ctypes.byref(count), ctypes.byref(names)) in (0, 5)
    assert netapi.NetRemoteComputerSupports(None, 0x2C, ctypes.byref(supported)) == 0
    assert supported.value == 0x2C
    assert netapi.NetJoinDomain(None, text("AD"), None, text("anna"), None, 1) == 50
    assert netapi.NetGetDCName(None, None, ctypes.byref(names)) == 2453
    assert netapi.NetGetAnyDCName(None, None, ctypes.byref(names)) == 1355
    assert netapi.DsGetDcNameW(None, text("a b"), None, None, 0, ctypes.byref(names)) == 1212
    assert netapi.DsGetDcNameW(None, text("ad.invalid"), None, None, 0xC0000000, ctypes.byref(names)) == 1004


def test_api_display_list_goes_on_where_it_stopped(netapi):
    found, index, status = [], 0, 234
    while status == 234:
        status, rows = displayed(netapi, None, DisplayUser, 1, index, 1)
        assert status in (0, 234)
        if rows:
            found.append((rows[0].wide("name"), rows[0].user_id))
            index = rows[0].next_index
    assert found[:2] == [(USER, 1000), ("Administrator", 500)]
    assert sorted(found, key=lambda row: row[0].upper()) == found
    first = D()
    assert netapi.NetGetDisplayInformationIndex(None, 1, text("adminis"), ctypes.byref(first)) == 0
    assert first.value == 1
    assert netapi.NetGetDisplayInformationIndex(None, 1, text("zzz"), ctypes.byref(first)) == 259


def test_api_rules_are_read_set_and_bite(netapi):
    status, before = get(netapi, "NetUserModalsGet", Rules, None, 0)
    assert (status, before.maximum) == (0, 42 * 86400)
    assert set_one(netapi, "NetUserModalsSet", None, 1001, value=12) == 0
    assert add_user(netapi, "short", "kurz") == TOO_SHORT
    assert get(netapi, "NetUserGetInfo", UserInfo1, None, text("short"), 1)[0] == NAME_UNKNOWN
    fault = D(0)
    assert netapi.NetUserModalsSet(None, 1002, ctypes.byref(D(5)), ctypes.byref(fault)) == 87
    assert fault.value == 2
    assert set_one(netapi, "NetUserModalsSet", None, 1001, value=before.length) == 0


# ---- and through win32net, as pywin32's demonstration does it


@pytest.fixture(scope="module")
def win32net(host):
    os.environ["NTADMIN_HOST"] = f"unix:{host.state}/ntadmind.sock"
    sys.path.insert(0, str(BUILD / "python"))
    return pytest.importorskip("win32net")


def test_python_makes_lists_changes_and_deletes_a_user(win32net):
    data = {"name": "otto", "password": "Geheim-2026", "priv": 1, "comment": "a comment", "flags": 0x201}
    win32net.NetUserAdd(None, 1, data)
    row = win32net.NetUserGetInfo(None, "otto", 3)
    assert (row["name"], row["comment"], row["priv"], row["password"]) == ("otto", "a comment", 1, None)
    assert row["logon_hours"] == b"\xff" * 21
    row["full_name"] = "Otto N."
    win32net.NetUserSetInfo(None, "otto", 3, row)
    rows, total, resume = win32net.NetUserEnum(None, 10)
    assert {user["name"]: user["full_name"] for user in rows}["otto"] == "Otto N."
    assert (total, resume) == (len(rows), 0)
    with pytest.raises(win32net.error) as refused:
        win32net.NetUserChangePassword(None, "otto", "wrong", "Geheim-2027")
    assert refused.value.winerror == 86
    win32net.NetUserDel(None, "otto")


def test_python_local_group_gives_its_members_back_by_name_and_sid(win32net):
    win32net.NetUserAdd(None, 1, {"name": "pia", "password": "Geheim-2026", "priv": 1, "flags": 0x201})
    win32net.NetLocalGroupAdd(None, 1, {"name": "readers"})
    name = win32net.NetUserModalsGet(None, 2)["domain_name"] + "\\pia"
    win32net.NetLocalGroupAddMembers(None, "readers", 3, [{"domainandname": name}])
    members, _, _ = win32net.NetLocalGroupGetMembers(None, "readers", 2)
    assert [(member["domainandname"], member["sidusage"]) for member in members] == [(name, 1)]
    win32net.NetLocalGroupSetMembers(None, "readers", 0, [{"sid": members[0]["sid"]}])
    assert win32net.NetUserGetLocalGroups(None, "pia") == ["readers"]
    assert win32net.NetUserGetGroups(None, "pia") == [("None", 7)]
    win32net.NetLocalGroupDelMembers(None, "readers", [name])
    assert win32net.NetUserGetLocalGroups(None, "pia") == []
    win32net.NetLocalGroupDel(None, "readers")
    win32net.NetUserDel(None, "pia")


def test_python_does_what_pywin32s_demonstration_does(win32net):
    """Its steps in its order: users, groups, local groups; a local group of the caller's; information read and set; a user
    of its own with a change of password."""
    import win32api
    import win32netcon

    for enumerate_all, levels in ((win32net.NetUserEnum, (0, 1, 2, 3, 10, 11, 20)), (win32net.NetGroupEnum, (0, 1, 2)),
                                  (win32net.NetLocalGroupEnum, (0, 1))):  # fmt: skip
        for level in levels:
            rows, total, resume = enumerate_all(None, level)
            assert (len(rows), resume) == (total, 0)
    caller = f"{win32api.GetDomainName()}\\{USER}"
    win32net.NetLocalGroupAdd(None, 1, {"name": "python_test_group"})
    try:
        win32net.NetLocalGroupAddMembers(None, "python_test_group", 3, [{"domainandname": caller}])
        members, _, _ = win32net.NetLocalGroupGetMembers(None, "python_test_group", 3)
        assert [member["domainandname"] for member in members] == [caller]
        win32net.NetLocalGroupDelMembers(None, "python_test_group", [member["domainandname"] for member in members])
    finally:
        win32net.NetLocalGroupDel(None, "python_test_group")
    before = win32net.NetUserGetInfo(None, USER, 3)
    win32net.NetUserSetInfo(None, USER, 3, {**before, "usr_comment": "Test comment"})
    assert win32net.NetUserGetInfo(None, USER, 3)["usr_comment"] == "Test comment"
    win32net.NetUserSetInfo(None, USER, 3, before)
    assert win32net.NetUserGetInfo(None, USER, 3) == before
    data = {"name": "PyTestUser", "password": "deleteme", "priv": win32netcon.USER_PRIV_USER, "comment": "of the test",
            "flags": win32netcon.UF_NORMAL_ACCOUNT | win32netcon.UF_SCRIPT}  # fmt: skip
    win32net.NetUserAdd(None, 1, data)
    try:
        with pytest.raises(win32net.error) as refused:
            win32net.NetUserChangePassword(None, "PyTestUser", "wrong", "new-password")
        assert refused.value.winerror == 86
        win32net.NetUserChangePassword(None, "PyTestUser", "deleteme", "new-password")
    finally:
        win32net.NetUserDel(None, "PyTestUser")
