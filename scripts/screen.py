"""A screen small enough to show what `ntadmin attach` draws: text, cursor movement, erasing. Colours are dropped."""

import re

SEQUENCE = re.compile(
    r"\x1b\[([?>=!]?)([\d;:]*)[ !\"#$%&'()*+,\-./]*([@-~])"  # CSI
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS and the like
    r"|\x1b[ #%()*+\-./][@-~0-9]"  # character sets
    r"|\x1b([0-~])"
    r"|([\r\n\b\t])"
    r"|([^\x00-\x1f\x7f])"
)


class Screen:
    def __init__(self, columns=80, rows=24):
        self.columns, self.rows = columns, rows
        self.clear()

    def clear(self):
        self.cells = [[" "] * self.columns for _ in range(self.rows)]
        self.row = self.column = 0
        self.saved = (0, 0)

    def lines(self):
        return ["".join(line).rstrip() for line in self.cells]

    def text(self):
        return "\n".join(self.lines()).strip("\n")

    def feed(self, text):
        for match in SEQUENCE.finditer(text):
            private, parameters, final, escape, control, letter = match.groups()
            if letter:
                self._put(letter)
            elif control:
                self._control(control)
            elif escape:
                self._escape(escape)
            elif final and (not private or final in "JKhl"):
                numbers = [int(number or 0) for number in re.split("[;:]", parameters)] if parameters else []
                self._command(final, numbers, private)

    def _put(self, letter):
        if self.column >= self.columns:
            self.column = 0
            self._down()
        self.cells[self.row][self.column] = letter
        self.column += 1

    def _down(self):
        if self.row == self.rows - 1:
            self.cells = self.cells[1:] + [[" "] * self.columns]
        else:
            self.row += 1

    def _control(self, control):
        if control == "\n":
            self._down()
        elif control == "\r":
            self.column = 0
        elif control == "\b":
            self.column = max(0, min(self.column, self.columns) - 1)
        else:
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)

    def _escape(self, escape):
        if escape == "c":
            self.clear()
        elif escape == "7":
            self.saved = (self.row, self.column)
        elif escape == "8":
            self.row, self.column = self.saved

    def _command(self, final, numbers, private):
        first = max(1, numbers[0]) if numbers else 1
        if private:
            if final in "hl" and numbers and numbers[0] in (47, 1047, 1049):
                self.clear()
        elif final in "Hf":
            second = max(1, numbers[1]) if len(numbers) > 1 else 1
            self._move(first - 1, second - 1)
        elif final in "AB":
            self._move(self.row + (first if final == "B" else -first), self.column)
        elif final in "CD":
            self._move(self.row, self.column + (first if final == "C" else -first))
        elif final in "G`":
            self._move(self.row, first - 1)
        elif final == "d":
            self._move(first - 1, self.column)
        elif final == "J":
            self._erase_screen(numbers[0] if numbers else 0)
        elif final == "K":
            self._erase_line(numbers[0] if numbers else 0)
        elif final == "X":
            end = min(self.columns, self.column + first)
            self.cells[self.row][self.column : end] = [" "] * (end - self.column)

    def _move(self, row, column):
        self.row = max(0, min(self.rows - 1, row))
        self.column = max(0, min(self.columns - 1, column))

    def _erase_line(self, how):
        start, end = [(self.column, self.columns), (0, self.column + 1), (0, self.columns)][min(how, 2)]
        self.cells[self.row][start:end] = [" "] * len(self.cells[self.row][start:end])

    def _erase_screen(self, how):
        rows = [range(self.row + 1, self.rows), range(0, self.row), range(0, self.rows)][min(how, 2)]
        for row in rows:
            self.cells[row] = [" "] * self.columns
        if how < 2:
            self._erase_line(how)
