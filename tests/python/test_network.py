"""win32net from end to end: what a host of our own says of itself."""

import os
import pwd

import harness
import pytest
import pywintypes
import win32net
import win32netcon
import win32security
from reference import facts

USER = pwd.getpwuid(os.getuid()).pw_name


def keys(structure):
    return [key["name"] for key in facts()["structs"][structure]["keys"]]


def code_of(call, *arguments):
    with pytest.raises(pywintypes.error) as caught:
        call(*arguments)
    return caught.value.winerror


@pytest.mark.parametrize("level", [100, 101, 102, 502, 503])
def test_a_server_tells_each_level_with_the_keys_of_pywin32(host, level):
    assert list(win32net.NetServerGetInfo(None, level)) == keys(f"SERVER_INFO_{level}")


@pytest.mark.parametrize("level", [100, 101, 102, 502])
def test_a_workstation_tells_each_level_with_the_keys_of_pywin32(host, level):
    assert list(win32net.NetWkstaGetInfo(None, level)) == keys(f"WKSTA_INFO_{level}")


@pytest.mark.parametrize(
    "service, structure",
    [(win32net.SERVICE_SERVER, "STAT_SERVER_0"), (win32net.SERVICE_WORKSTATION, "STAT_WORKSTATION_0")],
)
def test_statistics_have_the_keys_of_pywin32(host, service, structure):
    counters = win32net.NetStatisticsGet(None, service)
    assert list(counters) == keys(structure)


def test_levels_of_lan_manager_are_taken_and_refused_by_the_server(host):
    assert code_of(win32net.NetServerGetInfo, None, 402) == 124


def test_a_server_is_what_it_says(host):
    info = win32net.NetServerGetInfo("", 101)
    assert (info["platform_id"], info["version_major"]) == (500, 10)
    assert info["type"] & 0x2000000  # SV_TYPE_TERMINALSERVER, which win32netcon lacks
    assert win32net.NetServerGetInfo("localhost", 100)["name"] == info["name"]


def test_what_was_read_changed_and_written_back_is_there(host):
    info = win32net.NetServerGetInfo(None, 102)
    win32net.NetServerSetInfo(None, 102, {**info, "comment": "größer"})
    assert win32net.NetServerGetInfo(None, 101)["comment"] == "größer"
    win32net.NetServerSetInfo(None, 101, {"comment": ""})


def test_the_logons_of_a_workstation_are_the_real_sessions(host):
    before = len(win32net.NetWkstaUserEnum(None, 1)[0])
    terminal = host.open()
    logons, total, resume = win32net.NetWkstaUserEnum(None, 1)
    assert (len(logons), resume) == (before + 1, 0)
    assert USER in {logon["username"] for logon in logons}
    assert set(logons[0]) == set(keys("WKSTA_USER_INFO_1"))
    terminal.close()


def test_a_long_list_is_taken_up_where_it_was_left(host):
    terminals = [host.open() for _ in range(3)]
    everything, _, _ = win32net.NetWkstaUserEnum(None, 0)
    found, resume, calls = [], 0, 0
    while True:
        items, total, resume = win32net.NetWkstaUserEnum(None, 0, resume, 64)
        assert total >= len(items)
        found += items
        calls += 1
        if not resume:
            break
    assert found == everything
    assert calls > 1
    for terminal in terminals:
        terminal.close()


def test_ipc_is_shared_and_its_type_has_a_sign_in_the_old_form_alone(host):
    assert ("IPC$", -2147483645) in {(name, kind) for name, kind, _ in win32net.NetShareEnum(None)}
    shares, total, resume = win32net.NetShareEnum(None, 1)
    assert {"netname": "IPC$", "type": 2147483651, "remark": shares[0]["remark"]} in shares
    assert (total, resume) == (len(shares), 0)
    assert code_of(win32net.NetShareGetInfo, None, "nonesuch", 1) == 2310
    assert win32net.NetShareCheck(None, "/nonexistent") == (0, None)


def test_a_host_that_serves_no_files_takes_no_shares(host):
    assert code_of(win32net.NetShareAdd, None, 2, {"netname": "x", "path": "/tmp"}) == 50


@pytest.fixture
def sharing_host(host, tmp_path, monkeypatch):
    """One that keeps a table of shares for a file server."""
    config = tmp_path / "ntadmind.conf"
    config.write_text("logind = off\nutmp = off\n[server]\nshares = table\n")
    running = harness.Host()
    monkeypatch.setenv("NTADMIN_HOST", running.environment["NTADMIN_HOST"])
    try:
        yield running.start("--config", str(config))
    finally:
        running.end()


def test_level_502_of_a_share_shows_its_security_descriptor(sharing_host, tmp_path):
    assert list(win32net.NetShareGetInfo(None, "IPC$", 502)) == keys("SHARE_INFO_502")
    acl = win32security.ACL()
    acl.AddAccessAllowedAce(win32security.ACL_REVISION, 0x1F01FF, win32security.GetBinarySid("S-1-5-32-544"))
    descriptor = win32security.SECURITY_DESCRIPTOR()
    descriptor.SetSecurityDescriptorDacl(True, acl, False)
    share = {"netname": "data", "path": str(tmp_path), "max_uses": 2**32 - 1, "security_descriptor": descriptor}
    win32net.NetShareAdd(None, 502, share)
    shown = win32net.NetShareGetInfo(None, "data", 502)["security_descriptor"]
    (kind, flags), mask, sid = shown.GetSecurityDescriptorDacl().GetAce(0)
    assert (kind, flags, mask, str(sid)) == (0, 0, 0x1F01FF, "PySID:S-1-5-32-544")
    win32net.NetShareSetInfo(None, "data", 502, {**share, "security_descriptor": shown})
    with pytest.raises(TypeError):
        win32net.NetShareAdd(None, 502, {**share, "netname": "other", "security_descriptor": b"bytes"})
    win32net.NetShareDel(None, "data")


def test_without_a_network_there_are_no_network_sessions(host):
    assert win32net.NetSessionEnum(10) == []
    assert win32net.NetFileEnum(3) == []
    assert code_of(win32net.NetSessionEnum, 10, None, "\\\\nobody") == 2312
    assert code_of(win32net.NetSessionEnum, 10, None, "nobody") == 2351
    assert code_of(win32net.NetFileClose, None, 4711) == 2314


def test_errors_of_one_function_bear_anothers_name(host):
    with pytest.raises(pywintypes.error) as caught:
        win32net.NetFileGetInfo(3, None, 4711)
    assert caught.value.funcname == "NetFileEnum"


def test_names_are_validated_and_given(host):
    assert win32net.NetGetJoinInformation() == ("WORKGROUP", win32netcon.NetSetupWorkgroupName)
    assert win32net.NetValidateName(None, "GOOD", 1) is None
    assert code_of(win32net.NetValidateName, None, "bad*name", 1) == 2351
    assert code_of(win32net.NetGetDCName) == 2453


def test_a_password_is_held_against_the_rules(host):
    before = win32net.NetUserModalsGet(None, 0)
    win32net.NetUserModalsSet(None, 0, {**before, "min_passwd_len": 8})
    try:
        arguments = {"ClearPassword": "Short1!", "UserAccountName": "anna", "HashedPassword": None, "PasswordMatch": 1}
        assert win32net.NetValidatePasswordPolicy(None, None, 2, arguments)[1] == 2245
        fields, verdict = win32net.NetValidatePasswordPolicy(None, None, 2, (None, "Long-enough-1", "anna", b"hash", True))
        assert verdict == 0 and fields["PasswordLastSet"].utcoffset().total_seconds() == 0
    finally:
        win32net.NetUserModalsSet(None, 0, before)


def test_a_failed_log_on_is_counted_by_the_application(host):
    fields, verdict = win32net.NetValidatePasswordPolicy(None, None, 1, {"PasswordMatched": False})
    assert verdict == 2203
    assert fields["BadPasswordCount"] == 1 and fields["BadPasswordTime"].year >= 2024


def test_the_messenger_service_is_gone(host):
    assert code_of(win32net.NetMessageNameEnum) == 50
    assert code_of(win32net.NetMessageBufferSend, None, "x", None, "text") == 50


def test_a_server_that_is_not_there_is_53(host):
    assert code_of(win32net.NetServerGetInfo, "\\\\nonesuch.invalid", 101) == 53


@pytest.fixture
def anna(host):
    win32net.NetUserAdd(None, 1, {"name": "anna", "password": "Pa55-word!x", "priv": 1, "comment": "c", "flags": 1})
    try:
        yield "anna"
    finally:
        win32net.NetUserDel(None, "anna")


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4, 10, 11, 20])
def test_a_user_has_the_keys_of_pywin32(host, anna, level):
    assert list(win32net.NetUserGetInfo(None, anna, level)) == keys(f"USER_INFO_{level}")


def test_a_user_that_was_read_changed_and_written_back_is_changed(host, anna):
    info = win32net.NetUserGetInfo(None, anna, 3)
    assert info["password"] is None
    assert len(info["logon_hours"]) == 21
    win32net.NetUserSetInfo(None, anna, 3, {**info, "full_name": "Anna B"})
    assert win32net.NetUserGetInfo(None, anna, 10)["full_name"] == "Anna B"


def test_users_are_listed_in_pages(host, anna):
    found, resume = [], 0
    while True:
        items, _, resume = win32net.NetUserEnum(None, 0, win32netcon.FILTER_NORMAL_ACCOUNT, resume, 8)
        found += [item["name"] for item in items]
        if not resume:
            break
    assert anna in found
    assert len(found) == len(set(found))


def test_groups_go_on_only_where_the_list_was_left(host):
    win32net.NetGroupAdd(None, 1, {"name": "g"})
    try:
        first, _, resume = win32net.NetGroupEnum(None, 0, 0, 8)
        rest, _, end = win32net.NetGroupEnum(None, 0, resume)
        assert resume != 0 == end
        assert {"name": "g"} in first + rest
        assert code_of(win32net.NetGroupEnum, None, 0, 1) == 87
    finally:
        win32net.NetGroupDel(None, "g")


def test_members_of_a_local_group_go_in_by_name_and_come_out_by_name_and_sid(host, anna):
    win32net.NetLocalGroupAdd(None, 1, {"name": "team"})
    try:
        win32net.NetLocalGroupAddMembers(None, "team", 3, [{"domainandname": anna}])
        (member,), _, _ = win32net.NetLocalGroupGetMembers(None, "team", 2)
        assert member["domainandname"].endswith("\\" + anna)
        win32net.NetLocalGroupDelMembers(None, "team", [member["domainandname"]])
        win32net.NetLocalGroupAddMembers(None, "team", 0, [{"sid": member["sid"]}])
        assert win32net.NetUserGetLocalGroups(None, anna) == ["team"]
    finally:
        win32net.NetLocalGroupDel(None, "team")


def test_a_wrong_old_password_is_told(host, anna):
    assert code_of(win32net.NetUserChangePassword, None, anna, "wrong", "New-pa55!x") == 86
    win32net.NetUserChangePassword(None, anna, "Pa55-word!x", "New-pa55!x")


@pytest.mark.parametrize("kind", ["NetGroup", "NetLocalGroup"])
def test_a_group_with_a_comment_that_is_too_long_is_not_made(host, kind):
    for length in (1025, 40_000):
        row = {"name": "wordy", "comment": "x" * length}
        assert code_of(getattr(win32net, kind + "Add"), None, 1, row) == 87
        assert code_of(getattr(win32net, kind + "GetInfo"), None, "wordy", 0) in (2220, 1376)
    getattr(win32net, kind + "Add")(None, 1, {"name": "wordy", "comment": "x" * 1024})
    assert code_of(getattr(win32net, kind + "SetInfo"), None, "wordy", 1002, {"comment": "x" * 40_000}) == 87
    assert getattr(win32net, kind + "GetInfo")(None, "wordy", 1)["comment"] == "x" * 1024
    getattr(win32net, kind + "Del")(None, "wordy")


def test_a_list_of_groups_goes_on_to_its_end_and_not_from_a_handle_that_it_did_not_give(host):
    resume, names = 0, []
    while True:
        rows, _, resume = win32net.NetGroupEnum(None, 0, resume)
        names += [row["name"] for row in rows]
        if not resume:
            break
    assert "None" in names
    with pytest.raises(win32net.error):
        win32net.NetGroupEnum(None, 0, 1)


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_the_policy_can_be_written_back_as_it_was_read(host, level):
    policy = win32net.NetUserModalsGet(None, level)
    assert list(policy) == keys(f"USER_MODALS_INFO_{level}")
    if level in (0, 3):
        win32net.NetUserModalsSet(None, level, policy)


def test_an_account_is_found_by_its_name_and_by_its_sid(host, anna):
    sid, domain, kind = win32security.LookupAccountName(None, anna)
    assert kind == win32security.SidTypeUser
    assert win32security.LookupAccountSid(None, sid) == (anna, domain, kind)
    assert win32security.LookupAccountName(None, f"{domain}\\{anna}") == (sid, domain, kind)
    known = win32security.LookupAccountSid(None, pywintypes.SID((0, 0, 0, 0, 0, 5), (32, 544)))
    assert known == ("Administrators", "BUILTIN", win32security.SidTypeAlias)


def test_accounts_that_are_none_are_1332_and_no_sid_is_1337(host):
    assert code_of(win32security.LookupAccountName, None, "nobody of that name") == 1332
    stranger = pywintypes.SID((0, 0, 0, 0, 0, 5), (21, 1, 2, 3, 4))
    assert code_of(win32security.LookupAccountSid, None, stranger) == 1332
    assert code_of(win32security.LookupAccountSid, None, pywintypes.SID()) == 1337
    for wrong in (None, "S-1-1-0", b"\x01"):
        with pytest.raises(TypeError):
            win32security.LookupAccountSid(None, wrong)


LOOKUPS = [row for row in facts()["win32security"]["functions"] if row["name"].startswith("LookupAccount")]


@pytest.mark.parametrize("row", LOOKUPS, ids=lambda row: row["name"])
def test_lookups_take_two_arguments_by_position(row):
    function = getattr(win32security, row["name"])
    good = dict(zip([argument["name"] for argument in row["args"]], (None, pywintypes.SID()), strict=True))
    for wrong in ((), (None,), (*good.values(), 1), (5, *list(good.values())[1:]), (None, 5)):
        with pytest.raises(TypeError):
            function(*wrong)
    with pytest.raises(TypeError):
        function(**good)
