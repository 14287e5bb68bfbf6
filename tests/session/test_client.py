"""The attach client: leaving, taking over, hang-up, resize, and the terminal left as it was."""

import os
import signal
import termios

from conftest import DRIVER, alive, wait_for

DETACH = b"\x1d"
# The driver exits with the number of the AttachEnd.
BY_KEY, HUNG_UP, TAKEN_OVER, DISCONNECTED, EXITED, LOST = range(6)


def test_the_detach_key_leaves_and_the_program_lives_on(session):
    session.start("bash", "--norc", "-i")
    terminal = session.attach()
    terminal.expect("$")
    terminal.type("echo on$((1+1))me" + "\r")
    terminal.expect("on2me")
    terminal.type(DETACH)
    assert terminal.wait() == BY_KEY
    assert "[disconnected from session 3]" in terminal.text
    assert termios.tcgetattr(terminal.slave) == terminal.before
    assert alive(session.program_pid)
    session.wait_disconnected()
    assert session.state()["client_pid"] == "0"


def test_keys_typed_before_the_detach_key_reach_the_program(session, tmp_path):
    session.start("sh", "-c", f"read line; echo $line > {tmp_path}/got; exec sleep 600")
    terminal = session.attach()
    wait_for(lambda: session.state()["connection"] == "0", "the attach")
    terminal.type(b"hello\r" + DETACH)
    assert terminal.wait() == BY_KEY
    wait_for(lambda: (tmp_path / "got").exists() and (tmp_path / "got").read_text() == "hello\n", "the line")


def test_another_detach_key(session):
    session.start("cat", "-v")
    terminal = session.attach("--detach-key", "C-b")
    terminal.type(DETACH + b"\r")
    terminal.expect("^]")
    terminal.type(b"\x02")
    assert terminal.wait() == BY_KEY


def test_no_detach_key(session):
    session.start("cat", "-v")
    terminal = session.attach("--detach-key", "none")
    terminal.type(DETACH + b"\r")
    terminal.expect("^]")
    assert session.attach("--detach-key", "nonsense").wait() == 100


def test_hang_up_disconnects(session):
    session.start("bash", "--norc", "-i")
    terminal = session.attach()
    terminal.expect("$")
    terminal.hang_up()
    # The kernel's signal may come when the client has already left because of the hang-up, and ends it then.
    assert terminal.process.wait(60) in (HUNG_UP, -signal.SIGHUP)
    session.wait_disconnected()
    assert alive(session.program_pid)


def test_a_killed_client_disconnects(session):
    session.start("bash", "--norc", "-i")
    terminal = session.attach()
    terminal.expect("$")
    terminal.process.kill()
    session.wait_disconnected()
    assert alive(session.program_pid)


def test_a_second_client_takes_over_and_the_first_is_told(session):
    session.start("bash", "--norc", "-i")
    first = session.attach()
    first.expect("$")
    first.type("echo first\r")
    first.expect("\nfirst")
    refused = session.attach()
    assert refused.wait() == 100
    assert "7024" in refused.text
    second = session.attach("--take-over")
    second.expect("first")
    assert first.wait() == TAKEN_OVER
    name = second.slave_name.removeprefix("/dev/")
    assert f"[session 3: taken over from {name}; 'ntadmin attach 3' reconnects]" in first.text
    assert termios.tcgetattr(first.slave) == first.before
    second.type("echo second\r")
    second.expect("\nsecond")
    assert session.state()["client_tty"] == name


def test_many_clients_race_and_one_has_the_session(session):
    session.start("bash", "--norc", "-i")
    racing = [session.attach("--take-over") for _ in range(8)]

    def only_one_left():
        for terminal in racing:
            terminal.pump()
        return sum(terminal.process.poll() is None for terminal in racing) == 1

    wait_for(only_one_left, "one client to win")
    winner = next(terminal for terminal in racing if terminal.process.poll() is None)
    winner.type("echo I am $((40+2))\r")
    winner.expect("I am 42")
    assert all(terminal.process.returncode == TAKEN_OVER for terminal in racing if terminal is not winner)


def test_disconnect_from_outside_tells_the_client_why(session):
    session.start("bash", "--norc", "-i")
    terminal = session.attach()
    terminal.expect("$")
    assert session.driver("disconnect").returncode == 0
    assert terminal.wait() == DISCONNECTED
    assert "[session 3 was disconnected by the test; 'ntadmin attach 3' reconnects]" in terminal.text


def test_the_exit_status_is_told(session):
    session.start("bash", "--norc", "-i")
    terminal = session.attach()
    terminal.expect("$")
    terminal.type("exit 7\r")
    assert terminal.wait() == EXITED
    assert "[session 3 ended, exit status 7]" in terminal.text
    session.wait_ended()
    assert not session.directory.exists()


def test_the_programs_last_words_are_shown(session):
    session.start("sh", "-c", "read go; seq 5000; echo last words")
    terminal = session.attach()
    wait_for(lambda: session.state()["connection"] == "0", "the attach")
    terminal.type("go\r")
    assert terminal.wait() == EXITED
    assert "last words" in terminal.text
    kept = [line for line in terminal.history() + terminal.lines if line.isdigit()]
    assert kept[-1900:] == [str(i) for i in range(3101, 5001)]


def test_the_programs_follow_the_size_of_the_client(session):
    session.start("bash", "--norc", "-i", rows=24, columns=80)
    terminal = session.attach(rows=30, columns=100)
    terminal.expect("$")
    terminal.type("stty size\r")
    terminal.expect("30 100")
    terminal.resize(12, 40)
    wait_for(lambda: session.state()["rows"] == "12", "the new size")
    terminal.type("clear; stty size\r")
    terminal.expect("12 40")


def test_killing_the_session_process_leaves_the_terminal_sane(session):
    session.start("sh", "-c", "printf '\\033[?1049h\\033[?1002hfull screen'; exec cat")
    terminal = session.attach()
    terminal.expect("full screen")
    os.kill(session.pid, signal.SIGKILL)
    assert terminal.wait() == LOST
    assert "its process is gone" in terminal.text
    assert terminal.raw.index(b"\x1b[?1002l") and terminal.raw.index(b"\x1b[?1049l")
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_without_a_terminal_the_client_says_so(session):
    session.start("cat")
    done = session.driver("attach")
    assert done.returncode == 100
    assert b"terminal" in done.stderr


def test_a_session_is_not_shown_inside_itself(session):
    session.start("bash", "--norc", "-i")
    terminal = session.attach(columns=200)
    terminal.expect("$")
    terminal.type(f"{DRIVER} attach {session.directory} --take-over\r")
    terminal.expect("cannot be shown inside itself")


def test_a_client_that_does_not_read_holds_nobody_up(session, tmp_path):
    session.start("sh", "-c", f"read go; yes 0123456789012345678901234567890123456789 | head -c 60000000; touch {tmp_path}/done; echo; echo finished; exec cat")
    terminal = session.attach()
    wait_for(lambda: session.state()["connection"] == "0", "the attach")
    terminal.type("go\r")
    terminal.expect("0123456789")
    os.kill(terminal.process.pid, signal.SIGSTOP)
    wait_for((tmp_path / "done").exists, "the program to go on without its reader")
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.expect("finished")
    rss = int(next(line for line in open(f"/proc/{session.pid}/status") if line.startswith("VmRSS")).split()[1])
    assert rss < 64 << 10
