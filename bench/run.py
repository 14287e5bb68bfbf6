#!/usr/bin/python3
"""make bench: measures ntadmin beside its peers in one run and prints each as a ratio with its goal.

Absolute times vary with the machine; the ratios are what counts. Names of single measurements may be given.
"""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/e2e"), str(ROOT / "tests")]

import harness  # noqa: E402
from peers import Bare, Here, Tmux, pss  # noqa: E402

RESULTS = []


def report(what, text, value, goal, met):
    RESULTS.append((what, text, goal, met))
    print(f"  {what}: {text}  (goal {goal}{'' if met is None else ': met' if met else ': MISSED'})", flush=True)
    return value


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
    print(f"  {text}")
    here = rate["ntadmin"]
    report("output against tmux", f"{here / rate['tmux']:.2f}x", here, ">= 1.0x", here >= rate["tmux"])
    report("output against a bare PTY", f"{here / rate['bare PTY']:.2f}x", here, ">= 0.35x", here >= 0.35 * rate["bare PTY"])


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
    print("  " + ", ".join(f"{name} {median[name]:.0f} us (p99 {late[name]:.0f})" for name in median))
    added = (median["ntadmin"] - median["bare PTY"]) / (median["tmux"] - median["bare PTY"])
    report("echo: added to a bare PTY, against tmux", f"{added:.2f}x", added, "<= 0.75x", added <= 0.75)
    ratio = late["ntadmin"] / late["tmux"]
    report("echo: p99 against tmux", f"{ratio:.2f}x", ratio, "<= 1.0x", ratio <= 1)


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
        keepers = [pid for pid in harness.marked_processes(here.host.marker)
                   if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "ntadmin-session"]  # fmt: skip
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
    print(f"  ntadmin {ours / 1e6:.2f} MB a session (ntadmind besides: {daemon / 1e6:.1f} MB), tmux {theirs / 1e6:.2f} MB")
    report("memory of an idle session", f"{ours / 1e6:.2f} MB", ours, "<= 1.5 MB", ours <= 1.5e6)


def traffic(host, *call):
    """Round trips, request bytes and reply bytes of one warm call: what 11 calls send more than one does."""
    from relay import Relay

    seen = []
    for count in (1, 11):
        with Relay(f"{host.directory}/{call[0]}-{count}.sock", host.socket) as relay:
            environment = {**host.environment, "NTADMIN_HOST": f"unix:{relay.path}"}
            subprocess.run([harness.BUILD / "bench/call_bench", *call, str(count)], env=environment, check=True)
        seen.append(relay.totals())
    return [(more - less) / 10 for less, more in zip(*seen)]


def calls():
    """Warm calls beside a ping-pong of the same bytes; 100 sessions on the host."""
    here = Here()
    try:
        terminals = []
        for _ in range(100):
            terminals.append(here.run("/bin/sh", "-c", "echo up; exec sleep 3600"))
            terminals[-1].wait_for(b"up")
        session = max(here.host.rows())
        for name, most in (("query", 1), ("enumerate", 2)):
            trips, request, reply = traffic(here.host, name, str(session))
            command = [harness.BUILD / "bench/call_bench", name, str(session), "300", str(round(request / trips)), str(round(reply / trips))]
            out = subprocess.run(command, env=here.environment, check=True, capture_output=True, text=True).stdout
            api, floor = map(float, out.split())
            ratio = floor * trips / api
            print(f"  {name}: {api / 1000:.1f} us, {trips:g} round trips of {request:.0f} + {reply:.0f} bytes; ping-pong {floor / 1000:.1f} us")
            report(f"{name}: round trips", f"{trips:g}", trips, f"<= {most}", trips <= most)
            report(f"{name}: ping-pong of the same bytes against it", f"{ratio:.2f}x", ratio, ">= 0.5x", ratio >= 0.5)
        for terminal in terminals:
            terminal.close()
    finally:
        here.end()


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
    print("  " + ", ".join(f"{name} {value * 1000:.1f} ms" for name, value in middle.items()))
    ratio = middle["ntadmin"] / middle["bare PTY"]
    report("prompt against the bare shell's", f"{ratio:.2f}x", ratio, "<= 1.5x", ratio <= 1.5)


def start():
    """The first call of a user with no host yet, beside the first command of tmux."""
    ours, theirs = [], []
    for _ in range(10):
        host = harness.Host()
        environment = {name: value for name, value in host.environment.items() if name not in ("NTADMIN_HOST", "NTADMIN_AUTOSTART")}
        environment |= {"XDG_STATE_HOME": f"{host.directory}/state", "XDG_RUNTIME_DIR": host.directory, "XDG_CONFIG_HOME": host.directory}
        begin = time.monotonic()
        done = subprocess.run([harness.BUILD / "bin/ntadmin", "query", "session"], env=environment, capture_output=True)
        ours.append(time.monotonic() - begin)
        assert done.returncode == 0, done.stderr.decode()
        host.end()
        tmux = Tmux()
        begin = time.monotonic()
        subprocess.run(tmux.command("new-session", "-d", "sleep", "60"), env=tmux.environment, check=True)
        theirs.append(time.monotonic() - begin)
        tmux.end()
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"  ntadmin {mine * 1000:.1f} ms, tmux {other * 1000:.1f} ms")
    report("first call with its start against tmux", f"{mine / other:.2f}x", mine / other, "<= 2x", mine <= 2 * other)


def codec():
    """Decoding and encoding of an answer of 100 and 10,000 rows beside one copy of its bytes."""
    command = [harness.BUILD / "bench/ndr_bench", "--benchmark_format=csv", "--benchmark_min_time=0.2"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    each = {found[1]: float(found[2]) for found in re.finditer(r'^"?([\w/]+)"?,\d+,([\d.e+]+)', out, re.M)}
    for rows in (100, 10000):
        floor = each[f"copy_of_the_same/{rows}"]
        for side in ("decode", "encode"):
            ratio = each[f"{side}_all_sessions/{rows}"] / floor
            report(f"{side} of {rows} rows against a copy", f"{ratio:.1f}x", ratio, "none", None)


def channel():
    """Bytes through a virtual channel, both ways, beside a bare socketpair with the same pieces."""
    here = Here()
    bench = harness.BUILD / "bench/channel_bench"
    result = pathlib.Path(here.host.directory) / "rates"
    try:
        terminal = here.attach("--new", "--channel", f"BENCH={bench} serve", "--", "/bin/sh", "-c",
                               f"sleep 1; {bench} measure BENCH 200 {result}")  # fmt: skip
        terminal.wait_for(b"exit status 0")
        terminal.close()
        rates = [float(word) for word in result.read_text().split()]
    finally:
        here.end()
    print("  to it {:.0f} MB/s (socketpair {:.0f}), from it {:.0f} MB/s (socketpair {:.0f})".format(*rates))
    for way, here_, bare in (("to", *rates[:2]), ("from", *rates[2:])):
        report(f"channel, {way} the client, against a socketpair", f"{here_ / bare:.2f}x", here_ / bare, ">= 0.3x", here_ >= 0.3 * bare)


def event():
    """From a client's leaving its session to the return of WTSWaitSystemEvent, beside round trips of a bare socket."""
    here = Here()
    waits, floors = [], []
    try:
        terminal = here.run("/bin/sh", "-c", "echo up; exec sleep 3600")
        terminal.wait_for(b"up")
        terminal.write(harness.DETACH.encode())
        terminal.process.wait()
        path = str(next(pathlib.Path(here.host.directory).rglob("session.sock")))
        for _ in range(100):
            client = harness.BareClient(path)
            leave = client.message(client.DETACH, 2).hex()
            command = [harness.BUILD / "bench/event_bench", str(client.socket.fileno()), leave]
            done = subprocess.run(command, env=here.environment, pass_fds=[client.socket.fileno()], check=True,
                                  capture_output=True, text=True)  # fmt: skip
            wait, floor = map(float, done.stdout.split())
            waits.append(wait)
            floors.append(floor)
            client.socket.close()
    finally:
        here.end()
    wait, floor = statistics.median(waits), statistics.median(floors)
    print(f"  event {wait / 1000:.0f} us, round trip {floor / 1000:.0f} us")
    report("event, in raw round trips", f"{wait / floor:.1f}", wait / floor, "<= 6", wait <= 6 * floor)


def box():
    """From the call of WTSSendMessage until its box is on the terminal, beside the time between two frames."""
    import ctypes

    frame = 1 / 60
    here = Here()
    times = []
    try:
        os.environ["NTADMIN_HOST"] = here.environment["NTADMIN_HOST"]
        api = ctypes.CDLL(str(harness.BUILD / "lib/libwtsapi32.so"))
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
    print(f"  box {middle * 1000:.1f} ms, frame {frame * 1000:.1f} ms")
    report("box on the screen, in frames", f"{middle / frame:.2f}", middle / frame, "<= 1.5", middle <= 1.5 * frame)


MEASUREMENTS = {each.__name__: each for each in (output, echo, memory, calls, prompt, start, channel, event, box, codec)}


def main():
    names = sys.argv[1:] or list(MEASUREMENTS)
    for name in names:
        measure = MEASUREMENTS[name]
        print(f"{name}: {measure.__doc__.splitlines()[0]}", flush=True)
        try:
            measure()
        except Exception as error:  # one that cannot be taken does not hide the others, and fails the run
            report(name, f"failed: {error!r}", None, "to run", False)
    width = max(len(what) for what, *_ in RESULTS)
    print(f"\n{'measurement':{width}}  {'result':>9}  {'goal':>9}")
    for what, text, goal, met in RESULTS:
        print(f"{what:{width}}  {text:>9}  {goal:>9}  {'' if met is None else 'met' if met else 'missed'}")
    return any(text.startswith("failed") for _, text, _, _ in RESULTS)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
