"""One session from log-on to log-off: through the tools, win32ts and the wire, on real PTYs; the oracle reads along."""

import os
import pathlib
import signal

from harness import ACTIVE, BUILD, DISCONNECTED, alive, until


def states(host):
    return {row["SessionId"]: row["State"] for row in host.json("query", "session")}


def test_a_new_session_is_seen_by_the_tools_by_win32ts_and_on_the_wire(host, tap):
    terminal = host.open()
    wire = host.rows()[terminal.session]
    assert (wire["State"], wire["SessionName"][:4]) == (ACTIVE, "Pty#")

    row = next(row for row in host.json("query", "session") if row["SessionId"] == terminal.session)
    assert (row["State"], row["SessionName"]) == ("Active", wire["SessionName"])
    assert str(terminal.session) in host.run("query", "user", check=True).stdout

    rows = host.python("print(json.dumps(win32ts.WTSEnumerateSessions(None, 1, 0)))")
    mine = next(row for row in rows if row["SessionId"] == terminal.session)
    assert mine == {"SessionId": terminal.session, "WinStationName": wire["SessionName"], "State": ACTIVE}
    assert {"RpcGetAllSessions"} <= set(tap.replies) | {"RpcGetAllSessions"}
    assert tap.replies, "nothing went through the tap"


def test_every_information_class_of_a_session_answers_or_says_why_not(host, tap):
    terminal = host.open()
    answers = host.python(
        f"""
        out = {{}}
        for number in range(30):
            try:
                value = win32ts.WTSQuerySessionInformation(None, {terminal.session}, number)
                out[number] = repr(value)
            except pywintypes.error as error:
                out[number] = error.winerror
            except NotImplementedError:
                out[number] = "not implemented"
        print(json.dumps(out))
        """
    )
    assert answers["4"] == str(terminal.session)
    assert answers["8"] == str(ACTIVE)
    assert answers["5"].strip("'") == host.rows()[terminal.session]["UserName"]
    assert answers["6"].strip("'") == host.rows()[terminal.session]["SessionName"]
    assert all(isinstance(answer, str) or answer in (1, 50, 87, 120) for answer in answers.values()), answers


def test_a_disconnected_session_keeps_its_shell_and_shows_the_same_screen_again(host, tap):
    terminal = host.open()
    terminal.enter("echo pid=$$; seq 1 100; printf 'wide 日本語 combined e\\314\\201 end\\n'")
    terminal.wait_for("combined")
    terminal.enter("echo mar''ker")
    terminal.wait_for("marker")
    until("a prompt", terminal.prompts)
    before = terminal.screen()
    host.run("tsdiscon", str(terminal.session), check=True)
    assert terminal.wait_for_end() == 0
    row = host.rows()[terminal.session]
    assert (row["State"], row["SessionName"]) == (DISCONNECTED, "")

    again = host.attach(str(terminal.session))
    again.wait_for("marker")
    until("the same screen", lambda: again.screen() == before)
    assert host.rows()[terminal.session]["State"] == ACTIVE
    again.enter("echo sti''ll")
    again.wait_for("still")


def test_the_detach_key_and_a_hang_up_both_disconnect(host):
    terminal = host.open()
    terminal.leave()
    again = host.attach(str(terminal.session)).wait_for("$")
    until("connected", lambda: host.rows()[terminal.session]["State"] == ACTIVE)
    again.hang_up()
    until("disconnected", lambda: host.rows()[terminal.session]["State"] == DISCONNECTED)


def test_an_editor_on_the_alternate_screen_survives_a_reconnect(host):
    terminal = host.open()
    terminal.enter("seq 1 40 > numbers; echo be''fore; vi -u NONE numbers")
    terminal.wait_for("~") if terminal.size[1] > 41 else until("the editor", lambda: terminal.screen()[0] == "1")
    terminal.type("20Gonew line 日本\x1b")
    terminal.wait_for("new line 日本")
    before = terminal.screen()
    terminal.leave()
    again = host.attach(str(terminal.session))
    again.wait_for("new line 日本")
    until("the same lines", lambda: again.screen()[:22] == before[:22])
    again.enter(":q!")
    again.wait_for("before")
    assert "new line" not in "".join(again.screen())


def test_the_size_of_the_terminal_reaches_the_programs(host):
    terminal = host.open(size=(80, 24))
    terminal.resize(100, 31)
    terminal.process.send_signal(signal.SIGWINCH)
    until("the new size", lambda: terminal.enter("clear; stty size") or terminal.shows("31 100"), pause=0.5)


def test_a_logged_off_session_ends_with_all_its_processes(host, tap):
    terminal = host.open()
    terminal.enter("sleep 1000 & echo pid=$!; (setsid sh -c 'setsid sleep 1001 & echo daemon=$!' &)")
    terminal.wait_for("daemon=")

    def processes():
        return host.json("query", "process", "--id", str(terminal.session))

    until("both sleepers, of which the double-forked one belongs to its session, too",
          lambda: [row["ProcessName"] for row in processes()].count("sleep") == 2)  # fmt: skip
    pids = [row["ProcessId"] for row in processes()]
    host.run("logoff", str(terminal.session), check=True)
    terminal.wait_for_end()
    assert terminal.session not in host.rows()
    until("no process left", lambda: not any(alive(pid) for pid in pids))


def test_a_process_of_a_session_is_ended(host, tap):
    terminal = host.open()
    terminal.enter("sleep 1002 & echo pid=$!")
    terminal.wait_for("pid=")
    pid = until("the process", lambda: next((row["ProcessId"] for row in host.json("query", "process", "--id", str(terminal.session))
                                             if row["ProcessName"] == "sleep"), None))  # fmt: skip
    session = host.python(f"print(json.dumps(win32ts.ProcessIdToSessionId({pid})))")
    assert session == terminal.session
    host.run("tskill", str(pid), check=True)
    until("the end of the process", lambda: not alive(pid))
    rows = host.python("print(json.dumps([row[:3] for row in win32ts.WTSEnumerateProcesses(None, 1, 0)]))")
    assert pid not in [row[1] for row in rows]
    assert [terminal.session, os.getpid()] != rows[0]


def test_win32ts_disconnects_ends_processes_and_logs_off(host, tap):
    terminal = host.open()
    host.python(f"win32ts.WTSDisconnectSession(None, {terminal.session}, True)")
    assert host.rows()[terminal.session]["State"] == DISCONNECTED
    assert terminal.wait_for_end() == 0
    host.python(f"win32ts.WTSLogoffSession(None, {terminal.session}, True)")
    assert terminal.session not in host.rows()


def test_the_end_of_the_program_ends_the_session(host):
    terminal = host.open("/bin/sh", "-c", "echo once; read line; exit 3")
    terminal.wait_for("once")
    terminal.enter("")
    terminal.wait_for_end()
    until("the session gone", lambda: terminal.session not in host.rows())


def test_what_a_short_program_wrote_is_seen(host):
    for program in (("/bin/echo", "all there is"), ("/bin/sh", "-c", "echo all there is; exit 3")):
        terminal = host.attach("--new", "--", *program)
        assert terminal.wait_for_end() == 0
        assert "all there is" in terminal.text()
    until("no session left", lambda: not [row for row in host.rows().values() if row["SessionName"].startswith("Pty#")])


def test_a_program_is_in_its_session_from_its_first_moment(host):
    shown = pathlib.Path(host.directory) / "shown"
    for _ in range(20):
        terminal = host.attach("--new", "--", "/bin/sh", "-c", f"exec {BUILD}/bin/ntadmin query session > {shown}")
        terminal.wait_for_end()
        own = [line for line in shown.read_text().splitlines() if line.startswith(">")]
        assert len(own) == 1 and "services" not in own[0], shown.read_text()


def test_the_same_user_is_put_back_into_the_disconnected_session(host):
    terminal = host.open()
    terminal.enter("echo he''re")
    terminal.wait_for("here")
    terminal.leave()
    again = host.attach()
    again.wait_for("here")
    assert host.rows()[terminal.session]["State"] == ACTIVE
    before = set(host.rows())
    fresh = host.attach("--new", "--", "/bin/sh", "-i")
    until("a session besides", lambda: set(host.rows()) - before)
    fresh.wait_for("$")


def test_those_who_come_back_at_once_each_get_a_session_of_theirs(host):
    left = [host.open() for _ in range(4)]
    for terminal in left:
        terminal.leave()
    back = [host.attach() for _ in left]
    ours = {terminal.session for terminal in left}
    until("all are shown", lambda: all(host.rows()[number]["State"] == ACTIVE for number in ours))
    for number, terminal in enumerate(back):
        terminal.enter(f"echo st''ill-{number}")
        terminal.wait_for(f"still-{number}")


def test_who_comes_back_to_a_session_that_is_just_ending_gets_a_new_one(host):
    go = pathlib.Path(host.directory, "go")
    stubborn = "(trap '' HUP TERM; while :; do sleep 0.1; done) & echo up"
    terminal = host.open("/bin/sh", "-c", f"{stubborn}; until [ -e {go} ]; do sleep 0.05; done")
    terminal.wait_for("up")
    terminal.leave()
    go.touch()
    until("its program's end", lambda: len(host.processes("sh")) == 1)
    again = host.attach("--", "/bin/sh", "-i")
    again.wait_for("$")
    ours = lambda: [row["State"] for number, row in host.rows().items() if 0 < number < 65536]  # noqa: E731
    until("the new one alone", lambda: ours() == [ACTIVE])


def test_the_umask_of_a_session_is_its_login_s(host):
    host.prefix = ["sh", "-c", 'umask 037 && exec "$@"', "sh"]
    terminal = host.open()
    terminal.enter("echo umask=$(umask)")
    terminal.wait_for("umask=0037")


def test_attach_inside_a_session_opens_no_other_unless_told_to(host):
    terminal = host.open()
    before = set(host.rows())
    terminal.enter(f"clear; {BUILD}/bin/ntadmin attach")
    terminal.wait_for(f"this terminal is session {terminal.session} itself; --new opens another")
    assert set(host.rows()) == before
    terminal.enter(f"{BUILD}/bin/ntadmin attach --new -- sh -c 'echo in''side'")
    terminal.wait_for("inside")


def test_attaching_elsewhere_takes_the_session_over(host):
    terminal = host.open()
    other = host.attach(str(terminal.session))
    terminal.wait_for_end()
    other.enter("echo ta''ken")
    other.wait_for("taken")
    assert host.rows()[terminal.session]["State"] == ACTIVE
