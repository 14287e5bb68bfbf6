"""Events and session notifications from end to end: real sessions of a host of our own, waiters and windows."""

import os
import select
import subprocess
import sys
import threading

import harness
import pytest
import pywintypes
import win32api
import win32con
import win32gui
import win32ts
from harness import until

ALL = win32ts.NOTIFY_FOR_ALL_SESSIONS
CHANGE = win32con.WM_WTSSESSION_CHANGE
CONNECT, DISCONNECT = win32con.WTS_REMOTE_CONNECT, win32con.WTS_REMOTE_DISCONNECT
LOGON, LOGOFF = win32con.WTS_SESSION_LOGON, win32con.WTS_SESSION_LOGOFF


@pytest.fixture
def server(host):
    """A server handle of this test's own."""
    handle = win32ts.WTSOpenServer("")
    yield handle
    win32ts.WTSCloseServer(handle)


class Waiter(threading.Thread):
    """A thread in WTSWaitSystemEvent: the bits that it was given, or the error."""

    def __init__(self, server, mask=win32ts.WTS_EVENT_ALL):
        super().__init__(daemon=True)
        self.server, self.mask, self.result = server, mask, None
        self.start()

    def run(self):
        try:
            self.result = win32ts.WTSWaitSystemEvent(self.server, self.mask)
        except pywintypes.error as error:
            self.result = error

    def answer(self):
        self.join(harness.PATIENCE)
        assert not self.is_alive(), "the wait did not end"
        return self.result


def remembering(server):
    """The handle, once the server remembers events for it: from its first wait on, which a flush has ended."""
    first = Waiter(server, win32ts.WTS_EVENT_LICENSE)
    while first.is_alive():
        win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_FLUSH)
        first.join(0.01)
    assert first.result == win32ts.WTS_EVENT_NONE
    return server


def disconnect(session):
    win32ts.WTSDisconnectSession(0, session, True)


def test_every_waiter_is_told_of_a_disconnection(host):
    session = host.open().session
    servers = [remembering(win32ts.WTSOpenServer("")) for _ in range(5)]
    waiters = [Waiter(server, win32ts.WTS_EVENT_DISCONNECT) for server in servers]
    disconnect(session)
    assert [waiter.answer() for waiter in waiters] == [win32ts.WTS_EVENT_DISCONNECT] * 5


def test_a_new_session_is_created_connected_and_logged_on(host, server):
    remembering(server)
    session = host.open().session
    wanted = win32ts.WTS_EVENT_CREATE | win32ts.WTS_EVENT_CONNECT | win32ts.WTS_EVENT_LOGON
    seen = 0
    while seen & wanted != wanted:
        seen |= win32ts.WTSWaitSystemEvent(server)
    assert seen & win32ts.WTS_EVENT_STATECHANGE
    win32ts.WTSLogoffSession(0, session, True)
    ended = 0
    while ended & win32ts.WTS_EVENT_DELETE == 0:
        ended |= win32ts.WTSWaitSystemEvent(server)
    assert ended & win32ts.WTS_EVENT_LOGOFF


def test_nothing_is_lost_between_a_hundred_waits(host, server):
    """Each wait begins after the event it waits for: only what the server kept can end it."""
    session = host.open().session
    remembering(server)
    disconnect(session)
    assert win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_DISCONNECT) == win32ts.WTS_EVENT_DISCONNECT
    for _ in range(50):
        back = host.attach(str(session))
        assert win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_CONNECT) == win32ts.WTS_EVENT_CONNECT
        disconnect(session)
        assert back.wait_for_end() == 0
        assert win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_DISCONNECT) == win32ts.WTS_EVENT_DISCONNECT


def test_flush_leaves_waits_on_other_handles_alone(host, server):
    session = host.open().session
    other = remembering(win32ts.WTSOpenServer(""))
    waiter = Waiter(other, win32ts.WTS_EVENT_DISCONNECT)
    remembering(server)
    disconnect(session)
    assert waiter.answer() == win32ts.WTS_EVENT_DISCONNECT


def test_a_mask_of_nothing_forgets_what_happened(host, server):
    session = host.open().session
    remembering(server)
    disconnect(session)
    assert win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_NONE) == win32ts.WTS_EVENT_NONE
    waiter = Waiter(server, win32ts.WTS_EVENT_DISCONNECT | win32ts.WTS_EVENT_DELETE)
    while waiter.is_alive():
        win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_FLUSH)
        waiter.join(0.01)
    assert waiter.result == win32ts.WTS_EVENT_NONE


def test_a_second_wait_on_one_handle_is_refused(host, server):
    remembering(server)
    waiters = [Waiter(server, win32ts.WTS_EVENT_LICENSE) for _ in range(2)]
    until("one is refused", lambda: any(waiter.result is not None for waiter in waiters))
    refused = next(waiter for waiter in waiters if waiter.result is not None)
    assert refused.result.winerror == 7024
    waiters.remove(refused)
    win32ts.WTSWaitSystemEvent(server, win32ts.WTS_EVENT_FLUSH)
    assert waiters[0].answer() == win32ts.WTS_EVENT_NONE


def test_closing_the_handle_in_another_thread_ends_the_wait(host):
    server = win32ts.WTSOpenServer("")
    waiter = Waiter(int(remembering(server)), win32ts.WTS_EVENT_LICENSE)
    win32ts.WTSCloseServer(server)
    assert waiter.answer().winerror == 6


def test_a_host_that_ends_ends_the_waits(host):
    own = harness.Host().start()
    try:
        program = (
            "import sys; sys.path.insert(0, sys.argv[1]); import pywintypes, win32ts\n"
            "print('ready', flush=True)\n"
            "try: win32ts.WTSWaitSystemEvent()\n"
            "except pywintypes.error as error: print(error.winerror)\n"
        )
        command = [sys.executable, "-c", program, str(harness.BUILD / "python")]
        child = subprocess.Popen(command, env={**os.environ, **own.environment}, stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "ready\n"
        own.kill()
        assert child.communicate(timeout=harness.PATIENCE)[0] in ("1726\n", "1722\n", "1727\n")
    finally:
        own.end()


# ---- windows


class Monitor:
    """A window that notes what it is told, made as scripts make one: a class with a message map."""

    made = 0

    def __init__(self, flags=ALL):
        Monitor.made += 1
        self.told, self.ended = [], False
        window_class = win32gui.WNDCLASS()
        window_class.hInstance = win32api.GetModuleHandle(None)
        window_class.lpszClassName = f"Monitor {Monitor.made}"
        window_class.lpfnWndProc = {CHANGE: self.on_change, win32con.WM_DESTROY: self.on_destroy}
        self.atom = win32gui.RegisterClass(window_class)
        self.window = win32gui.CreateWindow(
            self.atom, "monitor", win32con.WS_OVERLAPPED, 0, 0, win32con.CW_USEDEFAULT, win32con.CW_USEDEFAULT, 0, 0,
            window_class.hInstance, None,
        )  # fmt: skip
        win32ts.WTSRegisterSessionNotification(self.window, flags)

    def on_change(self, window, message, what, session):
        assert (window, message) == (self.window, CHANGE)
        self.told.append((what, session))

    def on_destroy(self, window, message, wparam, lparam):
        self.ended = True
        win32gui.PostQuitMessage(0)

    def of(self, session):
        """What was told of a session, in its order, once all that is waiting is dispatched."""
        win32gui.PumpWaitingMessages()
        return [what for what, whose in self.told if whose == session]

    def close(self):
        win32gui.DestroyWindow(self.window)
        win32gui.PumpWaitingMessages()
        win32gui.UnregisterClass(self.atom)


@pytest.fixture
def monitor(host):
    monitor = Monitor()
    yield monitor
    monitor.close()


def test_a_window_is_told_of_a_session_in_the_order_it_happened(host, monitor):
    session = host.open().session
    disconnect(session)
    back = host.attach(str(session))
    until("the connection", lambda: monitor.of(session).count(CONNECT) == 2)
    win32ts.WTSLogoffSession(0, session, True)
    back.wait_for_end()
    until("the log-off", lambda: LOGOFF in monitor.of(session))
    told = monitor.of(session)
    assert sorted(told[:2]) == sorted([CONNECT, LOGON])
    assert told[2:4] == [DISCONNECT, CONNECT]
    assert told[-1] == LOGOFF


def test_pump_messages_runs_handlers_until_one_quits(host):
    """The sample that scripts start from: a pump that ends when the window is destroyed by a handler."""
    monitor = Monitor()

    def close_at_log_off(window, message, what, session):
        monitor.on_change(window, message, what, session)
        if what == LOGOFF:
            win32gui.PostMessage(window, win32con.WM_CLOSE)

    other = win32gui.WNDCLASS()
    other.lpszClassName, other.lpfnWndProc = "closes", {CHANGE: lambda *given: None}
    win32gui.RegisterClass(other)
    with pytest.raises(pywintypes.error) as caught:
        win32gui.RegisterClass(other)
    assert caught.value.winerror == 1410
    win32gui.UnregisterClass("CLOSES", None)

    terminal = host.open()
    threading.Thread(target=lambda: host.run("logoff", str(terminal.session)), daemon=True).start()
    seen = []
    while LOGOFF not in [what for what, session in monitor.told if session == terminal.session]:
        _, message = win32gui.GetMessage(0, 0, 0)
        seen.append(message[1])
        win32gui.DispatchMessage(message)
    assert set(seen) == {CHANGE}
    win32gui.PostMessage(monitor.window, win32con.WM_CLOSE)
    win32gui.PumpMessages()
    assert monitor.ended and not win32gui.IsWindow(monitor.window)
    win32gui.UnregisterClass(monitor.atom)


def test_a_callable_procedure_gets_every_message(host):
    messages = []

    def procedure(window, message, wparam, lparam):
        messages.append(message)
        return win32gui.DefWindowProc(window, message, wparam, lparam)

    window_class = win32gui.WNDCLASS()
    window_class.lpszClassName, window_class.lpfnWndProc = "callable", procedure
    win32gui.RegisterClass(window_class)
    window = win32gui.CreateWindowEx(0, "Callable", None, 0, 0, 0, 0, 0, win32con.HWND_MESSAGE, 0, 0, None)
    win32gui.UpdateWindow(window)
    win32gui.SendMessage(window, win32con.WM_CLOSE)
    win32gui.UnregisterClass("callable")
    assert messages == [win32con.WM_NCCREATE, win32con.WM_CREATE, win32con.WM_CLOSE, win32con.WM_DESTROY,
                        win32con.WM_NCDESTROY]  # fmt: skip


def test_registrations_are_counted(host, monitor):
    win32ts.WTSRegisterSessionNotification(monitor.window, win32ts.NOTIFY_FOR_THIS_SESSION)
    win32ts.WTSUnRegisterSessionNotification(monitor.window)
    session = host.open().session
    until("a message", lambda: monitor.of(session))
    win32ts.WTSUnRegisterSessionNotification(monitor.window)
    with pytest.raises(pywintypes.error) as caught:
        win32ts.WTSUnRegisterSessionNotification(monitor.window)
    assert caught.value.winerror == 87


def test_a_window_for_its_own_session_hears_of_no_other(host, monitor):
    own = Monitor(win32ts.NOTIFY_FOR_THIS_SESSION)
    session = host.open().session
    until("the other window is told", lambda: monitor.of(session))
    assert own.of(session) == []
    own.close()


def test_a_window_that_is_none_is_1400(host):
    for call in (lambda: win32ts.WTSRegisterSessionNotification(77, ALL), lambda: win32gui.PostMessage(77, 0)):
        with pytest.raises(pywintypes.error) as caught:
            call()
        assert caught.value.winerror == 1400


def test_the_descriptor_is_readable_while_there_is_a_message(host, monitor):
    fd = win32gui.NtadminMessageFd()
    # Sessions of the tests before have their last events yet.
    until("silence", lambda: not win32gui.PumpWaitingMessages() and not select.select([fd], [], [], 0)[0])
    session = host.open().session
    until("a message", lambda: select.select([fd], [], [], harness.PATIENCE)[0] and monitor.of(session))


def test_notifications_go_on_after_the_host_was_started_anew(host, monitor):
    session = host.open().session
    until("a message", lambda: LOGON in monitor.of(session))
    host.kill()
    host.start()
    until("the session is found again", lambda: session in host.rows())
    before = len(monitor.told)

    def told_of_something_new():
        other = host.open().session
        return until("the window hears of it, or does not", lambda: monitor.of(other) or [None]) != [None]

    until("the window is told again", told_of_something_new, pause=0.5)
    assert len(monitor.told) > before


def test_an_exception_in_a_handler_is_printed_and_ctrl_c_is_raised(host, capfd):
    def fails(window, message, wparam, lparam):
        raise KeyboardInterrupt if wparam else ValueError("in a handler")

    window_class = win32gui.WNDCLASS()
    window_class.lpszClassName, window_class.lpfnWndProc = "fails", {win32con.WM_USER: fails}
    win32gui.RegisterClass(window_class)
    window = win32gui.CreateWindow("fails", "", 0, 0, 0, 0, 0, 0, 0, 0, None)
    win32gui.PostMessage(window, win32con.WM_USER, 0)
    win32gui.PostMessage(window, win32con.WM_USER, 1)
    with pytest.raises(KeyboardInterrupt):
        win32gui.PumpMessages()
    assert "in a handler" in capfd.readouterr().err
    win32gui.DestroyWindow(window)
    win32gui.UnregisterClass("fails")


def test_ctrl_c_ends_a_wait_and_a_pump():
    for call in ("win32gui.PumpMessages()", "win32ts.WTSWaitSystemEvent()"):
        program = f"import win32gui, win32ts\nprint('ready', flush=True)\n{call}"
        environment = {**os.environ, "PYTHONPATH": str(harness.BUILD / "python")}
        child = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)  # fmt: skip
        assert child.stdout.readline() == "ready\n"
        threading.Event().wait(0.3)
        child.send_signal(2)
        assert "KeyboardInterrupt" in child.communicate(timeout=harness.PATIENCE)[1]
