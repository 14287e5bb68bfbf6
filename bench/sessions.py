"""make bench, sessions: what a person at a terminal notices, beside tmux and a bare PTY."""

import ctypes
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from harness import BUILD, Host
from peers import Bare, Here, Tmux, pss
from report import ROOT, at_least, at_most, note


def on_each(measure):
    """Runs `measure(peer)` for the three peers, gives the results by name."""
    found = {}
    for kind in (Bare, Tmux, Here):
        peer = kind()
        try:
            found[peer.name] = measure(peer)
        finally:
            peer.end()
    return found


def real_text(size):
    """A file of real text: the sources and documents of this tree, over and over."""
    parts = [path.read_bytes() for folder in ("src", "docs", "include", "tests") for path in sorted((ROOT / folder).rglob("*"))
             if path.suffix in (".cc", ".h", ".md", ".py", ".1", ".8")]  # fmt: skip
    text = b"".join(parts)
    file = tempfile.NamedTemporaryFile(prefix="ntab")
    for _ in range(size // len(text)):
        file.write(text)
    file.write(text[: size % len(text)])
    file.flush()
    return file


def output():
    """100 MB of real text through an attached session."""
    size = 100_000_000
    with real_text(size) as file:
        def measure(peer):
            best = 0
            for _ in range(2):
                terminal = peer.run("/bin/sh", "-c", f"echo ready; read x; cat {file.name}; echo; echo the-end-of-it; read x")
                terminal.wait_for(b"ready")
                terminal.settle()
                start = time.monotonic()
                terminal.write(b"\r")
                best = max(best, size / 1e6 / (terminal.wait_for(b"the-end-of-it", 600) - start))
                terminal.write(b"\r")
                terminal.close()
            return best

        rate = on_each(measure)
    text = ", ".join(f"{name} {value:.0f} MB/s" for name, value in rate.items())
    note(text)
    here = rate["ntadmin"]
    at_least("output against tmux", here / rate["tmux"], 1.0)
    at_least("output against a bare PTY", here / rate["bare PTY"], 0.35)


def echo():
    """A key typed into `cat`, until its echo is on the outer terminal. The three take turns, key by key."""
    peers = [Bare(), Tmux(), Here()]
    times = {peer.name: [] for peer in peers}
    try:
        terminals = {peer.name: peer.run("/bin/sh", "-c", "echo ready; exec cat") for peer in peers}
        for terminal in terminals.values():
            terminal.wait_for(b"ready")
            terminal.settle()
        for number in range(1500):
            letter = b"ejoqvwxyz"[number % 9 : number % 9 + 1]  # none of them ends a control sequence
            for name, terminal in terminals.items():
                time.sleep(0.002)
                start = time.perf_counter()
                terminal.write(letter)
                while letter not in terminal.read(5):
                    pass
                times[name].append(time.perf_counter() - start)
            if number % 60 == 59:
                for terminal in terminals.values():
                    terminal.write(b"\r")
                    terminal.settle(0.05)
        for terminal in terminals.values():
            terminal.close()
    finally:
        for peer in peers:
            peer.end()
    median = {name: statistics.median(values[100:]) * 1e6 for name, values in times.items()}
    late = {name: statistics.quantiles(values[100:], n=100)[98] * 1e6 for name, values in times.items()}
    note(", ".join(f"{name} {median[name]:.0f} us (p99 {late[name]:.0f})" for name in median))
    added = (median["ntadmin"] - median["bare PTY"]) / (median["tmux"] - median["bare PTY"])
    at_most("echo: added to a bare PTY, against tmux", added, 0.75)
    at_most("echo: p99 against tmux", late["ntadmin"] / late["tmux"], 1.0)


FILL = "i=0; while [ $i -lt 2100 ]; do printf '%080d' $i; i=$((i+1)); done; echo; echo filled; exec sleep 3600"


def memory():
    """PSS of what keeps a terminal, for each of 20 idle sessions with 2,000 full lines; their shells left out."""
    count = 20
    here = Here()
    try:
        terminals = [here.run("/bin/sh", "-c", FILL) for _ in range(count)]
        for terminal in terminals:
            terminal.wait_for(b"filled")
            terminal.close()
        time.sleep(1)
        keepers = here.host.processes("ntadmin-session")
        assert len(keepers) == count, f"{len(keepers)} session processes for {count} sessions"
        ours = sum(pss(pid) for pid in keepers) / count
        daemon = pss(here.host.process.pid)
    finally:
        here.end()
    tmux = Tmux()
    try:
        terminals = [tmux.run("/bin/sh", "-c", FILL) for _ in range(count)]
        for terminal in terminals:
            terminal.wait_for(b"filled")
            terminal.close()
        time.sleep(1)
        theirs = pss(tmux.server()) / count
    finally:
        tmux.end()
    note(f"ntadmin {ours / 1e6:.2f} MB a session (ntadmind besides: {daemon / 1e6:.1f} MB), tmux {theirs / 1e6:.2f} MB")
    at_most("memory of an idle session", ours / 1e6, 1.5, unit=" MB")


def prompt():
    """From starting the client until the prompt of a log-in shell, with the files every new user gets."""
    times = {}
    peers = [Bare(), Tmux(), Here()]
    with tempfile.TemporaryDirectory(prefix="ntab") as home:
        shutil.copytree("/etc/skel", home, dirs_exist_ok=True)
        with open(f"{home}/.profile", "a", encoding="utf-8") as file:
            file.write("PS1='ready$'\n")
        try:
            for round_ in range(25):
                for peer in peers:
                    peer.environment["HOME"] = home
                    start = time.monotonic()
                    terminal = peer.run("/bin/bash", "--login")
                    took = terminal.wait_for(b"ready$") - start
                    if round_ >= 5:
                        times.setdefault(peer.name, []).append(took)
                    terminal.close()
        finally:
            for peer in peers:
                peer.end()
    middle = {name: statistics.median(values) for name, values in times.items()}
    note(", ".join(f"{name} {value * 1000:.1f} ms" for name, value in middle.items()))
    at_most("prompt against the bare shell's", middle["ntadmin"] / middle["bare PTY"], 1.5)


def start():
    """The first call of a user with no host yet, beside the first command of tmux."""
    ours, theirs = [], []
    for _ in range(10):
        host = Host()
        environment = {name: value for name, value in host.environment.items() if name not in ("NTADMIN_HOST", "NTADMIN_AUTOSTART")}
        environment |= {"XDG_STATE_HOME": f"{host.directory}/state", "XDG_RUNTIME_DIR": host.directory, "XDG_CONFIG_HOME": host.directory}
        begin = time.monotonic()
        done = subprocess.run([BUILD / "bin/ntadmin", "query", "session"], env=environment, capture_output=True)
        ours.append(time.monotonic() - begin)
        assert done.returncode == 0, done.stderr.decode()
        host.end()
        tmux = Tmux()
        begin = time.monotonic()
        subprocess.run(tmux.command("new-session", "-d", "sleep", "60"), env=tmux.environment, check=True)
        theirs.append(time.monotonic() - begin)
        tmux.end()
    mine, other = statistics.median(ours), statistics.median(theirs)
    note(f"ntadmin {mine * 1000:.1f} ms, tmux {other * 1000:.1f} ms")
    at_most("first call with its start against tmux", mine / other, 2)


def box():
    """From the call of WTSSendMessage until its box is on the terminal, beside the time between two frames."""
    frame = 1 / 60
    here = Here()
    times = []
    try:
        os.environ["NTADMIN_HOST"] = here.environment["NTADMIN_HOST"]
        api = ctypes.CDLL(str(BUILD / "lib/libwtsapi32.so"))
        terminal = here.run("/bin/sh", "-c", "echo up; exec sleep 3600")
        terminal.wait_for(b"up")
        session, response = max(here.host.rows()), ctypes.c_uint32()
        for number in range(60):
            terminal.settle(0.05)
            text = f"message-{number}-".encode("utf-16-le")
            start = time.monotonic()
            if not api.WTSSendMessageW(None, session, text, len(text), text, len(text), 0, 0, ctypes.byref(response), 0):
                raise OSError("WTSSendMessage fails")
            times.append(terminal.wait_for(f"message-{number}-".encode()) - start)
            terminal.write(b"\r")
        terminal.close()
    finally:
        here.end()
    middle = statistics.median(times)
    note(f"box {middle * 1000:.1f} ms, frame {frame * 1000:.1f} ms")
    at_most("box on the screen, in frames", middle / frame, 1.5, unit="")


MEASUREMENTS = (output, echo, memory, prompt, start, box)
