"""Messages to sessions: boxes drawn over real terminals, answered by keys and the mouse, with the oracle reading along."""

import os
import re
import select
import signal
import subprocess
import sys
import threading

import pytest
from harness import BUILD, PATIENCE, until

OK, YESNO, DEFAULT_2 = 0, 4, 0x100
IDOK, IDYES, IDNO, IDTIMEOUT, IDASYNC = 1, 6, 7, 32000, 32001


class Asked:
    """WTSSendMessage that waits, in the background."""

    def __init__(self, host, session, text, style=OK, seconds=0):
        self.answer = None
        code = f"""
        print(win32ts.WTSSendMessage(None, {session}, "Question", {text!r}, {style}, {seconds}, True))
        """
        self.thread = threading.Thread(target=lambda: setattr(self, "answer", host.python(code)))
        self.thread.start()

    def wait(self):
        self.thread.join(60)
        return self.answer


def send(host, session, text, style=OK, seconds=0, wait=False):
    return host.python(
        f"""
        try:
            print(win32ts.WTSSendMessage(None, {session}, "Title", {text!r}, {style}, {seconds}, {wait}))
        except pywintypes.error as error:
            print(-error.winerror)
        """
    )


def test_a_box_is_drawn_over_the_screen_and_taken_away_again(host, tap):
    terminal = host.open()
    terminal.enter("seq 1 30; echo under''neath")
    terminal.wait_for("underneath")
    until("a prompt", terminal.prompts)
    before = terminal.screen()
    asked = Asked(host, terminal.session, "Shall we go on with 日本語?", YESNO)
    terminal.wait_for("Shall we go on with 日本語?")
    terminal.wait_for("[ Yes ] [ No ]")
    terminal.type("\r")
    assert asked.wait() == IDYES
    until("the screen as it was", lambda: terminal.screen() == before)
    assert "RpcShowMessageBox" in tap.replies
    terminal.enter("echo keys ar''rive")
    terminal.wait_for("keys arrive")


@pytest.mark.parametrize("form", ["W", "A"])
def test_both_forms_of_the_function_take_their_texts_up_to_their_length(host, form):
    terminal = host.open()
    program = f"""
import ctypes, sys
wts = ctypes.CDLL("{BUILD}/lib/libwtsapi32.so")
title, text = (word.encode("utf-16-le" if "{form}" == "W" else "utf-8") for word in ("Später", "Schluß um 日本 Uhr"))
answer = ctypes.c_uint32()
send = wts.WTSSendMessage{form}
ok = send(None, {terminal.session}, title + b"xx", len(title), text + b"xx", len(text), {YESNO}, 0, ctypes.byref(answer), 1)
print(ok, answer.value)
"""
    environment = {**host.environment, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}
    asking = subprocess.Popen([sys.executable, "-c", program], env=environment, text=True, stdout=subprocess.PIPE)
    terminal.wait_for("Schluß um 日本 Uhr")
    assert terminal.shows("Später") and not terminal.shows("xx") and not terminal.shows("硸")
    terminal.type("\r")
    assert asking.communicate(timeout=PATIENCE)[0].split() == ["1", str(IDYES)]


@pytest.mark.parametrize("ends", ["go_on", "raise"])
def test_a_signal_runs_its_handler_and_the_question_goes_on_unless_that_raises(host, ends):
    terminal = host.open()
    program = f"""
import signal, win32ts
def handler(*_):
    print("signal", flush=True)
    if {ends == "raise"}:
        raise ValueError("as asked")
signal.signal(signal.SIGUSR1, handler)
print(win32ts.WTSSendMessage(None, {terminal.session}, "Question", "Really?", {YESNO}, 0, True))
"""
    environment = {**host.environment, "PYTHONPATH": str(BUILD / "python"),
                   "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", "")}  # fmt: skip
    asking = subprocess.Popen([sys.executable, "-c", program], env=environment, text=True, cwd=host.directory,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    terminal.wait_for("Really?")

    def has_handled():
        asking.send_signal(signal.SIGUSR1)  # one that comes before the wait has begun is handled after it
        return select.select([asking.stdout], [], [], 0.05)[0]

    until("the handler to run", has_handled)
    if ends == "go_on":
        terminal.type("\r")
    output, errors = asking.communicate(timeout=PATIENCE)
    assert (str(IDYES) in output.split(), "as asked" in errors) == (ends == "go_on", ends == "raise")


def test_keys_choose_the_button_and_reach_no_program(host):
    terminal = host.open()
    asked = Asked(host, terminal.session, "Really?", YESNO | DEFAULT_2)
    terminal.wait_for("Really?")
    terminal.type("zzz\t\t\r")
    assert asked.wait() == IDNO
    terminal.enter("echo do''ne")
    terminal.wait_for("done")
    assert "zzz" not in "".join(terminal.screen())


def test_the_mouse_presses_a_button(host):
    terminal = host.open()
    asked = Asked(host, terminal.session, "Really?", YESNO)
    terminal.wait_for("[ No ]")
    row = next(i for i, line in enumerate(terminal.screen()) if "[ No ]" in line)
    column = terminal.screen()[row].index("[ No ]") + 2
    terminal.type(f"\x1b[<0;{column + 1};{row + 1}M")
    assert asked.wait() == IDNO


def test_several_boxes_queue(host):
    terminal = host.open()
    for number in range(3):
        assert send(host, terminal.session, f"number {number}") == IDASYNC
    for number in range(3):
        terminal.wait_for(f"number {number}")
        terminal.type("\r")
    until("the last one is gone", lambda: not terminal.shows("[ OK ]"))


def test_a_message_to_a_disconnected_session_waits_for_its_user(host):
    terminal = host.open()
    terminal.leave()
    asked = Asked(host, terminal.session, "while you were away")
    again = host.attach(str(terminal.session))
    again.wait_for("while you were away")
    again.type(" ")
    assert asked.wait() == IDOK


def test_the_time_of_a_message_runs_out_where_nobody_looks(host):
    terminal = host.open()
    terminal.leave()
    assert send(host, terminal.session, "nobody here", seconds=1, wait=True) == IDTIMEOUT


def test_bad_messages_get_their_codes(host):
    terminal = host.open()
    assert send(host, 4711, "x") == -7022
    assert send(host, 65536, "x") == -7022
    assert send(host, 0, "x") == -5
    assert send(host, terminal.session, "x", style=0x7) == -1438
    megabytes = f"print(win32ts.WTSSendMessage(None, {terminal.session}, 'T', 'x' * 3_000_000, 0, 0, False))"
    assert host.python(megabytes) == IDASYNC
    terminal.wait_for("xxx")


def test_too_many_messages_are_refused_and_the_session_lives(host):
    terminal = host.open()
    answers = host.python(
        f"""
        out = []
        for number in range(80):
            try:
                out.append(win32ts.WTSSendMessage(None, {terminal.session}, "T", "many", 0, 0, False))
            except pywintypes.error as error:
                out.append(-error.winerror)
        print(json.dumps(out))
        """
    )
    assert answers == [IDASYNC] * 64 + [-170] * 16

    def shell_answers():
        terminal.enter("echo sti''ll")  # which answers the box that is open, or is about to be
        return terminal.shows("still")

    until("all are answered", shell_answers)


@pytest.mark.parametrize("receiver", ["everybody", "user"])
def test_the_msg_command_reaches_its_receivers(host, receiver):
    first, second = host.open(), host.open()
    name = "*" if receiver == "everybody" else host.rows()[first.session]["UserName"]
    host.run("msg", name, "the", "host", "restarts", check=True)
    for terminal in (first, second):
        terminal.wait_for("the host restarts")
        assert re.search(r"Message from \w+", "".join(terminal.screen()))


def test_the_msg_command_waits_for_the_answer_and_reads_standard_input(host):
    terminal = host.open()
    done = []
    thread = threading.Thread(
        target=lambda: done.append(host.run("msg", str(terminal.session), "/w", "/time:50", input="from a pipe\n"))
    )
    thread.start()
    terminal.wait_for("from a pipe")
    terminal.type("\r")
    thread.join(60)
    assert done[0].returncode == 0
    assert done[0].stderr == f"Session {terminal.session} has answered\n"
