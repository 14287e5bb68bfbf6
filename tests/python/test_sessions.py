"""win32ts from end to end: real sessions of a host of our own."""

import os
import pathlib
import pwd
import subprocess
import sys
import threading

import harness
import pytest
import pywintypes
import win32process
import win32security
import win32ts
import winerror
from reference import facts
from harness import until

HERE = win32ts.WTS_CURRENT_SERVER_HANDLE
USER = pwd.getpwuid(os.getuid()).pw_name
EXAMPLE = harness.ROOT / "examples/who_is_on.py"


@pytest.fixture
def opened(host):
    """A session with a shell in it: its id, and the terminal it is shown on."""
    terminal = host.open()
    return terminal.session, terminal


def sessions():
    return {session["SessionId"]: session for session in win32ts.WTSEnumerateSessions(HERE)}


def programs(session):
    return {name: number for where, number, name, _ in win32ts.WTSEnumerateProcesses() if where == session}


def code_of(call, *arguments):
    with pytest.raises(pywintypes.error) as caught:
        call(*arguments)
    assert caught.value.funcname == call.__name__
    return caught.value.winerror


def test_a_session_is_listed_with_its_station_and_state(host, opened):
    session, _ = opened
    assert sessions()[session]["State"] == win32ts.WTSActive
    assert sessions()[session]["WinStationName"]
    assert sessions()[0] == {"SessionId": 0, "WinStationName": "Services", "State": win32ts.WTSDisconnected}


def test_every_class_gives_its_type_or_its_error(host, opened):
    session, _ = opened
    types = {"str": str, "int": int, "dict": dict, "bool": bool, "None": type(None)}
    for row in facts()["wts_info_class"]:
        if row["name"] == "WTSIsRemoteSession":
            continue
        ask = (HERE, session, row["value"])
        if row["exported"]:
            expected = tuple(types[word.split(" ")[0]] for word in row["result"].split(" | "))
            assert isinstance(win32ts.WTSQuerySessionInformation(*ask), expected), row["name"]
        elif row["raises"].startswith("pywintypes.error 50"):
            assert code_of(win32ts.WTSQuerySessionInformation, *ask) == winerror.ERROR_NOT_SUPPORTED, row["name"]
        else:
            with pytest.raises((NotImplementedError, pywintypes.error)):
                win32ts.WTSQuerySessionInformation(*ask)


def test_what_a_session_tells_is_true(host, opened):
    session, _ = opened

    def ask(info_class):
        return win32ts.WTSQuerySessionInformation(HERE, session, info_class)

    assert ask(win32ts.WTSSessionId) == session
    assert ask(win32ts.WTSConnectState) == win32ts.WTSActive
    assert ask(win32ts.WTSUserName) == USER
    assert ask(win32ts.WTSWinStationName) == sessions()[session]["WinStationName"]
    display = ask(win32ts.WTSClientDisplay)
    assert (display["HorizontalResolution"], display["VerticalResolution"]) == (80, 24)


def test_the_own_session_is_known_by_process_and_by_its_number(host):
    own = win32ts.ProcessIdToSessionId(os.getpid())
    assert win32ts.WTSQuerySessionInformation(HERE, win32ts.WTS_CURRENT_SESSION, win32ts.WTSSessionId) == own
    remote = win32ts.WTSQuerySessionInformation(HERE, win32ts.WTS_CURRENT_SESSION, win32ts.WTSIsRemoteSession)
    assert isinstance(remote, bool)


def test_processes_have_their_session_and_owner(host, opened):
    session, _ = opened
    rows = {number: (where, name, owner) for where, number, name, owner in win32ts.WTSEnumerateProcesses()}
    own = rows[os.getpid()]
    assert own[0] == win32ts.ProcessIdToSessionId(os.getpid())
    shell = [number for number, (where, name, _) in rows.items() if where == session and name == "sh"]
    assert len(shell) == 1
    assert win32ts.ProcessIdToSessionId(shell[0]) == session
    assert rows[shell[0]][2] == own[2]
    assert str(own[2]).startswith("PySID:S-1-")


def test_a_disconnected_session_keeps_its_programs(host, opened):
    session, terminal = opened
    assert win32ts.WTSDisconnectSession(HERE, session, True) is None
    assert sessions()[session] == {"SessionId": session, "WinStationName": "", "State": win32ts.WTSDisconnected}
    terminal.wait_for_end()
    assert "sh" in programs(session)
    assert win32ts.WTSDisconnectSession(HERE, session, False) is None


def test_a_process_is_found_and_ended(host, opened):
    session, terminal = opened
    terminal.enter("sleep 4242")
    number = until("sleep to run", lambda: programs(session).get("sleep"))
    assert win32ts.WTSTerminateProcess(HERE, number, 1) is None
    until("sleep to be gone", lambda: "sleep" not in programs(session))
    assert "sh" in programs(session)
    assert code_of(win32ts.WTSTerminateProcess, HERE, number, 1) == winerror.ERROR_INVALID_PARAMETER


def test_a_logged_off_session_is_gone_with_its_programs(host, opened):
    session, terminal = opened
    shell = programs(session)["sh"]
    assert win32ts.WTSLogoffSession(HERE, session, True) is None
    assert session not in sessions()
    assert not harness.alive(shell)
    terminal.wait_for_end()
    ask = (HERE, session, win32ts.WTSUserName)
    assert code_of(win32ts.WTSQuerySessionInformation, *ask) == winerror.ERROR_FILE_NOT_FOUND


def test_what_does_not_exist_has_its_code(host):
    nobody = 54321
    assert code_of(win32ts.WTSDisconnectSession, HERE, nobody, True) == winerror.ERROR_CTX_WINSTATION_NOT_FOUND
    assert code_of(win32ts.WTSLogoffSession, HERE, nobody, True) == winerror.ERROR_CTX_WINSTATION_NOT_FOUND
    assert code_of(win32ts.WTSDisconnectSession, HERE, 0, True) == winerror.ERROR_ACCESS_DENIED
    assert code_of(win32ts.WTSQuerySessionInformation, HERE, nobody, 5) == winerror.ERROR_FILE_NOT_FOUND
    assert code_of(win32ts.WTSQuerySessionInformation, HERE, 0, 999) == winerror.ERROR_INVALID_PARAMETER
    assert code_of(win32ts.ProcessIdToSessionId, 2**31 - 1) == winerror.ERROR_INVALID_PARAMETER
    assert code_of(win32ts.WTSTerminateProcess, HERE, 2**31 - 1, 1) == winerror.ERROR_INVALID_PARAMETER
    assert code_of(win32ts.WTSEnumerateSessions, HERE, 2) == winerror.ERROR_INVALID_PARAMETER
    assert code_of(win32ts.WTSEnumerateProcesses, HERE, 1, 1) == winerror.ERROR_INVALID_PARAMETER


def test_handles_that_are_none_are_refused(host):
    closed = win32ts.WTSOpenServer("")
    value = int(closed)
    assert win32ts.WTSEnumerateSessions(closed) == win32ts.WTSEnumerateSessions()
    win32ts.WTSCloseServer(closed)
    for handle in (value, 1, -1, 0x7FFF0001, 2**63):
        assert code_of(win32ts.WTSEnumerateSessions, handle) == winerror.ERROR_INVALID_HANDLE
        assert win32ts.WTSCloseServer(handle) is None
    assert win32ts.WTSEnumerateSessions(closed) == win32ts.WTSEnumerateSessions()


def test_many_threads_share_a_server(host):
    results = []
    threads = [threading.Thread(target=lambda: results.append(win32ts.WTSEnumerateSessions())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 16 and all(results)


def test_the_active_console_is_a_number(host):
    console = win32ts.WTSGetActiveConsoleSessionId()
    assert console == 0xFFFFFFFF or console in sessions()


def run(program, *arguments, **environment):
    return subprocess.run([sys.executable, *program, *arguments], env={**os.environ, **environment},
                          capture_output=True, text=True, timeout=120)


def test_no_host_is_1722(tmp_path):
    script = (
        "import win32ts, pywintypes\n"
        "try: win32ts.WTSEnumerateSessions()\n"
        "except pywintypes.error as e: print(e.winerror)"
    )
    done = run(["-c", script], NTADMIN_HOST=f"unix:{tmp_path}/nobody.sock", NTADMIN_AUTOSTART="0")
    assert (done.stdout.strip(), done.stderr) == (str(winerror.RPC_S_SERVER_UNAVAILABLE), "")


def test_the_lock_is_free_while_a_server_keeps_silent(tmp_path):
    """A server that accepts and never answers: the call waits until another Python thread hangs up."""
    path = f"{tmp_path}/silent.sock"
    script = pathlib.Path(tmp_path, "call.py")
    script.write_text(
        "import os, socket, threading, win32ts, pywintypes\n"
        f"server = socket.socket(socket.AF_UNIX); server.bind({path!r}); server.listen()\n"
        "def hang_up():\n"
        "    peer = server.accept()[0]; peer.recv(1); print(sum(range(1000))); server.close(); peer.close()\n"
        "other = threading.Thread(target=hang_up); other.start()\n"
        "try: win32ts.WTSEnumerateSessions()\n"
        "except pywintypes.error as e: print('error')\n"
        "other.join()\n"
    )
    done = run([str(script)], NTADMIN_HOST=f"unix:{path}", NTADMIN_AUTOSTART="0")
    assert (done.stdout.split(), done.stderr) == (["499500", "error"], "")


# ---- tokens


def test_a_token_tells_its_user_and_runs_programs_in_the_session(host, opened, tmp_path):
    session, _ = opened
    token = win32ts.WTSQueryUserToken(session)
    information = win32security.GetTokenInformation
    user, attributes = information(token, win32security.TokenUser)
    assert (str(user), attributes) != ("", None)
    assert (user, attributes) in [information(token, win32security.TokenUser)]
    assert information(token, win32security.TokenSessionId) == session
    groups = information(token, win32security.TokenGroups)
    assert information(token, win32security.TokenStatistics)["GroupCount"] == len(groups)
    assert information(token, win32security.TokenPrimaryGroup) in [group for group, _ in groups]

    said = tmp_path / "said"
    flags, startup = win32process.CREATE_NO_WINDOW, win32process.STARTUPINFO()
    command = f'sh -c "echo $WORD > {said}; exec sleep 4243"'
    environment = {"WORD": "grüß", "PATH": "/bin:/usr/bin"}
    process, thread, number, _ = win32process.CreateProcessAsUser(
        token, None, command, None, None, 0, flags, environment, str(tmp_path), startup
    )
    process.Close(), thread.Close()
    assert win32ts.ProcessIdToSessionId(number) == session
    until("the program to speak", lambda: said.exists() and said.read_text() == "grüß\n")
    win32ts.WTSLogoffSession(HERE, session, True)
    assert number not in [each for _, each, _, _ in win32ts.WTSEnumerateProcesses()]
    token.Close()
    assert code_of(win32ts.WTSQueryUserToken, session) == winerror.ERROR_CTX_WINSTATION_NOT_FOUND
    assert code_of(information, token, win32security.TokenUser) == winerror.ERROR_INVALID_HANDLE


def test_servers_are_this_host_only(host):
    (name,) = win32ts.WTSEnumerateServers()
    assert win32ts.WTSEnumerateServers(name) == (name,)
    assert win32ts.WTSEnumerateServers("SOMEWHERE-ELSE") == ()


# ---- the example


def test_who_is_on_shows_and_manages_sessions(host, opened):
    session, terminal = opened
    shown = run([EXAMPLE])
    assert shown.returncode == 0, shown.stderr
    heading, *rows = shown.stdout.splitlines()
    assert heading.split() == ["ID", "USER", "STATION", "STATE", "SINCE", "IDLE", "FROM"]
    row = next(line for line in rows if line[1:].split()[0] == str(session))
    assert USER in row and "active" in row
    assert "Services" in run([EXAMPLE, "--all"]).stdout

    terminal.enter("sleep 4242")
    until("sleep to run", lambda: "sleep" in programs(session))
    ended = run([EXAMPLE, "end", str(session), "sleep"])
    assert ended.stdout.startswith("ended sleep") and ended.returncode == 0
    until("sleep to be gone", lambda: "sleep" not in programs(session))

    gone = run([EXAMPLE, "disconnect", str(session)])
    assert f"session {session} is disconnected" in gone.stdout and "sh" in gone.stdout
    assert "disconnected" in run([EXAMPLE]).stdout
    assert run([EXAMPLE, "logoff", str(session)]).stdout == f"session {session} is logged off\n"
    again = run([EXAMPLE, "logoff", str(session)])
    assert again.returncode == 1 and f"there is no session {session}" in again.stderr


@pytest.mark.parametrize("item", [["NAME", "value"], ("NAME",), ("NAME", "value", "more"), "NV", ("NAME", 5)])
def test_an_environment_is_made_of_names_and_values(item):
    class Environment(dict):
        def items(self):
            return [item]

    startup = win32process.STARTUPINFO()
    with pytest.raises(TypeError):
        win32process.CreateProcessAsUser(0, None, "x", None, None, 0, 0, Environment(), None, startup)
