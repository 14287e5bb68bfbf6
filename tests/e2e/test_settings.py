"""What is set for sessions acts: through the tools, on a real host."""

import json



def test_change_logon_says_and_sets_the_mode(host):
    assert host.run("change", "logon", check=True).stdout == "Session logins are currently ENABLED\n"
    drained = host.run("change", "logon", "/drain", check=True).stdout
    assert drained.startswith("New user logons are DISABLED, but reconnections")
    host.kill()
    host.start()
    assert host.run("change", "logon", "/query", check=True).stdout == drained
    assert "ENABLED" in host.run("change", "logon", "/enable", check=True).stdout
    assert host.run("change", "logon", "/enable", "/drain").returncode == 2


def test_listener_is_shown_and_set(host):
    assert host.run("listener", "list", check=True).stdout == "Pty\n"
    host.run("listener", "set", "pty", "MaxConnectionCount=1", "Comment=für alle", check=True)
    shown = host.run("listener", "show", "Pty", check=True).stdout
    assert "MaxConnectionCount = 1\n" in shown and "Comment = für alle\n" in shown
    wrong = host.run("listener", "set", "Pty", "Nonsense=1")
    assert wrong.returncode == 2 and "'Nonsense' is no known name" in wrong.stderr
    assert "no listener 'none'" in host.run("listener", "show", "none").stderr


def test_rights_are_granted_denied_and_revoked_by_name(host):
    host.run("listener", "security", "Pty", "grant", "users", "query", "message", check=True)
    host.run("listener", "security", "Pty", "deny", "guests", "logon", check=True)
    lines = host.run("listener", "security", "Pty", check=True).stdout.splitlines()
    assert lines[0].split() == ["deny", "guests", "logon"]
    assert lines[-1].split() == ["allow", "users", "query", "message"]
    host.run("listener", "security", "Pty", "revoke", "users", check=True)
    assert "users  " not in host.run("listener", "security", "Pty", check=True).stdout.replace("desktop-users", "")
    assert host.run("listener", "security", "Pty", "grant", "users", "fly").returncode == 2


def test_userconfig_is_shown_and_set(host):
    host.run("userconfig", "--default", "TimeoutSettingsIdle=600000", check=True)
    row = json.loads(host.run("userconfig", "daemon", "--json", check=True).stdout)[0]
    assert row["TimeoutSettingsIdle"] == 600000 and row["AllowLogonTerminalServer"] == 1
    assert host.run("userconfig", "no-such-user-here").returncode == 1


def test_the_audit_tells_what_was_changed_and_no_text_of_it(host):
    host.run("userconfig", "daemon", "AllowLogonTerminalServer=0", "InitialProgram=/bin/secret", check=True)
    host.run("listener", "set", "Pty", "MaxConnectionCount=2", "Comment=secret", check=True)
    lines = {word: line for line in host.log().splitlines() for word in ("user.configure", "listener.configure") if word in line}
    assert "user 'daemon': AllowLogonTerminalServer=0 InitialProgram" in lines["user.configure"]
    assert "listener 'Pty': MaxConnectionCount=2 Comment" in lines["listener.configure"]
    assert "secret" not in host.log()


def test_a_client_is_told_which_limit_took_its_session_away(host):
    host.run("userconfig", "--default", "TimeoutSettingsIdle=2000", check=True)
    terminal = host.open()
    assert terminal.wait_for_end() == 0
    told = f"{terminal.session} was disconnected: its idle limit of 2 seconds was reached"
    assert f"[session {told}; 'ntadmin attach {terminal.session}' reconnects]" in terminal.text()
    host.run("userconfig", "--default", "BrokenTimeoutSettings=1", "TimeoutSettingsIdle=0",
             "TimeoutSettingsConnections=1000", check=True)  # fmt: skip
    again = host.attach(str(terminal.session))
    assert again.wait_for_end() == 0
    assert f"[session {terminal.session} was logged off: its time limit of 1 second was reached]" in again.text()


def test_nobody_gets_a_new_session_while_logons_are_drained(host):
    first = host.open()
    host.run("change", "logon", "/drain", check=True)
    second = host.attach("--new")
    assert second.process.wait(60) == 1
    assert set(host.rows()) >= {first.session} and len([i for i in host.rows() if 0 < i < 65536]) == 1
    host.run("tsdiscon", str(first.session), check=True)
    again = host.attach(str(first.session))
    again.wait_for("$")
    host.run("change", "logon", "/disable", check=True)
    assert host.attach(str(first.session)).process.wait(60) == 1


def test_the_initial_program_that_is_set_runs_and_ends_the_session(host):
    host.run("userconfig", "--default", "InitialProgram=/bin/sh -c \"echo only this; read x\"",
             "InheritInitialProgram=0", check=True)
    terminal = host.attach("--new", "--", "/bin/false")
    terminal.wait_for("only this")
