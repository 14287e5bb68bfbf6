"""What a client's terminal shows is what the programs drew: before and after a reconnect, and as pyte sees it."""

import pytest
from conftest import wait_for

DETACH = b"\x1d"


def detach(terminal):
    terminal.type(DETACH)
    assert terminal.wait() == 0
    return terminal


def test_vi_on_the_alternate_screen_survives_a_reconnect(session, tmp_path):
    file = tmp_path / "poem"
    file.write_text("\n".join(f"verse {i}" for i in range(100)))
    session.start("bash", "--norc", "-i", directory=str(tmp_path))
    first = session.attach()
    first.expect("$")
    first.type("vi -u NONE poem\r")
    first.expect("verse 20")
    first.type("5Gihello \u4e2d\u6587 ")
    first.expect("hello \u4e2d\u6587 verse 4")
    before = first.lines
    detach(first)
    second = session.attach()
    wait_for(lambda: second.lines == before, lambda: f"\n{second.text}\ninstead of\n" + "\n".join(before))
    assert b"\x1b[?1049h" in second.raw
    second.type(b"\x1b:wq\r")
    second.expect("$")
    wait_for(lambda: "hello \u4e2d\u6587 verse 4" in file.read_text(), "the file to be written")


def test_a_thousand_lines_of_scrollback_are_the_same_before_and_after(session):
    session.start("bash", "--norc", "-c", "for i in $(seq 1000); do printf '\\033[3%dmline %d\\033[m of many\\n' $((i % 8)) $i; done; exec cat")
    first = session.attach()
    first.expect("line 1000")
    wait_for(lambda: len([line for line in first.history() if line.startswith("line ")]) >= 977, "the scrollback")
    seen = [line for line in first.history() + first.lines if line.startswith("line ")]
    assert seen == [f"line {i} of many" for i in range(1, 1001)]
    detach(first)
    second = session.attach()
    second.expect("line 1000")
    again = [line for line in second.history() + second.lines if line.startswith("line ")]
    assert again == seen
    assert [line for line in session.capture() if line.startswith("line ")] == seen


def test_wide_and_combining_characters(session):
    session.start("printf", "\u4e2d\u6587 e\u0301 \u1112\u1161\u11ab \U0001f600 end")
    # It ended before anyone looked: nothing is left to attach to, so write and stay.
    session.wait_ended()
    session.start("sh", "-c", "printf '\u4e2d\u6587 e\u0301 \U0001f600 end'; exec cat")
    for terminal in (session.attach(), ):
        terminal.expect("end")
        detach(terminal)
    again = session.attach()
    again.expect("end")
    assert "\u4e2d\u6587 e\u0301 \U0001f600 end".encode() in again.raw


def test_colours_and_attributes_come_back(session):
    session.start("sh", "-c", "printf '\\033[1;31mred\\033[m \\033[48;5;200mpink\\033[m \\033[38;2;1;2;3mrgb\\033[m'; exec cat")
    detach(session.attach())
    terminal = session.attach()
    terminal.expect("rgb")
    row = terminal.screen.buffer[0]
    assert (row[0].fg, row[0].bold) == ("red", True)
    assert row[4].bg == "ff00d7"
    assert row[9].fg == "010203"
    assert row[3].fg == "default"


def test_modes_of_the_program_reach_each_client_and_are_taken_back(session):
    session.start("sh", "-c", "printf '\\033[?1002h\\033[?1006h\\033[?2004h\\033[?1h\\033]2;my title\\007ready'; exec cat")
    wanted = [b"\x1b[?1002h", b"\x1b[?1006h", b"\x1b[?2004h", b"\x1b[?1h", b"\x1b]2;my title\x07"]
    for _ in range(2):
        terminal = session.attach()
        for mode in wanted:
            terminal.expect_raw(mode)
        detach(terminal)
        for mode in wanted[:4]:
            assert mode[:-1] + b"l" in terminal.raw
    assert session.state()["title"] == "my title"


def test_a_mouse_click_and_a_paste_reach_the_program(session):
    session.start("sh", "-c", "stty raw -echo; printf '\\033[?1000h\\033[?1006h\\033[?2004hready'; exec cat -v")
    terminal = session.attach()
    terminal.expect("ready")
    terminal.type(b"\x1b[<0;10;5M\x1b[200~pasted \xe4\xb8\xad\x1b[201~")
    terminal.expect("^[[<0;10;5M")
    terminal.expect("^[[200~pasted M-dM-8M--^[[201~")


SCENARIOS = {
    "lines": "seq 1 300",
    "wrap": "for i in 1 2 3; do printf 'x%.0s' $(seq 200); done; printf '\\r\\n|%80s|' end",
    "tabs": "printf 'a\\tb\\tc\\r\\n\\t\\tx\\b\\by\\r\\n'",
    "addressing": "printf '\\033[2J\\033[10;20Hmiddle\\033[1;1Htop\\033[24;70Hend\\033[12;1Hm\\033[3Cn\\033[2Ao\\033[5Dp'",
    "erasing": "for i in $(seq 24); do printf '\\r\\n%060d' $i; done; printf '\\033[5;10H\\033[K\\033[8;10H\\033[1K\\033[20;5H\\033[J'",
    "editing": "printf 'abcdefghij\\r\\033[3C\\033[2@XY\\033[3P\\r\\n1\\r\\n2\\r\\n3\\r\\n4\\033[3;1H\\033[2L\\033[M'",
    "margins": "printf '\\033[5;10r\\033[10;1H'; for i in $(seq 30); do printf 'line %d\\r\\n' $i; done; printf '\\033[r\\033[1;1Hdone'",
    "wide": "printf '\\344\\270\\255\\346\\226\\207%.0s' $(seq 45); printf '\\r\\n\\346\\227\\245'",
    "reverse index": "printf '\\033[1;1Hone\\033M\\033Mzero\\033[3;1Hthree'",
    "colours": "for i in $(seq 16 255); do printf '\\033[38;5;%dm%3d ' $i $i; done; printf '\\033[m\\033[31;42mred on green\\033[1;95mbright'; printf '\\033[m'",
    "save and restore": "printf '\\033[5;5H\\0337\\033[10;10Hthere\\0338here'",
    "insert mode": "printf 'world\\r\\033[4hhello \\033[4l'",
    "ls": "ls -la --color=always /etc",
    "fill": "ls /usr/bin | head -400 | column -c 80",
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_one_scenario_direct_and_through_a_session_gives_the_same_screen(session, new_terminal, name):
    script = f"{SCENARIOS[name]}; printf '\\033[24;76H<ok>'; exec sleep 600"
    direct = new_terminal(["bash", "--norc", "-c", script], environment={"LC_ALL": "C.UTF-8"})
    direct.expect("<ok>")
    session.start("bash", "--norc", "-c", script)
    through = session.attach()
    wait_for(lambda: through.lines == direct.lines, lambda: f"\n{through.text}\n--- instead of\n{direct.text}")

    def differing():
        through.pump()
        cells = [(y, x, direct.screen.buffer[y][x], through.screen.buffer[y][x])
                 for y in range(24) for x in range(80)
                 if direct.screen.buffer[y][x] != through.screen.buffer[y][x]]
        cursors = [(terminal.screen.cursor.x, terminal.screen.cursor.y) for terminal in (direct, through)]
        return cells[:3] + cursors * (cursors[0] != cursors[1])

    wait_for(lambda: not differing(), lambda: f"no difference of {differing()}")
