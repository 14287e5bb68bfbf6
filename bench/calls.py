"""make bench, calls: the API, its encoding, its events and its channels beside bare sockets and copies."""

import os
import pathlib
import re
import statistics
import subprocess

from harness import BUILD, DETACH, BareClient
from peers import Here
from relay import Relay
from report import at_least, at_most, note, without_goal


def traffic(host, *call):
    """Round trips, request bytes and reply bytes of one warm call: what 11 calls send more than one does."""
    seen = []
    for count in (1, 11):
        with Relay(f"{host.directory}/{call[0]}-{count}.sock", host.socket) as relay:
            environment = {**host.environment, "NTADMIN_HOST": f"unix:{relay.path}"}
            subprocess.run([BUILD / "bench/call_bench", *call, str(count)], env=environment, check=True)
        seen.append(relay.totals())
    return [(more - less) / 10 for less, more in zip(*seen)]


def on_one_processor(pid):
    """Keeps a process, and what this one starts from now on, on the same processor: both sides of a comparison then do
    all of their work, and nothing depends on where they are put."""
    one = {min(os.sched_getaffinity(0))}
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), one)
    os.sched_setaffinity(0, one)


def calls():
    """Warm calls beside a ping-pong of the same bytes, on one processor; 100 sessions on the host."""
    here = Here()
    processors = os.sched_getaffinity(0)
    try:
        terminals = []
        for _ in range(100):
            terminals.append(here.run("/bin/sh", "-c", "echo up; exec sleep 3600"))
            terminals[-1].wait_for(b"up")
        session = max(here.host.rows())
        on_one_processor(here.host.process.pid)
        for name, most in (("query", 1), ("enumerate", 2)):
            trips, request, reply = traffic(here.host, name, str(session))
            command = [BUILD / "bench/call_bench", name, str(session), "300", str(round(request / trips)), str(round(reply / trips))]
            out = subprocess.run(command, env=here.environment, check=True, capture_output=True, text=True).stdout
            api, floor = map(float, out.split())
            note(f"{name}: {api / 1000:.1f} us, {trips:g} round trips of {request:.0f} + {reply:.0f} bytes; ping-pong {floor / 1000:.1f} us")
            at_most(f"{name}: round trips", trips, most, unit="", digits=0)
            at_least(f"{name}: ping-pong of the same bytes against it", floor * trips / api, 0.5)
        for terminal in terminals:
            terminal.close()
    finally:
        os.sched_setaffinity(0, processors)
        here.end()


def event():
    """From a client's leaving its session to the return of WTSWaitSystemEvent, beside round trips of a bare socket."""
    here = Here()
    waits, floors = [], []
    try:
        terminal = here.run("/bin/sh", "-c", "echo up; exec sleep 3600")
        terminal.wait_for(b"up")
        terminal.write(DETACH.encode())
        terminal.process.wait()
        path = str(next(pathlib.Path(here.host.directory).rglob("session.sock")))
        for _ in range(100):
            client = BareClient(path)
            leave = client.message(client.DETACH, 2).hex()
            command = [BUILD / "bench/event_bench", str(client.socket.fileno()), leave]
            done = subprocess.run(command, env=here.environment, pass_fds=[client.socket.fileno()], check=True,
                                  capture_output=True, text=True)  # fmt: skip
            wait, floor = map(float, done.stdout.split())
            waits.append(wait)
            floors.append(floor)
            client.socket.close()
    finally:
        here.end()
    wait, floor = statistics.median(waits), statistics.median(floors)
    note(f"event {wait / 1000:.0f} us, round trip {floor / 1000:.0f} us")
    at_most("event, in raw round trips", wait / floor, 6, unit="", digits=1)


def channel():
    """Bytes through a virtual channel, both ways, beside a bare socketpair with the same pieces."""
    here = Here()
    bench = BUILD / "bench/channel_bench"
    result = pathlib.Path(here.host.directory) / "rates"
    try:
        terminal = here.attach("--new", "--channel", f"BENCH={bench} serve", "--", "/bin/sh", "-c",
                               f"sleep 1; {bench} measure BENCH 200 {result}")  # fmt: skip
        terminal.wait_for(b"exit status 0")
        terminal.close()
        rates = [float(word) for word in result.read_text().split()]
    finally:
        here.end()
    note("to it {:.0f} MB/s (socketpair {:.0f}), from it {:.0f} MB/s (socketpair {:.0f})".format(*rates))
    for way, here_, bare in (("to", *rates[:2]), ("from", *rates[2:])):
        at_least(f"channel, {way} the client, against a socketpair", here_ / bare, 0.3)


def codec():
    """Decoding and encoding of an answer of 100 and 10,000 rows beside one copy of its bytes."""
    command = [BUILD / "bench/ndr_bench", "--benchmark_format=csv", "--benchmark_min_time=0.2"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    each = {found[1]: float(found[2]) for found in re.finditer(r'^"?([\w/]+)"?,\d+,([\d.e+]+)', out, re.M)}
    for rows in (100, 10000):
        floor = each[f"copy_of_the_same/{rows}"]
        for side in ("decode", "encode"):
            without_goal(f"{side} of {rows} rows against a copy", each[f"{side}_all_sessions/{rows}"] / floor, digits=1)


MEASUREMENTS = (calls, event, channel, codec)
