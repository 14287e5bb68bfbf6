"""What outlives the daemon: sessions and their ids, states, times, names and screens; and what it refuses to start on."""

import os
import pathlib
import random
import threading
import time

from harness import DISCONNECTED, SESSION, alive, until


KILLS = int(os.environ.get("NTADMIN_KILLS", "6"))  # at random moments


def kept(host):
    """What a killed daemon must find again."""
    with host.rpc(SESSION) as connection:
        found = {}
        for number, row in host.rows().items():
            if number == 0:
                continue
            info = connection(SESSION, "RpcGetSessionInformation", SessionId=number)["pSessionInfo"]
            found[number] = (row["State"], row["UserName"], info["ConnectTime"], info["DisconnectTime"],
                             info["LogonTime"])  # fmt: skip
        return found


def test_a_killed_daemon_finds_its_sessions_again(host):
    attached, left = host.open(), host.open()
    left.enter("echo re''main")
    left.wait_for("remain")
    until("a prompt", left.prompts)
    screen = left.screen()
    left.leave()
    before = kept(host)
    host.kill()
    attached.enter("echo wi''thout")
    attached.wait_for("without")
    host.start()
    until("the sessions", lambda: set(kept(host)) >= {attached.session, left.session})
    assert kept(host) == before
    again = host.attach(str(left.session))
    again.wait_for("remain")
    until("the same screen", lambda: again.screen() == screen)
    attached.enter("echo af''ter")
    attached.wait_for("after")


def test_a_session_that_ended_while_the_daemon_was_dead_is_gone(host):
    first, second = host.open(), host.open()
    host.kill()
    first.enter("exit")
    first.wait_for_end()
    host.start()
    until("only the other", lambda: first.session not in host.rows() and second.session in host.rows())
    third = host.open()
    assert third.session not in (first.session, second.session), "ids are not used again"


def test_killed_at_random_moments_under_load_nothing_is_lost(host):
    """Clients ask, sessions print, sessions come and go; the daemon dies again and again."""
    stop = threading.Event()
    trouble = []

    def ask():
        while not stop.is_set():
            try:
                host.rows()
            except OSError:
                time.sleep(0.02)
            except Exception as error:  # the daemon dies under the call: anything but a wrong answer is fine
                if "Wire" in type(error).__name__ and "left" not in str(error):
                    trouble.append(error)

    terminals = [host.open() for _ in range(5)]
    for terminal in terminals:
        terminal.enter("n=0; while :; do n=$((n+1)); echo line $n; sleep 0.05; done")
    until("output", lambda: all(terminal.shows("line") for terminal in terminals))
    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    chance = random.Random(4711)
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.6))
        host.kill()
        host.start()
        until("all sessions", lambda: {terminal.session for terminal in terminals} <= set(host.rows()))
    stop.set()
    for asker in askers:
        asker.join()
    assert trouble == []
    assert all(terminal.process.poll() is None for terminal in terminals)
    first = terminals[0].screen()
    until("output goes on", lambda: terminals[0].screen() != first)


def test_killed_while_a_session_is_being_made_leaves_no_half_of_one(host):
    chance = random.Random(7)
    for _ in range(KILLS):
        terminal = host.attach("--new", "--", "/bin/sh", "-i")
        time.sleep(chance.uniform(0, 0.15))
        host.kill()
        host.start()
        if terminal.process.poll() is None and "$" in terminal.text():
            terminal.enter("exit")
        terminal.close()
    ours = [number for number, row in host.rows().items() if row["SessionName"].startswith("Pty#") or row["State"] == DISCONNECTED]
    for number in ours:
        if number:
            until("a session with a program, or none", lambda: number not in host.rows() or has_program(host, number))


def has_program(host, number):
    return host.run("query", "process", "--id", str(number), "--json").returncode == 0


def test_a_second_daemon_for_the_same_directory_is_refused(host):
    second = host.launch()
    assert second.wait(60) == 3
    assert host.answers()


def test_a_state_directory_of_another_version_is_refused_with_a_message(host):
    host.stop()
    stamp = pathlib.Path(host.state, "format")
    known = stamp.read_text()
    stamp.write_text(known.replace(known.split()[-1], "999"))
    assert host.launch().wait(60) == 1
    assert "has format 999" in host.log().splitlines()[-1]
    stamp.write_text("nonsense")
    assert host.launch().wait(60) == 1
    stamp.write_text(known)
    host.start()


def test_a_clean_stop_leaves_sessions_and_no_socket(host):
    terminal = host.open()
    assert host.stop() == 0
    assert terminal.process.poll() is None
    terminal.enter("echo go''es on")
    terminal.wait_for("goes on")
    host.start()
    until("found again", lambda: terminal.session in host.rows())


def test_a_killed_session_process_ends_its_session_and_its_programs(host):
    terminal = host.open()
    terminal.enter("sleep 1003 &")
    keepers = host.processes("ntadmin-session")
    assert keepers
    for pid in keepers:
        os.kill(pid, 9)
    until("the session gone", lambda: terminal.session not in host.rows())
    terminal.wait_for_end()
    assert not any(alive(pid) for pid in keepers)
