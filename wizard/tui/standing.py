"""What stands on the terminal, so that it is not written a second time.

Textual repaints regions: all rows of a widget for one that changed, the blank rows of a step that gives way to
another. As curses does it, what is about to be written is held against what was written there last, and only the
cells from the first to the last that differ go out: over SSH each byte counts, and a terminal draws what it is sent.
Rows that stand a little higher or lower already are moved by the terminal.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from textual.cache import FIFOCache

from wizard.tui.widgets.shared import shared_start

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
STYLE = re.compile(r"\x1b\[([\d;:]*)m")
_GROUND = re.compile(r"\x1b\[(?:[1-3];)*(?:38;(?:2;\d+;\d+|5);\d+;)?(48;(?:2;\d+;\d+|5);\d+)m")
"""A style of which nothing but the ground shows on a blank: no line, nothing turned round."""
_MODE = re.compile(r"(?:\x1b\[[?<>=][\d;]*\$?[a-z])+")
"""Modes of the terminal: they draw nothing."""
_OTHER_PAGE = "\x1b[?1049"
"""To the terminal's other page or back: what was drawn is gone."""
LETTERS = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03c9\u0400-\u0482\u048a-\u052f\u1e00-\u1eff"
    "\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u2713\u2717\u23ce"
)
"""What is one cell wide: letters of Europe, boxes, the program's own signs. Nothing in it needs to be looked up in
the table of widths, which a start does not load."""
_NARROW = re.compile(f"[{LETTERS}]*")
_UNKNOWN, REST = "\1", "\0"
"""In place of the character in a cell: nobody knows; the second half of a wide one."""
_STEPS = (1, -1, 2, -2, 3, -3)
"""Rows by which lists and texts are scrolled: by a key, by the wheel."""
_WORTH_MOVING = 4
"""Rows that need not be written because the terminal moves them, at least."""
_KEEP_READ = 128
"""Pieces kept as they were read: a list that is scrolled writes each of its rows again, a line higher."""


class _Cells(NamedTuple):
    """Cells side by side: the character of each, and the number of its style as a character."""

    characters: str = ""
    styles: str = ""

    def end_of_style(self, start: int, end: int) -> int:
        """Where the style of the cell at `start` ends, `end` at the latest."""
        return end - len(self.styles[start:end].lstrip(self.styles[start]))

    def put(self, at: int, cells: _Cells) -> _Cells:
        """These with `cells` in their place from `at` on; a wide character of which one half is left is unknown."""
        end = at + len(cells.characters)
        characters = self.characters.ljust(at, _UNKNOWN)
        before, after = characters[:at], characters[end:]
        if characters[at : at + 1] == REST:
            before = before[:-1] + _UNKNOWN
        if after.startswith(REST):
            after = _UNKNOWN + after[1:]
        styles = self.styles.ljust(at, _UNKNOWN)
        return _Cells(before + cells.characters + after, styles[:at] + cells.styles + styles[end:])


class Standing:
    """Remembers what was written where.

    Where anything else than pictures, modes of the terminal and commands to it is written, all is forgotten, and the
    next pictures go out as they are. A change of size has to be told by `forget`: a terminal moves its text then.
    """

    def __init__(self) -> None:
        self._rows: dict[int, _Cells] = {}
        self._numbers: dict[str, tuple[str, str]] = {}
        self._styles: dict[str, str] = {}
        self._read_before: FIFOCache[str, _Cells | None] = FIFOCache(_KEEP_READ)
        self._cursor = ""
        self._size = (0, 0)
        """Rows and characters in the first row of the last picture of the whole screen."""

    @property
    def is_begun(self) -> bool:
        """Whether a picture of the whole screen has been written."""
        return self._size != (0, 0)

    def forget(self) -> None:
        """Nobody knows what stands on the terminal."""
        self._rows.clear()
        self._numbers.clear()
        self._styles.clear()
        self._read_before.clear()
        self._cursor = ""

    def news(self, data: str) -> str:
        """What of `data`, one write of a driver, has to be written."""
        if not _MOVE.match(data):
            if _OTHER_PAGE in data or not (_MODE.fullmatch(data) or data.startswith(("\x1b]", "\x1bP"))):
                self.forget()
            return data
        _, *parts = _MOVE.split(data)  # row, column, text, row, column, text …
        pieces = [
            (int(y), int(x) - 1, text.removesuffix("\n"))
            for y, x, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ]
        cursor = "" if pieces[-1][2] else data[data.rindex("\x1b[") :]
        whole = len(pieces) > 1 and all(piece[:2] == (y, 0) for y, piece in enumerate(pieces[:-1], 1))
        if whole and (size := (len(pieces), len(STYLE.sub("", pieces[0][2])))) != self._size:
            self.forget()  # what was drawn for another size since may have gone anywhere
            self._size = size
        drawn = [piece for piece in pieces if piece[2]]
        out, done = self._moved(drawn) if len(drawn) > _WORTH_MOVING else ("", range(0))
        out += "".join([self._piece(*piece) for piece in drawn if piece[0] not in done])
        if not out and cursor == self._cursor:
            return ""
        self._cursor = cursor
        return out + cursor

    def _moved(self, pieces: list[tuple[int, int, str]]) -> tuple[str, range]:
        """What has the terminal move rows where that saves writing them, and completes these; and which rows."""
        wanted: dict[int, _Cells] = {}
        for y, x, written in pieces:
            row, cells = wanted.get(y, self._rows.get(y)), self._read(written)
            if row is None or cells is None:
                return "", range(0)
            wanted[y] = row.put(x, cells)
        news = {y: row for y, row in sorted(wanted.items()) if row != self._rows[y]}
        for step in _STEPS:
            saved = [y for y, row in news.items() if row == self._rows.get(y + step)]
            if len(saved) < _WORTH_MOVING:
                continue
            rows = range(min(saved[0], saved[0] + step), max(saved[-1], saved[-1] + step) + 1)
            after = {y: wanted.get(y, self._rows.get(y, _Cells())) for y in rows}
            spoilt = sum(y not in news and row != self._rows.get(y + step) for y, row in after.items())
            if len(saved) - spoilt < _WORTH_MOVING or not all(map(self._is_known, after.values())):
                continue
            before = {y: self._rows[y + step] for y in rows if y + step in rows}
            self._rows.update((y, before.get(y, _Cells())) for y in rows)
            move = f"{step}M" if step > 0 else f"{-step}L"
            out = [self._differing(y, 0, row) for y, row in after.items()]
            return f"\x1b[{rows[0]};{rows[-1]}r\x1b[{rows[0]};1H\x1b[{move}\x1b[r{''.join(out)}", rows
        return "", range(0)

    def _is_known(self, row: _Cells) -> bool:
        """Whether it is known of all cells of the row what stands there."""
        return len(row.characters) == self._size[1] and _UNKNOWN not in row.characters

    def _piece(self, y: int, x: int, written: str) -> str:
        """What of this piece, from column `x` of row `y` on, has to be written; it stands there from now on."""
        cells = self._read(written)
        if cells is None:
            from wizard.tui.widths import in_place

            self._rows.pop(y, None)
            return f"\x1b[{y};{x + 1}H{in_place(y, x, written)}"
        return self._differing(y, x, cells)

    def _differing(self, y: int, x: int, cells: _Cells) -> str:
        row = self._rows.get(y, _Cells())
        end = x + len(cells.characters)
        old = _Cells(row.characters[x:end], row.styles[x:end])
        if old == cells:
            return ""
        self._rows[y] = row.put(x, cells)
        start = min(map(shared_start, old, cells))
        room = len(cells.characters)
        last = room
        if len(old.characters) == room:
            last -= min(shared_start(one[::-1], other[::-1]) for one, other in zip(old, cells, strict=True))
        while cells.characters[start] == REST:
            start -= 1
        while cells.characters[last : last + 1] == REST:
            last += 1
        return f"\x1b[{y};{x + start + 1}H{self._written(cells, start, last)}"

    def _read(self, written: str) -> _Cells | None:
        """The cells of a piece; None where it cannot be told what covers which: links, emoji, marks upon a letter."""
        if written not in self._read_before:
            self._read_before[written] = self._read_anew(written)
        return self._read_before[written]

    def _read_anew(self, written: str) -> _Cells | None:
        style, characters, styles = "", [], []
        parts = STYLE.split(written)  # text, style, text, style, text …
        for number, part in enumerate(parts):
            if number % 2:
                style = f"{style}\x1b[{part}m" if part.strip("0") else ""
                continue
            if not _NARROW.fullmatch(part):
                from wizard.tui.widths import cells

                if (part := cells(part)) is None:
                    return None
            characters.append(part)
            letter, blank = self._numbers_of(style)
            if part.isspace():
                styles.append(blank * len(part))
            else:
                styles.append(blank.join([letter * len(word) for word in part.split(" ")]))
        return _Cells("".join(characters), "".join(styles))

    def _numbers_of(self, style: str) -> tuple[str, str]:
        """The style's number, and that of what shows of it where nothing is written."""
        if style not in self._numbers:
            number = chr(len(self._numbers) + 2)
            self._numbers[style], self._styles[number] = (number, number), style
            if ground := _GROUND.fullmatch(style):
                blank, _ = self._numbers_of(f"\x1b[{ground[1]}m")
                self._numbers[style] = number, blank
        return self._numbers[style]

    def _written(self, cells: _Cells, start: int, end: int) -> str:
        out = []
        while start < end:
            number, here = cells.styles[start], start
            style = self._styles[number]
            _, blank = self._numbers[style]
            while start < end and cells.styles[start] in (
                number,
                blank,
            ):  # blanks look the same in this style
                run = cells.end_of_style(start, end)
                if cells.styles[start] == blank != number and not cells.characters[start:run].isspace():
                    break
                start = run
            text = cells.characters[here:start].replace(REST, "")
            out.append(f"{style}{text}\x1b[0m" if style else text)
        return "".join(out)
