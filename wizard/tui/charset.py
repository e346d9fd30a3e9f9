"""What a terminal's character set can show, and the signs that stand for those it cannot.

Screens are drawn with boxes and marks from Unicode. Where the terminal has none of them, each is replaced by one of
the same width as it is written out, in this one place: no widget need know.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import get_character_cell_size

from wizard.tui.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.driver import Driver

Charset = Literal["unicode", "console", "ascii"]
"""All of Unicode; what the fonts of the Linux console hold; ASCII alone."""
KEY_WORDS = {"⏎": "enter", "↑": "up", "↓": "down", "←": "left", "→": "right"}
"""Signs of keys, and the words for them where the signs cannot be shown."""

SPINNER = "|/-\\"
MARKS = {
    "ascii": '✓+ ✗x ✕x ×x ●* ○o •* ·. …~ –- —- →> ←< ↑^ ↓v ▸> ▾v ▴^ ▲^ ▼v ›> ‹< »> «< “" ”" „" ‘\' ’\' ⋯- ⏎< ▔- ▁_',
    "console": "✓√ ✗x ✕x ×x ●• ▸► ▾▼ ▴▲ ›> ‹< ⋯· ⏎↵ ╭┌ ╮┐ ╰└ ╯┘ ▔▀",
}
"""A sign, and the one that stands for it."""
CONSOLE_HAS = "•○▲▼►◄→←↑↓…–—“”‘’„·█▄▀▌▐░▒▓■√↵§°±"
"""Of what is not Latin and no box, what Linux console fonts have."""


def charset(environ: Mapping[str, str] = os.environ) -> Charset:
    """What the terminal shows, as far as the environment tells: its locale, its type, or WIZARD_ASCII (0 or 1).

    Where no locale is set at all (containers), Unicode: terminals of today show it. Python itself, started in the
    locale C, sets LC_CTYPE to C.UTF-8; the LANG beside it tells what the person has.
    """
    if forced := environ.get("WIZARD_ASCII", ""):
        return "unicode" if forced == "0" else "ascii"
    if sys.platform == "win32":
        return "unicode"
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    if not environ.get("LC_ALL") and name == "C.UTF-8" and environ.get("LANG") in ("C", "POSIX"):
        name = "C"
    if "utf8" not in name.lower().replace("-", ""):
        return "ascii"
    return "console" if environ.get("TERM") == "linux" else "unicode"


class Signs(dict[int, str]):
    """For `str.translate`: what to write for a character, worked out at its first use."""

    def __init__(self, target: Charset) -> None:
        super().__init__({ord(pair[0]): pair[1] for pair in MARKS[target].split()})
        self.target = target

    def __missing__(self, code: int) -> str:
        self[code] = sign = self._sign(chr(code))
        return sign

    def _sign(self, character: str) -> str:
        if character.isascii():
            return character
        code = ord(character)
        if 0x2800 <= code < 0x2900:  # braille: spinners
            return SPINNER[code % 4]
        if 0x2500 <= code < 0x2580:
            return self._box(unicodedata.name(character))
        if 0x2581 <= code < 0x2588:  # part of a cell, as at the end of a scroll bar's thumb
            return " "
        if self.target == "console":
            if code < 0x180 or character in CONSOLE_HAS:
                return character
            if 0x2580 <= code < 0x25A0:
                return "▌" if "LEFT" in unicodedata.name(character) else "▄"
        elif 0x2580 <= code < 0x25A0:
            return "|" if "LEFT" in unicodedata.name(character) or code == 0x2590 else "#"
        return self._letter(character)

    def _box(self, name: str) -> str:
        level = name.endswith(("HORIZONTAL", " LEFT", " RIGHT", "LEFT AND RIGHT"))
        upright = name.endswith(("VERTICAL", " UP", " DOWN"))
        if self.target == "console":
            plain = "LIGHT" in name or "DOUBLE" in name
            return unicodedata.lookup(name) if plain else "─" if level else "│" if upright else "┼"
        if " AND " in name:  # a corner or a crossing: DOWN AND RIGHT, VERTICAL AND LEFT
            return "+"
        return ("=" if "HEAVY" in name or "DOUBLE" in name else "-") if level else "|" if upright else "+"

    @staticmethod
    def _letter(character: str) -> str:
        cells = get_character_cell_size(character)
        bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        return bare if bare and len(bare) == cells else "?" * cells


def writing(driver: type[Driver], target: Charset) -> type[Driver]:
    """The driver, writing signs that the terminal can show, and only where they do not stand already; to stdout, so
    that stderr may go to a file.
    """
    signs = None if target == "unicode" else Signs(target)

    class Writing(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.standing = Standing()
            if hasattr(self, "_file"):
                self._file = sys.__stdout__

        def write(self, data: str) -> None:
            if data := self.standing.news(data):
                super().write(data if signs is None or data.isascii() else data.translate(signs))

    return Writing
