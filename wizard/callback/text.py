"""Text of unknown origin made harmless for a terminal."""

from __future__ import annotations

import re

_CONTROLS = re.compile(
    # C0 but tab and line feed, delete, C1; direction marks and invisible separators; halves of characters.
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}


def safe_text(text: str) -> str:
    """The text with every control character visible and without effect; tabs and line ends stay.

    `\\r\\n` ends a line as `\\n` does. C0 controls become their pictures (`␛` for escape), everything else
    that could move, hide or reorder what stands beside it becomes `U+202E` in angle quotes. Markup is not
    touched: it is for the screen to take the result as plain text.
    """
    return _CONTROLS.sub(_picture, text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """The text on one line: as `safe_text`, with tabs and line ends visible too."""
    return _CONTROLS.sub(_picture, text).replace("\n", "␊").replace("\t", "␉")


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _PICTURES.get(code) or f"‹U+{code:04X}›"
