"""Accounts of a real smbd by the API: what it sets, pdbedit, net and rpcclient tell; what these print, it gives."""

import re
import subprocess

import pytest
from smbd_host import PATIENCE, needs_smbd

pytestmark = needs_smbd
FIRST, SECOND = "Winter-2026x", "Sommer-2026x"


@pytest.fixture
def tom(smbd):
    data = {"name": "tom", "password": FIRST, "priv": 1, "comment": "of tom", "flags": 0x201}
    does(smbd, f"win32net.NetUserAdd(server, 1, {data!r})")
    yield "tom"
    does(smbd, 'win32net.NetUserDel(server, "tom")')


def does(smbd, statements):
    assert smbd.python(statements) is None


def changes(smbd, user, level, **fields):
    """Reads a level, and sets it with these changed."""
    row = f"{{**win32net.NetUserGetInfo(server, {user!r}, {level}), **{fields!r}}}"
    does(smbd, f"win32net.NetUserSetInfo(server, {user!r}, {level}, {row})")


def sets_one(smbd, user, level, value):
    return statuses(smbd, [f"set_one(netapi, 'NetUserSetInfo', wide, text({user!r}), {level}, value={value!r})"]) == [0]


def gives(smbd, expression):
    return smbd.python(f"print(json.dumps({expression}))")


def code_of(smbd, call):
    """What a call fails with."""
    return smbd.python(f"""
try:
    print(json.dumps(repr({call})))
except pywintypes.error as error:
    print(error.winerror)
""")


CALLS = "from netapi import *\nnetapi, wide = library(), text(server)\n"


def statuses(smbd, calls):
    """Of calls of the C API, in which `wide` is the server's name."""
    return smbd.python(f"{CALLS}print(json.dumps([{', '.join(calls)}]))")


def pairs(text):
    """{"Full Name": "tom", ...} of what pdbedit and rpcclient print of one thing."""
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}


def of_passdb(smbd, user):
    return pairs(smbd.pdbedit("-L", "-v", user))


def rid_of(smbd, user):
    return int(of_passdb(smbd, user)["User SID"].rsplit("-", 1)[1])


def rid_of_group(smbd, group):
    return int(re.search(rf"\[{group}\] rid:\[0x(\w+)\]", smbd.rpcclient("enumdomgroups")).group(1), 16)


def logs_on(smbd, user, password):
    command = ["smbclient", "-s", smbd.configuration, "-p", str(smbd.port), "-U", f"{user}%{password}", "-L", "127.0.0.1"]
    return "Sharename" in subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE).stdout


# ---- users


def test_a_user_is_made_logs_on_and_is_deleted(smbd):
    data = {"name": "ann", "password": FIRST, "priv": 1, "comment": "of ann", "flags": 0x201, "full_name": "Ann \u00c4rmel",
            "primary_group_id": 513, "home_dir": r"\\h\ann", "script_path": "l.cmd", "acct_expires": 2_000_000_000,
            "workstations": "ONE,TWO", "home_dir_drive": "H:", "profile": r"\\p\ann"}  # fmt: skip
    kept = {name: value for name, value in data.items() if name != "password"}
    does(smbd, f"win32net.NetUserAdd(server, 3, {data!r})")
    told = of_passdb(smbd, "ann")
    printed = {"Account Flags": "[U          ]", "Full Name": "Ann \u00c4rmel", "Account desc": "of ann",
               "Home Directory": r"\\h\ann", "HomeDir Drive": "H:", "Logon Script": "l.cmd", "Workstations": "ONE,TWO",
               "Profile Path": r"\\p\ann"}  # fmt: skip
    assert {name: told[name] for name in printed} == printed
    assert told["Kickoff time"].startswith("Wed, 18 May 2033 03:33:20")
    row = gives(smbd, 'dict(win32net.NetUserGetInfo(server, "ann", 3), logon_hours=None)')
    assert {name: row[name] for name in kept} == kept
    assert row["user_id"] == rid_of(smbd, "ann")
    changes(smbd, "ann", 3, workstations="")
    assert logs_on(smbd, "ann", FIRST) and not logs_on(smbd, "ann", SECOND)
    assert code_of(smbd, f"win32net.NetUserAdd(server, 3, {data!r})") == 2224
    does(smbd, 'win32net.NetUserDel(server, "ann")')
    assert "ann" not in smbd.pdbedit("-L")
    assert code_of(smbd, 'win32net.NetUserDel(server, "ann")') == 2221


# Level, value, and the name and value that pdbedit has for it.
FIELDS = [
    (1006, r"\\h\tom", "Home Directory", r"\\h\tom"),
    (1007, "seven", "Account desc", "seven"),
    (1008, 0x203, "Account Flags", "[DU         ]"),
    (1008, 0x10201, "Account Flags", "[UX         ]"),
    (1009, "nine.cmd", "Logon Script", "nine.cmd"),
    (1011, "Tom \u00d6tzi", "Full Name", "Tom \u00d6tzi"),
    (1014, "ONE,TWO", "Workstations", "ONE,TWO"),
    (1017, 1_900_000_000, "Kickoff time", "Sun, 17 Mar 2030 17:46:40 UTC"),
    (1052, r"\\p\tom", "Profile Path", r"\\p\tom"),
    (1053, "Z:", "HomeDir Drive", "Z:"),
]


def test_each_field_is_set_alone(smbd, tom):
    for level, value, name, told in FIELDS:
        assert sets_one(smbd, tom, level, value)
        assert of_passdb(smbd, tom)[name] == told, level


def test_fields_that_only_samr_tells(smbd, tom):
    assert sets_one(smbd, tom, 1012, "a user's comment") and sets_one(smbd, tom, 1013, "dial")
    assert re.search(r"Comment *:\s*a user's comment", smbd.rpcclient(f"queryuser {tom}"))
    row = gives(smbd, f'dict(win32net.NetUserGetInfo(server, "{tom}", 3), logon_hours=None)')
    assert (row["usr_comment"], row["parms"]) == ("a user's comment", "dial")


def test_logon_hours(smbd, tom):
    hours = bytes([0, 0xFF, 0] * 7)
    changes(smbd, tom, 3, logon_hours=hours)
    assert of_passdb(smbd, tom)["Logon hours"] == hours.hex().upper()
    assert gives(smbd, f'win32net.NetUserGetInfo(server, "{tom}", 2)["logon_hours"].hex()') == hours.hex()


def test_levels_that_hold_many_fields(smbd, tom):
    for level, field, name in ((1, "comment", "Account desc"), (2, "full_name", "Full Name"), (3, "profile", "Profile Path"),
                               (4, "script_path", "Logon Script")):  # fmt: skip
        changes(smbd, tom, level, **{field: f"of level {level}"})
        assert of_passdb(smbd, tom)[name] == f"of level {level}"
    assert logs_on(smbd, tom, FIRST)  # none of them brought a password


def test_a_user_is_renamed(smbd, tom):
    sid = of_passdb(smbd, tom)["User SID"]
    does(smbd, f'win32net.NetUserSetInfo(server, "{tom}", 0, {{"name": "thomas"}})')
    assert of_passdb(smbd, "thomas")["User SID"] == sid
    does(smbd, f'win32net.NetUserSetInfo(server, "thomas", 0, {{"name": "{tom}"}})')


def test_passwords_are_set_and_changed(smbd, tom):
    assert sets_one(smbd, tom, 1003, SECOND)
    assert logs_on(smbd, tom, SECOND) and not logs_on(smbd, tom, FIRST)
    change = f'win32net.NetUserChangePassword(server, "{tom}", "%s", "{FIRST}")'
    assert code_of(smbd, change % "wrong") == 86
    does(smbd, change % SECOND)
    assert logs_on(smbd, tom, FIRST)


def test_lists_of_users_at_every_level(smbd, tom):
    printed = re.findall(r"^(\w+):\d+:(.*)$", smbd.pdbedit("-L"), re.MULTILINE)
    left_out = "logon_hours=None, password_age=None"  # the one is no JSON, the other grows
    for level in (0, 1, 2, 3, 10, 11, 20):
        rows = gives(smbd, f"[dict(row, {left_out}) for row in win32net.NetUserEnum(server, {level})[0]]")
        assert sorted(row["name"] for row in rows) == sorted(name for name, _ in printed), level
        if level in (2, 3, 10, 11, 20):
            assert sorted((row["name"], row["full_name"]) for row in rows) == sorted(printed)
        one = gives(smbd, f"dict(win32net.NetUserGetInfo(server, {tom!r}, {level}), {left_out})")
        assert one in rows


# ---- groups


def test_a_group_and_its_members(smbd, tom):
    does(smbd, 'win32net.NetGroupAdd(server, 1, {"name": "crew", "comment": "of some"})')
    mapped = smbd.net("groupmap", "list", "verbose", "ntgroup=crew")
    assert "Group type: Domain Group" in mapped and "Comment   : of some" in mapped
    does(smbd, f'win32net.NetGroupAddUser(server, "crew", "{tom}")')
    assert f"crew:x:{smbd.tool('getent', 'group', 'crew').split(':')[2]}:{tom}" in smbd.tool("getent", "group", "crew")
    assert gives(smbd, 'win32net.NetGroupGetUsers(server, "crew", 0)[0]') == [{"name": tom}]
    assert gives(smbd, f'sorted(win32net.NetUserGetGroups(server, "{tom}"))') == [["None", 7], ["crew", 7]]
    does(smbd, 'win32net.NetGroupSetInfo(server, "crew", 1002, {"comment": "of others"})')
    assert "Comment   : of others" in smbd.net("groupmap", "list", "verbose", "ntgroup=crew")
    row = gives(smbd, 'win32net.NetGroupGetInfo(server, "crew", 2)')
    assert (row["comment"], row["group_id"]) == ("of others", rid_of_group(smbd, "crew"))
    does(smbd, 'win32net.NetGroupSetUsers(server, "crew", 0, [{"name": "root"}])')
    assert smbd.tool("getent", "group", "crew").strip().endswith(":root")
    does(smbd, 'win32net.NetGroupDelUser(server, "crew", "root")')
    assert gives(smbd, 'win32net.NetGroupGetUsers(server, "crew", 0)[0]') == []
    does(smbd, 'win32net.NetGroupSetInfo(server, "crew", 0, {"name": "hands"})')
    assert gives(smbd, "[row['name'] for row in win32net.NetGroupEnum(server, 1)[0]]") == ["hands"]
    does(smbd, 'win32net.NetGroupDel(server, "hands")')
    assert "hands" not in smbd.rpcclient("enumdomgroups")
    assert code_of(smbd, 'win32net.NetGroupGetInfo(server, "hands", 1)') == 2220


def test_the_groups_of_a_user_are_set_at_once(smbd, tom):
    for name in ("bow", "stern"):
        does(smbd, f'win32net.NetGroupAdd(server, 0, {{"name": "{name}"}})')
    two = "ctypes.byref((P * 2)(ctypes.addressof(first := text('stern')), ctypes.addressof(second := text('None'))))"
    assert statuses(smbd, [f"netapi.NetUserSetGroups(wide, text('{tom}'), 0, {two}, 2)"]) == [0]
    assert gives(smbd, f'sorted(win32net.NetUserGetGroups(server, "{tom}"))') == [["None", 7], ["stern", 7]]
    printed = smbd.rpcclient(f"queryusergroups {rid_of(smbd, tom)}")
    assert {int(rid, 16) for rid in re.findall(r"group rid:\[0x(\w+)\]", printed)} == {513, rid_of_group(smbd, "stern")}
    for name in ("bow", "stern"):
        does(smbd, f'win32net.NetGroupDel(server, "{name}")')


def members_come_and_go(smbd, tom, group, sid):
    domain = of_passdb(smbd, tom)["Domain"]
    member, other = f"{domain}\\{tom}", f"{domain}\\root"
    add = f"win32net.NetLocalGroupAddMembers(server, {group!r}, 3, [{{'domainandname': {member!r}}}])"
    does(smbd, add)
    assert members_of(smbd, sid) == [of_passdb(smbd, tom)["User SID"]]
    rows = f"[dict(row, sid=str(row['sid'])) for row in win32net.NetLocalGroupGetMembers(server, {group!r}, 2)[0]]"
    told = {"sid": "PySID:" + of_passdb(smbd, tom)["User SID"], "sidusage": 1, "domainandname": member}
    assert gives(smbd, rows) == [told]
    assert gives(smbd, f"win32net.NetUserGetLocalGroups(server, {tom!r})") == [group]
    assert code_of(smbd, add) == 1378
    does(smbd, f"win32net.NetLocalGroupSetMembers(server, {group!r}, 3, [{{'domainandname': {other!r}}}])")
    assert members_of(smbd, sid) == [of_passdb(smbd, "root")["User SID"]]
    does(smbd, f"win32net.NetLocalGroupDelMembers(server, {group!r}, [{other!r}])")
    assert members_of(smbd, sid) == []


def members_of(smbd, sid):
    return smbd.net("groupmap", "listmem", sid).split()


def test_local_groups_and_their_members(smbd, tom):
    for unix, words in (("nta-helpers", ("ntgroup=helpers", "type=local")),
                        ("nta-users", ("sid=S-1-5-32-545", "ntgroup=Users", "type=builtin"))):  # fmt: skip
        smbd.tool("groupadd", unix)
        smbd.net("groupmap", "add", *words, f"unixgroup={unix}")
    assert gives(smbd, "[row['name'] for row in win32net.NetLocalGroupEnum(server, 1)[0]]") == ["helpers"]
    helpers = re.search(r"\((\S+)\) ->", smbd.net("groupmap", "list", "ntgroup=helpers")).group(1)
    for group, sid in (("helpers", helpers), ("Users", "S-1-5-32-545")):
        members_come_and_go(smbd, tom, group, sid)
    does(smbd, 'win32net.NetLocalGroupSetInfo(server, "helpers", 1002, {"comment": "who help"})')
    assert "who help" in smbd.net("groupmap", "list", "verbose", "ntgroup=helpers")
    assert gives(smbd, 'win32net.NetLocalGroupGetInfo(server, "helpers", 1)') == {"name": "helpers", "comment": "who help"}
    does(smbd, 'win32net.NetLocalGroupDel(server, "helpers")')
    assert "helpers" not in smbd.rpcclient("enumalsgroups domain")
    # Without winbindd smbd has no number for a new one, and says so to its own tools alike.
    assert code_of(smbd, 'win32net.NetLocalGroupAdd(server, 1, {"name": "more", "comment": ""})') == 5
    assert "NT_STATUS_ACCESS_DENIED" in smbd.rpcclient("createdomalias more")


# ---- policy, displays, names


def test_the_rules_of_passwords_and_lock_out(smbd):
    rules = {"min_passwd_len": 6, "max_passwd_age": 30 * 86400, "min_passwd_age": 86400, "force_logoff": 3600,
             "password_hist_len": 3}  # fmt: skip
    before = gives(smbd, "[win32net.NetUserModalsGet(server, level) for level in (0, 3)]")
    does(smbd, f"win32net.NetUserModalsSet(server, 0, {rules!r})")
    names = {"minimum password age": 86400, "maximum password age": 30 * 86400, "password history": 3,
             "min password length": 6, "disconnect time": 3600}  # fmt: skip
    for name, value in names.items():
        assert re.search(rf"value is: {value}$", smbd.pdbedit("-P", name), re.MULTILINE), name
    assert gives(smbd, "win32net.NetUserModalsGet(server, 0)") == rules
    lock_out = {"lockout_duration": 1200, "lockout_observation_window": 600, "lockout_threshold": 5}
    does(smbd, f"win32net.NetUserModalsSet(server, 3, {lock_out!r})")
    for name, value in {"lockout duration": 20, "reset count minutes": 10, "bad lockout attempt": 5}.items():
        assert re.search(rf"value is: {value}$", smbd.pdbedit("-P", name), re.MULTILINE), name
    assert gives(smbd, "win32net.NetUserModalsGet(server, 3)") == lock_out
    ones = ((1001, 7), (1002, 40 * 86400), (1003, 0), (1004, 60), (1005, 2))
    calls = [f"set_one(netapi, 'NetUserModalsSet', wide, {level}, value={value})" for level, value in ones]
    assert statuses(smbd, calls) == [0] * 5
    assert list(gives(smbd, "win32net.NetUserModalsGet(server, 0)").values()) == [7, 40 * 86400, 0, 60, 2]
    for level, rules in zip((0, 3), before):
        does(smbd, f"win32net.NetUserModalsSet(server, {level}, {rules!r})")
    assert gives(smbd, "[win32net.NetUserModalsGet(server, level) for level in (0, 3)]") == before


def test_displays_go_on_by_their_index(smbd, tom):
    printed = [(int(index, 16), name) for index, name in
               re.findall(r"index: 0x(\w+) .*Account: (\w+)\t", smbd.rpcclient("querydispinfo"))]  # fmt: skip
    every, one, last, index = smbd.python(CALLS + f"""
def rows(*arguments):
    status, found = displayed(netapi, wide, DisplayUser, 1, *arguments)
    return status, [(row.next_index, row.wide("name")) for row in found]
index = D()
assert netapi.NetGetDisplayInformationIndex(wide, 1, text("{tom}"), ctypes.byref(index)) == 0
print(json.dumps([rows(), rows(0, 1), rows(1, 10), index.value]))
""")
    assert [tuple(row) for row in every[1]] == printed and every[0] == 0
    assert (one[0], [tuple(row) for row in one[1]]) == (234, printed[:1])
    assert (last[0], [tuple(row) for row in last[1]]) == (0, printed[1:])
    assert f"idx: {index} " in smbd.rpcclient(f"getdispinfoidx {tom} 1")


def test_names_and_sids_both_ways(smbd, tom):
    for name in (tom, "root", "Everyone", r"BUILTIN\Administrators"):
        found = gives(smbd, f"[str(part) for part in win32security.LookupAccountName(server, {name!r})]")
        sid, use = found[0].removeprefix("PySID:"), found[2]
        assert f"{sid} " in smbd.rpcclient(f"lookupnames {name}".replace("\\", r"\\")), name
        back = gives(smbd, f"win32security.LookupAccountSid(server, win32security.ConvertStringSidToSid({sid!r}))")
        assert (back[0].lower(), back[2]) == (name.split("\\")[-1].lower(), int(use))
    assert code_of(smbd, "win32security.LookupAccountName(server, 'nobody-there')") == 1332
    nobody = "win32security.ConvertStringSidToSid('S-1-5-21-1-2-3-4')"
    assert code_of(smbd, f"win32security.LookupAccountSid(server, {nobody})") == 1332
