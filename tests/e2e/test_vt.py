"""The tests' own terminal: it must see right before what it sees can prove anything."""

from vt import Screen


def screen(text, columns=6, rows=3):
    terminal = Screen(columns, rows)
    terminal.feed(text)
    return terminal.lines()


def test_text_wraps_and_scrolls():
    assert screen("abcdefgh\r\n1\r\n2") == ["gh", "1", "2"]


def test_wide_and_combining_characters_take_their_cells():
    assert screen("a日本e\u0301x") == ["a日本e\u0301", "x", ""]
    assert screen("日本語!") == ["日本語", "!", ""]


def test_cursor_and_erasing():
    assert screen("abcdef\x1b[1;3H\x1b[K\x1b[3;1Hz\x1b[2Gy") == ["ab", "", "zy"]
    assert screen("abc\r\ndef\x1b[H\x1b[J") == ["", "", ""]


def test_a_region_scrolls_alone():
    assert screen("1\r\n2\r\n3\x1b[1;2r\x1b[2;1H\n\x1b[2;1Hx") == ["2", "x", "3"]
    assert screen("1\r\n2\r\n3\x1b[1;1H\x1b[Lnew") == ["new", "1", "2"]


def test_the_alternate_screen_gives_the_first_one_back():
    assert screen("one\x1b[?1049h\x1b[Htwo") == ["two", "", ""]
    assert screen("one\x1b[?1049h\x1b[Htwo\x1b[?1049l!") == ["one!", "", ""]
