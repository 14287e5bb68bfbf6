"""Virtual channels: a program in a session and a command of the attach client on a real terminal talk to each other."""

import json
import os
import pathlib
import shlex
import socket
import struct
import subprocess
import sys

import harness
import pytest
from harness import DETACH, until

FIRST, LAST = 1, 2

# What a program in the session has of the API. Its statements come from the test; what it prints goes to a file.
PROGRAM = """
import ctypes, json, os, sys, threading, time
WTS = ctypes.CDLL("{build}/lib/libwtsapi32.so")
BASE = ctypes.CDLL("{build}/lib/libntadmin.so")
WTS.WTSVirtualChannelOpen.restype = WTS.WTSVirtualChannelOpenEx.restype = ctypes.c_void_p
CURRENT, INFINITE = 0xFFFFFFFF, 0xFFFFFFFF
error = BASE.GetLastError

def opened(name, session=CURRENT):
    return ctypes.c_void_p(WTS.WTSVirtualChannelOpen(None, ctypes.c_uint32(session), name))

def open_ex(name, flags, session=CURRENT):
    return ctypes.c_void_p(WTS.WTSVirtualChannelOpenEx(ctypes.c_uint32(session), name, flags))

def read(channel, timeout=30000, size=4096):
    buffer, count = ctypes.create_string_buffer(size), ctypes.c_uint32(77)
    if WTS.WTSVirtualChannelRead(channel, ctypes.c_uint32(timeout), buffer, size, ctypes.byref(count)):
        return buffer.raw[:count.value]
    return error(), count.value

def read_all(channel, size):
    got = b""
    while len(got) < size:
        piece = read(channel)
        assert isinstance(piece, bytes), (piece, len(got))
        got += piece
    return got

def write(channel, data):
    count = ctypes.c_uint32()
    ok = WTS.WTSVirtualChannelWrite(channel, data, len(data), ctypes.byref(count))
    return (count.value if ok else error())

def query(channel, kind, form):
    buffer, size = ctypes.POINTER(form)(), ctypes.c_uint32()
    assert WTS.WTSVirtualChannelQuery(channel, kind, ctypes.byref(buffer), ctypes.byref(size)), error()
    value = buffer.contents.value
    WTS.WTSFreeMemory(buffer)
    return value, size.value

def close(channel):
    return WTS.WTSVirtualChannelClose(channel) or error()
"""


class Session:
    """A session whose client serves channels, and programs run in it."""

    def __init__(self, host, *channels):
        self.host = host
        options = [word for channel in channels for word in ("--channel", channel)]
        before = set(host.rows())
        self.terminal = host.attach("--new", *options, "--", "/bin/sh", "-i")
        self.id = self.terminal.session = until("the new session", lambda: host.new_session(before, self.terminal))
        self.terminal.wait_for("$")
        self.count = 0

    def start(self, code):
        """Runs a program in the session; gives the file that will have its answer."""
        self.count += 1
        script = pathlib.Path(self.host.directory) / f"program-{self.id}-{self.count}.py"
        answer = script.with_suffix(".json")
        script.write_text(
            PROGRAM.replace("{build}", str(harness.BUILD)) + code
            + f"\nopen('{answer}.new', 'w').write(json.dumps(answer))\nos.rename('{answer}.new', '{answer}')\n"
        )  # fmt: skip
        preload = os.environ.get("NTADMIN_PRELOAD", "")
        self.terminal.enter(f"LD_PRELOAD='{preload}' {sys.executable} {script} 2>{answer}.err &")
        return answer

    def answer(self, file):
        def ready():
            trouble = pathlib.Path(f"{file}.err")
            assert not trouble.exists() or not trouble.read_text(), trouble.read_text()
            return file.exists()

        until("the program's answer", ready)
        return json.loads(file.read_text())

    def run(self, code):
        return self.answer(self.start(code))


def test_bytes_go_both_ways_and_no_read_gives_more_than_a_chunk(host):
    session = Session(host, "ECHO=cat")
    answer = session.run("""
c = opened(b"ECHO")
data = bytes(range(256)) * 4096
threading.Thread(target=lambda: write(c, data)).start()
pieces = []
while sum(map(len, pieces)) < len(data):
    pieces.append(read(c))
answer = [b"".join(pieces) == data, max(map(len, pieces)), close(c), close(c)]
""")
    assert answer == [True, 1600, 1, 6]


def test_a_name_is_matched_without_case_and_bad_ones_have_their_codes(host):
    session = Session(host, "ECHO=cat")
    answer = session.run("""
def tried(name, flags=0, session=CURRENT):
    channel = open_ex(name, flags, session)
    return 0 if channel else error()
c = opened(b"echo")
bad = ctypes.c_void_p(0x4242)
null = ctypes.c_uint32()
answer = [bool(c), tried(b"ECHO"), tried(b"OTHER"), tried(b"TOOLONGX"), tried(b""), tried(None), tried(b"ECHO", 1),
          tried(b"ECHO", 16), tried(b"ECHO", 2), tried(b"ECHO", 0, 4242), write(bad, b"x"), list(read(bad)),
          0 if opened(b"ECHO", 0) else error(), 0 if opened(b"ECHO", 65536) else error(),
          WTS.WTSVirtualChannelRead(c, 0, None, 5, ctypes.byref(null)) or error(), WTS.WTSVirtualChannelWrite(c, None, 5, ctypes.byref(null)) or error(),
          WTS.WTSVirtualChannelQuery(c, 7, ctypes.byref(null), ctypes.byref(null)) or error()]
""")
    assert answer == [True, 170, 2, 87, 87, 87, 50, 87, 87, 7022, 6, [6, 0], 1, 7022, 87, 87, 87]


def test_a_read_ends_at_its_time_and_a_purge_drops_what_came(host):
    session = Session(host, "ECHO=cat")
    answer = session.run("""
c = opened(b"ECHO")
early = [read(c, 0), read(c, 50)]
write(c, b"forgotten")
fd, size = query(c, 1, ctypes.c_void_p)
import select
select.select([fd], [], [], 30)
purged = [WTS.WTSVirtualChannelPurgeInput(c), WTS.WTSVirtualChannelPurgeOutput(c)]
late = read(c, 0)
write(c, b"kept")
answer = [early, purged, late, read(c).decode(), size, query(c, 0, ctypes.c_uint32)]
""")
    assert answer == [[[996, 0], [996, 0]], [1, 1], [996, 0], "kept", 8, [0x80000000, 4]]


def test_a_duplicate_of_the_file_handle_outlives_the_channels_handle(host):
    session = Session(host, "ECHO=cat")
    answer = session.run("""
c = opened(b"ECHO")
fd = os.dup(query(c, 1, ctypes.c_void_p)[0])
close(c)
os.write(fd, b"by the file")
got = os.read(fd, 100).decode()
os.close(fd)
answer = got
""")
    assert answer == "by the file"


def test_a_closed_channel_is_opened_again_when_its_command_has_ended(host):
    log = pathlib.Path(host.directory) / "ended"
    session = Session(host, f"SLOW=cat >/dev/null; sleep 0.5; echo done >>{shlex.quote(str(log))}")
    answer = session.run("""
channels = []
for i in range(3):
    c = opened(b"SLOW")
    channels.append(bool(c))
    close(c)
answer = channels
""")
    assert answer == [True, True, True]
    until("all three ended", lambda: log.exists() and log.read_text() == "done\n" * 3)


def test_a_side_that_does_not_read_makes_the_other_wait_and_memory_stays(host):
    go = pathlib.Path(host.directory) / "go"
    session = Session(host, f"LAZY=while [ ! -e {go} ]; do sleep 0.05; done; wc -c")
    file = session.start("""
c = opened(b"LAZY")
written = write(c, bytes(20_000_000))
fd = query(c, 1, ctypes.c_void_p)[0]
import socket
socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_WR)
answer = [written, int(read(c))]
""")
    keepers = host.processes("ntadmin-session") + host.processes("ntadmin")

    def memory():
        return sum(int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in keepers if harness.alive(pid))

    before = memory()
    host.run("query", "session", check=True)  # nobody else waits
    assert not file.exists()
    assert memory() - before < 2000  # pages: what is written does not pile up
    go.touch()
    assert session.answer(file) == [20_000_000, 20_000_000]


def test_the_end_of_the_command_is_seen_when_all_it_wrote_was_read(host):
    session = Session(host, "BRIEF=echo last words; exit 3")
    answer = session.run("""
c = opened(b"BRIEF")
answer = [read_all(c, 11).decode(), read(c), write(c, b"x")]
""")
    assert answer == ["last words\n", [109, 0], 109]
    session.terminal.type(DETACH)
    session.terminal.wait_for("[channel BRIEF: 'echo last words; exit 3': ended with exit status 3]")


def test_the_clients_leaving_is_seen_at_both_ends(host):
    seen = pathlib.Path(host.directory) / "seen"
    session = Session(host, f"HOLD=cat >/dev/null; echo end >{seen}")
    file = session.start("""
c = opened(b"HOLD")
open(sys.argv[0] + ".up", "w").close()
answer = [read(c, INFINITE), write(c, b"x"), 0 if opened(b"HOLD") else error()]
""")
    until("the channel", lambda: file.with_suffix(".py.up").exists())
    session.terminal.type(DETACH)
    assert session.answer(file) == [[109, 0], 109, 1]
    assert session.terminal.wait_for_end() == 0
    until("the command's end", seen.exists)


def test_channels_go_with_the_terminal_to_another_session(host):
    kept = Session(host, "ECHO=cat")
    kept.terminal.leave()
    moving = Session(host, "ECHO=cat")
    file = moving.start("""
c = opened(b"ECHO")
open(sys.argv[0] + ".up", "w").close()
answer = [read(c, INFINITE), 0 if opened(b"ECHO") else error()]
""")
    until("the channel", lambda: file.with_suffix(".py.up").exists())
    host.run("tscon", str(kept.id), f"/dest:{moving.id}", check=True)
    assert moving.answer(file) == [[109, 0], 1]
    kept.terminal = moving.terminal
    kept.terminal.enter("clear")
    assert kept.run('c = opened(b"ECHO"); write(c, b"here now"); answer = read(c).decode()') == "here now"


def test_channels_end_when_another_client_takes_the_session_over(host):
    session = Session(host, "FIRST=cat")
    file = session.start("""
c = opened(b"FIRST")
open(sys.argv[0] + ".up", "w").close()
answer = [read(c, INFINITE)]
while not (d := opened(b"SECOND")):
    time.sleep(0.01)
write(d, b"by the second")
answer += [read(d).decode(), 0 if opened(b"FIRST") else error()]
""")
    until("the channel", lambda: file.with_suffix(".py.up").exists())
    host.attach(str(session.id), "--channel", "SECOND=cat")
    assert session.answer(file) == [[109, 0], "by the second", 2]


def test_the_programs_death_is_seen_by_the_command(host):
    seen = pathlib.Path(host.directory) / "seen"
    session = Session(host, f"HOLD=cat >/dev/null; echo end >{seen}")
    file = session.start("""
c = opened(b"HOLD")
open(sys.argv[0] + ".up", "w").write(str(os.getpid()))
time.sleep(600)
""")
    up = file.with_suffix(".py.up")
    until("the channel", lambda: up.exists() and up.read_text())
    os.kill(int(up.read_text()), 9)
    until("the command's end", seen.exists)


def test_a_channel_closed_from_another_thread_ends_the_call_under_way(host):
    session = Session(host, "STILL=sleep 600", "FULL=sleep 600")
    answer = session.run("""
still, full = opened(b"STILL"), opened(b"FULL")
answer = []
reader = threading.Thread(target=lambda: answer.append(read(still, INFINITE)[0]))
writer = threading.Thread(target=lambda: answer.append(write(full, bytes(10_000_000))))
for thread, channel in ((reader, still), (writer, full)):
    thread.start()
    time.sleep(0.2)
    close(channel)
    thread.join()
""")
    assert answer == [6, 6]


def test_a_program_that_is_quicker_than_its_sessions_client_waits_for_it(host):
    result = pathlib.Path(host.directory) / "opened"
    script = pathlib.Path(host.directory) / "quick.py"
    code = f"""
c = opened(b"ECHO")
write(c, b"early")
open({str(result)!r}, "wb").write(read(c))
"""
    script.write_text(PROGRAM.replace("{build}", str(harness.BUILD)) + code)
    preload = f"LD_PRELOAD={os.environ.get('NTADMIN_PRELOAD', '')}"
    host.attach("--new", "--channel", "ECHO=cat", "--", "/usr/bin/env", preload, sys.executable, str(script))
    until("the echo", lambda: result.exists() and result.read_bytes() == b"early")


CHUNKS = """
import os, struct, sys
log = open(sys.argv[1], "w")
while True:
    chunk = os.read(0, 1608)
    if not chunk:
        break
    length, flags = struct.unpack_from("<II", chunk)
    log.write(f"{length} {flags} {len(chunk) - 8}\\n")
    log.flush()
    os.write(1, chunk)
"""


def test_a_channel_that_shows_its_protocol_has_chunks_with_headers(host):
    script, log = (pathlib.Path(host.directory) / name for name in ("chunks.py", "chunks.log"))
    script.write_text(CHUNKS)
    session = Session(host, f"PDU,show-protocol={sys.executable} {script} {log}")
    answer = session.run("""
c = opened(b"PDU")
message = bytes(range(250)) * 16
wrote = write(c, message), write(c, b"small"), write(c, b"")
small = read(c, 30000, 100)
chunks = [read(c, 30000, 1608) for _ in range(5)]
answer = [wrote, small, [[*__import__("struct").unpack_from("<II", each), len(each) - 8] for each in chunks],
          b"".join(each[8:] for each in chunks[:3]) == message, query(c, 0, ctypes.c_uint32)[0]]
""")
    expected = [[4000, FIRST, 1600], [4000, 0, 1600], [4000, LAST, 800], [5, FIRST | LAST, 5], [0, FIRST | LAST, 0]]
    assert answer == [[4000, 5, 0], [122, 0], expected, True, 0x80200000]
    assert log.read_text().splitlines() == [" ".join(map(str, each)) for each in expected]


@pytest.mark.parametrize("value, words", [
    ("NOCOMMAND", "NAME=COMMAND"), ("=cat", "1 to 7"), ("TOOLONGX=cat", "1 to 7"), ("A=", "NAME=COMMAND"),
])  # fmt: skip
def test_a_bad_channel_is_refused_before_a_session_is_made(host, value, words):
    before = set(host.rows())
    done = host.run("attach", "--channel", value)
    assert done.returncode == 1 and words in done.stderr
    assert set(host.rows()) == before


def test_a_name_twice_and_more_than_thirty_are_refused(host):
    done = host.run("attach", "--channel", "A=cat", "--channel", "a=cat")
    assert done.returncode == 2 and "twice" in done.stderr
    done = host.run("attach", *(word for i in range(31) for word in ("--channel", f"C{i}=cat")))
    assert done.returncode == 2 and "30 are the most" in done.stderr


def test_without_a_ticket_of_the_host_nobody_opens_a_channel(host):
    session = Session(host, "ECHO=cat")
    sockets = list(pathlib.Path(host.state).rglob(f"{session.id}/session.sock"))
    assert sockets, "the session's socket"
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(harness.PATIENCE)
        peer.connect(str(sockets[0]))
        peer.sendall(struct.pack("<IHH3I", 12, 1, 3, 1, 2, 0))  # Hello of a client
        peer.sendall(struct.pack("<IHH3I", 12, 36, 3, 9, 0, 0))  # OpenChannel with neither name nor ticket
        seen = b""
        while len(seen) < 20 + 8 + 12:
            seen += peer.recv(4096)
        kind, request, code = struct.unpack_from("<4xH2xII", seen, 20)
        assert (kind, request, code) == (14, 9, 5)


def test_fetch_file_fetches_and_brings_files(host):
    example = harness.ROOT / "examples/fetch_file.py"
    here, there = (pathlib.Path(host.directory) / name for name in ("client", "session"))
    here.mkdir()
    there.mkdir()
    content = os.urandom(300_000)
    (here / "photo.bin").write_bytes(content)
    session = Session(host, f"FETCH={sys.executable} {example} serve {here}")
    environment = f"LD_LIBRARY_PATH={harness.BUILD}/lib LD_PRELOAD='{os.environ.get('NTADMIN_PRELOAD', '')}'"
    session.terminal.enter(f"cd {there}; export {environment}; clear")
    session.terminal.enter(f"{sys.executable} {example} get photo.bin; echo status-$?")
    session.terminal.wait_for("status-0")
    assert (there / "photo.bin").read_bytes() == content
    (there / "note.txt").write_bytes(b"a note")
    session.terminal.enter(f"clear; {sys.executable} {example} put note.txt; echo status-$?-put")
    session.terminal.wait_for("status-0-put")
    until("the note", lambda: (here / "note.txt").exists())
    assert (here / "note.txt").read_bytes() == b"a note"
    for bad, said in (("../secret", "outside"), ("absent", "No such file")):
        session.terminal.enter(f"clear; {sys.executable} {example} get {bad}; echo status-$?-{len(bad)}")
        session.terminal.wait_for(f"status-1-{len(bad)}")
        assert session.terminal.shows(said)
    outside = {**host.environment, "LD_LIBRARY_PATH": f"{harness.BUILD}/lib"}
    outside["LD_PRELOAD"] = os.environ.get("NTADMIN_PRELOAD", "")
    done = subprocess.run([sys.executable, example, "get", "x"], env=outside, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "error 1)" in done.stderr
