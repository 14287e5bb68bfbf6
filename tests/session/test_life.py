"""A session's life: starting, outliving its starter, log-off of all its processes, and peers that misbehave."""

import os
import signal
import socket
import struct
import subprocess
import sys

import pytest
from conftest import PATIENCE, SESSION, alive, wait_for
from places import processes_that_name

CLIENT, DAEMON = 2, 1


def connect(session):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    connection.connect(str(session.directory / "session.sock"))
    return connection


def frame(kind, *numbers):
    payload = struct.pack(f"<{len(numbers)}I", *numbers)
    return struct.pack("<IHH", len(payload), kind, len(numbers)) + payload


def closed_by_the_session(connection):
    """Reads until the session closes the connection; what it said before."""
    said = b""
    try:
        while data := connection.recv(65536):
            said += data
    except ConnectionResetError:
        pass
    return said


@pytest.mark.parametrize("program, directory, code, text", [
    (["no-such-program"], "/tmp", 2, "no-such-program"),
    (["/etc/passwd"], "/tmp", 5, "/etc/passwd"),
    (["sh"], "/no/such/folder", 3, "/no/such/folder"),
])
def test_what_cannot_start_says_why_and_leaves_nothing(session, program, directory, code, text):
    done = session.try_start(*program, directory=directory)
    assert done.returncode == 100
    assert done.stderr.decode().startswith(f"{code} ") and text in done.stderr.decode()
    assert not session.directory.exists()


def in_a_namespace(mount):
    """A prefix that runs a command where `mount` was done; skips the test where that is not allowed."""
    probe = subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True)
    if probe.returncode != 0:
        pytest.skip("no mount namespaces here: " + probe.stderr.decode())
    return ["unshare", "-m", "sh", "-c", mount + ' && exec "$@"', "sh"]


def test_no_terminal_left_is_an_error(session):
    mount = "mount -t devpts -o newinstance,ptmxmode=0666,max=1 devpts /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx"
    taken = " && exec 9<>/dev/ptmx"  # the only one
    done = session.try_start("sh", prefix=in_a_namespace(mount + taken))
    assert done.returncode == 100
    assert done.stderr.startswith(b"1450 ") and b"PTY" in done.stderr
    assert not session.directory.exists()


def test_a_full_disk_is_an_error(session, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    session.directory = disk / "session"
    done = session.try_start("sh", prefix=in_a_namespace(f"mount -t tmpfs -o nr_inodes=1 none {disk}"))
    assert done.returncode == 100
    assert done.stderr.startswith(b"112 "), done.stderr


def test_a_directory_with_a_long_path(session, tmp_path):
    deep = tmp_path / ("long-" * 20) / ("path-" * 20)
    deep.mkdir(parents=True)
    session.directory = deep / "session"
    session.start("cat")
    assert session.state()["id"] == "3"


def test_a_second_session_in_the_same_directory_is_refused(session):
    session.start("cat")
    done = session.try_start("cat")
    assert done.returncode == 100 and done.stderr.startswith(b"183 ")
    assert alive(session.pid) and session.state()["id"] == "3"


def test_the_program_gets_its_environment_directory_and_login_name(session, tmp_path):
    session.start("sh", "-c", "echo $TERM $NTADMIN_SESSION $MINE; pwd; exec cat", directory=str(tmp_path),
                  environment={"MINE": "yes", "TERM": "dumb", "NTADMIN_SESSION": "99"})
    wait_for(lambda: str(tmp_path) in "".join(session.capture()), "the output")
    assert "xterm-256color 3 yes" in session.capture()


def test_programs_are_told_the_size_that_a_huge_terminal_is_cut_to(session):
    session.start("sh", "-c", "stty size; exec cat", rows=70_000, columns=1200)
    wait_for(lambda: "500 1000" in session.capture(), "the size")
    state = session.state()
    assert (state["rows"], state["columns"]) == ("500", "1000")


def test_a_login_shell_is_told_so(session):
    session.start(environment={"HOME": "/nonexistent"})
    terminal = session.attach()
    terminal.type("echo name $0\r")
    terminal.expect("name -bash")


def test_it_outlives_its_starter_and_hang_ups(session):
    session.start("bash", "--norc", "-i")
    status = open(f"/proc/{session.pid}/stat").read().rsplit(")", 1)[1].split()
    assert int(status[1]) != os.getpid() and int(status[3]) != os.getsid(0)
    os.kill(session.pid, signal.SIGHUP)
    terminal = session.attach()
    terminal.type("echo still $((1+1))\r")
    terminal.expect("still 2")


def test_an_idle_session_sleeps(session):
    session.start("cat")
    session.attach().pump()
    wait_for(lambda: session.state()["connection"] == "0", "the attach")

    def switches():
        with open(f"/proc/{session.pid}/status") as status:
            return sum(int(line.split()[1]) for line in status if "ctxt_switches" in line)

    wait_for(lambda: (lambda before: (subprocess.run(["sleep", "1"]), switches() == before)[1])(switches()), "a quiet second")


def test_log_off_ends_a_double_forked_daemon(session, tmp_path):
    pid_file = tmp_path / "daemon.pid"
    session.start("bash", "--norc", "-c", f"(setsid sh -c 'echo $$ > {pid_file}; exec sleep 6000' &) ; exec cat")
    daemon = int(wait_for(lambda: pid_file.exists() and pid_file.read_text().strip(), "the daemon"))
    assert session.driver("logoff").returncode == 0
    assert not alive(daemon) and not alive(session.program_pid)
    session.wait_ended()
    assert not session.directory.exists()


def test_log_off_ends_what_ignores_hup_and_term(session, tmp_path):
    pid_file = tmp_path / "stubborn.pid"
    session.start("bash", "--norc", "-c", f"trap '' HUP TERM; echo $$ > {pid_file}; while :; do sleep 1000; done")
    stubborn = int(wait_for(lambda: pid_file.exists() and pid_file.read_text().strip(), "the process"))
    terminal = session.attach()
    wait_for(lambda: session.state()["connection"] == "0", "the attach")
    assert session.driver("logoff").returncode == 0
    assert not alive(stubborn)
    assert terminal.wait() == 4
    assert "[session 3 ended, exit status 137]" in terminal.text


def test_log_off_wakes_and_ends_a_stopped_process(session):
    session.start("sh", "-c", "kill -STOP $$; exec cat")
    wait_for(lambda: open(f"/proc/{session.program_pid}/stat").read().rsplit(")", 1)[1].split()[0] == "T", "the stop")
    assert session.driver("logoff").returncode == 0
    assert not alive(session.program_pid)


def test_a_termination_signal_logs_the_session_off(session):
    session.start("bash", "--norc", "-i")
    os.kill(session.pid, signal.SIGTERM)
    session.wait_ended()
    assert not alive(session.program_pid)


def test_with_its_program_ends_what_it_left_in_the_background(session, tmp_path):
    pid_file = tmp_path / "left.pid"
    session.start("bash", "--norc", "-c", f"(trap '' HUP; setsid sh -c 'echo $$ > {pid_file}; exec sleep 6000' &); read; exit 3")
    left = int(wait_for(lambda: pid_file.exists() and pid_file.read_text().strip(), "the process"))
    terminal = session.attach()
    wait_for(lambda: session.state()["connection"] == "0", "the attach")
    terminal.type("\r")
    terminal.wait()
    assert "[session 3 ended, exit status 3]" in terminal.text
    session.wait_ended()
    assert not alive(left) and not session.directory.exists()


UNHEARD = f"""#!{sys.executable}
import os, sys
reader, writer = os.pipe()
os.close(reader)
os.dup2(writer, int(sys.argv[sys.argv.index("--ready-fd") + 1]))
os.execv("{SESSION}", sys.argv)
"""


def test_a_session_that_nobody_waits_for_any_more_ends(session, tmp_path):
    session.binary = tmp_path / "unheard"
    session.binary.write_text(UNHEARD)
    session.binary.chmod(0o755)
    done = session.try_start("sh", "-c", f": {session.directory}; read line")
    assert done.returncode == 100 and done.stderr.startswith(b"109 ")
    wait_for(lambda: not processes_that_name(str(session.directory)), "the end of its processes")
    assert not session.directory.exists()


@pytest.mark.parametrize("garbage", [
    b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 64, frame(1, 99, CLIENT, 0), frame(1, 1, 77, 0), frame(3), frame(2, 1),
    frame(1, 1, CLIENT, 0) + frame(2, 1, 24), frame(1, 1, CLIENT, 0) + frame(1, 1, CLIENT, 0),
    struct.pack("<IHH", 12, 1, 3) + b"\1",
], ids=["http", "ones", "version", "role", "input first", "attach first", "cut attach", "two hellos", "half a frame"])
def test_garbage_ends_only_the_peer_that_sent_it(session, garbage):
    session.start("bash", "--norc", "-i")
    terminal = session.attach()
    terminal.expect("$")
    with connect(session) as stranger:
        stranger.sendall(garbage)
        stranger.shutdown(socket.SHUT_WR)
        closed_by_the_session(stranger)
    terminal.type("echo still $((1+1))\r")
    terminal.expect("still 2")


def test_a_request_of_a_later_release_is_answered(session):
    session.start("cat")
    with connect(session) as daemon:
        daemon.sendall(frame(1, 1, CLIENT, 0) + frame(99, 4711, 5))
        said = b""
        while b"does not know message 99" not in said:
            said += daemon.recv(65536)
        assert struct.pack("<II", 4711, 50) in said


def test_a_daemon_is_told_every_change(session):
    session.start("cat")
    with connect(session) as daemon:
        daemon.sendall(frame(1, 1, DAEMON, 0))
        said = b""

        def states():
            nonlocal said
            daemon.setblocking(False)
            try:
                said += daemon.recv(65536)
            except BlockingIOError:
                pass
            found, at = [], 0
            while at + 8 <= len(said):
                length, kind, _ = struct.unpack_from("<IHH", said, at)
                if kind == 10:
                    found.append(struct.unpack_from("<3I", said, at + 8)[2])
                at += 8 + length
            return found

        wait_for(lambda: states() == [4], "the first state")
        terminal = session.attach()
        wait_for(lambda: states()[-1] == 0, "active")
        terminal.type(b"\x1d")
        wait_for(lambda: states()[-1] == 4, "disconnected")


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")
def test_another_user_is_turned_away(session):
    session.start("cat")
    os.chmod(session.directory, 0o711)
    script = ("import os,socket,sys; os.setgid(65534); os.setuid(65534); s=socket.socket(socket.AF_UNIX);"
              "s.settimeout(60); s.connect(sys.argv[1]); sys.exit(len(s.recv(100)))")
    os.chmod(session.directory.parent, 0o711)
    folder = os.open(session.directory, os.O_PATH)
    done = subprocess.run(["/usr/bin/python3", "-c", script, f"/proc/self/fd/{folder}/session.sock"],
                          pass_fds=[folder], capture_output=True)
    os.close(folder)
    assert done.returncode == 0, done.stderr
    assert session.state()["id"] == "3"


def test_peers_that_say_nothing_do_not_keep_others_out(session):
    session.start("cat")
    silent = [connect(session) for _ in range(60)]
    assert session.state()["id"] == "3"
    for connection in silent:
        connection.close()


def test_a_program_that_asks_and_does_not_read_has_a_bounded_number_of_answers(session, tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(
        "import os, select, sys, time, tty\n"
        "tty.setraw(0)\n"
        "for _ in range(300):\n"
        "    os.write(1, b'\\x1b[c' * 1400)\n"
        "    time.sleep(0.004)\n"  # the session takes it as many pieces: each has its answers
        "count = 0\n"
        "while select.select([0], [], [], 1)[0]:\n"
        "    count += len(os.read(0, 65536))\n"
        "open(sys.argv[1], 'w').write(f'{count}\\n')\n"
        "time.sleep(600)\n")
    session.start("/usr/bin/python3", str(script), f"{tmp_path}/count")
    count = wait_for(lambda: (tmp_path / "count").exists() and (tmp_path / "count").read_text().strip(), "the count")
    assert 0 < int(count) <= (256 << 10) + (64 << 10)


def test_a_peer_that_asks_and_does_not_read_is_not_listened_to_until_it_does(session):
    session.start("cat")
    asked, answered, enough = 0, 0, 4 << 20
    with connect(session) as peer:
        peer.sendall(frame(1, 1, CLIENT, 0))
        peer.settimeout(2)
        with pytest.raises(TimeoutError):
            while asked < enough:
                asked += peer.send(frame(9, 1) * 1000)
        assert session.state()["id"] == "3"
        peer.settimeout(PATIENCE)
        said = b""
        while answered < asked // 12:
            said += peer.recv(1 << 20)
            at = 0
            while at + 8 <= len(said) and at + 8 + struct.unpack_from("<I", said, at)[0] <= len(said):
                answered += struct.unpack_from("<H", said, at + 4)[0] == 10
                at += 8 + struct.unpack_from("<I", said, at)[0]
            said = said[at:]


def test_memory_with_two_thousand_full_lines(session):
    session.start("sh", "-c", "yes 01234567890123456789012345678901234567890123456789012345678901234567890123456789 | head -2100; echo ready; exec cat")
    wait_for(lambda: "ready" in session.capture(), "the lines")

    def pss():
        with open(f"/proc/{session.pid}/smaps_rollup") as rollup:
            return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))

    program = SESSION.read_bytes()
    if b"__asan_init" not in program and b"__tsan_init" not in program:
        # What it was asked for is on its way for a moment, and then gone.
        wait_for(lambda: pss() <= 1536, lambda: f"{pss()} KiB to be 1536 at most")
