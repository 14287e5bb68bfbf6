"""A terminal's screen, written for these tests: what a person would see after all that was sent to the terminal.

Independent of the product's own terminal; knows text (wide and combining too), cursor, erasing, insertion, scrolling,
the alternate screen. Colours and modes are passed over.
"""

import re
import unicodedata

SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<=>?!]?)(?P<numbers>[\d;:]*)(?P<middle>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<string>[\]PX^_])(?P<payload>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b[ #%()*+\-./](?P<set>[0-~])"
    r"|\x1b(?P<escape>[0-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.cells = self.blank()
        self.row = self.column = 0
        self.top, self.bottom = 0, rows - 1
        self.saved, self.primary, self.last = (0, 0), None, " "
        self.title, self.modes = "", set()

    def blank(self, count=None):
        return [[" "] * self.columns for _ in range(self.rows if count is None else count)]

    def lines(self):
        return ["".join(line).rstrip() for line in self.cells]

    def feed(self, text):
        for match in SEQUENCE.finditer(text):
            part = match.groupdict()
            if part["text"] is not None:
                for letter in part["text"]:
                    self.put(letter)
            elif part["control"] is not None:
                self.control(part["control"])
            elif part["escape"] is not None:
                self.escape(part["escape"])
            elif part["string"] == "]" and part["payload"][:2] in ("0;", "2;"):
                self.title = part["payload"][2:]
            elif part["final"] is not None and not part["middle"]:
                numbers = [int(n or 0) for n in re.split("[;:]", part["numbers"])] if part["numbers"] else []
                self.command(part["private"], part["final"], numbers)

    def put(self, letter):
        width = 0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width == 0:
            before = max(0, min(self.column, self.columns) - 1)
            before -= self.cells[self.row][before] == "" and before > 0
            self.cells[self.row][before] += letter
            return
        if self.column + width > self.columns:
            self.column = 0
            self.down()
        self.cells[self.row][self.column : self.column + width] = [letter] + [""] * (width - 1)
        self.column += width
        self.last = letter

    def down(self):
        if self.row == self.bottom:
            self.scroll(self.top, self.bottom, 1)
        else:
            self.row = min(self.rows - 1, self.row + 1)

    def scroll(self, top, bottom, count):
        """Moves the lines of a region up (or, below zero, down), with blank ones behind."""
        height = bottom - top + 1
        count = max(-height, min(height, count))
        lines = self.cells[top : bottom + 1]
        moved = lines[count:] + self.blank(count) if count > 0 else self.blank(-count) + lines[: height + count]
        self.cells[top : bottom + 1] = moved

    def control(self, control):
        if control in "\n\v\f":
            self.down()
        elif control == "\r":
            self.column = 0
        elif control == "\b":
            self.column = max(0, min(self.column, self.columns - 1) - 1)
        elif control == "\t":
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)

    def escape(self, escape):
        if escape == "7":
            self.saved = (self.row, self.column)
        elif escape == "8":
            self.row, self.column = self.saved
        elif escape in "DE":
            self.column = 0 if escape == "E" else self.column
            self.down()
        elif escape == "M":
            if self.row == self.top:
                self.scroll(self.top, self.bottom, -1)
            else:
                self.row = max(0, self.row - 1)
        elif escape == "c":
            self.__init__(self.columns, self.rows)

    def command(self, private, final, numbers):
        if private:
            if private == "?" and final in "hl":
                for mode in numbers:
                    self.mode(mode, final == "h")
            return
        count = max(1, numbers[0]) if numbers else 1
        second = max(1, numbers[1]) if len(numbers) > 1 else 1
        how = numbers[0] if numbers else 0
        line = self.cells[self.row]
        column = min(self.column, self.columns - 1)
        if final in "Hf":
            self.move(count - 1, second - 1)
        elif final in "ABEF":
            self.move(self.row + (count if final in "BE" else -count), 0 if final in "EF" else self.column)
        elif final in "CDa":
            self.move(self.row, column + (-count if final == "D" else count))
        elif final in "G`":
            self.move(self.row, count - 1)
        elif final == "d":
            self.move(count - 1, self.column)
        elif final == "J":
            self.erase(how)
        elif final == "K":
            start, end = [(column, self.columns), (0, column + 1), (0, self.columns)][min(how, 2)]
            line[start:end] = [" "] * (end - start)
        elif final == "X":
            line[column : column + count] = [" "] * min(count, self.columns - column)
        elif final == "P":
            del line[column : column + count]
            line += [" "] * (self.columns - len(line))
        elif final == "@":
            line[column:column] = [" "] * count
            del line[self.columns :]
        elif final in "LM":
            if self.top <= self.row <= self.bottom:
                self.scroll(self.row, self.bottom, count if final == "M" else -count)
        elif final in "ST":
            self.scroll(self.top, self.bottom, count if final == "S" else -count)
        elif final == "b":
            for _ in range(count):
                self.put(self.last)
        elif final == "r":
            self.top, self.bottom = count - 1, (second if len(numbers) > 1 else self.rows) - 1
            self.row = self.column = 0
        elif final == "s":
            self.saved = (self.row, self.column)
        elif final == "u":
            self.row, self.column = self.saved

    def move(self, row, column):
        self.row = max(0, min(self.rows - 1, row))
        self.column = max(0, min(self.columns - 1, column))

    def erase(self, how):
        if how == 3:
            return
        rows = [range(self.row + 1, self.rows), range(0, self.row), range(0, self.rows)][how]
        for row in rows:
            self.cells[row] = [" "] * self.columns
        if how < 2:
            self.command("", "K", [how])

    def mode(self, mode, on):
        (self.modes.add if on else self.modes.discard)(mode)
        if mode in (47, 1047, 1049):
            if on and self.primary is None:
                self.primary, self.saved = self.cells, (self.row, self.column)
                self.cells = self.blank()
            elif not on and self.primary is not None:
                self.cells, self.primary = self.primary, None
                self.row, self.column = self.saved
