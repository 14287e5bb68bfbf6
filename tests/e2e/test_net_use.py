"""NetUse: who one is to a server, given once and known to every program of the user while the host runs."""

import os
import subprocess

import pytest
from harness import BUILD, Host
from remote_host import PASSWORD


def with_password(environment, password, *words):
    command = [BUILD / "bin/ntadmin", *words, "--password-fd", "0"]
    return subprocess.run(command, env=environment, input=f"{password}\n", text=True, capture_output=True, timeout=60)


def uses(host):
    return [(use["remote"], use["username"], use["usecount"]) for use in host.json("net", "use")]


def test_a_use_in_a_shell_serves_later_programs(host, remote):
    server = rf"\\{remote.name}"
    query = ("query", "session", "--server", server)
    assert host.run(*query).returncode == 1
    added = with_password(host.environment, PASSWORD, "net", "use", server, "--user", "admin")
    assert added.returncode == 0, added.stderr
    assert uses(host) == [(rf"{server}\IPC$", "admin", 1)]
    assert host.run(*query).returncode == 0
    found = host.python(f"""
        import win32net
        rows, total, resume = win32net.NetUseEnum(None, 1)
        sessions = win32net.NetSessionEnum(10, r"{server}")
        print(json.dumps([[row["remote"] for row in rows], sessions[0]["user_name"]]))
        """)
    assert found == [[rf"{server}\IPC$"], "admin"]
    assert host.run("net", "use", server, "/delete").returncode == 0
    assert uses(host) == []
    assert host.run(*query).returncode == 1


def test_a_server_is_used_under_one_name(host, remote):
    server = rf"\\{remote.name}"
    assert with_password(host.environment, PASSWORD, "net", "use", server, "/user:admin").returncode == 0
    again = with_password(host.environment, PASSWORD, "net", "use", server, "/user:ADMIN")
    assert again.returncode == 0, again.stderr
    assert uses(host) == [(rf"{server}\IPC$", "admin", 2)]
    other = with_password(host.environment, PASSWORD, "net", "use", server, "/user:carol")
    assert (other.returncode, "1219" in other.stderr) == (1, True), other.stderr
    assert host.run("net", "use", "*", "/delete").returncode == 0
    assert uses(host) == []


def test_what_the_server_does_not_take_is_not_kept(host, remote):
    wrong = with_password(host.environment, "wrong", "net", "use", rf"\\{remote.name}", "/user:admin")
    assert (wrong.returncode, "1326" in wrong.stderr) == (1, True), wrong.stderr
    nobody = with_password(host.environment, PASSWORD, "net", "use", r"\\127.0.0.1:1", "/user:admin")
    assert (nobody.returncode, "53" in nobody.stderr) == (1, True), nobody.stderr
    assert uses(host) == []


def test_a_password_on_the_command_line_is_refused(host):
    result = host.run("net", "use", r"\\127.0.0.1:1", "secret", "/user:admin")
    assert result.returncode == 2
    assert "command line" in result.stderr
    assert "secret" not in result.stderr


def test_without_a_host_the_process_keeps_its_uses(remote):
    remote.environment["NTADMIN_HOST"] = "unix:/nonexistent"
    found = remote.python(f"""
        import pywintypes, win32net
        path = r"\\\\{remote.name}\\IPC$"
        use = {{"remote": path, "password": "{PASSWORD}", "asg_type": 3, "username": "admin", "domainname": ""}}
        win32net.NetUseAdd(None, 2, use)
        codes = []
        try:
            win32net.NetUseAdd(None, 2, {{**use, "username": "carol"}})
        except pywintypes.error as error:
            codes.append(error.winerror)
        kept = win32net.NetUseGetInfo(None, path, 2)
        win32net.NetUseDel(None, path, 0)
        try:
            win32net.NetUseGetInfo(None, path, 2)
        except pywintypes.error as error:
            codes.append(error.winerror)
        print(json.dumps([kept["username"], kept["password"], codes]))
        """)
    assert found == ["admin", None, [1219, 2250]]


def test_a_process_has_one_session_whatever_it_calls(host, remote):
    server = rf"\\{remote.name}"
    assert with_password(host.environment, PASSWORD, "net", "use", server, "/user:admin").returncode == 0
    rows = host.python(f"""
        import win32net
        handle = win32ts.WTSOpenServer(r"{server}")
        win32ts.WTSEnumerateSessions(handle)
        print(json.dumps([row["user_name"] for row in win32net.NetSessionEnum(10, r"{server}")]))
        """)
    assert rows == ["admin"]


def test_another_host_than_ones_own_is_told_no_secret(remote):
    if os.getuid() != 0:
        pytest.skip("needs another user's host")
    other = Host(user="daemon")
    try:
        other.start()
        environment = {**remote.environment, "NTADMIN_HOST": f"unix:{other.socket}"}
        added = with_password(environment, PASSWORD, "net", "use", rf"\\{remote.name}", "/user:admin")
        assert (added.returncode, "keep" in added.stderr) == (1, True), added.stderr
        assert other.json("net", "use") == []
    finally:
        other.end()
