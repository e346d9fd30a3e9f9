"""How many cells terminals give to text beyond the letters of Europe: loaded where such text is drawn first."""

from __future__ import annotations

import re

from rich.cells import cell_len

from wizard.tui.standing import LETTERS, REST, STYLE

_CHINESE = "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
"""What is two cells wide, with Japanese and Korean."""
_WIDE = re.compile(f"([{_CHINESE}])")
_SURE = re.compile(f"([{LETTERS}{_CHINESE}]+(?![^{LETTERS}{_CHINESE}]))")
"""Text that every terminal gives the same width; a letter before a mark is none. Of anything else, as emoji, marks
and new signs, terminals say one cell, two or none."""


def cells(text: str) -> str | None:
    """The text with a REST behind each wide character; None where terminals differ over its width."""
    return _WIDE.sub(f"\\1{REST}", text) if _SURE.fullmatch(text) else None


def in_place(y: int, x: int, written: str) -> str:
    """The same, where the terminal is told after each doubtful text at which column to go on: so whatever width it
    takes it for, what stands beside it stays in its place.

    Blanks are written first, for a terminal to which it is less wide.
    """
    parts = STYLE.split(written)
    if "\x1b" in "".join(parts[::2]):
        return written  # a link
    out, column = [], x + 1
    for number, part in enumerate(parts):
        if number % 2:
            out.append(f"\x1b[{part}m")
            continue
        for sure, text in enumerate(_SURE.split(part)):
            if sure % 2:
                out.append(text)
                column += cell_len(text)
            elif text:
                room = cell_len(text)
                out.append(f"{' ' * room}\x1b[{y};{column}H{text}\x1b[{y};{column + room}H")
                column += room
    return "".join(out)
