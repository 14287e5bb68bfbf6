"""A directory of a test's own, and the processes that work in it: both end with the test."""

import os
import pathlib
import select
import shutil
import signal
import tempfile
import time

PATIENCE = 60  # seconds; slow machines are fine, hanging ones are not


def make_place():
    """Its path is short enough for sockets."""
    return tempfile.mkdtemp(prefix="nta-test-", dir="/tmp")


def ends_within(pid, seconds):
    """Whether the process ends in that time. One that nobody has reaped yet has ended."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        poll = select.poll()
        poll.register(process, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(process)


def processes_that_name(*texts):
    """Other processes that have one of the texts in their environment or on their command line; none that has ended."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                named = (entry / "environ").read_bytes() + b"\0" + (entry / "cmdline").read_bytes()
            except OSError:  # it is gone, or a stranger's
                continue
            if any(text.encode() in named for text in texts):
                found.append(int(entry.name))
    return found


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def end_processes_that_name(*texts):
    """Asks them to end, then makes them, and returns when they are gone, with those that they started meanwhile."""
    asked = processes_that_name(*texts)
    send(asked, signal.SIGTERM)
    patience = time.monotonic() + 10  # of all of them: a shell, for one, does not listen
    for pid in asked:
        ends_within(pid, max(0, patience - time.monotonic()))
    latest = time.monotonic() + PATIENCE
    while left := processes_that_name(*texts):
        assert time.monotonic() < latest, f"processes that name {texts} do not end: {left}"
        send(left, signal.SIGKILL)
        for pid in left:
            ends_within(pid, 1)


def remove_place(place):
    """A process that is just ending may make and remove files there meanwhile: it is tried again."""
    latest = time.monotonic() + PATIENCE
    while os.path.exists(place):
        try:
            shutil.rmtree(place)
        except OSError as trouble:
            assert time.monotonic() < latest, f"{place} cannot be removed: {trouble}; in it: {list(os.walk(place))}"
            time.sleep(0.05)


def leave_place(place, *texts):
    """Ends the processes that name it, or one of the texts, and removes it."""
    end_processes_that_name(str(place), *texts)
    remove_place(place)
