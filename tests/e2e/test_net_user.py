"""`ntadmin net user`, `group` and `localgroup` against a real host: accounts as administrators make and change them."""

import json
import os
import subprocess
import sys

import pytest
from harness import BUILD, ROOT

sys.path.insert(0, str(ROOT / "python"))
from ntadmin_pytest import EphemeralHost  # noqa: E402

ACCOUNTS = {"alice": ("Sekret123!", ["Administrators"])}


@pytest.fixture(scope="module")
def host():
    with EphemeralHost(ACCOUNTS, str(BUILD / "bin/ntadmind")) as host:
        yield host


def net_user(host, *words, password=None):
    """The tool; the password goes through a descriptor."""
    given = "" if password is None else f"{password}\n"
    words = words if password is None else (*words, "--password-fd", "0")
    return subprocess.run([BUILD / "bin/ntadmin", "net", "user", *words], env={**os.environ, **host.environment},
                          input=given, start_new_session=True, capture_output=True, text=True, timeout=60)  # fmt: skip


def shown(host, name):
    """Label to value of what the tool tells about a user."""
    result = net_user(host, name)
    assert result.returncode == 0, result.stderr
    return {line[:26].strip(): line[26:].strip() for line in result.stdout.splitlines() if line}


@pytest.fixture
def bob(host):
    result = net_user(host, "bob", "/add", "/fullname:Bob B", "/times:M-F,9-18", "/expires:2030-01-31",
                      "/passwordchg:no", password="Geheim456!")  # fmt: skip
    assert result.returncode == 0, result.stderr
    yield "bob"
    net_user(host, "bob", "/delete")


def test_a_user_is_listed_and_told_about_as_it_was_added(host, bob):
    assert {"alice", "bob"} <= set(net_user(host).stdout.split("\n---")[1].split())
    told = shown(host, bob)
    assert told["Full Name"] == "Bob B"
    assert told["Account active"] == "Yes"
    assert told["Account expires"] == "2030-01-31 00:00:00"
    assert told["Logon hours allowed"] == "M-F,09:00-18:00"
    assert told["User may change password"] == "No"


def test_changes_touch_what_they_name(host, bob):
    before = shown(host, bob)
    result = net_user(host, bob, "/active:no", "/comment:on leave", "/workstations:PC1,PC2", "/times:all")
    assert result.returncode == 0, result.stderr
    after = shown(host, bob)
    # Times of the password are told by its age, and so by the clock: from second to second they may differ by one.
    changed = {label: value for label, value in after.items() if before[label] != value and "assword" not in label}
    assert changed == {"Account active": "No", "Comment": "on leave", "Workstations allowed": "PC1,PC2",
                       "Logon hours allowed": "All"}  # fmt: skip


def test_several_options_are_one_change_all_of_it_or_nothing(host, bob):
    before = shown(host, bob)
    taken = net_user(host, bob, "/comment:moved", "/profilepath:\\\\files\\bob", "/expires:2031-01-31", "/countrycode:49",
                     "/passwordchg:yes", "/logonpasswordchg:yes", password="Anders789!")  # fmt: skip
    assert taken.returncode == 0, taken.stderr
    after = shown(host, bob)
    changed = {label: value for label, value in after.items() if before[label] != value}
    assert {**changed, "Password last set": "Never", "Password changeable": "Now"} == {
        "Comment": "moved", "User profile": "\\\\files\\bob", "Account expires": "2031-01-31 00:00:00", "Country/region code": "049",
        "User may change password": "Yes", "Password expires": "Now", "Password last set": "Never", "Password changeable": "Now",
    }  # fmt: skip
    for refused, password in (("/workstations:" + ",".join("abcdefghi"), None), ("/fullname:other", "x" * 300)):
        result = net_user(host, bob, "/comment:unwanted", "/active:no", refused, password=password)
        assert result.returncode == 1, refused
        assert shown(host, bob) == after


def test_what_is_not_named_stays_beside_what_is(host, bob):
    net_user(host, bob, "/logonpasswordchg:yes", "/scriptpath:start.sh")
    assert net_user(host, bob, "/comment:a", "/fullname:Bobby", "/active:no").returncode == 0
    told = shown(host, bob)
    assert (told["Comment"], told["Full Name"], told["Account active"]) == ("a", "Bobby", "No")
    assert (told["Logon script"], told["Logon hours allowed"], told["Password expires"]) == ("start.sh", "M-F,09:00-18:00", "Now")
    assert net_user(host, bob, "/comment:b", "/active:yes", password="Anders789!").returncode == 0
    assert shown(host, bob)["Password expires"] != "Now"


def test_a_password_must_change_at_the_next_log_on_where_that_is_wanted(host, bob):
    assert net_user(host, bob, "/logonpasswordchg:yes").returncode == 0
    assert shown(host, bob)["Password expires"] == "Now"
    result = net_user(host, bob, password="Anders789!")
    assert result.returncode == 0, result.stderr


def test_a_name_that_is_taken_is_refused_with_its_code(host, bob):
    assert "2224" in net_user(host, bob, "/add", password="Geheim456!").stderr


def test_without_a_terminal_nobody_is_asked_for_a_password(host):
    result = net_user(host, "carol", "*", "/add")
    assert result.returncode == 1
    assert "--password-fd" in result.stderr


def test_a_deleted_user_is_gone(host, bob):
    assert net_user(host, bob, "/delete").returncode == 0
    assert net_user(host, bob).returncode == 1
    assert net_user(host, bob, "/delete").returncode == 1


def test_json_has_the_names_of_win32net(host, bob):
    [user] = json.loads(net_user(host, bob, "--json").stdout)
    assert (user["name"], user["full_name"]) == ("bob", "Bob B")
    assert "bob" in [row["name"] for row in json.loads(net_user(host, "--json").stdout)]


def net(host, *words):
    return subprocess.run([BUILD / "bin/ntadmin", "net", *words], env={**os.environ, **host.environment},
                          capture_output=True, text=True, timeout=60)  # fmt: skip


@pytest.mark.parametrize("kind", ["group", "localgroup"])
def test_a_group_is_made_filled_emptied_and_deleted(host, bob, kind):
    def done(*words):
        result = net(host, kind, *words)
        assert result.returncode == 0, result.stderr
        return result.stdout

    done("testers", "/add", "/comment:they test")
    assert "*testers" in done().splitlines()
    done("testers", "bob", "alice", "/add")
    told = done("testers")
    assert "they test" in told
    assert {line.rpartition("\\")[2] for line in told.split("---\n")[1].splitlines()} == {"alice", "bob"}
    done("testers", "bob", "/delete")
    assert "bob" not in done("testers")
    done("testers", "/comment:others")
    assert "others" in done("testers")
    done("testers", "/delete")
    assert "2220" in net(host, kind, "testers").stderr


def test_a_member_by_sid_is_found_by_name_and_unknown_ones_are_refused(host, bob):
    net(host, "localgroup", "Users", "S-1-5-11", "/add")  # may be one already
    assert "Authenticated Users" in net(host, "localgroup", "Users").stdout
    refused = net(host, "localgroup", "Users", "nobody-here", "/add")
    assert refused.returncode == 1
    assert "nobody-here" in refused.stderr and "1387" in refused.stderr, refused.stderr


@pytest.mark.parametrize("kind", ["group", "localgroup"])
def test_nothing_of_a_list_is_applied_where_one_name_is_unknown(host, bob, kind):
    def members():
        told = net(host, kind, "listed").stdout
        return {line.rpartition("\\")[2] for line in told.split("---\n")[1].splitlines()}

    net(host, kind, "listed", "/add")
    assert net(host, kind, "listed", "alice", "nosuch", "bob", "/add").returncode == 1
    assert members() == set()
    assert net(host, kind, "listed", "alice", "bob", "/add").returncode == 0
    refused = net(host, kind, "listed", "alice", "bob", "nosuch", "/delete")
    assert refused.returncode == 1 and "'nosuch'" in refused.stderr, refused.stderr
    assert members() == {"alice", "bob"}
    net(host, kind, "listed", "/delete")


def test_rules_are_set_shown_and_a_password_against_them_is_refused_with_nothing_left(host):
    assert net(host, "accounts", "/minpwlen:8", "/maxpwage:30", "/lockoutthreshold:7").returncode == 0
    told = net(host, "accounts").stdout
    assert [line.split()[-1] for line in told.splitlines()][2:4] == ["30", "8"]
    assert json.loads(net(host, "accounts", "--json").stdout)[1]["lockout_threshold"] == 7
    assert net(host, "accounts", "/minpwlen:many").returncode == 2
    result = net_user(host, "carol", "/add", password="x")
    assert result.returncode == 1
    assert "carol" in result.stderr and "2245" in result.stderr, result.stderr
    assert "2221" in net_user(host, "carol").stderr
