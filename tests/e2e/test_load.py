"""Thousands of messages and events: none is lost, and nothing grows."""

import collections
import os
import pathlib
import threading

import harness
from harness import BareClient, until
from oracle.tables import INTERFACES

NOTIFICATION = INTERFACES["TermSrvNotification"]
EVERYTHING = 0xFFFFFFFF
CONNECT, DISCONNECT = 2, 4  # SESSION_NOTIFY, as TermSrvNotification tells them
EVENTS, MESSAGES = 10_000, 1_000


def pages(pid):
    """Its resident pages; under a sanitizer, which keeps what is freed, nothing is measured."""
    if os.environ.get("NTADMIN_PRELOAD"):
        return 0
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])


def session_process(host):
    return host.processes("ntadmin-session")[0]


class Registration:
    """A registration for every session's events, on a connection of its own."""

    def __init__(self, host):
        self.connection = host.rpc(NOTIFICATION)
        reply = self.connection(NOTIFICATION, "RpcRegisterAsyncNotification", SessionId=-1, Mask=EVERYTHING)
        self.handle, self.seen = reply["phNotify"], []

    def fetch(self, session, count):
        while len(self.seen) < count:
            reply = self.connection(NOTIFICATION, "RpcWaitAsyncNotification", hNotify=self.handle)
            assert reply["result"] == 0
            self.seen += [row["NotificationId"] for row in reply["SessionChange"] if row["SessionId"] == session]
        return self.seen


def test_ten_thousand_events_reach_whoever_reads_and_whoever_reads_late(host):
    terminal = host.open()
    path = str(next(pathlib.Path(host.directory).rglob(f"{terminal.session}/session.sock")))
    terminal.leave()
    late, prompt = Registration(host), Registration(host)
    reader = threading.Thread(target=prompt.fetch, args=(terminal.session, EVENTS), daemon=True)
    reader.start()
    keeper = session_process(host)
    before = None
    for number in range(EVENTS // 2):
        BareClient(path).leave()
        if number % 100 == 99:
            host.rows()  # the host keeps up
        if number == EVENTS // 10:
            before = pages(host.process.pid), pages(keeper)
    reader.join(harness.PATIENCE)
    assert not reader.is_alive(), f"{len(prompt.seen)} of {EVENTS} events came"
    expected = [CONNECT, DISCONNECT] * (EVENTS // 2)
    assert prompt.seen == expected
    assert late.fetch(terminal.session, EVENTS) == expected
    after = pages(host.process.pid), pages(keeper)
    assert [later - early < 500 for early, later in zip(before, after)] == [True, True], (before, after)


def test_a_thousand_messages_are_shown_and_answered_one_by_one(host):
    terminal = host.open()
    stop = threading.Event()

    def press():
        while not stop.is_set():
            if terminal.output.rfind(b"message-") > press.at:
                press.at = len(terminal.output)
                terminal.type("\r")
            stop.wait(0.001)

    press.at = -1
    presser = threading.Thread(target=press, daemon=True)
    presser.start()
    keeper = session_process(host)
    before = pages(host.process.pid), pages(keeper)
    answers = host.python(
        f"""
        import collections
        answers = collections.Counter()
        for number in range({MESSAGES}):
            answers[win32ts.WTSSendMessage(None, {terminal.session}, "T", f"message-{{number:04}}.", 0, 0, True)] += 1
        print(json.dumps(answers))
        """
    )
    stop.set()
    presser.join()
    assert collections.Counter(answers) == {"1": MESSAGES}
    assert all(f"message-{number:04}.".encode() in terminal.output for number in range(MESSAGES))
    until("the last is gone", lambda: not terminal.shows("message-"))
    assert pages(host.process.pid) - before[0] < 500
    assert pages(keeper) - before[1] < 500
