"""System mode for real: monitor, unprivileged half, keepers with PAM, sessions. Needs root; nothing of the machine's own
is touched."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys

import pytest
from system_host import RUN_AS, SystemHost, harness
from harness import ACTIVE, alive, until
from ports import HeldPort

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def status(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)


def test_what_meets_strangers_has_no_rights(host):
    facts = status(until("the unprivileged half", host.unprivileged))
    assert len(set(facts["Uid"].split())) == 1 and facts["Uid"].split()[0] != "0"
    assert facts["NoNewPrivs"] == "1"
    assert {facts[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    state = pathlib.Path(f"{host.directory}/var")
    assert state.owner() == RUN_AS and state.stat().st_mode & 0o777 == 0o700
    for name in ("run", "run/sessions", "run/keepers"):
        place = pathlib.Path(f"{host.directory}/{name}")
        assert place.owner() == "root" and place.stat().st_mode & 0o022 == 0


def test_a_session_has_a_keeper_that_holds_its_pam_session_until_log_off(host):
    terminal = host.open()
    keeper = host.keepers()[terminal.session]
    assert status(keeper)["Uid"].split()[0] == "0"
    assert host.steps.read_text() == "open_session root\n"
    assert host.run("logoff", str(terminal.session)).returncode == 0
    until("the keeper's end", lambda: not alive(keeper))
    assert host.steps.read_text() == "open_session root\nclose_session root\n"
    until("that the monitor knows", lambda: host.keepers() == {})
    assert not pathlib.Path(f"{host.directory}/run/sessions/{terminal.session}").exists()
    assert "session-leftover" not in host.log()


def test_a_huge_terminal_gets_a_session_too(host):
    terminal = host.attach("--new", "--", "/bin/sh", "-c", "stty size; exec cat", size=(1100, 600))
    until("the size that it is cut to", lambda: "500 1000" in terminal.text())


def connections_of(pid, path):
    """The process's descriptors of connections that were accepted at the socket."""
    lines = pathlib.Path("/proc/net/unix").read_text().splitlines()
    inodes = {line.split()[6] for line in lines if line.endswith(f" {path}")}
    links = [os.readlink(entry) for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
    return [link for link in links if link.removeprefix("socket:[").removesuffix("]") in inodes]


def test_a_keeper_holds_no_connection_of_who_asked_for_its_session(host):
    terminal = host.open()
    assert connections_of(host.unprivileged(), host.socket)
    assert connections_of(host.keepers()[terminal.session], host.socket) == []


def test_umask_and_limits_of_a_session_are_those_pam_sets(host):
    limits = pathlib.Path(f"{host.directory}/limits")
    limits.write_text("root - nofile 333\n")
    with open(f"{host.directory}/pam/ntadmin", "a", encoding="utf-8") as service:
        service.write(f"session required pam_limits.so conf={limits}\nsession required pam_umask.so umask=037\n")
    terminal = host.open()
    terminal.enter("echo umask=$(umask) files=$(ulimit -Sn)")
    terminal.wait_for("umask=0037 files=333")


def test_killing_the_unprivileged_half_starts_it_again_and_no_client_is_refused(host):
    terminal = host.open()
    before = host.unprivileged()
    os.kill(before, signal.SIGKILL)
    # The socket is the monitor's: who connects now waits for the new half.
    assert host.rows()[terminal.session]["State"] == ACTIVE
    assert until("the new half", host.unprivileged) != before
    terminal.enter("echo st''ill")
    terminal.wait_for("still")


def test_sessions_outlive_the_monitor_and_a_new_one_ends_them(host):
    terminal = host.open()
    keeper = host.keepers()[terminal.session]
    assert host.stop() == 0
    assert not pathlib.Path(host.socket).exists()
    assert alive(keeper)
    terminal.enter("echo wi''thout")
    terminal.wait_for("without")
    host.start()
    until("the session", lambda: terminal.session in host.rows())
    assert host.run("logoff", str(terminal.session)).returncode == 0
    until("the keeper's end", lambda: not alive(keeper))
    assert host.steps.read_text().endswith("close_session root\n")


def test_a_monitor_that_is_killed_takes_its_other_half_along_but_no_session(host):
    terminal = host.open()
    half = host.unprivileged()
    host.kill()
    until("the end of the other half", lambda: not alive(half))
    assert alive(host.keepers()[terminal.session])
    host.start()
    until("the session", lambda: terminal.session in host.rows())


def test_a_killed_session_process_leaves_nothing(host):
    terminal = host.open("/bin/sh", "-c", "sleep 1000 & echo up; wait")
    terminal.wait_for("up")
    keeper = host.keepers()[terminal.session]
    children = subprocess.run(["pgrep", "-P", str(keeper)], capture_output=True, text=True).stdout.split()
    for pid in children:
        os.kill(int(pid), signal.SIGKILL)
    until("the keeper's end", lambda: not alive(keeper))
    assert host.steps.read_text() == "open_session root\nclose_session root\n"
    until("no row", lambda: terminal.session not in host.rows())


def test_a_second_monitor_is_refused(host):
    second = host.launch()
    assert second.wait(harness.PATIENCE) == 3
    assert f"pid {host.process.pid}" in host.log()


def test_a_half_that_keeps_dying_is_given_up(host):
    while host.process.poll() is None:
        pid = host.unprivileged()
        if pid:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    assert host.process.wait() == 1
    assert "giving up" in host.log()


def test_without_root_it_says_what_to_do():
    command = ["setpriv", "--reuid=65534", "--clear-groups", harness.BUILD / "bin/ntadmind", "--system", "--foreground"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=harness.PATIENCE)
    assert done.returncode == 1
    assert "--system is for root" in done.stderr


def test_an_account_that_does_not_exist_is_named(host):
    assert host.stop() == 0
    host.config.write_text(host.config.read_text().replace(f"run_as = {RUN_AS}", "run_as = nobody-such"))
    assert host.launch().wait(harness.PATIENCE) == 1
    assert "there is no user 'nobody-such'" in host.log()


def test_readiness_is_told_by_the_monitor(host):
    assert host.stop() == 0
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"{host.directory}/notify")
        manager.settimeout(harness.PATIENCE)
        host.environment["NOTIFY_SOCKET"] = f"{host.directory}/notify"
        host.start()
        assert manager.recv(100) == b"READY=1"


def test_a_users_session_runs_as_that_user(shared, users):
    terminal = shared.open()
    terminal.enter("id -un; id -u > /dev/null && echo home=$HOME user=$USER")
    terminal.wait_for(f"user={users[0]}")
    assert shared.rows()[terminal.session]["UserName"] == users[0]
    place = pathlib.Path(f"{shared.directory}/run/sessions/{terminal.session}")
    assert place.owner() == users[0] and place.group() == RUN_AS and place.stat().st_mode & 0o7777 == 0o2711
    assert shared.steps.read_text() == f"open_session {users[0]}\n"
    shared.user = None
    assert shared.run("logoff", str(terminal.session)).returncode == 0


BY_THE_DAEMON = '''
import os, socket, struct, sys
def frame(kind, *numbers):
    return struct.pack(f"<IHH{len(numbers)}I", 4 * len(numbers), kind, len(numbers), *numbers)
with socket.socket(socket.AF_UNIX) as session:
    session.connect(sys.argv[1])
    session.sendall(frame(1, 1, 1, 0))
    said, control = b"", 1
    for number, uid in ((4711, os.getuid()), (4712, os.getuid() + 1)):  # Admit, with no ticket
        session.sendall(frame(30, number, uid, os.getpid(), control, 0, 0, 0))
        while (at := said.find(struct.pack("<I", number))) < 0:
            said += session.recv(65536)
        print(struct.unpack_from("<I", said, at + 4)[0])
'''


def test_a_session_is_shown_to_whom_the_daemon_says_but_never_to_itself(shared):
    terminal = shared.open()
    place = f"{shared.directory}/run/sessions/{terminal.session}/session.sock"
    command = ["setpriv", f"--reuid={RUN_AS}", f"--regid={RUN_AS}", "--clear-groups", sys.executable, "-c", BY_THE_DAEMON, place]
    done = subprocess.run(command, capture_output=True, text=True, timeout=harness.PATIENCE)
    assert done.stdout.split() == ["5", "87"], done.stderr
    shared.run("logoff", str(terminal.session))


def told_pid(terminal):
    return int(until("its pid", lambda: re.search(r"pid=(\d+)\.", "".join(terminal.screen())))[1])


def test_one_user_reaches_no_session_and_no_process_of_another(shared, users):
    terminal = shared.open("/bin/sh", "-c", "sleep 1000 & echo pid=$!.; wait")
    victim = told_pid(terminal)
    shared.user = users[1]
    taken = shared.attach(str(terminal.session))
    assert taken.wait_for_end() != 0 and "(5, " in taken.text()
    for refused in (("logoff", str(terminal.session)), ("tsdiscon", str(terminal.session)), ("tskill", str(victim))):
        done = shared.run(*refused)
        assert done.returncode != 0 and "(5, " in done.stderr, (refused, done.stderr)
    assert alive(victim) and shared.rows()[terminal.session]["State"] == ACTIVE
    directly = ["setpriv", f"--reuid={users[1]}", "--clear-groups", "ls", f"{shared.directory}/run/sessions/{terminal.session}"]
    assert subprocess.run(directly, capture_output=True).returncode != 0
    shared.user = users[0]
    assert shared.run("tskill", str(victim)).returncode == 0
    until("the victim's end", lambda: not alive(victim))
    shared.run("logoff", str(terminal.session))


def test_an_administrator_ends_what_is_anothers(shared, users):
    terminal = shared.open("/bin/sh", "-c", "sleep 1000 & echo pid=$!.; wait")
    victim = told_pid(terminal)
    shared.user = None
    assert shared.run("tskill", str(victim)).returncode == 0
    until("the victim's end", lambda: not alive(victim))
    shared.run("logoff", str(terminal.session))
    until("no row", lambda: terminal.session not in shared.rows())


def test_a_process_of_no_session_is_ended_for_its_owner_and_for_an_administrator_only(shared, users):
    def outside():
        return subprocess.Popen(shared.as_user(["sleep", "1000"]), start_new_session=True)

    first, second = outside(), outside()
    try:
        shared.user = users[1]
        assert "(5, " in shared.run("tskill", str(first.pid)).stderr
        assert first.poll() is None
        shared.user = users[0]
        assert shared.run("tskill", str(first.pid)).returncode == 0
        assert first.wait(harness.PATIENCE) == -signal.SIGKILL
        shared.user = None
        assert shared.run("tskill", str(second.pid)).returncode == 0
        assert second.wait(harness.PATIENCE) == -signal.SIGKILL
    finally:
        for process in (first, second):
            process.kill()
            process.wait()


def test_an_account_without_a_login_shell_gets_no_session(shared, users):
    harness.change_users("usermod", "--shell", "/usr/sbin/nologin", users[1])
    shared.user = users[1]
    terminal = shared.attach("--new")
    assert terminal.wait_for_end() != 0
    assert "/etc/shells" in terminal.text()
    until("the keeper's end", lambda: shared.keepers() == {})


def test_many_sessions_of_one_user_at_once_all_start(host):
    terminals = [host.attach("--new", "--", "/bin/sh", "-c", "read line") for _ in range(20)]
    for terminal in terminals:
        terminal.enter("")
    assert [terminal.wait_for_end() for terminal in terminals] == [0] * 20


def test_a_user_is_put_back_into_the_session_left(shared, users):
    terminal = shared.open()
    terminal.enter("echo re''main")
    terminal.wait_for("remain")
    terminal.leave()
    again = shared.attach()
    again.wait_for("remain")
    assert len([number for number in shared.rows() if 0 < number < 65536]) == 1
    shared.run("logoff", str(terminal.session))


def test_the_port_for_smb_is_bound_by_the_monitor_and_served_without_rights():
    """A port below 1024, which only root may bind; it outlives the process that serves it."""
    held = HeldPort(range(1023, 600, -1))
    port = held.number
    host = SystemHost()
    try:
        with open(host.config, "a", encoding="utf-8") as config:
            config.write("listen = 127.0.0.1\n")
        host.start("--smb-port", str(port))

        def is_turned_away():  # a client that knows SMB1 only finds its connection closed
            names = b"\x02NT LM 0.12\0"
            message = b"\xffSMB\x72" + bytes(28) + len(names).to_bytes(2, "little") + names
            with socket.create_connection(("127.0.0.1", port), timeout=harness.PATIENCE) as client:
                client.sendall(len(message).to_bytes(4, "big") + message)
                return client.recv(1) == b""

        assert is_turned_away()
        assert "smb-refused: 127.0.0.1" in host.log()
        os.kill(host.unprivileged(), signal.SIGKILL)
        assert is_turned_away()
    finally:
        host.end()
        held.close()
