"""Starting and ending ntadmind by hand: exit statuses, what it says, and what it leaves."""

import os
import pathlib
import signal
import socket
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import harness  # noqa: E402
from harness import until  # noqa: E402
from places import end_processes_that_name  # noqa: E402

NTADMIND = harness.BUILD / "bin/ntadmind"


class Place:
    def __init__(self, path):
        self.state = path / "state"
        self.socket = self.state / "ntadmind.sock"
        self.environment = {**os.environ, "HOME": str(path), "XDG_STATE_HOME": str(path), "XDG_RUNTIME_DIR": str(path)}

    def run(self, *arguments):
        return subprocess.run([NTADMIND, "--user", "--state-dir", self.state, *arguments], env=self.environment,
                              capture_output=True, text=True, timeout=harness.PATIENCE)

    def start(self, *arguments):
        """In the background; gives its pid."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return self.pid()

    def pid(self):
        return int((self.state / "lock").read_text())

    def answers(self):
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.socket))
            except OSError:
                return False
        return True

    def stop(self, pid, how=signal.SIGTERM):
        os.kill(pid, how)
        until("the daemon's end", lambda: not harness.alive(pid))


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    end_processes_that_name(str(tmp_path))


def test_it_returns_when_its_socket_answers_and_goes_on_in_the_background(place):
    pid = place.start()
    assert place.answers()
    assert os.getsid(pid) not in (os.getsid(0), pid), "in a session of its own, which it does not lead"
    assert os.readlink(f"/proc/{pid}/cwd") == "/"
    assert (place.state.stat().st_mode & 0o777) == 0o700
    place.stop(pid)
    assert not place.socket.exists()
    assert "daemon-stop" in (place.state / "ntadmind.log").read_text()


def test_a_second_one_ends_with_status_3_and_names_the_first(place):
    pid = place.start()
    second = place.run()
    assert second.returncode == 3
    assert f"pid {pid}" in second.stderr
    assert place.answers()


def test_many_started_at_once_become_one(place):
    command = [NTADMIND, "--user", "--state-dir", place.state]
    starts = [subprocess.Popen(command, env=place.environment, stderr=subprocess.DEVNULL) for _ in range(12)]
    statuses = sorted(start.wait(harness.PATIENCE) for start in starts)
    assert statuses == [0] + [3] * 11
    assert place.answers()


def test_a_socket_left_by_a_killed_one_is_replaced(place):
    place.stop(place.start(), signal.SIGKILL)
    until("nobody there", lambda: not place.answers())  # a thread may outlive the first by a moment
    assert place.socket.exists()
    place.start()
    assert place.answers()


def test_what_is_no_socket_is_left_alone(place):
    place.state.mkdir(mode=0o700)
    place.socket.write_text("mine")
    refused = place.run()
    assert refused.returncode == 1
    assert "is not a socket" in refused.stderr
    assert place.socket.read_text() == "mine"


@pytest.mark.parametrize("arguments, said", [
    (["--smb-port", "70000"], "70000"),
    (["--system"], "excludes"),
    (["--no-such-flag"], "no-such-flag"),
    (["--config", "/nonexistent/n.conf"], "/nonexistent/n.conf"),
    (["--log-level", "loud"], "loud"),
])
def test_wrong_usage_is_status_2_with_the_reason(place, arguments, said):
    refused = place.run(*arguments)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert not place.state.exists()


def test_an_error_in_the_configuration_names_file_and_line(place, tmp_path):
    config = tmp_path / "n.conf"
    config.write_text("log_level = info\nscrollback_lines = many\n")
    refused = place.run("--config", config)
    assert refused.returncode == 2
    assert f"{config}:2: scrollback_lines" in refused.stderr


@pytest.mark.parametrize("format", ["ntadmin-state 99\n", "something else\n"])
def test_a_state_directory_of_another_format_is_refused(place, format):
    place.state.mkdir(mode=0o700)
    (place.state / "format").write_text(format)
    refused = place.run()
    assert refused.returncode == 1
    assert "1306" in refused.stderr and str(place.state) in refused.stderr
    assert (place.state / "format").read_text() == format
    assert not place.socket.exists()


def test_a_full_disk_is_said_and_leaves_no_half_made_state(place, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k,mode=0700", "tmpfs", full], capture_output=True)
    if mount.returncode != 0:
        pytest.skip("needs the right to mount")
    try:
        (full / "state").mkdir(mode=0o700)
        with open(full / "filler", "wb", buffering=0) as filler, pytest.raises(OSError):
            while True:
                filler.write(b"x" * 4096)
        place.state = full / "state"
        refused = place.run()
        assert refused.returncode == 1
        assert "No space left on device" in refused.stderr
        assert not (full / "state/format").exists()
    finally:
        subprocess.run(["umount", "-l", full], check=True)


def test_hup_reads_the_configuration_again_and_follows_a_rotated_log(place, tmp_path):
    config, log = tmp_path / "n.conf", tmp_path / "n.log"
    config.write_text(f"log_file = {log}\n")
    pid = place.start("--config", config)
    until("the first line", lambda: "daemon-ready" in log.read_text())
    log.rename(tmp_path / "old.log")
    os.kill(pid, signal.SIGHUP)
    until("the new file", lambda: log.exists() and "config-reload" in log.read_text())
    config.write_text(f"log_file = {log}\ndetach_key = ^B\ntarget_names = elsewhere\n")
    os.kill(pid, signal.SIGHUP)
    until("what does not count yet", lambda: "needs a restart: target_names" in log.read_text())
    assert "needs a restart: detach_key" not in log.read_text()
    config.write_text(f"log_file = {log}\nbroken\n")
    os.kill(pid, signal.SIGHUP)
    until("the complaint", lambda: f"{config}:2" in log.read_text())
    assert place.answers()


def test_systemd_is_told_when_it_is_ready(place, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(harness.PATIENCE)
        command = [NTADMIND, "--user", "--foreground", "--state-dir", place.state]
        environment = {**place.environment, "NOTIFY_SOCKET": str(tmp_path / "notify")}
        daemon = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            assert manager.recv(100) == b"READY=1"
            assert place.answers()
        finally:
            daemon.terminate()
        assert daemon.wait(harness.PATIENCE) == 0
